//! What can be asked of the columns.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use blaupause_kernel::{Date, Described, Message, Slug};
use serde::{Deserialize, Serialize};

use super::{Granularity, UnitFacts};

/// The most keys that cohorts are told apart by.
pub const MAX_KEYS: usize = 3;

/// The most numbers of cohorts that one answer has: quantities times cohorts.
pub const MAX_FIGURES: usize = 1_000_000;

/// What cohorts are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CohortKey))]
pub enum Key {
    /// Country.
    Country,
    /// Administrative level.
    Level,
    /// Region of the first order: the Land.
    Land,
    /// Region below: Kreis or kreisfreie Stadt.
    County,
    /// Size class by population.
    SizeClass,
    /// Kind of administration (Textkennzeichen).
    Kind,
    /// Provider that serves the unit; a unit that has several is in the cohort of each.
    Provider,
    /// Proven stage of the result.
    Stage,
    /// Front-runner, middle or laggard among the results of the same period, level and size class.
    Segment,
    /// Calendar year of the day that the result describes.
    Year,
    /// Half of a calendar year.
    HalfYear,
    /// Quarter.
    Quarter,
}

impl Key {
    /// The keys that a unit has one value of.
    pub(super) const OF_UNITS: [Self; 6] =
        [Self::Country, Self::Level, Self::Land, Self::County, Self::SizeClass, Self::Kind];

    /// Every key.
    pub const ALL: [Self; 12] = [
        Self::Country,
        Self::Level,
        Self::Land,
        Self::County,
        Self::SizeClass,
        Self::Kind,
        Self::Provider,
        Self::Stage,
        Self::Segment,
        Self::Year,
        Self::HalfYear,
        Self::Quarter,
    ];

    /// Its name, as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Level => "level",
            Self::Land => "land",
            Self::County => "county",
            Self::SizeClass => "sizeClass",
            Self::Kind => "kind",
            Self::Provider => "provider",
            Self::Stage => "stage",
            Self::Segment => "segment",
            Self::Year => "year",
            Self::HalfYear => "halfYear",
            Self::Quarter => "quarter",
        }
    }

    /// The length of the periods that it tells apart.
    pub const fn granularity(self) -> Option<Granularity> {
        match self {
            Self::Year => Some(Granularity::Year),
            Self::HalfYear => Some(Granularity::HalfYear),
            Self::Quarter => Some(Granularity::Quarter),
            _ => None,
        }
    }

    /// The value of a unit, for the keys that it has one value of.
    pub(super) fn of(self, unit: &UnitFacts) -> Option<&str> {
        match self {
            Self::Country => Some(&unit.country),
            Self::Level => Some(&unit.level),
            Self::Land => unit.land.as_deref(),
            Self::County => unit.county.as_deref(),
            Self::SizeClass => unit.size_class.as_deref(),
            Self::Kind => unit.kind.as_deref(),
            _ => None,
        }
    }
}

impl FromStr for Key {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let known = Self::ALL.into_iter().find(|key| key.name() == text);
        known.ok_or_else(|| QueryError::UnknownKey(text.chars().take(40).collect()))
    }
}

/// A number that every result has or has not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quantity {
    /// The score.
    Score,
    /// The value of a dimension.
    Dimension(Slug),
    /// The level of an indicator.
    Indicator(Slug),
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Score => f.write_str("score"),
            Self::Dimension(id) => write!(f, "dimension:{id}"),
            Self::Indicator(id) => write!(f, "indicator:{id}"),
        }
    }
}

impl FromStr for Quantity {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let unknown = || QueryError::UnknownQuantity(text.chars().take(80).collect());
        let id = |id: &str| id.parse::<Slug>().map_err(|_| unknown());
        match text.split_once(':') {
            None if text == "score" => Ok(Self::Score),
            Some(("dimension", name)) => Ok(Self::Dimension(id(name)?)),
            Some(("indicator", name)) => Ok(Self::Indicator(id(name)?)),
            _ => Err(unknown()),
        }
    }
}

/// Which units. An empty set asks for nothing in particular.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of one of these values, by key; the keys are those that a unit has one value of.
    pub values: std::collections::BTreeMap<Key, BTreeSet<String>>,
    /// Served by one of these providers.
    pub providers: BTreeSet<String>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which units.
    pub filter: Filter,
    /// The first day that results describe; any if there is none.
    pub from: Option<Date>,
    /// The last day that results describe. Of several results of a unit within the span, or within a period of it if
    /// the cohorts are told apart by periods, the last counts.
    pub to: Date,
    /// The day on which a provider has to serve a unit to count as its provider.
    pub serving_on: Date,
    /// What the cohorts are told apart by.
    pub keys: Vec<Key>,
    /// Which numbers.
    pub quantities: Vec<Quantity>,
    /// Whether the results of every cohort are counted by proven stage.
    pub stages: bool,
    /// Whether they are counted by segment.
    pub segments: bool,
    /// Pairs of numbers whose correlation is asked for.
    pub correlations: Vec<(Quantity, Quantity)>,
    /// The fewest other results that a segment is derived from.
    pub least_peers: usize,
    /// The most numbers of cohorts that the answer may have, at most [`MAX_FIGURES`].
    pub most: usize,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing is told apart by this.
    #[error("unknown key `{0}`")]
    UnknownKey(String),
    /// The model has no such number.
    #[error("unknown quantity `{0}`")]
    UnknownQuantity(String),
    /// The same key twice, or two lengths of periods.
    #[error("the key `{0}` does not go with those before it")]
    KeyTwice(&'static str),
    /// More keys than [`MAX_KEYS`].
    #[error("more than {MAX_KEYS} keys")]
    TooManyKeys,
    /// The answer would have more numbers of cohorts than it may.
    #[error("more than {most} figures")]
    TooLarge {
        /// How many it may have.
        most: usize,
    },
}

impl Described for QueryError {
    fn message(&self) -> Message {
        match self {
            Self::UnknownKey(name) => Message::new("question-unknown-key").with("name", name),
            Self::UnknownQuantity(name) => Message::new("question-unknown-quantity").with("name", name),
            Self::KeyTwice(name) => Message::new("question-key-twice").with("name", name),
            Self::TooManyKeys => Message::new("question-too-many-keys").with("most", MAX_KEYS),
            Self::TooLarge { most } => Message::new("question-too-large").with("most", most),
        }
    }
}

/// Whether cohorts can be told apart by these keys together; in a question about periods of its own, by none of periods.
///
/// # Errors
/// Too many keys, or keys that do not go together.
pub fn check_keys(keys: &[Key], without_periods: bool) -> Result<(), QueryError> {
    if keys.len() > MAX_KEYS {
        return Err(QueryError::TooManyKeys);
    }
    for (place, key) in keys.iter().enumerate() {
        let period = key.granularity().is_some();
        let mut before = keys.iter().take(place);
        if before.any(|b| b == key || (b.granularity().is_some() && period)) || (without_periods && period) {
            return Err(QueryError::KeyTwice(key.name()));
        }
    }
    Ok(())
}

impl Query {
    /// Whether the question can be asked at all.
    ///
    /// # Errors
    /// Too many keys, or keys that do not go together.
    pub fn check(&self) -> Result<(), QueryError> {
        check_keys(&self.keys, false)
    }

    /// The length of the periods that the cohorts are told apart by.
    pub(super) fn granularity(&self) -> Option<Granularity> {
        self.keys.iter().find_map(|key| key.granularity())
    }
}
