//! Questions about the results of a service area, answered from the columns with the figures as they are: for those who
//! may read every one of them. Who asked what is in the audit log before anything is answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use blaupause_access::{Actor, Permission};
use blaupause_analytics::columnar::{
    CatchingUp, Cohorts, Filter, Granularity, Key, MAX_FIGURES, Quantity, Query, QueryError, Ranked, Results,
    Snapshot,
};
use blaupause_kernel::{Date, LocalizedText, Message, Slug, Version};
use blaupause_maturity::{Model, Subject};
use blaupause_store::{Error as Store, maturity_models};
use serde_json::json;
use uuid::Uuid;

use crate::{App, Change, Error, Write, providers};

/// The most figures of an answer that is put together as one object before it is sent.
pub const MAX_FIGURES_AT_ONCE: usize = 50_000;

/// Which numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbers {
    /// Every dimension of the model.
    Dimensions,
    /// Every indicator.
    Indicators,
    /// This one.
    One(Quantity),
}

/// Whose results are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The provider, whose service area it is.
    pub provider: Slug,
    /// The model.
    pub model: Slug,
    /// Its version; the highest one if left out.
    pub version: Option<Version>,
    /// The first day that results describe; any if left out.
    pub from: Option<Date>,
    /// The last day that results describe; today if left out.
    pub to: Option<Date>,
    /// Only units with one of these values, by key.
    pub filter: BTreeMap<Key, BTreeSet<String>>,
    /// What the cohorts are told apart by.
    pub keys: Vec<Key>,
    /// The saved question by which it is asked, if it is.
    pub saved: Option<Uuid>,
}

/// A question about cohorts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Whose results.
    pub scope: Scope,
    /// Which numbers.
    pub numbers: Vec<Numbers>,
    /// Whether results are counted by stage.
    pub stages: bool,
    /// Whether results are counted by segment.
    pub segments: bool,
    /// Each of these numbers is correlated with each other one.
    pub correlate: Vec<Quantity>,
    /// The most figures of the answer.
    pub most: usize,
}

/// One of the questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyQuestion {
    /// About cohorts.
    Cohorts(Question),
    /// About ranks by a number.
    Ranks(Scope, Quantity),
    /// About the way of the laggards, in periods of this length.
    CatchingUp(Scope, Granularity),
}

/// What a question rests on.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The model version.
    pub model: Arc<Model>,
    /// The first day that results describe.
    pub from: Option<Date>,
    /// The last day that results describe.
    pub to: Date,
    /// The day on which the provider has to serve a unit for it to count.
    pub on: Date,
    least_peers: usize,
}

/// The answer to a question, with what it rests on.
#[derive(Debug)]
pub struct Answered<'s> {
    /// What it rests on.
    pub basis: &'s Basis,
    /// The numbers, in the order of those of every cohort.
    pub quantities: Vec<Quantity>,
    /// The pairs that are correlated, in the order of the correlations of every cohort.
    pub pairs: Vec<(Quantity, Quantity)>,
    /// The cohorts.
    pub cohorts: Cohorts<'s>,
}

/// Answers a question and shows the answer.
///
/// # Errors
/// No such provider or model; `Denied`; `Invalid` for a model of providers; `Question`; those of `show` and of the
/// store.
pub fn cohorts<T>(
    app: &App,
    actor: &Actor,
    question: &Question,
    show: impl FnOnce(&Answered<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let scope = &question.scope;
    let asked = json!({
        "numbers": question.numbers.iter().map(Numbers::name).collect::<Vec<_>>(),
        "correlate": question.correlate.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "stages": question.stages, "segments": question.segments,
    });
    let basis = app.write_blocking(|tx| permitted(tx, actor, scope, "cohorts", &asked))?;
    let quantities = quantities(&question.numbers, &basis.model);
    let pairs = pairs(&question.correlate);
    let query = Query {
        quantities: quantities.clone(),
        correlations: pairs.clone(),
        stages: question.stages,
        segments: question.segments,
        most: question.most,
        ..query(scope, &basis)
    };
    with_results(app, &basis, |snapshot, results| {
        let cohorts = snapshot.cohorts(results, &query)?;
        show(&Answered { basis: &basis, quantities, pairs, cohorts })
    })
}

/// The units of a service area by their rank in their cohort, the highest value first.
///
/// # Errors
/// Those of [`cohorts`].
pub fn ranks(app: &App, actor: &Actor, scope: &Scope, by: &Quantity) -> Result<(Basis, Vec<Ranked>), Error> {
    let asked = json!({"by": by.to_string()});
    let basis = app.write_blocking(|tx| permitted(tx, actor, scope, "ranks", &asked))?;
    let query = query(scope, &basis);
    let ranked = with_results(app, &basis, |snapshot, results| {
        let ranked = snapshot.ranks(results, &query, by)?;
        let most = MAX_FIGURES_AT_ONCE;
        if ranked.len() > most { Err(QueryError::TooLarge { most }.into()) } else { Ok(ranked) }
    })?;
    Ok((basis, ranked))
}

/// How long the laggards of every cohort of a service area will take to its median.
///
/// # Errors
/// Those of [`cohorts`].
pub fn catching_up(
    app: &App,
    actor: &Actor,
    scope: &Scope,
    per: Granularity,
) -> Result<(Basis, Vec<CatchingUp>), Error> {
    let asked = json!({"per": per});
    let basis = app.write_blocking(|tx| permitted(tx, actor, scope, "catching-up", &asked))?;
    let query = query(scope, &basis);
    let found =
        with_results(app, &basis, |snapshot, results| Ok(snapshot.catching_up(results, &query, per)?))?;
    Ok((basis, found))
}

/// Lets pass who may read the service area, finds what is asked about, and notes down who asked what.
fn permitted(
    tx: &mut Write<'_>,
    actor: &Actor,
    scope: &Scope,
    what: &str,
    asked: &serde_json::Value,
) -> Result<Basis, Error> {
    let provider =
        providers::permitted(&mut tx.as_read(), actor, Permission::ReadServiceArea, &scope.provider)?;
    let model = model(tx, scope)?;
    let (today, to) = (tx.today(), scope.to.unwrap_or_else(|| tx.today()));
    let keys: Vec<&str> = scope.keys.iter().map(|key| key.name()).collect();
    let mut detail = json!({
        "question": what, "model": model.id, "version": model.version, "from": scope.from, "to": to,
        "groupBy": keys, "filter": scope.filter, "asked": asked,
    });
    if let Some((saved, detail)) = scope.saved.zip(detail.as_object_mut()) {
        detail.insert("savedQuery".to_owned(), json!(saved));
    }
    let looked_at = Change::new("cohorts.asked", format!("/providers/{}/cohorts", provider.id));
    tx.note(actor, looked_at.of_provider(&provider.id).with(detail))?;
    Ok(Basis { model, from: scope.from, to, on: today, least_peers: tx.as_read().rules().least() })
}

/// The model version that is asked about.
pub(crate) fn model(tx: &mut Write<'_>, scope: &Scope) -> Result<Arc<Model>, Error> {
    let version = match &scope.version {
        Some(version) => version.clone(),
        None => maturity_models::highest_version(tx.conn(), &scope.model)?
            .ok_or_else(|| Store::not_found("maturity-model", &scope.model))?,
    };
    let (model, _) = maturity_models::by_version(tx.conn(), &scope.model, &version)?;
    if model.subject != Subject::Municipality {
        return Err(Error::invalid("/model", Message::new("release-model-subject").with("model", &model.id)));
    }
    Ok(model)
}

fn query(scope: &Scope, basis: &Basis) -> Query {
    Query {
        filter: Filter { values: scope.filter.clone(), providers: [scope.provider.to_string()].into() },
        from: basis.from,
        to: basis.to,
        serving_on: basis.on,
        keys: scope.keys.clone(),
        quantities: Vec::new(),
        stages: false,
        segments: false,
        correlations: Vec::new(),
        least_peers: basis.least_peers,
        most: MAX_FIGURES,
    }
}

fn with_results<T>(
    app: &App,
    basis: &Basis,
    ask: impl FnOnce(&Snapshot, &Results) -> Result<T, Error>,
) -> Result<T, Error> {
    let snapshot = app.snapshot()?;
    let (id, version) = (&basis.model.id, &basis.model.version);
    let missing = || Error::Internal(format!("{id}@{version} is not in the columns"));
    ask(&snapshot, snapshot.results(id, version).ok_or_else(missing)?)
}

impl Numbers {
    /// The name, as a question writes it.
    pub fn name(&self) -> String {
        match self {
            Self::Dimensions => "dimensions".to_owned(),
            Self::Indicators => "indicators".to_owned(),
            Self::One(quantity) => quantity.to_string(),
        }
    }
}

impl std::str::FromStr for Numbers {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        match text {
            "dimensions" => Ok(Self::Dimensions),
            "indicators" => Ok(Self::Indicators),
            one => one.parse().map(Self::One),
        }
    }
}

/// The numbers themselves, each once, in the order of the model.
fn quantities(numbers: &[Numbers], model: &Model) -> Vec<Quantity> {
    let mut quantities = Vec::new();
    for number in numbers {
        match number {
            Numbers::Dimensions => {
                quantities
                    .extend(model.all_dimensions().into_iter().map(|d| Quantity::Dimension(d.id.clone())));
            }
            Numbers::Indicators => {
                let all = model.indicators().into_iter();
                quantities.extend(all.map(|(_, indicator)| Quantity::Indicator(indicator.id.clone())));
            }
            Numbers::One(quantity) => quantities.push(quantity.clone()),
        }
    }
    let mut seen = BTreeSet::new();
    quantities.retain(|quantity| seen.insert(quantity.clone()));
    quantities
}

fn pairs(correlate: &[Quantity]) -> Vec<(Quantity, Quantity)> {
    let later = |place: usize| correlate.iter().skip(place + 1);
    let with =
        |(place, x): (usize, &Quantity)| later(place).map(|y| (x.clone(), y.clone())).collect::<Vec<_>>();
    correlate.iter().enumerate().flat_map(with).collect()
}

/// What a quantity of a model is called.
pub fn title_of<'m>(model: &'m Model, quantity: &Quantity) -> Option<&'m LocalizedText> {
    match quantity {
        Quantity::Score => Some(&model.title),
        Quantity::Dimension(id) => model.all_dimensions().into_iter().find(|d| d.id == *id).map(|d| &d.title),
        Quantity::Indicator(id) => {
            model.indicators().into_iter().find(|(_, i)| i.id == *id).map(|(_, indicator)| &indicator.title)
        }
    }
}
