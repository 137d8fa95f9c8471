//! All units that are known, the dissolved ones too, and what a newer state of the register makes of them.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date};

use crate::changes::{Change, ChangeList, compare};
use crate::{Register, Unit};

/// Every unit that was ever imported, and the day for which those without an end are known to exist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holdings {
    /// State of the last import; nothing before the first.
    pub state: Option<Date>,
    /// Every unit by its key, dissolved ones too.
    pub units: BTreeMap<Ars, Unit>,
}

/// A unit that was gone and is in the register again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The unit.
    pub ars: Ars,
    /// The day that was its last.
    pub last: Date,
    /// The day from which it is there again.
    pub on: Date,
    /// Whether it was away for at least a day. If not, a corrected file only took back that it had ended.
    pub was_away: bool,
}

impl Holdings {
    /// The units that exist, as far as it is known.
    pub fn current(&self) -> impl Iterator<Item = &Unit> {
        self.units.values().filter(|u| u.valid_to.is_none())
    }

    /// What a state that is not older changes.
    pub fn changes_to(&self, new: &Register) -> ChangeList {
        let Some(state) = self.state else { return ChangeList::initial(new) };
        let units = self.current().map(|u| (u.ars.clone(), u.clone())).collect();
        compare(&Register { state, units }, new)
    }

    /// The units to be written for a newer state: new ones, those that differ, and those that end the day before.
    /// The first day of a unit stays unless it was away, and so do coordinates where the newer state has none.
    pub fn writes(&self, new: &Register, list: &ChangeList) -> Vec<Unit> {
        let older: BTreeMap<&Ars, &Ars> = list.changes.iter().filter_map(key_change).collect();
        let merged = |unit: &Unit| {
            let known = self.units.get(older.get(&unit.ars).copied().unwrap_or(&unit.ars));
            let same = self.units.get(&unit.ars).filter(|u| !was_away(u, new.state));
            Unit {
                valid_from: same.map_or(new.state, |u| u.valid_from),
                valid_to: None,
                latitude: unit.latitude.or_else(|| known.and_then(|u| u.latitude)),
                longitude: unit.longitude.or_else(|| known.and_then(|u| u.longitude)),
                ..unit.clone()
            }
        };
        let changed = new.units.values().map(merged).filter(|u| self.units.get(&u.ars) != Some(u));
        let gone = self.current().filter(|u| !new.units.contains_key(&u.ars));
        let last = Some(new.state.day_before());
        changed.chain(gone.map(|u| Unit { valid_to: last, ..u.clone() })).collect()
    }

    /// The units that had ended and are there again.
    pub fn returned(&self, new: &Register) -> Vec<Returned> {
        let ended = self.units.values().filter(|u| new.units.contains_key(&u.ars));
        let returned = |unit: &Unit| {
            let (ars, last, on) = (unit.ars.clone(), unit.valid_to?, new.state);
            Some(Returned { ars, last, on, was_away: was_away(unit, on) })
        };
        ended.filter_map(returned).collect()
    }
}

/// Whether there is a day between the last one of a unit and this one.
fn was_away(unit: &Unit, day: Date) -> bool {
    unit.valid_to.is_some_and(|last| last < day.day_before())
}

fn key_change(change: &Change) -> Option<(&Ars, &Ars)> {
    match change {
        Change::KeyChanged { before, after, .. } => Some((after, before)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_units;

    fn state(day: &str, rows: &str) -> Register {
        let csv = format!("ars;name;population;area_hectares;lat;lon\n{rows}");
        csv_units::read(csv.as_bytes(), day.parse().unwrap()).unwrap()
    }

    fn after(known: &Holdings, new: &Register) -> Holdings {
        let mut units = known.units.clone();
        let written = known.writes(new, &known.changes_to(new));
        units.extend(written.into_iter().map(|u| (u.ars.clone(), u)));
        Holdings { state: Some(new.state), units }
    }

    fn days(holdings: &Holdings, ars: &str) -> (String, Option<String>) {
        let unit = &holdings.units[&ars.parse().unwrap()];
        (unit.valid_from.to_string(), unit.valid_to.map(|d| d.to_string()))
    }

    #[test]
    fn only_what_differs_is_written_and_what_is_gone_ends_the_day_before() {
        let first = state("2021-09-30", "990010001001;A;10;5;50.1;8.2\n990010001002;B;20;6;;\n");
        let known = after(&Holdings::default(), &first);
        assert_eq!(known.units.len(), 2);
        assert_eq!(known.writes(&first, &known.changes_to(&first)), []);
        // A moves to another Verband, B is gone, C is new
        let second = state("2023-11-30", "990010002001;A;10;5;;\n990010001003;C;1;1;;\n");
        let then = after(&known, &second);
        let (old, new, end) = ("2021-09-30", "2023-11-30", Some("2023-11-29".to_owned()));
        for (ars, expected) in [
            ("990010001001", (old.to_owned(), end.clone())),
            ("990010001002", (old.to_owned(), end)),
            ("990010001003", (new.to_owned(), None)),
            ("990010002001", (new.to_owned(), None)),
        ] {
            assert_eq!(days(&then, ars), expected, "{ars}");
        }
        let (before, moved) = ("990010001001".parse().unwrap(), "990010002001".parse().unwrap());
        assert!(then.units[&moved].latitude.is_some(), "A kept its place");
        assert_eq!(then.units[&moved].latitude, known.units[&before].latitude);
    }

    #[test]
    fn a_unit_that_was_away_begins_anew_and_one_that_a_corrected_file_left_out_does_not() {
        let (with, without) = ("990010001001;A;10;5;;\n990010001002;B;20;6;;\n", "990010001001;A;10;5;;\n");
        let first = after(&Holdings::default(), &state("2021-09-30", with));
        let gone = after(&first, &state("2022-09-30", without));
        let b = "990010001002";
        assert_eq!(days(&gone, b), ("2021-09-30".to_owned(), Some("2022-09-29".to_owned())));
        for (day, from, was_away) in [("2022-09-30", "2021-09-30", false), ("2023-09-30", "2023-09-30", true)]
        {
            let again = state(day, with);
            let last = "2022-09-29".parse().unwrap();
            let returned = Returned { ars: b.parse().unwrap(), last, on: again.state, was_away };
            assert_eq!(gone.returned(&again), [returned], "{day}");
            assert_eq!(days(&after(&gone, &again), b), (from.to_owned(), None), "{day}");
        }
    }
}
