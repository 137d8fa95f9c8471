//! From one version of a model to another: what becomes of every answer, and what is lost on the way. Nothing moves
//! in silence: a map names every indicator of both versions once.

mod apply;
mod check;
#[cfg(test)]
mod tests;

use blaupause_kernel::{Digest, Rational, Slug, Version};
use serde::{Deserialize, Serialize};

pub use self::apply::{Fate, Migrated, MigrationLine, MigrationReport};
use crate::models::{Reader, parse};
use crate::{Error, Problem};

/// The format that this version reads and writes.
pub const MIGRATION_FORMAT: &str = "blaupause/migration-map@1";

/// A map from one version of a model to another ("Überleitung").
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MigrationMap {
    /// Always `blaupause/migration-map@1`.
    pub format: String,
    /// The model.
    pub model: Slug,
    /// The version that answers come from.
    pub from: Version,
    /// The version they go to.
    pub to: Version,
    /// One step for each indicator or group of indicators.
    pub steps: Vec<MigrationStep>,
}

/// What becomes of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MigrationStep {
    /// They mean the same in both versions: answers are taken over.
    Keep {
        /// The indicators.
        indicators: Vec<Slug>,
    },
    /// Another key, the same meaning: the answer is taken over.
    Rename {
        /// Its key before.
        from: Slug,
        /// Its key now.
        to: Slug,
    },
    /// One question became several: each gets the old answer as a proposal.
    Split {
        /// The old indicator.
        from: Slug,
        /// The new ones.
        to: Vec<Slug>,
    },
    /// Several questions became one: it gets the lowest old level, or the highest if the map says so.
    Merge {
        /// The old indicators.
        from: Vec<Slug>,
        /// The new one.
        to: Slug,
        /// Which of the old levels.
        by: MergeBy,
    },
    /// The levels changed: every old level has a new one.
    Rescale {
        /// The old indicator.
        from: Slug,
        /// The new one.
        to: Slug,
        /// One line for each old level.
        levels: Vec<LevelPair>,
    },
    /// No longer asked: the answer is lost.
    Retire {
        /// The old indicator.
        indicator: Slug,
        /// Why.
        reason: String,
    },
    /// Asked for the first time: open.
    New {
        /// The new indicator.
        indicator: Slug,
    },
}

/// Which of several old levels a merged indicator gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MergeBy {
    /// The lowest: nothing counts that was not reached everywhere.
    Lowest,
    /// The highest.
    Highest,
}

/// An old level and the new one in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelPair {
    /// The level on the old scale.
    pub from: Rational,
    /// The level on the new scale.
    pub to: Rational,
}

impl MigrationMap {
    /// Reads a map from YAML or JSON text. Whether it fits its two model versions says [`MigrationMap::check`].
    ///
    /// # Errors
    /// Every problem found, with line and path.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new();
        let map = Self::of(&mut reader, parse(text).map_err(|problem| vec![problem])?);
        let problems = reader.problems;
        map.filter(|_| problems.is_empty()).ok_or(problems)
    }

    fn of(reader: &mut Reader, node: crate::models::Node) -> Option<Self> {
        let mut fields = reader.fields(node, "")?;
        let format = fields.format(reader, MIGRATION_FORMAT);
        let model = fields.required(reader, "model");
        let (from, to) = (fields.required(reader, "from"), fields.required(reader, "to"));
        let steps = fields.list(reader, "steps");
        let steps: Vec<Option<MigrationStep>> =
            steps.into_iter().map(|(path, node)| reader.value(node, &path)).collect();
        fields.finish(reader);
        let steps = steps.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Self { format: format?, model: model?, from: from?, to: to?, steps })
    }

    /// SHA-256 of the map's canonical JSON.
    ///
    /// # Errors
    /// `Kernel` if it has no canonical JSON form.
    pub fn hash(&self) -> Result<Digest, Error> {
        Ok(Digest::of_document(self)?)
    }
}

impl MigrationStep {
    /// The old indicators that the step is about.
    pub fn sources(&self) -> &[Slug] {
        match self {
            Self::Keep { indicators } => indicators,
            Self::Merge { from, .. } => from,
            Self::Rename { from, .. } | Self::Split { from, .. } | Self::Rescale { from, .. } => {
                std::slice::from_ref(from)
            }
            Self::Retire { indicator, .. } => std::slice::from_ref(indicator),
            Self::New { .. } => &[],
        }
    }

    /// The new indicators that the step is about.
    pub fn targets(&self) -> &[Slug] {
        match self {
            Self::Keep { indicators } => indicators,
            Self::Split { to, .. } => to,
            Self::Rename { to, .. } | Self::Merge { to, .. } | Self::Rescale { to, .. } => {
                std::slice::from_ref(to)
            }
            Self::New { indicator } => std::slice::from_ref(indicator),
            Self::Retire { .. } => &[],
        }
    }
}
