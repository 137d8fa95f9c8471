//! Which offers help with the gaps of a unit ("Empfehlungen nach Lücken").

use std::cmp::Reverse;
use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Offer, Topic};
use crate::Error;

/// How much a unit lacks in an indicator (Lücke).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GapFact {
    /// The maturity model.
    pub model: Slug,
    /// The indicator.
    pub indicator: Slug,
    /// How much is missing, in whatever measure all gaps share; what is not above zero is no gap.
    pub missing: Rational,
}

/// An offer that helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfferSuggestion))]
pub struct Suggestion {
    /// The offer.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub offer: Uuid,
    /// Its topics that are gaps of the unit.
    pub matches: Vec<Topic>,
    /// How much is missing in all of these.
    pub missing: Rational,
    /// When its first session begins.
    pub starts: Timestamp,
}

/// The offers open for registration with a topic among the gaps: where most is missing first, then the earliest, then by
/// id. An indicator that is named twice counts once, with the larger gap.
///
/// # Errors
/// `TooLarge` if a sum leaves what can be kept exactly.
pub fn suggest(gaps: &[GapFact], offers: &[&Offer], now: Timestamp) -> Result<Vec<Suggestion>, Error> {
    let mut missing: BTreeMap<(&Slug, &Slug), Rational> = BTreeMap::new();
    for gap in gaps {
        let most = missing.entry((&gap.model, &gap.indicator)).or_insert(Rational::ZERO);
        *most = gap.missing.max(*most);
    }
    missing.retain(|_, most| !most.is_zero());
    let mut suggestions = Vec::new();
    for offer in offers.iter().filter(|offer| offer.is_open(now)) {
        let (mut matches, mut sum) = (Vec::new(), Rational::ZERO);
        for topic in &offer.terms.topics {
            if let Some(most) = missing.get(&(&topic.model, &topic.indicator)) {
                sum = sum.checked_add(*most).ok_or(Error::TooLarge)?;
                matches.push(topic.clone());
            }
        }
        if let Some(starts) = offer.terms.begins().filter(|_| !matches.is_empty()) {
            suggestions.push(Suggestion { offer: offer.id, matches, missing: sum, starts });
        }
    }
    suggestions.sort_by_key(|suggestion| (Reverse(suggestion.missing), suggestion.starts, suggestion.offer));
    Ok(suggestions)
}
