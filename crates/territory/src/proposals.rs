//! Proposes successors for vanished municipalities from area and population alone. It never guesses: what
//! does not follow from the figures stays open for a person.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Level, Message, Rational};
use serde::{Deserialize, Serialize};

use crate::{Register, Unit};

mod search;
mod sides;

use search::{Fit, Outcome};
use sides::{Receiver, Sides};

/// Most candidates that one proposal lists; the likeliest by figures come first.
const MAX_CANDIDATES: usize = 20;

/// Who may have succeeded one vanished municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuccessionProposal {
    /// The vanished municipality.
    pub predecessor: Ars,
    /// Its name.
    pub name: String,
    /// Possible successors. One and only one if the proposal is conclusive.
    pub candidates: Vec<Candidate>,
    /// Whether the figures leave one answer only. If not, a person has to decide.
    pub conclusive: bool,
    /// Why.
    pub evidence: Evidence,
}

/// One possible successor. It is listed again for each set of predecessors that explains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// The municipality in the newer state.
    pub ars: Ars,
    /// Its name.
    pub name: String,
    /// The largest part of the predecessor's area that it can have taken: 1 if all of it.
    /// A bound and no finding, unless the proposal is conclusive.
    pub share: Rational,
    /// The figures.
    pub evidence: CandidateEvidence,
}

/// What the figures say about the vanished municipality as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SuccessionEvidence))]
pub struct Evidence {
    /// The reason in one word.
    pub finding: Finding,
    /// Area of the vanished municipality in hectares.
    pub area_hectares: Option<u32>,
    /// Its last known population.
    pub population: Option<u32>,
    /// How many pairs of a successor and a set of predecessors agree in area.
    pub fitting_sets: usize,
}

/// Why a proposal is conclusive or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Finding {
    /// One set of predecessors agrees with one successor in area and population, and no other does.
    Unique,
    /// Several sets or several successors agree in area.
    Ambiguous,
    /// This one has a single fit, but another member of the set, or the successor, has more than one.
    SetNotUnique,
    /// No set of whole predecessors agrees in area: it was divided, or areas were measured anew.
    NoFit,
    /// The area agrees, the population does not.
    PopulationDiffers,
    /// The area agrees with a municipality of another Kreis, and neither Kreis was formed anew.
    OtherCounty,
    /// The areas are so small that the tolerance of rounding is no small part of them.
    TooSmall,
    /// Area or population of one of the municipalities concerned is not known.
    FiguresMissing,
    /// There were too many combinations to try them all.
    SearchStopped,
    /// It is in another country: areas there are measured anew from edition to edition, so nothing is concluded from them.
    Abroad,
}

impl Finding {
    /// The statement for people.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Unique => "succession-finding-unique",
            Self::Ambiguous => "succession-finding-ambiguous",
            Self::SetNotUnique => "succession-finding-set-not-unique",
            Self::NoFit => "succession-finding-no-fit",
            Self::PopulationDiffers => "succession-finding-population-differs",
            Self::OtherCounty => "succession-finding-other-county",
            Self::TooSmall => "succession-finding-too-small",
            Self::FiguresMissing => "succession-finding-figures-missing",
            Self::SearchStopped => "succession-finding-search-stopped",
            Self::Abroad => "succession-finding-abroad",
        })
    }
}

/// The figures behind one candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CandidateEvidence {
    /// The vanished municipalities that are taken together, the predecessor among them.
    pub set: Vec<Ars>,
    /// Whether their areas sum to what the candidate gained, within the tolerance.
    pub area_fits: bool,
    /// What the candidate gained in hectares: all of its area if it is new, else its growth.
    pub area_gained: u32,
    /// Area of the set in hectares.
    pub area_of_set: u32,
    /// 1 ha for each summand: every area in the register is rounded to whole hectares.
    pub area_tolerance: u32,
    /// Population of the set, and of the candidate before if it is not new; nothing if not known.
    pub population_expected: Option<u32>,
    /// Population of the candidate in the newer state.
    pub population_found: Option<u32>,
    /// Allowed difference: 5 % of the expected number, at least 20, as the two states count on different days.
    pub population_tolerance: Option<u32>,
    /// Whether the candidate is new in the newer state.
    pub is_new: bool,
    /// Whether it lies in the predecessor's Kreis.
    pub same_county: bool,
    /// Whether it bears the predecessor's name (without `, Stadt` and the like). Shown, never decisive.
    pub same_name: bool,
}

impl CandidateEvidence {
    /// Whether the population agrees within the tolerance; not if it is unknown.
    pub fn population_fits(&self) -> bool {
        let figures = self.population_expected.zip(self.population_found).zip(self.population_tolerance);
        figures.is_some_and(|((expected, found), tolerance)| expected.abs_diff(found) <= tolerance)
    }
}

/// One proposal for each municipality of another country whose LAU code is gone. It names nobody: who succeeds is for a
/// person to say.
pub(crate) fn open_abroad(old: &Register, new: &Register) -> Vec<SuccessionProposal> {
    let lasting: BTreeSet<String> = new.units.keys().filter_map(Ars::lasting).collect();
    let abroad = old.units.values().filter(|u| u.level == Level::Municipality && u.ags.is_none());
    let gone = abroad.filter(|u| u.ars.lasting().is_some_and(|code| !lasting.contains(&code)));
    gone.map(|unit| SuccessionProposal {
        predecessor: unit.ars.clone(),
        name: unit.name.clone(),
        candidates: Vec::new(),
        conclusive: false,
        evidence: Evidence {
            finding: Finding::Abroad,
            area_hectares: unit.area_hectares,
            population: unit.population,
            fitting_sets: 0,
        },
    })
    .collect()
}

/// One proposal for each German municipality whose AGS is gone.
pub(crate) fn propose(old: &Register, new: &Register) -> Vec<SuccessionProposal> {
    let sides = Sides::of(old, new);
    let outcome = search::fits(&sides);
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    let mut findings = Vec::new();
    for index in 0..sides.vanished.len() {
        let finding = judge(&sides, &outcome, index);
        if finding == Finding::Unique {
            settled.extend(outcome.of_unit(index).map(|fit| fit.receiver));
        }
        findings.push(finding);
    }
    let units = sides.vanished.iter().zip(findings).enumerate();
    units.map(|(index, (unit, finding))| proposal(&sides, &outcome, &settled, index, unit, finding)).collect()
}

/// What follows for one vanished unit from everything that fits.
fn judge(sides: &Sides<'_>, outcome: &Outcome, index: usize) -> Finding {
    let Some(unit) = sides.vanished.get(index) else { return Finding::NoFit };
    if unit.area_hectares.is_none() || unit.population.is_none() {
        return Finding::FiguresMissing;
    }
    let fits: Vec<&Fit> = outcome.of_unit(index).collect();
    let fit = match fits.as_slice() {
        [_, _, ..] => return Finding::Ambiguous,
        _ if outcome.unfinished.contains(&index) => return Finding::SearchStopped,
        [] if sides.figures_missing => return Finding::FiguresMissing,
        [] => return Finding::NoFit,
        [fit] => *fit,
    };
    let others_unique =
        fit.set.iter().all(|i| outcome.of_unit(*i).count() == 1 && !outcome.unfinished.contains(i));
    let receiver_unique = outcome.fits.iter().filter(|f| f.receiver == fit.receiver).count() == 1;
    let Some(receiver) = sides.receivers.get(fit.receiver) else { return Finding::NoFit };
    let figures = evidence(sides, unit, receiver, &fit.set);
    if fit.elsewhere {
        Finding::OtherCounty
    } else if !others_unique || !receiver_unique {
        Finding::SetNotUnique
    } else if figures.population_expected.is_none() || figures.population_found.is_none() {
        Finding::FiguresMissing
    } else if figures.area_tolerance.saturating_mul(10) > figures.area_gained {
        // below ten times the tolerance, border corrections of a few hectares look like mergers
        Finding::TooSmall
    } else if !figures.population_fits() {
        Finding::PopulationDiffers
    } else {
        Finding::Unique
    }
}

fn proposal(
    sides: &Sides<'_>,
    outcome: &Outcome,
    settled: &BTreeSet<usize>,
    index: usize,
    unit: &Unit,
    finding: Finding,
) -> SuccessionProposal {
    let fitting: Vec<&Fit> = outcome.of_unit(index).collect();
    let mut candidates: Vec<Candidate> = fitting
        .iter()
        .filter_map(|fit| Some((sides.receivers.get(fit.receiver)?, &fit.set)))
        .map(|(receiver, set)| candidate(sides, unit, receiver, set))
        .collect();
    if candidates.is_empty() {
        let open = sides.receivers.iter().enumerate().filter(|(i, _)| !settled.contains(i));
        let near = open.map(|(_, r)| r).filter(|r| r.land() == unit.ars.land() && gained_a_part(r, unit));
        candidates = near.map(|r| candidate(sides, unit, r, &[index])).collect();
    }
    candidates.sort_by_key(|c| {
        let e = &c.evidence;
        (!e.area_fits, !e.same_county, std::cmp::Reverse(e.area_gained))
    });
    candidates.truncate(MAX_CANDIDATES);
    SuccessionProposal {
        predecessor: unit.ars.clone(),
        name: unit.name.clone(),
        candidates,
        conclusive: finding == Finding::Unique,
        evidence: Evidence {
            finding,
            area_hectares: unit.area_hectares,
            population: unit.population,
            fitting_sets: fitting.len(),
        },
    }
}

/// Whether the gain is at least a twentieth of the vanished area; less is mostly surveying.
fn gained_a_part(receiver: &Receiver<'_>, unit: &Unit) -> bool {
    unit.area_hectares.is_none_or(|area| receiver.gained.saturating_mul(20) >= area)
}

fn candidate(sides: &Sides<'_>, unit: &Unit, receiver: &Receiver<'_>, set: &[usize]) -> Candidate {
    let evidence = evidence(sides, unit, receiver, set);
    let part = unit.area_hectares.filter(|area| !evidence.area_fits && *area > receiver.gained);
    let share = part.and_then(|area| Rational::new(receiver.gained.into(), area.into()));
    Candidate {
        ars: receiver.unit.ars.clone(),
        name: receiver.unit.name.clone(),
        share: share.unwrap_or(Rational::ONE),
        evidence,
    }
}

fn evidence(sides: &Sides<'_>, unit: &Unit, receiver: &Receiver<'_>, set: &[usize]) -> CandidateEvidence {
    let members: Vec<&Unit> = set.iter().filter_map(|i| sides.vanished.get(*i).copied()).collect();
    let area_of_set = members.iter().filter_map(|u| u.area_hectares).fold(0, u32::saturating_add);
    let area_tolerance = receiver.tolerance(members.len());
    let before = receiver.before.map_or(Some(0), |b| b.population);
    let summands = std::iter::once(before).chain(members.iter().map(|u| u.population));
    let population_expected = summands.sum::<Option<u32>>();
    let plain = |name: &str| name.split(',').next().unwrap_or_default().trim().to_owned();
    CandidateEvidence {
        set: members.iter().map(|u| u.ars.clone()).collect(),
        area_fits: area_of_set.abs_diff(receiver.gained) <= area_tolerance,
        area_gained: receiver.gained,
        area_of_set,
        area_tolerance,
        population_expected,
        population_found: receiver.unit.population,
        population_tolerance: population_expected.map(|n| (n / 20).max(20)),
        is_new: receiver.before.is_none(),
        same_county: receiver.unit.ars.county() == unit.ars.county(),
        same_name: plain(&receiver.unit.name) == plain(&unit.name),
    }
}
