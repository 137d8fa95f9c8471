//! Which offers help a unit with what it lacks: its latest signed result against the minimum standard, the next stage and its
//! own target, if it has one.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{LocalizedText, Rational, Slug, UnitKey};
use blaupause_maturity::{Target, gaps, shortfalls};
use blaupause_store::{offers as store, own_targets};
use blaupause_support::offers::{GapFact, Offer, Suggestion, suggest};
use uuid::Uuid;

use crate::offers::{Seen, registrations_by_offer, seen};
use crate::subjects::SubjectKey;
use crate::units::{self, ServedUnit};
use crate::{Error, Read, profiles};

/// An offer that helps, and what it helps with.
#[derive(Debug, Clone)]
pub struct Suggested {
    /// The offer.
    pub offer: Seen,
    /// Why it is suggested.
    pub suggestion: Suggestion,
    /// What is missing in each of its topics, with the title of the indicator.
    pub lacking: Vec<Lacking>,
    /// Whether the unit is registered already.
    pub registered: bool,
}

/// How many levels a unit lacks in an indicator.
#[derive(Debug, Clone)]
pub struct Lacking {
    /// The indicator.
    pub indicator: Slug,
    /// Its title.
    pub title: LocalizedText,
    /// The levels.
    pub missing: Rational,
}

/// The offers that are open for a unit and help it, where most is missing first.
///
/// # Errors
/// No such unit, or no signed result; `Denied`; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &UnitKey,
    model: Option<Slug>,
) -> Result<Vec<Suggested>, Error> {
    let ServedUnit { unit, serving } = units::of_actor(tx, actor, Permission::ReadUnit, key)?;
    let standing = profiles::standing(tx, actor, &SubjectKey::Unit(key.clone()), model)?;
    let (model, outcome) = (&standing.model, &standing.signed.outcome);
    let mut all = gaps(model, outcome, &Target::MinimumStandard { stage: None })?;
    all.extend(gaps(model, outcome, &Target::NextStage)?);
    if let Some(own) = own_targets::of(tx.conn(), &standing.subject.assessed(), &model.id)? {
        let (levels, _) = own.for_version(model);
        all.extend(gaps(model, outcome, &Target::Own { levels })?);
    }
    let lacking = shortfalls(outcome, &all)?;
    let fact = |(indicator, missing): (&Slug, &Rational)| GapFact {
        model: model.id.clone(),
        indicator: indicator.clone(),
        missing: *missing,
    };
    let facts: Vec<GapFact> = lacking.iter().map(fact).collect();
    let offers = store::published(tx.conn(), &serving)?;
    let suggestions = suggest(&facts, &offers.iter().collect::<Vec<_>>(), tx.now())?;
    let wanted = |offer: &Offer| suggestions.iter().any(|suggestion| suggestion.offer == offer.id);
    let offers: Vec<Offer> = offers.into_iter().filter(wanted).collect();
    let mut registrations = registrations_by_offer(tx, &offers)?;
    let mut by_id: BTreeMap<Uuid, Offer> = offers.into_iter().map(|offer| (offer.id, offer)).collect();
    let suggested = |suggestion: Suggestion| {
        let offer = by_id.remove(&suggestion.offer)?;
        let to_it = registrations.remove(&offer.id).unwrap_or_default();
        let registered = to_it.iter().any(|registration| registration.unit == unit.ars);
        let lacks = suggestion.matches.iter().filter_map(|topic| {
            let (indicator, missing) = lacking.get_key_value(&topic.indicator)?;
            let title = model.indicator(indicator)?.title.clone();
            Some(Lacking { indicator: indicator.clone(), title, missing: *missing })
        });
        let lacking = lacks.collect();
        Some(Suggested { offer: seen(actor, offer, &to_it), suggestion, lacking, registered })
    };
    Ok(suggestions.into_iter().filter_map(suggested).collect())
}
