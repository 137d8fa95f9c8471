//! Fragmentation: how many different solutions run for the same service in many units, and what would lower that.
//! All figures are exact. The formulas with a worked example are in `docs/fragmentation.md`.

mod fleet;
mod interfaces;
mod rollouts;
mod services;
#[cfg(test)]
mod tests;
mod units;

use blaupause_kernel::{PersonDays, Rational, Rounding, RoundingMode, Slug, Version};
use serde::{Deserialize, Serialize};

pub use fleet::{Fleet, InUse};

use crate::{Interface, LeikaKey};

/// How means over services are shown: their exact common denominators have hundreds of digits.
const MEAN: Rounding = Rounding { mode: RoundingMode::HalfUp, digits: 6 };
/// How gains are shown: for each person-day they are small.
const GAIN: Rounding = Rounding { mode: RoundingMode::HalfUp, digits: 9 };

/// Zersplitterung of one service over the units that have a solution for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceFragmentation {
    /// The service.
    pub service: LeikaKey,
    /// Units with at least one solution.
    pub units: usize,
    /// The modules that serve it, the most common one first.
    pub solutions: Vec<SolutionShare>,
    /// How many different versions of modules serve it.
    pub versions: usize,
    /// Herfindahl index of the solutions: the sum of their squared shares. 1 if all units have the same one, `1/n` if
    /// `n` solutions are spread evenly.
    pub herfindahl: Rational,
    /// The same over versions.
    pub herfindahl_versions: Rational,
    /// Standardised units: their only solution is the most common one, not customised, in a version that is on offer.
    pub standardised: usize,
    /// Standardisierungsgrad: the share of standardised units.
    pub standardisation_rate: Rational,
}

/// One solution for a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SolutionShare {
    /// The module.
    pub module: Slug,
    /// Units that have it.
    pub units: usize,
    /// Its share. A unit with `k` solutions counts `1/k` for each of them.
    pub share: Rational,
    /// How many of its versions run.
    pub versions: usize,
}

/// The fragmentation of all services together, each counting as often as units have a solution for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverallFragmentation {
    /// Services for which some unit has a solution.
    pub services: usize,
    /// Different modules in use, whether they serve a service or not.
    pub solutions: usize,
    /// Different versions of modules in use.
    pub versions: usize,
    /// Installations of versions the catalogue does not know: nobody can say which services they serve.
    pub unknown: usize,
    /// Mean Herfindahl index, rounded once to six digits; nothing if there is no service.
    pub herfindahl: Option<String>,
    /// 1 less that index, rounded alike: how likely two units, drawn at random for a service, have different solutions.
    pub fragmentation: Option<String>,
    /// Mean standardisation rate, rounded alike.
    pub standardisation_rate: Option<String>,
}

/// An interface that some units need and do not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MissingInterface {
    /// The interface.
    pub interface: Interface,
    /// Units in which it is missing.
    pub units: usize,
    /// Installed modules that need it, by key; none if only the minimum standard asks for it.
    pub needed_by: Vec<Slug>,
    /// Whether a minimum standard asks for it.
    pub standard: bool,
    /// Modules with a version on offer that provides it, by key.
    pub offered_by: Vec<Slug>,
}

/// What it would bring to have a module in all units that have another solution for a service it serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rollout {
    /// The module.
    pub module: Slug,
    /// Its best version on offer.
    pub version: Version,
    /// Services it would unify.
    pub services: usize,
    /// Units that would have to introduce it.
    pub units: usize,
    /// By how much the overall fragmentation would fall, rounded once to nine digits. The order is that of the exact
    /// figures.
    pub gain: String,
    /// Aufwand of introducing it in all those units; nothing if it is not known for one of their size classes.
    pub effort: Option<PersonDays>,
    /// The gain for each person-day; nothing if the effort is not known or none is needed.
    pub gain_per_person_day: Option<String>,
}
