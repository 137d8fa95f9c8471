//! Which results count for a question, and the cohort that each of them is in.

use std::collections::{BTreeSet, HashMap};

use blaupause_kernel::Date;

use super::packed::Packed;
use super::segments::{SEGMENTS, segments};
use super::{Filter, Granularity, Key, Quantity, Query, Results, UnitTable};
use crate::figures::NO_STAGE;

/// Up to so many possible cohorts are numbered by a table instead of a map.
const TABLE: usize = 1 << 20;

/// Results that count: of each unit the last one of the span, or of every period in it.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) rows: Vec<u32>,
    pub(super) units: Vec<u32>,
    /// Number of the period; zero if none are told apart.
    pub(super) periods: Vec<u32>,
}

/// The results that count, each in its cohort; once per cohort if a unit is in several.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) rows: Vec<u32>,
    /// The number of the cohort, for every row.
    pub(super) groups: Vec<u32>,
    /// What the members of each cohort share, by key.
    pub(super) names: Vec<Vec<Option<String>>>,
}

/// The results of units that pass, within a span.
pub(super) fn chosen(
    results: &Results,
    passes: impl Fn(usize) -> bool,
    units: usize,
    (from, to): (Option<Date>, Date),
    granularity: Option<Granularity>,
) -> Chosen {
    let days = results.days();
    let first = from.map_or(0, |from| days.partition_point(|day| *day < from));
    let last = days.partition_point(|day| *day <= to);
    let number = |day: &Date| granularity.map_or(0, |granularity| granularity.number(*day));
    let within = days.get(first..last).unwrap_or_default();
    let periods: Vec<u32> = within.iter().map(number).collect();
    let first = u32::try_from(first).unwrap_or(u32::MAX);
    let period = |row: usize| {
        let place = results.day_code(row)?.checked_sub(first)?;
        periods.get(usize::try_from(place).ok()?).copied()
    };
    let scores = results.column(&Quantity::Score).and_then(|column| column.lanes.first());
    let scored = |row: usize| scores.is_some_and(|scores| scores.get(row).is_some());
    let mut chosen = Chosen::default();
    for unit in (0..units).filter(|unit| passes(*unit)) {
        let mut rows = results.rows_of(unit).peekable();
        while let Some(row) = rows.next() {
            let Some(own) = period(row) else { continue };
            let next = rows.peek().and_then(|next| period(*next));
            // a result without a score answers nothing, and still takes the place of the one before
            if next != Some(own) && scored(row) {
                chosen.rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                chosen.units.push(u32::try_from(unit).unwrap_or(u32::MAX));
                chosen.periods.push(own);
            }
        }
    }
    chosen
}

/// Whether each unit passes a filter.
pub(super) fn passing(units: &UnitTable, filter: &Filter, on: Date) -> Vec<bool> {
    let mut passing = vec![true; units.len()];
    for (key, wanted) in filter.values.iter().filter(|(_, wanted)| !wanted.is_empty()) {
        let Some(attribute) = units.attribute(*key) else { continue };
        let codes: BTreeSet<u32> = wanted.iter().filter_map(|name| attribute.code(name)).collect();
        for (pass, code) in passing.iter_mut().zip(attribute.codes.iter()) {
            *pass &= code.is_some_and(|code| codes.contains(&code));
        }
    }
    if !filter.providers.is_empty() {
        let named = |code: u32| {
            let name = usize::try_from(code).ok().and_then(|place| units.providers().get(place));
            name.is_some_and(|name| filter.providers.contains(name))
        };
        for (unit, pass) in passing.iter_mut().enumerate() {
            *pass &= units.serving(unit, on).any(named);
        }
    }
    passing
}

/// The values of one key for chosen results: a code each, and what the codes mean.
struct Coded {
    /// Of a unit that has several, further codes by the place among the chosen.
    codes: Vec<Option<u32>>,
    more: Vec<(usize, u32)>,
    names: Vec<String>,
    /// How results without a code are called; `null` if they are not.
    without: Option<&'static str>,
}

/// The results that count for a question, in their cohorts.
pub(super) fn select(units: &UnitTable, results: &Results, query: &Query) -> Selection {
    let span = (query.from, query.to);
    let passing = passing(units, &query.filter, query.serving_on);
    let passes = |unit: usize| passing.get(unit).copied().unwrap_or_default();
    let chosen = chosen(results, passes, units.len(), span, query.granularity());
    let coded: Vec<Coded> =
        query.keys.iter().map(|key| coded(*key, units, results, query, &chosen)).collect();
    let mut composites: Vec<u64> = vec![0; chosen.rows.len()];
    // the places among the chosen of what was added because a unit is in several cohorts
    let mut added: Vec<usize> = Vec::new();
    let mut sizes = Vec::with_capacity(coded.len());
    for key in &coded {
        let size = u64::try_from(key.names.len()).unwrap_or(u64::MAX).saturating_add(1);
        sizes.push(size);
        let further: Vec<(usize, u64)> = key
            .more
            .iter()
            .filter_map(|(place, code)| Some((*place, joined(*composites.get(*place)?, size, Some(*code)))))
            .collect();
        let again = added.iter().map(|place| key.codes.get(*place).copied().flatten());
        for (composite, code) in composites.iter_mut().zip(key.codes.iter().copied().chain(again)) {
            *composite = joined(*composite, size, code);
        }
        for (place, composite) in further {
            added.push(place);
            composites.push(composite);
        }
    }
    let mut rows = chosen.rows;
    let again: Vec<u32> = added.iter().filter_map(|place| rows.get(*place).copied()).collect();
    rows.extend(again);
    let (groups, distinct) = numbered(&composites, sizes.iter().copied().product());
    let names = distinct.into_iter().map(|composite| names_of(composite, &coded, &sizes)).collect();
    Selection { rows, groups, names }
}

/// A number for what is shared so far and one key more; results without a value come last.
fn joined(before: u64, size: u64, code: Option<u32>) -> u64 {
    before * size + code.map_or(size - 1, u64::from)
}

fn names_of(composite: u64, coded: &[Coded], sizes: &[u64]) -> Vec<Option<String>> {
    let mut rest = composite;
    let mut names: Vec<Option<String>> = coded
        .iter()
        .zip(sizes)
        .rev()
        .map(|(key, size)| {
            let code = usize::try_from(rest % size).unwrap_or(usize::MAX);
            rest /= size;
            key.names.get(code).cloned().or_else(|| key.without.map(str::to_owned))
        })
        .collect();
    names.reverse();
    names
}

/// Numbers for what occurs, in order, and what occurs.
fn numbered(composites: &[u64], possible: u64) -> (Vec<u32>, Vec<u64>) {
    let mut distinct: Vec<u64>;
    match usize::try_from(possible).ok().filter(|possible| *possible <= TABLE) {
        Some(possible) => {
            let mut table = vec![u32::MAX; possible];
            let place = |composite: &u64| usize::try_from(*composite).unwrap_or(usize::MAX);
            for composite in composites {
                if let Some(slot) = table.get_mut(place(composite)) {
                    *slot = 0;
                }
            }
            distinct = Vec::new();
            for (slot, composite) in table.iter_mut().zip(0_u64..).filter(|(slot, _)| **slot == 0) {
                *slot = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
                distinct.push(composite);
            }
            let number = |composite: &u64| table.get(place(composite)).copied().unwrap_or_default();
            (composites.iter().map(number).collect(), distinct)
        }
        None => {
            distinct = composites.to_vec();
            distinct.sort_unstable();
            distinct.dedup();
            let numbers: HashMap<u64, u32> = distinct.iter().copied().zip(0..).collect();
            let number = |composite: &u64| numbers.get(composite).copied().unwrap_or_default();
            (composites.iter().map(number).collect(), distinct)
        }
    }
}

fn coded(key: Key, units: &UnitTable, results: &Results, query: &Query, chosen: &Chosen) -> Coded {
    let unit_codes = |codes: &Packed| {
        let code = |unit: &u32| usize::try_from(*unit).ok().and_then(|unit| codes.get(unit));
        chosen.units.iter().map(code).collect::<Vec<_>>()
    };
    let plain = |codes, names| Coded { codes, more: Vec::new(), names, without: None };
    match key {
        Key::Country | Key::Level | Key::Land | Key::County | Key::SizeClass | Key::Kind => {
            let attribute = units.attribute(key).cloned().unwrap_or_default();
            plain(unit_codes(&attribute.codes), attribute.names)
        }
        Key::Provider => serving(units, query.serving_on, chosen),
        Key::Stage => {
            let code = |row: &u32| usize::try_from(*row).ok().and_then(|row| results.stage_codes().get(row));
            let names = results.stages().iter().map(ToString::to_string).collect();
            let codes = chosen.rows.iter().map(code).collect();
            Coded { codes, more: Vec::new(), names, without: Some(NO_STAGE) }
        }
        Key::Segment => {
            let all = segments(units, results, query);
            let code = |row: &u32| {
                let segment = usize::try_from(*row).ok().and_then(|row| all.get(row)).copied();
                segment.map(u32::from)
            };
            let codes = chosen.rows.iter().map(code).collect();
            plain(codes, SEGMENTS.iter().map(|name| (*name).to_owned()).collect())
        }
        Key::Year | Key::HalfYear | Key::Quarter => {
            let first = chosen.periods.iter().copied().min().unwrap_or_default();
            let last = chosen.periods.iter().copied().max().unwrap_or_default();
            let name = |number| key.granularity().map(|granularity| granularity.name(number));
            let codes = chosen.periods.iter().map(|period| Some(period - first)).collect();
            plain(codes, (first..=last).filter_map(name).collect())
        }
    }
}

fn serving(units: &UnitTable, on: Date, chosen: &Chosen) -> Coded {
    let (mut codes, mut more) = (Vec::with_capacity(chosen.units.len()), Vec::new());
    for (place, unit) in chosen.units.iter().enumerate() {
        let mut all: Vec<u32> = units.serving(usize::try_from(*unit).unwrap_or(usize::MAX), on).collect();
        all.sort_unstable();
        all.dedup();
        let mut all = all.into_iter();
        codes.push(all.next());
        more.extend(all.map(|code| (place, code)));
    }
    Coded { codes, more, names: units.providers().to_vec(), without: None }
}
