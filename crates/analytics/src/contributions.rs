//! What one unit contributes to the figures of a cohort, and the groups it is counted in.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ars, Rational, Slug};
use blaupause_maturity::Segment;
use serde::{Deserialize, Serialize};

/// What units are grouped by ("Gliederungsmerkmal").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Breakdown {
    /// Administrative level. Every group names one: a Kreis and a municipality are not compared.
    Level,
    /// Country, two letters (ISO 3166-1).
    Country,
    /// Land, or region of the first order elsewhere. Its key says the country.
    Land,
    /// Kreis or kreisfreie Stadt, always together with its Land.
    County,
    /// Size class by population.
    SizeClass,
    /// Provider that serves the unit; a unit may have several.
    Provider,
}

/// A cohort by what all its members share. Keys and names are texts, so that units of other countries fit too.
pub type Group = BTreeMap<Breakdown, String>;

/// The figures of one signed result that cohorts are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Standing {
    /// Exact score.
    pub score: Rational,
    /// Exact value by dimension, for those that have one.
    pub dimensions: BTreeMap<Slug, Rational>,
    /// The proven stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Slug>,
    /// Front-runner, middle or laggard among all contributors of the same level and size class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
}

/// One unit in a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contribution {
    /// The unit.
    pub unit: Ars,
    /// The groups it belongs to, by what they are groups of.
    pub groups: BTreeMap<Breakdown, BTreeSet<String>>,
    /// Its figures.
    pub standing: Standing,
}

impl Contribution {
    /// Whether the unit belongs to a group.
    pub fn is_in(&self, group: &Group) -> bool {
        group.iter().all(|(by, of)| self.groups.get(by).is_some_and(|own| own.contains(of)))
    }
}

/// Something that is counted or averaged over a cohort, by itself: each is protected by itself, because a unit may
/// contribute to one and not to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The score.
    Score,
    /// The value of a dimension.
    Dimension(Slug),
    /// The proven stage.
    Stage,
    /// Front-runner, middle or laggard.
    Segment,
}

/// What a unit contributes to a measure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// A number, to be averaged.
    Number(Rational),
    /// A category, to be counted.
    Category(String),
}

impl Measure {
    /// What a standing contributes; nothing if the dimension was left out.
    pub fn value(&self, standing: &Standing) -> Option<Value> {
        match self {
            Self::Score => Some(Value::Number(standing.score)),
            Self::Dimension(id) => standing.dimensions.get(id).copied().map(Value::Number),
            Self::Stage => Some(Value::Category(crate::figures::stage_name(standing.stage.as_ref()))),
            Self::Segment => Some(Value::Category(crate::figures::segment_name(standing.segment).to_owned())),
        }
    }
}
