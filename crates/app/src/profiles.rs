//! Where a unit or provider stands: its latest signed result, its place among peers, its gaps, its trend, and what if.

use std::collections::BTreeMap;
use std::sync::Arc;

use blaupause_access::Actor;
use blaupause_kernel::{Described, Digest, Rational, Slug};
use blaupause_maturity::{
    Assessed, Error as Maturity, Gap, Model, Outcome, Segment, SignedAssessment, Target, gaps as gaps_of,
    refused_levels, segment, what_if as scored_if,
};
use blaupause_store::signed_assessments as signed;
use blaupause_store::{Error as Store, maturity_models};

pub use blaupause_store::signed_assessments::Summary;

use crate::subjects::{Doing, Subject, SubjectKey, of_actor};
use crate::{Error, Invalid, Read, own_targets};

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
    pub model: Arc<Model>,
}

/// A standing with its place among peers.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The standing.
    pub standing: Standing,
    /// How many peers there are, with a score by the same model version: other units of the same level and size class,
    /// or other providers.
    pub peers: usize,
    /// The place among them; nothing with fewer than the rules for figures of others ask for.
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
    /// What they set themselves.
    Own,
}

/// A standing with its gaps.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// The standing.
    pub standing: Standing,
    /// The gaps, in the order of the goal.
    pub gaps: Vec<Gap>,
    /// What the own target names and the model version of the result does not have.
    pub unknown: Vec<Slug>,
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
    let enough = scores.len() >= tx.rules().least();
    let segment = segment(&standing.signed.outcome, &scores).filter(|_| enough);
    Ok(Profile { peers: scores.len(), segment, standing })
}

/// How far a unit or provider is from a goal.
///
/// # Errors
/// No such unit or provider, no signed result, no such stage or no own target; `Denied`; `TooFewPeers` to compare with; those of the store.
pub fn gaps(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
    goal: Goal,
) -> Result<Gaps, Error> {
    let standing = standing(tx, actor, key, model)?;
    let mut unknown = Vec::new();
    let target = match goal {
        Goal::MinimumStandard(stage) => Target::MinimumStandard { stage },
        Goal::NextStage => Target::NextStage,
        Goal::PeerMedian => {
            let peers = peers(tx, &standing)?;
            let needed = tx.rules().least();
            if peers.len() < needed {
                return Err(Maturity::TooFewPeers { found: peers.len(), needed }.into());
            }
            let levels = medians(&peers, needed);
            Target::Levels { origin: "peerMedian".to_owned(), levels }
        }
        Goal::Own => {
            let target = own_targets::of(tx, &standing.subject.assessed(), &standing.model.id)?;
            let (levels, missing) = target.for_version(&standing.model);
            unknown = missing;
            Target::Own { levels }
        }
    };
    let gaps = gaps_of(&standing.model, &standing.signed.outcome, &target)?;
    Ok(Gaps { standing, gaps, unknown })
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
fn medians(peers: &[Summary], least: usize) -> BTreeMap<Slug, Rational> {
    let mut levels: BTreeMap<&Slug, Vec<Rational>> = BTreeMap::new();
    for (indicator, level) in peers.iter().flat_map(|p| &p.levels) {
        levels.entry(indicator).or_default().push(*level);
    }
    let median = |(indicator, mut levels): (&Slug, Vec<Rational>)| {
        levels.sort_unstable();
        let middle = levels.len().checked_sub(1)? / 2;
        let enough = levels.len() >= least;
        levels.get(middle).filter(|_| enough).map(|level| (indicator.clone(), *level))
    };
    levels.into_iter().filter_map(median).collect()
}
