//! Why there is no plan, and what would have to give way.

use blaupause_kernel::{Message, Slug, Version};
use serde::{Deserialize, Serialize};

use super::demand::{Because, Demand, Exclusion};

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// The reasons, each one sentence, from the wishes to the contradiction.
    pub reasons: Vec<Message>,
    /// What contradicts itself. Without any one of these parts the others would agree.
    pub conflict: Vec<Part>,
    /// Whether no smaller set of parts contradicts itself. If not, the search for one was given up.
    pub smallest: bool,
    /// What alone would make a plan possible, in the order of the parts; empty if no single thing would.
    pub relaxations: Vec<Relaxation>,
}

impl Refusal {
    /// The refusal of a demand whose search was given up.
    pub(super) fn too_complex() -> Self {
        Self {
            reasons: vec![Message::new("plan-too-complex")],
            conflict: Vec::new(),
            smallest: false,
            relaxations: Vec::new(),
        }
    }
}

/// One part of a demand, by its place there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DemandPart))]
pub enum Part {
    /// A wish.
    Wanted {
        /// Its place in the list of wishes, from 0.
        index: usize,
    },
    /// A module that must not be there.
    Without {
        /// Its place in that list, from 0.
        index: usize,
    },
    /// A pin.
    Pin {
        /// Its place in the list of pins, from 0.
        index: usize,
    },
    /// An exclusion.
    Exclusion {
        /// Its place in the list of exclusions, from 0.
        index: usize,
    },
    /// That an installed module stays in its version or gets a higher one.
    Installed {
        /// The module.
        module: Slug,
        /// Its version.
        version: Version,
    },
}

/// Lockerung: one thing that would make a plan possible if the demand were changed in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "relaxation", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Relaxation {
    /// This part of the demand is given up.
    Drop {
        /// The part: anything but an installed module.
        of: Part,
    },
    /// This installed module may be put back to a lower version.
    Downgrade {
        /// The module.
        module: Slug,
    },
    /// This installed module may be removed.
    Remove {
        /// The module.
        module: Slug,
    },
}

impl Relaxation {
    /// What it means for this demand, as a sentence.
    pub fn message(&self, demand: &Demand<'_>) -> Message {
        let part = match self {
            Self::Drop { of } => of,
            Self::Downgrade { module } => return Message::new("plan-relax-downgrade").with("module", module),
            Self::Remove { module } => return Message::new("plan-relax-remove").with("module", module),
        };
        let found = match part {
            Part::Wanted { index } => demand.wanted.get(*index).map(|wanted| match &wanted.because {
                Because::Asked => {
                    let ways: Vec<_> = wanted.any_of.iter().map(ToString::to_string).collect();
                    Message::new("plan-relax-wanted").with("ways", ways.join("; "))
                }
                Because::Standard { id, version, requirement } => {
                    let message = Message::new("plan-relax-standard").with("standard", id);
                    message.with("version", version).with("requirement", requirement)
                }
                Because::Blueprint { id, version } => {
                    Message::new("plan-relax-blueprint").with("blueprint", id).with("version", version)
                }
            }),
            Part::Without { index } => demand
                .without
                .get(*index)
                .map(|module| Message::new("plan-relax-without").with("module", module)),
            Part::Pin { index } => demand.pins.get(*index).map(|pin| {
                Message::new("plan-relax-pin").with("module", &pin.module).with("version", &pin.version)
            }),
            Part::Exclusion { index } => demand.exclusions.get(*index).map(|exclusion| match exclusion {
                Exclusion::Module(excluded) => {
                    let message = Message::new("plan-relax-excluded-module").with("module", &excluded.module);
                    message.with("range", super::explain::range_text(&excluded.range))
                }
                Exclusion::Sovereignty(rule) => {
                    Message::new("plan-relax-sovereignty").with("rule", rule.name())
                }
                Exclusion::Unsuited(_) => Message::new("plan-relax-unsuited"),
                Exclusion::OutsidePortfolio(_) => Message::new("plan-relax-portfolio"),
            }),
            Part::Installed { module, .. } => Some(Message::new("plan-relax-remove").with("module", module)),
        };
        found.unwrap_or_else(|| Message::new("plan-too-complex"))
    }
}
