//! Whether a blueprint fits a unit, and what it would bring: explained line by line, ranked by gain per effort.
//! Nothing is decided in silence: each line states a fact with its values.

use blaupause_catalog::{Catalog, Installation};
use blaupause_kernel::{Ars, Date, Digest, LocalizedText, Message, PersonDays, Rational, Slug, Version};
use blaupause_maturity::{Answers, FailingGate, Model, ProviderLevels, Score, StageRef};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::adoptions::AdoptionState;
use crate::blueprints::{BlueprintVersion, CostBand};
use crate::evidence::Evidence;

mod effort;
mod facts;
mod neighbours;
mod prerequisites;
mod rank;
mod simulation;
#[cfg(test)]
mod tests;

pub use facts::{UnitFacts, Usage, UserFacts};
pub use neighbours::Nearest;
pub use rank::rank;

/// The answers of the unit's latest signed-off assessment by the blueprint's model.
#[derive(Debug, Clone)]
pub struct Assessed<'a> {
    /// The answers.
    pub answers: &'a Answers,
    /// The levels its provider brings.
    pub provider_levels: &'a ProviderLevels,
    /// Day whose state the assessment describes.
    pub reference_date: Date,
}

/// Everything a fit rests on.
#[derive(Debug, Clone)]
pub struct FitInput<'a> {
    /// The unit.
    pub unit: &'a UnitFacts,
    /// The blueprint version.
    pub document: &'a BlueprintVersion,
    /// The model the document names, at its version.
    pub model: &'a Model,
    /// Digest of the model.
    pub model_hash: Digest,
    /// The unit's answers; without them nothing can be simulated.
    pub assessed: Option<Assessed<'a>>,
    /// The modules there are.
    pub catalog: &'a Catalog,
    /// The modules the unit has installed; those of other units are passed over.
    pub installed: &'a [Installation],
    /// The evidence about the blueprint.
    pub evidence: &'a Evidence,
    /// The units that use the blueprint or took part in one of its pilots; the unit itself is passed over.
    pub users: &'a [UserFacts],
    /// Where the unit's own adoption of this blueprint stands, in any version, unless it was abandoned.
    pub adopted: Option<AdoptionState>,
    /// Day on which the modules have to be on offer.
    pub on: Date,
}

/// What a line of a fit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FitTopic {
    /// The unit's own adoption.
    Adoption,
    /// Größenklasse.
    Size,
    /// A level to have before.
    PrerequisiteLevel,
    /// A module to have before.
    PrerequisiteModule,
    /// Whether the modules go together with what is installed.
    Modules,
    /// A level it brings.
    Outcome,
    /// The score it leads to.
    Score,
    /// The stage it leads to and the gates it closes.
    Stage,
    /// Effort.
    Effort,
    /// Money.
    Cost,
    /// What others made of it.
    Evidence,
    /// The nearest unit that did it.
    Neighbour,
}

/// What a line of a fit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FitStatus {
    /// Something needed is there.
    Met,
    /// Something needed is not there.
    Missing,
    /// Whether it is there is not known.
    Open,
    /// A fact that decides nothing.
    Info,
}

/// One line of a fit. Titles in two languages are the values `title-de` and `title-en` of the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FitLine {
    /// What it is about.
    pub topic: FitTopic,
    /// What it says.
    pub status: FitStatus,
    /// The fact with its values.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub message: Message,
}

/// How a blueprint fits a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fit {
    /// The blueprint.
    pub blueprint: Slug,
    /// Its version.
    pub version: Version,
    /// The unit.
    pub unit: Ars,
    /// Every fact, in a fixed order of topics.
    pub lines: Vec<FitLine>,
    /// Whether it can be recommended: nothing needed is missing, and the unit has not adopted it already.
    pub eligible: bool,
    /// Where the unit's own adoption stands, if there is one.
    pub adopted: Option<AdoptionState>,
    /// Proven score after minus before; nothing without an assessment.
    pub gain: Option<Rational>,
    /// Proven score before: nothing open counts.
    pub score_before: Option<Score>,
    /// Proven score after.
    pub score_after: Option<Score>,
    /// Stage before, if any is reached.
    pub stage_before: Option<StageRef>,
    /// Stage after, if any is reached.
    pub stage_after: Option<StageRef>,
    /// The gates of the next stage that the blueprint closes.
    pub closed_gates: Vec<FailingGate>,
    /// Effort planned for the size class, of unit and provider together.
    pub effort: PersonDays,
    /// That effort times the median of actual against planned effort so far; nothing without evidence.
    pub expected_effort: Option<PersonDays>,
    /// Calendar days along the longest path of steps.
    pub duration_days: u32,
    /// Money for the size class.
    pub cost: CostBand,
    /// How many units of the same size class use it.
    pub similar_users: u32,
    /// The nearest unit that did it.
    pub nearest: Option<Nearest>,
    /// Gain per person-day planned; nothing without a gain that is known or an effort above zero.
    pub value: Option<Rational>,
}

/// The lines collected so far.
#[derive(Debug, Default)]
struct Lines(Vec<FitLine>);

impl Lines {
    fn add(&mut self, topic: FitTopic, status: FitStatus, message: Message) {
        self.0.push(FitLine { topic, status, message });
    }
}

/// A message about something with a title in two languages.
fn titled(code: &str, title: &LocalizedText) -> Message {
    use blaupause_kernel::Language;
    Message::new(code).with("title-de", title.get(Language::De)).with("title-en", title.get(Language::En))
}

/// How a blueprint fits a unit. The same input gives the same fit.
///
/// # Errors
/// `OtherModel` if the model is not the one the document names, `NotScored` if the answers do not fit it, `TooLarge`
/// if a number leaves the exact arithmetic.
pub fn fit(input: &FitInput<'_>) -> Result<Fit, Error> {
    let document = input.document;
    if (&input.model.id, &input.model.version) != (&document.model.id, &document.model.version) {
        return Err(Error::OtherModel {
            model: format!("{}@{}", document.model.id, document.model.version),
            found: format!("{}@{}", input.model.id, input.model.version),
        });
    }
    let mut lines = Lines::default();
    if let Some(state) = input.adopted {
        let message = Message::new("fit-already-adopted").with("state", state.as_str());
        lines.add(FitTopic::Adoption, FitStatus::Info, message);
    }
    let simulation = simulation::simulate(input)?;
    prerequisites::size(input, &mut lines);
    prerequisites::levels(input, simulation.as_ref(), &mut lines);
    prerequisites::modules(input, &mut lines);
    simulation::lines(input, simulation.as_ref(), &mut lines)?;
    let effort = document.total_effort(input.unit.size_class);
    let expected_effort = effort::lines(input, effort, &mut lines)?;
    let similar_users = effort::evidence(input, &mut lines);
    let installed = input.installed.iter().filter(|i| i.unit == input.unit.ars);
    let modules = installed.map(|i| i.module.clone()).collect();
    let nearest = neighbours::nearest(input.unit, &modules, input.users);
    neighbours::line(nearest.as_ref(), &mut lines);
    let missing = lines.0.iter().any(|line| line.status == FitStatus::Missing);
    let gain = simulation.as_ref().map(|s| s.gain);
    let (before, after) = simulation.as_ref().map(|s| (&s.before, &s.after)).unzip();
    Ok(Fit {
        blueprint: document.blueprint.clone(),
        version: document.version.clone(),
        unit: input.unit.ars.clone(),
        eligible: !missing && input.adopted.is_none(),
        adopted: input.adopted,
        lines: lines.0,
        gain,
        score_before: before.map(|o| o.bounds.lower.clone()),
        score_after: after.map(|o| o.bounds.lower.clone()),
        stage_before: before.and_then(|o| o.stage.clone()),
        stage_after: after.and_then(|o| o.stage.clone()),
        closed_gates: simulation.as_ref().map(simulation::Simulation::closed_gates).unwrap_or_default(),
        effort,
        expected_effort,
        duration_days: document.critical_path_days(),
        cost: document.costs.get(input.unit.size_class),
        similar_users,
        nearest,
        value: gain.and_then(|gain| effort::per_person_day(gain, effort)),
    })
}

/// A number as people read it: whole, or with two digits.
fn shown(number: Rational) -> String {
    use blaupause_kernel::{Rounding, RoundingMode};
    let exact = number.to_string();
    if exact.contains('/') {
        number.rounded(Rounding { mode: RoundingMode::HalfUp, digits: 2 })
    } else {
        exact
    }
}
