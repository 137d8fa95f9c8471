//! What a roadmap is made for (Planungsrahmen): the time, and what there is of money, people and places.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Euro, Message, PersonDays, Quarter, Slug};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::blueprints::{BySize, Side, StepRole};
use crate::problems::Problems;

/// Most quarters of a roadmap: ten years.
const MAX_QUARTERS: u32 = 40;
/// Most units that are planned together.
pub const MAX_UNITS: usize = 1_000;
/// Most entries of each list of the frame.
const MAX_ENTRIES: usize = 1_000;

/// One value for every quarter, or a list from the first quarter on, whose last value holds for all later ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Series<T> {
    /// The same in every quarter.
    Same(T),
    /// One for each quarter.
    Each(Vec<T>),
}

impl<T: Copy> Series<T> {
    /// The value of a quarter; nothing of an empty list.
    pub fn get(&self, quarter: usize) -> Option<T> {
        match self {
            Self::Same(value) => Some(*value),
            Self::Each(values) => values.get(quarter).or(values.last()).copied(),
        }
    }

    fn values(&self) -> &[T] {
        match self {
            Self::Same(value) => std::slice::from_ref(value),
            Self::Each(values) => values,
        }
    }
}

/// What a unit has in each quarter. What is left out is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitLimit {
    /// Money for what is paid once. What is paid every year is reported beside it.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub budget: Option<Series<Euro>>,
    /// Effort of the unit's own people.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub person_days: Option<Series<PersonDays>>,
}

/// What the units have: one limit for all, others for some size classes, others for single units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// For every unit, as far as neither its size class nor its key says something else.
    pub default: UnitLimit,
    /// By size class.
    pub sizes: BTreeMap<SizeClass, UnitLimit>,
    /// By key of the unit.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, UnitLimit>))]
    pub units: BTreeMap<Ars, UnitLimit>,
}

impl Limits {
    /// What a unit has: what is said of the unit, or else of its size class, or else of all; money and people each for itself.
    pub fn of(&self, unit: &Ars, size: Option<SizeClass>) -> UnitLimit {
        let by_size = size.and_then(|size| self.sizes.get(&size));
        let said = [self.units.get(unit), by_size, Some(&self.default)];
        UnitLimit {
            budget: said.iter().flatten().find_map(|limit| limit.budget.clone()),
            person_days: said.iter().flatten().find_map(|limit| limit.person_days.clone()),
        }
    }

    fn all(&self) -> impl Iterator<Item = (String, &UnitLimit)> {
        let default = std::iter::once(("/limits/default".to_owned(), &self.default));
        let sizes = self
            .sizes
            .iter()
            .map(|(size, limit)| (format!("/limits/sizes/{}", crate::sizes::size_name(*size)), limit));
        let units = self.units.iter().map(|(unit, limit)| (format!("/limits/units/{unit}"), limit));
        default.chain(sizes).chain(units)
    }
}

/// What a team of the provider can do in each quarter, for all units together. A team that is not named is not limited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapTeam))]
pub struct Team {
    /// Whose steps it does: one of the roles of the provider.
    pub role: StepRole,
    /// Its effort.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub person_days: Series<PersonDays>,
}

/// How many places a training has in each quarter, for all units together. One that is not named is not limited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapTraining))]
pub struct Training {
    /// The training, as steps of blueprints name it.
    pub module: Slug,
    /// Its places.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub places: Series<u32>,
    /// How many people a unit sends, by size class; one if left out.
    #[serde(default = "one")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub participants: BySize<u32>,
}

fn one() -> BySize<u32> {
    BySize { default: 1, sizes: BTreeMap::new() }
}

/// Something that shall be complete by the end of a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapWish))]
pub struct Wish {
    /// The unit; all that are planned if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Ars>,
    /// The blueprint.
    pub blueprint: Slug,
    /// The quarter.
    pub by: Quarter,
}

/// What a roadmap is made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapFrame))]
pub struct Frame {
    /// The maturity model whose score is to rise.
    pub model: Slug,
    /// The first quarter.
    pub from: Quarter,
    /// How many quarters.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 40))]
    pub quarters: u32,
    /// How much more the gain of those behind counts, in per cent: 0 counts every unit the same; at 50 the last unit counts one
    /// and a half times and the first half; at 100 the last counts twice and the first not at all.
    #[serde(default = "half")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100, default = 50))]
    pub fairness: u32,
    /// What the units have.
    #[serde(default)]
    pub limits: Limits,
    /// What the teams of the provider can do.
    #[serde(default)]
    pub teams: Vec<Team>,
    /// What places trainings have.
    #[serde(default)]
    pub trainings: Vec<Training>,
    /// The blueprints to choose from; all current ones if empty.
    #[serde(default)]
    pub blueprints: Vec<Slug>,
    /// What shall be complete by when, besides what minimum standards ask for.
    #[serde(default)]
    pub wishes: Vec<Wish>,
}

const fn half() -> u32 {
    50
}

impl Frame {
    /// Checks what can be seen in the frame itself.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        let mut problems = Problems::default();
        let range = |least: u32, most: u32| {
            move || Message::new("roadmap-out-of-range").with("least", least).with("most", most)
        };
        problems.require((1..=MAX_QUARTERS).contains(&self.quarters), "/quarters", range(1, MAX_QUARTERS));
        problems.require(self.fairness <= 100, "/fairness", range(0, 100));
        let last = self.from.plus(self.quarters);
        let ends = i32::try_from(self.quarters).is_ok_and(|quarters| self.from.until(last) == quarters);
        problems.require(ends, "/from", || Message::new("roadmap-too-far").with("from", self.from));
        problems.at_most("/limits/units", self.limits.units.len(), MAX_ENTRIES);
        problems.at_most("/trainings", self.trainings.len(), MAX_ENTRIES);
        problems.at_most("/blueprints", self.blueprints.len(), MAX_ENTRIES);
        problems.at_most("/wishes", self.wishes.len(), MAX_ENTRIES);
        problems.unique("/teams", self.teams.iter().map(|team| role_name(team.role)));
        problems.unique("/trainings", self.trainings.iter().map(|training| &training.module));
        problems.unique("/blueprints", self.blueprints.iter());
        for (pointer, limit) in self.limits.all() {
            let budget = limit.budget.iter().flat_map(|b| amounts(b, Euro::hundredths));
            series(&mut problems, &format!("{pointer}/budget"), limit.budget.as_ref(), budget);
            let days = limit.person_days.iter().flat_map(|d| amounts(d, PersonDays::hundredths));
            series(&mut problems, &format!("{pointer}/personDays"), limit.person_days.as_ref(), days);
        }
        for (i, team) in self.teams.iter().enumerate() {
            let own = team.role.side() == Side::Provider;
            problems.require(own, &format!("/teams/{i}/role"), || Message::new("roadmap-not-a-team"));
            let days = amounts(&team.person_days, PersonDays::hundredths);
            series(&mut problems, &format!("/teams/{i}/personDays"), Some(&team.person_days), days);
        }
        for (i, training) in self.trainings.iter().enumerate() {
            let places = training.places.values().iter().map(|places| i64::from(*places));
            series(&mut problems, &format!("/trainings/{i}/places"), Some(&training.places), places);
        }
        for (i, wish) in self.wishes.iter().enumerate() {
            let within = u32::try_from(self.from.until(wish.by)).is_ok_and(|after| after < self.quarters);
            problems.require(within, &format!("/wishes/{i}/by"), || {
                let last = self.from.plus(self.quarters.saturating_sub(1));
                Message::new("roadmap-not-in-time").with("from", self.from).with("until", last)
            });
            let offered = self.blueprints.is_empty() || self.blueprints.contains(&wish.blueprint);
            problems.require(offered, &format!("/wishes/{i}/blueprint"), || {
                Message::new("roadmap-not-offered").with("blueprint", &wish.blueprint)
            });
        }
        problems.into_result("roadmap")
    }
}

fn amounts<T: Copy>(series: &Series<T>, amount: impl Fn(T) -> i64) -> impl Iterator<Item = i64> {
    series.values().iter().map(move |value| amount(*value))
}

/// A list has a value, not more than there may be quarters, and none below zero.
fn series<T>(
    problems: &mut Problems,
    pointer: &str,
    given: Option<&Series<T>>,
    mut amounts: impl Iterator<Item = i64>,
) {
    if let Some(Series::Each(values)) = given {
        problems.require(!values.is_empty(), pointer, || Message::new("roadmap-series-empty"));
        problems.at_most(pointer, values.len(), 40);
    }
    problems.require(amounts.all(|amount| amount >= 0), pointer, || Message::new("roadmap-negative"));
}

/// The name of a role in JSON.
pub(super) fn role_name(role: StepRole) -> &'static str {
    match role {
        StepRole::ProjectLead => "projectLead",
        StepRole::Department => "department",
        StepRole::UnitIt => "unitIt",
        StepRole::Protection => "protection",
        StepRole::Leadership => "leadership",
        StepRole::ProviderIt => "providerIt",
        StepRole::Consultant => "consultant",
        StepRole::Trainer => "trainer",
    }
}
