//! A release: the public figures of one model version over one span of days, calculated once.

use std::collections::{BTreeMap, HashMap};

use blaupause_kernel::{Date, Rational, Rounding, Slug, Timestamp};
use blaupause_maturity::ModelRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cohorts::{counts, dimensions_of, in_order, numbers};
use crate::plan::planned;
use crate::suppression::{Cell, System, protect};
use crate::{CohortCell, Contribution, Counts, Group, Measure, Numbers, Reason, Rules, Value};

/// The format that this version writes.
pub const RELEASE_FORMAT: &str = "blaupause/statistical-release@1";

/// Public figures ("Veröffentlichung"): immutable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = StatisticalRelease))]
pub struct Release {
    /// Always `blaupause/statistical-release@1`.
    pub format: String,
    /// Its key.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// The model whose results are counted.
    pub model: ModelRef,
    /// The first day that results describe.
    pub from: Date,
    /// The last day that results describe. Of several results of a unit, the last counts.
    pub to: Date,
    /// When it was calculated.
    pub released_at: Timestamp,
    /// The rules it keeps to.
    pub rules: Rules,
    /// The figures, by table, then by group: an order by size would tell of what is hidden.
    pub cells: Vec<CohortCell>,
}

/// What was published before about the same model version, with what it was calculated from.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The figures.
    pub cells: &'a [CohortCell],
    /// Who contributed what.
    pub contributions: &'a [Contribution],
}

/// How the figures are calculated.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The rules to keep to.
    pub rules: Rules,
    /// The rounding of the model.
    pub rounding: Rounding,
    /// The lowest and the highest possible score.
    pub score_range: (Rational, Rational),
    /// The lowest and the highest possible value by dimension.
    pub dimension_ranges: BTreeMap<Slug, (Rational, Rational)>,
}

/// The figures of these contributions that may be published beside everything published before.
pub fn public_cells(
    contributions: &[Contribution],
    earlier: &[Earlier<'_>],
    scope: &Scope,
) -> Vec<CohortCell> {
    let planned = planned(contributions);
    let beside = scope.rules.min_contributors.into();
    let measured = |measure: &Measure| -> Vec<Result<Vec<Value>, Reason>> {
        protected(measure, contributions, &planned, earlier, scope)
    };
    let as_numbers = |measure: &Measure| -> Vec<Numbers> {
        let cells = measured(measure).into_iter();
        cells
            .map(|cell| cell.map_or_else(Numbers::withheld, |v| numbers(v, scope.rounding, beside)))
            .collect()
    };
    let as_counts = |measure: &Measure| -> Vec<Counts> {
        measured(measure).into_iter().map(|cell| cell.map_or_else(Counts::withheld, counts)).collect()
    };
    let mut dimensions: Vec<(Slug, std::vec::IntoIter<Numbers>)> = dimensions_of(contributions)
        .into_iter()
        .map(|id| (id.clone(), as_numbers(&Measure::Dimension(id)).into_iter()))
        .collect();
    let whole = as_numbers(&Measure::Score).into_iter();
    let counted = as_counts(&Measure::Stage).into_iter().zip(as_counts(&Measure::Segment));
    let mut cells: Vec<CohortCell> = planned
        .into_iter()
        .zip(whole.zip(counted))
        .map(|((group, _), (score, (stages, segments)))| {
            let values = dimensions.iter_mut().filter_map(|(id, cells)| Some((id.clone(), cells.next()?)));
            CohortCell { group, score, dimensions: values.collect(), stages, segments }
        })
        .collect();
    in_order(&mut cells);
    cells
}

/// For each planned cell, the contributions to a measure, or why they must not be shown.
fn protected(
    measure: &Measure,
    contributions: &[Contribution],
    planned: &[(Group, Vec<usize>)],
    earlier: &[Earlier<'_>],
    scope: &Scope,
) -> Vec<Result<Vec<Value>, Reason>> {
    let mut columns = Columns::default();
    let places: Vec<Option<usize>> = contributions.iter().map(|c| columns.place(c, measure)).collect();
    let members = |places: &[Option<usize>], of: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
        let mut members: Vec<usize> = of.filter_map(|m| places.get(m).copied().flatten()).collect();
        members.sort_unstable();
        members
    };
    let cells: Vec<Cell> = planned
        .iter()
        .map(|(group, of)| Cell { group: group.clone(), members: members(&places, &mut of.iter().copied()) })
        .collect();
    let mut before = Vec::new();
    for release in earlier {
        let places: Vec<Option<usize>> =
            release.contributions.iter().map(|c| columns.place(c, measure)).collect();
        for cell in release.cells.iter().filter(|cell| is_shown(cell, measure)) {
            let all = release.contributions.iter().enumerate();
            let mut of = all.filter(|(_, c)| c.is_in(&cell.group)).map(|(i, _)| i);
            before.push(members(&places, &mut of));
        }
    }
    let range = match measure {
        Measure::Dimension(id) => scope.dimension_ranges.get(id).copied(),
        Measure::Score | Measure::Stage | Measure::Segment => None,
    };
    let system = System {
        values: &columns.values,
        cells: &cells,
        earlier: &before,
        rules: scope.rules,
        range: range.unwrap_or(scope.score_range),
    };
    let reasons = protect(&system).reasons;
    let shown = |(cell, reason): (&Cell, Option<Reason>)| match reason {
        Some(reason) => Err(reason),
        None => Ok(cell.members.iter().filter_map(|m| columns.values.get(*m).cloned()).collect()),
    };
    cells.iter().zip(reasons).map(shown).collect()
}

fn is_shown(cell: &CohortCell, measure: &Measure) -> bool {
    match measure {
        Measure::Score => cell.score.reason.is_none(),
        Measure::Dimension(id) => cell.dimensions.get(id).is_some_and(|d| d.reason.is_none()),
        Measure::Stage => cell.stages.reason.is_none(),
        Measure::Segment => cell.segments.reason.is_none(),
    }
}

/// Numbers the contributors of all releases. The same unit with the same value is the same contributor: whoever
/// guesses that nothing changed may set one release off against another.
#[derive(Default)]
struct Columns {
    places: HashMap<(String, Value), usize>,
    values: Vec<Value>,
}

impl Columns {
    fn place(&mut self, contribution: &Contribution, measure: &Measure) -> Option<usize> {
        let value = measure.value(&contribution.standing)?;
        let next = self.values.len();
        let place = *self.places.entry((contribution.unit.to_string(), value.clone())).or_insert(next);
        if place == next {
            self.values.push(value);
        }
        Some(place)
    }
}
