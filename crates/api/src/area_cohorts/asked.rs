//! How questions about a service area are written into an address.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_analytics::CohortQuestion;
use blaupause_analytics::columnar::{Granularity, Key, MAX_FIGURES, Quantity};
use blaupause_app::cohort_questions::{AnyQuestion, MAX_FIGURES_AT_ONCE, Numbers, Question, Scope};
use blaupause_app::cohort_tables::{Form, Table};
use blaupause_app::statistical_releases::name;
use blaupause_kernel::{Date, Described, Level, Message, Rational, Slug, Version};
use blaupause_territory::{Kind, SizeClass};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::ApiError;
use crate::cohort_forms::CohortForm;
use crate::error::{place, pointer};

/// The most members of a list in an address.
const MAX_MEMBERS: usize = 100;
/// The most numbers that are correlated with each other: 45 pairs.
const MAX_CORRELATED: usize = 10;
/// The longest key of a region, in characters.
const MAX_REGION: usize = 16;

/// A query with the parameters that every question has, and its own.
macro_rules! question {
    ($(#[$outer:meta])* struct $name:ident { $($(#[$inner:meta])* $vis:vis $field:ident: $type:ty,)* }) => {
        $(#[$outer])*
        #[derive(Debug, Deserialize, IntoParams)]
        #[serde(deny_unknown_fields, rename_all = "camelCase")]
        #[into_params(parameter_in = Query, rename_all = "camelCase")]
        pub(super) struct $name {
            /// Id of the model.
            model: Slug,
            /// Version of the model; the highest if left out.
            version: Option<Version>,
            /// The first day that results describe; any if left out.
            from: Option<Date>,
            /// The last day that results describe; today if left out. Of several results of a unit, the last counts: of all, or
            /// of each period if the cohorts are told apart by periods.
            to: Option<Date>,
            /// Only units of this administrative level; municipalities if left out, unless cohorts are told apart by it.
            #[param(inline)]
            level: Option<Level>,
            /// Only units of these countries, two letters each, separated by commas.
            #[param(example = "DE")]
            country: Option<String>,
            /// Only units of these Länder, or regions of the first order, separated by commas.
            #[param(example = "03,05")]
            land: Option<String>,
            /// Only units of these Kreise and kreisfreie Städte, or regions below, separated by commas.
            #[param(example = "03153")]
            county: Option<String>,
            /// Only units of these size classes, separated by commas.
            #[param(example = "smallerSmallTown,largerSmallTown")]
            size_class: Option<String>,
            /// Only units of these kinds (Textkennzeichen), separated by commas.
            #[param(example = "town,municipality")]
            kind: Option<String>,
            /// What the cohorts are told apart by, up to three, separated by commas: `country`, `level`, `land`, `county`,
            /// `sizeClass`, `kind`, `provider`, `stage`, `segment`, and one of `year`, `halfYear`, `quarter`. One cohort if left
            /// out.
            #[param(example = "land,year")]
            group_by: Option<String>,
            $($(#[$inner])* $vis $field: $type,)*
        }

        impl $name {
            /// Whose results are asked about.
            pub(super) fn scope(&self, provider: Slug) -> Result<Scope, ApiError> {
                let keys = keys(self.group_by.as_deref())?;
                let mut filter = BTreeMap::new();
                let mut put = |key: Key, values: BTreeSet<String>| {
                    if !values.is_empty() {
                        filter.insert(key, values);
                    }
                };
                let level = match self.level {
                    None if keys.contains(&Key::Level) => None,
                    level => Some(level.unwrap_or(Level::Municipality)),
                };
                put(Key::Level, level.as_ref().and_then(name).into_iter().collect());
                put(Key::Country, regions("country", self.country.as_deref())?);
                put(Key::Land, regions("land", self.land.as_deref())?);
                put(Key::County, regions("county", self.county.as_deref())?);
                put(Key::SizeClass, named::<SizeClass>("sizeClass", self.size_class.as_deref())?);
                put(Key::Kind, named::<Kind>("kind", self.kind.as_deref())?);
                let (model, version) = (self.model.clone(), self.version.clone());
                Ok(Scope { provider, model, version, from: self.from, to: self.to, filter, keys, saved: None })
            }
        }
    };
}

question! {
    /// Which cohorts, and what of them.
    struct AreaCohortsQuery {
        /// Which numbers, separated by commas: `score`, `dimensions`, `indicators`, `dimension:{id}`, `indicator:{id}`; the
        /// score and all dimensions if left out.
        #[param(example = "score,indicator:e-akte")]
        values: Option<String>,
        /// Values of which the share of the results that have at least as much is told, separated by commas.
        #[param(example = "2,3")]
        at_least: Option<String>,
        /// Numbers that are correlated each with each other, up to ten, separated by commas, as in `values`.
        #[param(example = "score,indicator:e-akte")]
        correlate: Option<String>,
        /// In which form; `json` if left out. The others have one table.
        #[param(inline)]
        format: Option<CohortForm>,
        /// Which table, where the form has one: `numbers` if left out.
        #[param(inline)]
        table: Option<Table>,
    }
}

question! {
    /// Whose ranks.
    struct AreaRanksQuery {
        /// By which number: `score`, `dimension:{id}` or `indicator:{id}`; the score if left out.
        #[param(example = "score")]
        by: Option<String>,
    }
}

impl AreaRanksQuery {
    /// By which number.
    pub(super) fn by(&self) -> Result<Quantity, ApiError> {
        self.by.as_deref().map_or(Ok(Quantity::Score), |by| quantity("by", by))
    }
}

question! {
    /// Whose way to the median.
    struct CatchingUpQuery {
        /// How long a period is; a year if left out.
        #[param(inline)]
        per: Option<Granularity>,
    }
}

impl CatchingUpQuery {
    pub(super) fn per(&self) -> Granularity {
        self.per.unwrap_or(Granularity::Year)
    }
}

impl AreaCohortsQuery {
    pub(super) fn form(&self) -> Option<Form> {
        self.format.and_then(CohortForm::table)
    }

    pub(super) fn table(&self) -> Table {
        self.table.unwrap_or(Table::Numbers)
    }

    /// The values of which the share is told.
    pub(super) fn levels(&self) -> Result<Vec<Rational>, ApiError> {
        let level = |text: &str| {
            let unknown =
                || ApiError::parameter("atLeast", Message::new("filter-not-a-number").with("value", text));
            text.parse::<Rational>().map_err(|_| unknown())
        };
        list("atLeast", self.at_least.as_deref())?.into_iter().map(level).collect()
    }

    pub(super) fn question(&self, provider: Slug, most: usize) -> Result<Question, ApiError> {
        let refused =
            |e: blaupause_analytics::columnar::QueryError| ApiError::parameter("values", e.message());
        let named = list("values", self.values.as_deref())?;
        let mut numbers: Vec<Numbers> =
            named.into_iter().map(str::parse).collect::<Result<_, _>>().map_err(refused)?;
        if numbers.is_empty() {
            numbers = vec![Numbers::One(Quantity::Score), Numbers::Dimensions];
        }
        let correlated = list("correlate", self.correlate.as_deref())?;
        if correlated.len() > MAX_CORRELATED {
            let message = Message::new("filter-too-many").with("most", MAX_CORRELATED);
            return Err(ApiError::parameter("correlate", message));
        }
        let correlate =
            correlated.into_iter().map(|text| quantity("correlate", text)).collect::<Result<_, _>>()?;
        let whole = self.form().is_none();
        Ok(Question {
            scope: self.scope(provider)?,
            numbers,
            stages: whole || self.table() == Table::Stages,
            segments: whole || self.table() == Table::Segments,
            correlate,
            most,
        })
    }
}

/// A number by its name.
fn quantity(parameter: &str, text: &str) -> Result<Quantity, ApiError> {
    text.parse()
        .map_err(|e: blaupause_analytics::columnar::QueryError| ApiError::parameter(parameter, e.message()))
}

/// The members of a list, which are separated by commas.
fn list<'t>(parameter: &str, text: Option<&'t str>) -> Result<Vec<&'t str>, ApiError> {
    let members: Vec<&str> = text.into_iter().flat_map(|text| text.split(',')).map(str::trim).collect();
    if members.len() > MAX_MEMBERS {
        return Err(ApiError::parameter(
            parameter,
            Message::new("filter-too-many").with("most", MAX_MEMBERS),
        ));
    }
    Ok(members)
}

fn keys(text: Option<&str>) -> Result<Vec<Key>, ApiError> {
    let refused = |e: blaupause_analytics::columnar::QueryError| ApiError::parameter("groupBy", e.message());
    list("groupBy", text)?.into_iter().map(str::parse).collect::<Result<_, _>>().map_err(refused)
}

/// Keys of regions: letters and digits. Which there are is the register's business: what it does not know has no units.
fn regions(parameter: &str, text: Option<&str>) -> Result<BTreeSet<String>, ApiError> {
    let region = |text: &str| {
        let good = (1..=MAX_REGION).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        let unknown = || unknown_value(parameter, text);
        if good { Ok(text.to_owned()) } else { Err(unknown()) }
    };
    list(parameter, text)?.into_iter().map(region).collect()
}

/// Names of a closed list.
fn named<T: DeserializeOwned>(parameter: &str, text: Option<&str>) -> Result<BTreeSet<String>, ApiError> {
    let known = |text: &str| {
        let value = serde_json::Value::String(text.to_owned());
        serde_json::from_value::<T>(value)
            .map(|_| text.to_owned())
            .map_err(|_| unknown_value(parameter, text))
    };
    list(parameter, text)?.into_iter().map(known).collect()
}

fn unknown_value(parameter: &str, text: &str) -> ApiError {
    let shown: String = text.chars().take(40).collect();
    ApiError::parameter(parameter, Message::new("filter-unknown-value").with("value", shown))
}

/// The parameters of an address that somebody gives as an object, every value as a text.
pub(super) fn read<T: DeserializeOwned>(parameters: Parameters) -> Result<T, ApiError> {
    let value = serde_json::Value::Object(parameters);
    serde_path_to_error::deserialize(value).map_err(|error| {
        let mut place = place(&pointer(error.path()), &error.inner().to_string());
        place.pointer = place.pointer.trim_start_matches('/').to_owned();
        ApiError::Parameter(place)
    })
}

/// The parameters of an address by name.
pub(crate) type Parameters = serde_json::Map<String, serde_json::Value>;

/// The question about one table, and which one it is, from the parameters of `/providers/{id}/cohorts`.
pub(super) fn about_table(provider: Slug, parameters: Parameters) -> Result<(Question, Table), ApiError> {
    let query: AreaCohortsQuery = read(parameters)?;
    let table = query.table();
    Ok((query.question(provider, MAX_FIGURES)?, table))
}

/// A question of one kind. In which form it is answered is said each time it is asked.
pub(super) fn any(
    kind: CohortQuestion,
    provider: Slug,
    parameters: Parameters,
) -> Result<AnyQuestion, ApiError> {
    if parameters.contains_key("format") {
        return Err(ApiError::parameter("format", Message::new("question-format-not-saved")));
    }
    Ok(match kind {
        CohortQuestion::Cohorts => {
            let query: AreaCohortsQuery = read(parameters)?;
            query.levels()?;
            AnyQuestion::Cohorts(query.question(provider, MAX_FIGURES_AT_ONCE)?)
        }
        CohortQuestion::Ranks => {
            let query: AreaRanksQuery = read(parameters)?;
            AnyQuestion::Ranks(query.scope(provider)?, query.by()?)
        }
        CohortQuestion::CatchingUp => {
            let query: CatchingUpQuery = read(parameters)?;
            AnyQuestion::CatchingUp(query.scope(provider)?, query.per())
        }
    })
}
