//! Where a unit or provider stands: its latest signed result, its place among peers, its gaps, its trend, and what if.

use std::collections::BTreeMap;

use blaupause_access::Actor;
use blaupause_kernel::{Described, Digest, Rational, Slug, Version};
use blaupause_maturity::{
    Assessed, Error as Maturity, Gap, Model, Outcome, Segment, SignedAssessment, Target, gaps as gaps_of,
    refused_levels, segment, what_if as scored_if,
};
use blaupause_store::signed_assessments as signed;
use blaupause_store::{Error as Store, maturity_models};

pub use blaupause_store::signed_assessments::Summary;

use crate::subjects::{Doing, Subject, SubjectKey, of_actor};
use crate::{Error, Invalid, Read};

/// The fewest peers whose results are put beside one's own: with fewer, single results could be told.
pub const LEAST_PEERS: usize = 5;

/// The latest signed result of a unit or provider for a model.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Whose it is.
    pub subject: Subject,
    /// The signed document.
    pub signed: SignedAssessment,
    /// Digest of the document.
    pub hash: Digest,
    /// The model it answers.
    pub model: Model,
}

/// A standing with its place among peers.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The standing.
    pub standing: Standing,
    /// How many peers there are, with a score by the same model version: other units of the same level and size class,
    /// or other providers.
    pub peers: usize,
    /// The place among them; nothing with fewer than [`LEAST_PEERS`].
    pub segment: Option<Segment>,
}

/// What is measured against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// The minimum standard up to a stage, or of the lowest stage that has one.
    MinimumStandard(Option<Slug>),
    /// The stage after the proven one.
    NextStage,
    /// For every indicator, the level that at least half of the peers have.
    PeerMedian,
}

/// One version of a model, with the results by it.
#[derive(Debug, Clone)]
pub struct Trend {
    /// The model.
    pub model: Model,
    /// The results by the day they describe.
    pub results: Vec<Summary>,
}

/// Where a unit or provider stands.
///
/// # Errors
/// No such unit or provider, or no signed result; `Denied`; those of the store.
pub fn profile(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
) -> Result<Profile, Error> {
    let standing = standing(tx, actor, key, model)?;
    let scores: Vec<Rational> = peers(tx, &standing)?.iter().filter_map(|p| p.score).collect();
    let enough = scores.len() >= LEAST_PEERS;
    let segment = segment(&standing.signed.outcome, &scores).filter(|_| enough);
    Ok(Profile { peers: scores.len(), segment, standing })
}

/// How far a unit or provider is from a goal.
///
/// # Errors
/// No such unit or provider, no signed result or no such stage; `Denied`; `TooFewPeers` to compare with; those of the store.
pub fn gaps(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
    goal: Goal,
) -> Result<(Standing, Vec<Gap>), Error> {
    let standing = standing(tx, actor, key, model)?;
    let target = match goal {
        Goal::MinimumStandard(stage) => Target::MinimumStandard { stage },
        Goal::NextStage => Target::NextStage,
        Goal::PeerMedian => {
            let peers = peers(tx, &standing)?;
            if peers.len() < LEAST_PEERS {
                return Err(Maturity::TooFewPeers { found: peers.len(), needed: LEAST_PEERS }.into());
            }
            let levels = medians(&peers);
            Target::Levels { origin: "peerMedian".to_owned(), levels }
        }
    };
    let gaps = gaps_of(&standing.model, &standing.signed.outcome, &target)?;
    Ok((standing, gaps))
}

/// What the latest signed result would be if some indicators had reached a level. Nothing is stored.
///
/// # Errors
/// No such unit or provider, or no signed result; `Denied`; `Invalid` for levels that the model does not have; those of the store.
pub fn what_if(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
    levels: &BTreeMap<Slug, Rational>,
) -> Result<(Standing, Outcome), Error> {
    let standing = standing(tx, actor, key, model)?;
    let refused = refused_levels(&standing.model, levels).into_iter().map(|(indicator, error)| Invalid {
        pointer: format!("/levels/{indicator}"),
        message: error.message(),
    });
    let refused: Vec<Invalid> = refused.collect();
    if !refused.is_empty() {
        return Err(Error::Invalid(refused));
    }
    let signed = &standing.signed;
    let provided = signed.outcome.provider_levels();
    let subject = standing.subject.profile();
    let hash = signed.model.hash;
    let outcome = scored_if(&standing.model, hash, &subject, &signed.answers, &provided, levels);
    Ok((standing, outcome?))
}

/// The signed results by one version of a model, by the day they describe.
///
/// # Errors
/// No such unit or provider, no signed result or no such version; `Denied`; those of the store.
pub fn trend(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
    version: Option<Version>,
) -> Result<Trend, Error> {
    let standing = standing(tx, actor, key, model)?;
    let model = match version {
        Some(version) if version != standing.model.version => {
            maturity_models::by_version(tx.conn(), &standing.model.id, &version)?.0
        }
        _ => standing.model,
    };
    let results = signed::series(tx.conn(), &standing.subject.assessed(), &model.id, &model.version)?;
    Ok(Trend { model, results })
}

pub(crate) fn standing(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
) -> Result<Standing, Error> {
    let subject = of_actor(tx, actor, Doing::Reading, key)?;
    let assessed = subject.assessed();
    let none = || Store::not_found("signed-assessment", key);
    let model = match model {
        Some(model) => model,
        None => signed::last_model(tx.conn(), &assessed)?.ok_or_else(none)?,
    };
    let signed = signed::latest(tx.conn(), &assessed, &model)?.ok_or_else(none)?;
    let (model, _) = maturity_models::by_version(tx.conn(), &signed.model.id, &signed.model.version)?;
    Ok(Standing { hash: signed.hash()?, subject, signed, model })
}

fn peers(tx: &mut Read<'_>, standing: &Standing) -> Result<Vec<Summary>, Error> {
    let model = &standing.signed.model;
    let (assessed, profile) = (standing.subject.assessed(), standing.subject.profile());
    let mut all = match assessed {
        Assessed::Unit(_) => signed::latest_of_all(tx.conn(), &model.id, None)?,
        Assessed::Provider(_) => signed::latest_of_providers(tx.conn(), &model.id)?,
    };
    all.retain(|other| {
        other.profile == profile && other.version == model.version && other.assessed != assessed
    });
    Ok(all)
}

/// For every indicator that enough peers answered, the level that at least half of them have.
fn medians(peers: &[Summary]) -> BTreeMap<Slug, Rational> {
    let mut levels: BTreeMap<&Slug, Vec<Rational>> = BTreeMap::new();
    for (indicator, level) in peers.iter().flat_map(|p| &p.levels) {
        levels.entry(indicator).or_default().push(*level);
    }
    let median = |(indicator, mut levels): (&Slug, Vec<Rational>)| {
        levels.sort_unstable();
        let middle = levels.len().checked_sub(1)? / 2;
        let enough = levels.len() >= LEAST_PEERS;
        levels.get(middle).filter(|_| enough).map(|level| (indicator.clone(), *level))
    };
    levels.into_iter().filter_map(median).collect()
}
