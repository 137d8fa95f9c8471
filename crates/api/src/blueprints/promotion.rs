//! What is said when a version becomes the standard.

use blaupause_app::Error;
use blaupause_app::standards::Joining;
use blaupause_catalog::{Area, Obligation, Satisfaction, StandardRequirement};
use blaupause_kernel::{Date, LocalizedText, Slug, Version};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a version becomes besides the standard among the versions of its blueprint.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Promotion {
    /// The minimum standard of the catalogue that shall ask for the blueprint.
    pub(super) minimum_standard: Option<PromotionTarget>,
}

/// A version of a minimum standard that asks for what the highest one asks for, and for this blueprint.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PromotionTarget {
    /// The minimum standard.
    id: Slug,
    /// The version that is published; higher than all others.
    version: Version,
    /// Key of the requirement; one with the same key is replaced.
    requirement: Slug,
    /// How binding it is; MUSS if left out.
    #[serde(default = "must")]
    level: Obligation,
    /// What it is about.
    area: Area,
    /// What it says.
    text: LocalizedText,
    /// First day on which the version is effective; the timeline stays as it is without one.
    from: Option<Date>,
    /// Days of grace from then on.
    #[serde(default)]
    #[schema(maximum = 3653)]
    grace_days: u32,
}

const fn must() -> Obligation {
    Obligation::Must
}

impl PromotionTarget {
    /// What joins the minimum standard, fulfilled by the blueprint.
    pub(super) fn into_joining(self, (blueprint, version): (&Slug, &Version)) -> Result<Joining, Error> {
        let requirement = StandardRequirement {
            id: self.requirement,
            level: self.level,
            area: self.area,
            text: self.text,
            satisfied_by: vec![Satisfaction::by_blueprint(blueprint, version)?],
        };
        let Self { id: standard, version, from, grace_days, .. } = self;
        Ok(Joining { standard, version, requirement, from, grace_days })
    }
}
