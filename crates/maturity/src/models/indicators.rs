//! The indicator as a part of the model document: question, scale, level texts, who is asked, what proves it.

use blaupause_kernel::{Level, LocalizedText, Rational, Slug, Version};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use super::Scale;

/// An indicator: one question with a level as its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Indicator {
    /// Key, unique over dimensions and indicators of the model.
    pub id: Slug,
    /// Name.
    pub title: LocalizedText,
    /// The question put to the officer.
    pub question: LocalizedText,
    /// How to find the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<LocalizedText>,
    /// Weight among its siblings, above zero.
    pub weight: Rational,
    /// Its levels.
    pub scale: Scale,
    /// What it counts as without an answer.
    #[serde(skip_serializing_if = "Missing::is_open")]
    pub missing: Missing,
    /// One text per level of the scale, in order; on a measured scale, texts for as many of its values as help.
    pub levels: Vec<LevelText>,
    /// Who has to answer.
    #[serde(skip_serializing_if = "AppliesTo::is_everybody")]
    pub applies_to: AppliesTo,
    /// Proof that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceNeed>,
    /// What the signed assessment of a provider says about it, for the answer `byProvider`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_provider: Vec<ProviderSource>,
    /// Free keys for filters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Slug>,
    /// Where the indicator comes from.
    pub source: String,
}

/// What a level of an indicator means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelText {
    /// The level.
    pub value: Rational,
    /// Its meaning.
    pub text: LocalizedText,
}

/// To whom an indicator applies: an empty list is no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppliesTo {
    /// Administrative levels.
    #[serde(default)]
    pub kinds: Vec<Level>,
    /// Size classes; a unit without a known size class meets no such condition.
    #[serde(default)]
    pub size_classes: Vec<SizeClass>,
}

impl AppliesTo {
    /// Whether there is no condition.
    pub fn is_everybody(&self) -> bool {
        self.kinds.is_empty() && self.size_classes.is_empty()
    }

    /// Whether a unit of this level and size is meant.
    pub fn includes(&self, level: Level, size: Option<SizeClass>) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&level))
            && (self.size_classes.is_empty() || size.is_some_and(|s| self.size_classes.contains(&s)))
    }
}

/// A counterpart in a model for providers: what its level there brings to an indicator that is answered `byProvider`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderSource {
    /// The model for providers.
    pub model: Slug,
    /// Its version: another version may mean something else by its levels.
    pub version: Version,
    /// Its indicator.
    pub indicator: Slug,
    /// What its levels bring, rising.
    pub levels: Vec<ProviderStep>,
}

/// From which level of the provider on which level holds here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderStep {
    /// The level that the provider has at least.
    pub at_least: Rational,
    /// The level that this brings, on the scale of the indicator.
    pub level: Rational,
}

impl ProviderSource {
    /// What a level of the provider brings; nothing below the first step.
    pub fn level(&self, found: Rational) -> Option<Rational> {
        self.levels.iter().rev().find(|step| found >= step.at_least).map(|step| step.level)
    }
}

/// Proof that an answer asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceNeed {
    /// How strictly.
    pub rule: EvidenceRule,
    /// From which level on; from every level if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_level: Option<Rational>,
    /// What counts as proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<LocalizedText>,
}

/// How strictly proof is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EvidenceRule {
    /// Not at all.
    None,
    /// It may be left out.
    Recommended,
    /// Without it the assessment cannot be submitted.
    Required,
}

/// What an indicator without an answer counts as. Said by the model, never by the code: nothing counts as zero
/// in silence. "Not assessable", and "by the provider" without a level, stay open under both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MissingAnswer))]
pub enum Missing {
    /// It is left out of the score and is at its lowest and highest level for the bounds.
    #[default]
    Open,
    /// It counts at its lowest level in the score ("blank is no"). It is still not answered: the coverage leaves it
    /// out, the upper bound and the possible stage take it at its highest level, and the explanation says so.
    AsLowest,
}

impl Missing {
    /// Whether it is [`Missing::Open`].
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}
