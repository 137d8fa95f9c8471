//! The maturity model as a document: dimensions, indicators, stages. Reading and checking it is in `models/`.

mod built_in;
mod check;
mod fields;
mod indicators;
mod magnitudes;
mod read;
pub(crate) mod scale;
#[cfg(test)]
mod tests;
mod tree;

use std::sync::OnceLock;

use blaupause_kernel::{Digest, Language, LocalizedText, Rational, Rounding, Slug, Version};
use serde::{Deserialize, Deserializer, Serialize};

pub use self::built_in::builtin_models;
pub(crate) use self::check::range_of;
pub(crate) use self::fields::Reader;
pub use self::indicators::{
    AppliesTo, EvidenceNeed, EvidenceRule, Indicator, LevelText, Missing, ProviderSource, ProviderStep,
};
pub use self::scale::{Range, Scale, ScaleForm};
pub(crate) use self::tree::{Node, parse};
use crate::{Error, Problem};

/// The format that this version reads and writes.
pub const FORMAT: &str = "blaupause/maturity-model@1";

/// The longest model text that is read, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// A maturity model ("Reifegradmodell"). A value that exists has passed every check: it can only be read.
///
/// What the author leaves out (weights, inherited scales and aggregations) is filled in when it is read, so
/// two texts that mean the same have the same hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Model {
    /// Always `blaupause/maturity-model@1`.
    pub format: String,
    /// Key of the model over all its versions.
    pub id: Slug,
    /// Version of this document.
    pub version: Version,
    /// Who is assessed.
    pub subject: Subject,
    /// Name of the model.
    pub title: LocalizedText,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// Languages in which every text is present.
    pub languages: Vec<Language>,
    /// Bibliography.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Scale of indicators that name none; its range is the range of every mean and minimum that names none.
    pub scale: Scale,
    /// What an indicator without an answer counts as, where it says nothing itself.
    #[serde(skip_serializing_if = "Missing::is_open")]
    pub missing: Missing,
    /// Range of the score if `aggregation` is a mean or minimum; the scale's if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// What the weights of the dimensions have to add up to, such as 100; no condition if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights_sum: Option<Rational>,
    /// The one rounding, applied to scores where they are shown.
    pub rounding: Rounding,
    /// How the dimensions make up the score.
    pub aggregation: Aggregation,
    /// The dimensions, in order.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub dimensions: Vec<Dimension>,
    /// The stages, ascending.
    pub stages: Vec<Stage>,
    /// See [`Model::hash`].
    #[serde(skip)]
    known: Known,
}

/// Who a model assesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Subject {
    /// An administration ("Kommune").
    Municipality,
    /// A public IT service provider ("IT-Dienstleister").
    Provider,
}

impl Subject {
    /// The name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Provider => "provider",
        }
    }
}

/// An entry of the bibliography.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Key inside the model.
    pub id: Slug,
    /// Title as it is cited.
    pub title: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How the values of children make up the value of their parent. All exact; with `R` the parent's range
/// (for means and the minimum its own `range`, or that of the model's scale),
/// `v` a child's value, `w` its weight, `r(v) = R.min + (v - min) / (max - min) * (R.max - R.min)` the child's
/// value on the parent's range. Children that are left out appear in no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Aggregation {
    /// `sum(r(v)) / n`. Weights have no effect.
    Mean,
    /// `sum(w * r(v)) / sum(w)`.
    WeightedMean,
    /// `sum(w * v)`; range: `sum(w * min)` to `sum(w * max)` over all children. If some are left out, the sum of
    /// the others is stretched linearly to that range, so that nobody loses points by what does not apply.
    Sum,
    /// `min(r(v))`, the weakest link ("schwächstes Glied"). Weights have no effect.
    Min,
    /// `sum(v - min) / sum(max - min)`; range: 0 to 1. Of yes/no indicators, the share of yes. No weights.
    Share,
    /// Rank on a ladder ("Stufenleiter"): children in order are its steps, a step holds if its value is the
    /// largest of its range; the value is the number of the highest step that holds together with all below
    /// it; range: 0 to the number of steps. A step left out does not stand in the way; if all the others
    /// hold, the rank is the top. No weights.
    Ladder,
    /// `sum(r(v)) / n`, where each child's own value is a mean too (checked when the model is read).
    MeanOfMeans,
}

/// A dimension ("Handlungsfeld"): a group of dimensions and indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dimension {
    /// Key, unique over dimensions and indicators of the model.
    pub id: Slug,
    /// Name.
    pub title: LocalizedText,
    /// What it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// Weight among its siblings, above zero.
    pub weight: Rational,
    /// How its children make up its value.
    pub aggregation: Aggregation,
    /// Its range if `aggregation` is a mean or minimum; the range of the model's scale if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// What the weights of its children have to add up to; no condition if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights_sum: Option<Rational>,
    /// Dimensions inside it; as children they come before the indicators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub dimensions: Vec<Self>,
    /// Indicators in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
}

/// A stage ("Reifegradstufe"): a threshold for the score and a minimum standard of gates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stage {
    /// Key inside the model.
    pub id: Slug,
    /// Name.
    pub title: LocalizedText,
    /// What it means to be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// Score needed, compared exactly and unrounded.
    pub threshold: Rational,
    /// Its minimum standard ("Mindeststandard"): every gate must hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
}

/// One condition of a minimum standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gate {
    /// Indicator or dimension.
    pub node: Slug,
    /// Value it must have at least, on its own range.
    pub at_least: Rational,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<LocalizedText>,
}

/// Which document a result rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelRef {
    /// Key of the model.
    pub id: Slug,
    /// Its version.
    pub version: Version,
    /// SHA-256 of its canonical JSON.
    pub hash: Digest,
}

/// Whether a published version is still for new assessments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ModelState {
    /// Assessments may begin by it.
    Published,
    /// No assessment begins by it any more; those that did go on ("außer Dienst").
    Retired,
}

/// The hash of a model once it was asked for: a model does not change, and every answer asks whether it is the right one.
#[derive(Debug, Clone, Default)]
struct Known(OnceLock<Digest>);

/// It follows from everything else.
impl PartialEq for Known {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Known {}

impl Model {
    /// Reads a model from YAML or JSON text and checks all of it.
    ///
    /// # Errors
    /// Every problem found, in the order of the text.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        read::model(tree::parse(text).map_err(|problem| vec![problem])?)
    }

    /// SHA-256 of the model's canonical JSON.
    ///
    /// # Errors
    /// `Kernel` if the model has no canonical JSON form.
    pub fn hash(&self) -> Result<Digest, Error> {
        if let Some(known) = self.known.0.get() {
            return Ok(*known);
        }
        let hash = Digest::of_document(self)?;
        Ok(*self.known.0.get_or_init(|| hash))
    }

    /// Id, version and hash of this model.
    ///
    /// # Errors
    /// `Kernel` if the model has no canonical JSON form.
    pub fn reference(&self) -> Result<ModelRef, Error> {
        Ok(self.reference_with(self.hash()?))
    }

    /// Id and version of this model with a hash that was computed before.
    pub fn reference_with(&self, hash: Digest) -> ModelRef {
        ModelRef { id: self.id.clone(), version: self.version.clone(), hash }
    }

    /// Every indicator, depth first, with the dimensions above it from the top down.
    pub fn indicators(&self) -> Vec<(Vec<&Dimension>, &Indicator)> {
        fn collect<'m>(
            dimension: &'m Dimension,
            above: &[&'m Dimension],
            found: &mut Vec<(Vec<&'m Dimension>, &'m Indicator)>,
        ) {
            let path: Vec<_> = above.iter().copied().chain([dimension]).collect();
            dimension.dimensions.iter().for_each(|inner| collect(inner, &path, found));
            found.extend(dimension.indicators.iter().map(|indicator| (path.clone(), indicator)));
        }
        let mut found = Vec::new();
        self.dimensions.iter().for_each(|dimension| collect(dimension, &[], &mut found));
        found
    }

    /// Every dimension of every depth, each before those inside it.
    pub fn all_dimensions(&self) -> Vec<&Dimension> {
        fn collect<'m>(dimension: &'m Dimension, found: &mut Vec<&'m Dimension>) {
            found.push(dimension);
            dimension.dimensions.iter().for_each(|inner| collect(inner, found));
        }
        let mut found = Vec::new();
        self.dimensions.iter().for_each(|dimension| collect(dimension, &mut found));
        found
    }

    /// The indicator with this key.
    pub fn indicator(&self, id: &Slug) -> Option<&Indicator> {
        fn search<'m>(dimension: &'m Dimension, id: &Slug) -> Option<&'m Indicator> {
            let own = dimension.indicators.iter().find(|i| i.id == *id);
            own.or_else(|| dimension.dimensions.iter().find_map(|d| search(d, id)))
        }
        self.dimensions.iter().find_map(|d| search(d, id))
    }

    /// The dimension with this key.
    pub fn dimension(&self, id: &Slug) -> Option<&Dimension> {
        fn search<'m>(dimension: &'m Dimension, id: &Slug) -> Option<&'m Dimension> {
            if dimension.id == *id {
                return Some(dimension);
            }
            dimension.dimensions.iter().find_map(|d| search(d, id))
        }
        self.dimensions.iter().find_map(|d| search(d, id))
    }

    /// The stage with this key.
    pub fn stage(&self, id: &Slug) -> Option<&Stage> {
        self.stages.iter().find(|s| s.id == *id)
    }
}

impl<'de> Deserialize<'de> for Model {
    /// Reads and checks: a model that was stored is held to the same rules as one that is handed in.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        read::model(tree::Node::from(value)).map_err(|problems| {
            let lines: Vec<_> = problems.iter().take(20).map(ToString::to_string).collect();
            serde::de::Error::custom(lines.join("; "))
        })
    }
}
