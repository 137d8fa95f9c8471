//! From when on which version of a minimum standard has which status. The status on a day follows from it alone.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Message, Version};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// Zeitleiste of a minimum standard, by date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = StandardTimeline))]
pub struct Timeline(pub Vec<TimelineEntry>);

/// From this day on, a version has this status.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// First day.
    pub date: Date,
    /// The version.
    pub version: Version,
    /// Its status from then on.
    pub status: StandardStatus,
    /// Übergangsfrist, only with `effective`: for so many days from its first day on, who fulfils what was binding
    /// before is not behind.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub grace_days: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(days: &u32) -> bool {
    *days == 0
}

/// What a version of a minimum standard counts for. A version goes through them in this order and may leave some out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum StandardStatus {
    /// In Kraft.
    Effective,
    /// Still accepted, but with a warning that it will not be for long.
    Warn,
    /// No longer accepted. Nothing comes after it.
    Deprecated,
}

/// The version that is binding on a day, and how that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The version.
    pub version: Version,
    /// First day on which it was effective.
    pub since: Date,
    /// Last day of grace; the day before `since` if there is none.
    pub grace_until: Date,
    /// The version that was binding the day before `since`.
    pub before: Option<Version>,
}

impl Timeline {
    /// The most entries.
    pub const MAX: usize = 200;
    /// The longest grace, in days: ten years.
    pub const MAX_GRACE: u32 = 3_653;

    /// Everything that contradicts itself, with these published versions.
    pub fn check(&self, published: &[Version]) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut add = |index: usize, field: &str, message: Message| {
            problems.push(Problem::at(format!("/timeline/{index}/{field}"), message));
        };
        if self.0.len() > Self::MAX {
            let message = Message::new("catalog-timeline-too-long").with("most", Self::MAX);
            return vec![Problem::at("/timeline", message)];
        }
        let mut last = BTreeMap::<&Version, &TimelineEntry>::new();
        let mut newest: Option<&TimelineEntry> = None;
        for (index, entry) in self.0.iter().enumerate() {
            let about =
                |code: &str| Message::new(code).with("version", &entry.version).with("date", entry.date);
            if !published.contains(&entry.version) {
                add(index, "version", about("catalog-timeline-unpublished"));
            }
            if index.checked_sub(1).and_then(|i| self.0.get(i)).is_some_and(|before| before.date > entry.date)
            {
                add(index, "date", about("catalog-timeline-order"));
            }
            match last.insert(&entry.version, entry) {
                None if entry.status != StandardStatus::Effective => {
                    add(index, "status", about("catalog-timeline-not-effective-first"));
                }
                Some(before) if before.status >= entry.status || before.date >= entry.date => {
                    add(index, "status", about("catalog-timeline-after-end"));
                }
                _ => {}
            }
            if entry.status == StandardStatus::Effective {
                let in_turn =
                    |before: &TimelineEntry| before.version < entry.version && before.date < entry.date;
                if newest.is_some_and(|before| !in_turn(before)) {
                    add(index, "version", about("catalog-timeline-not-in-turn"));
                }
                newest = Some(entry);
            }
            if entry.grace_days > 0 && entry.status != StandardStatus::Effective {
                add(index, "graceDays", about("catalog-timeline-grace-misplaced"));
            } else if entry.grace_days > Self::MAX_GRACE {
                add(
                    index,
                    "graceDays",
                    about("catalog-timeline-grace-too-long").with("most", Self::MAX_GRACE),
                );
            }
        }
        problems
    }

    /// What goes against what was said before: an entry up to today that is not there any more, or one before today
    /// that is new. What has been in force stays. The first timeline may tell what was in force before it.
    pub fn check_after(&self, before: &Self, today: Date) -> Vec<Problem> {
        if before.0.is_empty() {
            return Vec::new();
        }
        let rewritten = |entry: &TimelineEntry| entry.date < today && !before.0.contains(entry);
        let about = |index: usize| {
            let message = Message::new("catalog-timeline-past-changed").with("today", today);
            Problem::at(format!("/timeline/{index}"), message)
        };
        let rewritten = self.0.iter().enumerate().filter(|(_, entry)| rewritten(entry));
        let mut problems: Vec<_> = rewritten.map(|(index, _)| about(index)).collect();
        let lost = |entry: &&TimelineEntry| entry.date <= today && !self.0.contains(entry);
        if problems.is_empty() && before.0.iter().any(|entry| lost(&entry)) {
            let kept = self.0.iter().take_while(|entry| entry.date <= today && before.0.contains(entry));
            problems.push(about(kept.count()));
        }
        problems
    }

    /// The status of a version on a day; none before it became effective.
    pub fn status_on(&self, version: &Version, day: Date) -> Option<StandardStatus> {
        let begun = self.0.iter().filter(|entry| entry.version == *version && entry.date <= day);
        begun.max_by_key(|entry| entry.date).map(|entry| entry.status)
    }

    /// The status of every version that has one on a day.
    pub fn statuses_on(&self, day: Date) -> BTreeMap<Version, StandardStatus> {
        let versions = self.0.iter().map(|entry| &entry.version);
        versions.filter_map(|v| Some((v.clone(), self.status_on(v, day)?))).collect()
    }

    /// The first day on which a version is no longer accepted, if that is settled.
    pub fn end_of(&self, version: &Version) -> Option<Date> {
        let ends =
            |entry: &&TimelineEntry| entry.version == *version && entry.status == StandardStatus::Deprecated;
        self.0.iter().find(ends).map(|entry| entry.date)
    }

    /// The version that is binding on a day: the highest that is effective, else the highest that is still accepted.
    pub fn binding_on(&self, day: Date) -> Option<Binding> {
        let version = self.binding_version_on(day)?;
        let effective =
            |entry: &&TimelineEntry| entry.version == version && entry.status == StandardStatus::Effective;
        let entry = self.0.iter().find(effective)?;
        let before = entry.date.day_before();
        let grace_until = before.plus_days(entry.grace_days);
        Some(Binding { since: entry.date, grace_until, before: self.binding_version_on(before), version })
    }

    fn binding_version_on(&self, day: Date) -> Option<Version> {
        let statuses = self.statuses_on(day);
        let highest = |status: StandardStatus| statuses.iter().rev().find(|(_, s)| **s == status);
        let found = highest(StandardStatus::Effective).or_else(|| highest(StandardStatus::Warn));
        found.map(|(version, _)| version.clone())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn number(text: &str) -> Version {
        text.parse().unwrap()
    }

    fn timeline(entries: &[(&str, &str, StandardStatus, u32)]) -> Timeline {
        let entry = |(date, version, status, grace_days): &(&str, &str, StandardStatus, u32)| TimelineEntry {
            date: day(date),
            version: number(version),
            status: *status,
            grace_days: *grace_days,
        };
        Timeline(entries.iter().map(entry).collect())
    }

    use StandardStatus::{Deprecated, Effective, Warn};

    const GOOD: [(&str, &str, StandardStatus, u32); 4] = [
        ("2026-01-01", "1.0.0", Effective, 0),
        ("2027-01-01", "2.0.0", Effective, 90),
        ("2027-01-01", "1.0.0", Warn, 0),
        ("2028-01-01", "1.0.0", Deprecated, 0),
    ];

    #[rstest]
    #[case("2025-12-31", None, None)]
    #[case("2026-01-01", Some(Effective), None)]
    #[case("2026-12-31", Some(Effective), None)]
    #[case("2027-01-01", Some(Warn), Some(Effective))]
    #[case("2027-12-31", Some(Warn), Some(Effective))]
    #[case("2028-01-01", Some(Deprecated), Some(Effective))]
    fn the_status_follows_the_date(
        #[case] on: &str,
        #[case] first: Option<StandardStatus>,
        #[case] second: Option<StandardStatus>,
    ) {
        let timeline = timeline(&GOOD);
        assert_eq!(timeline.status_on(&number("1.0.0"), day(on)), first);
        assert_eq!(timeline.status_on(&number("2.0.0"), day(on)), second);
    }

    #[test]
    fn the_highest_effective_version_is_binding_and_knows_what_was_before() {
        let timeline = timeline(&GOOD);
        assert_eq!(timeline.binding_on(day("2025-12-31")), None);
        let first = timeline.binding_on(day("2026-06-01")).unwrap();
        assert_eq!((first.version, first.before), (number("1.0.0"), None));
        let second = timeline.binding_on(day("2027-01-01")).unwrap();
        assert_eq!((second.version, second.before), (number("2.0.0"), Some(number("1.0.0"))));
        // 90 days from 1 January 2027 on: 31 in January, 28 in February, 31 in March.
        assert_eq!((second.since, second.grace_until), (day("2027-01-01"), day("2027-03-31")));
        assert_eq!(first.grace_until, day("2025-12-31"), "no grace");
    }

    #[test]
    fn names_every_contradiction_with_its_place() {
        let published = [number("1.0.0"), number("2.0.0")];
        let found = |entries: &[_]| {
            let problems = timeline(entries).check(&published).into_iter();
            problems.map(|p| format!("{} {}", p.path, p.message.code)).collect::<Vec<_>>()
        };
        assert_eq!(found(&GOOD), Vec::<String>::new());
        type Entries<'a> = &'a [(&'a str, &'a str, StandardStatus, u32)];
        let cases: [(Entries<'_>, &str); 7] = [
            (&[("2026-01-01", "3.0.0", Effective, 0)], "/timeline/0/version catalog-timeline-unpublished"),
            (&[("2026-01-01", "1.0.0", Warn, 0)], "/timeline/0/status catalog-timeline-not-effective-first"),
            (
                &[GOOD[0], ("2026-02-01", "1.0.0", Warn, 0), ("2026-03-01", "1.0.0", Warn, 0)],
                "/timeline/2/status catalog-timeline-after-end",
            ),
            (&[GOOD[1], ("2026-01-01", "1.0.0", Effective, 0)], "/timeline/1/date catalog-timeline-order"),
            (
                &[GOOD[1], ("2027-06-01", "1.0.0", Effective, 0)],
                "/timeline/1/version catalog-timeline-not-in-turn",
            ),
            (
                &[GOOD[0], ("2027-06-01", "1.0.0", Warn, 5)],
                "/timeline/1/graceDays catalog-timeline-grace-misplaced",
            ),
            (
                &[("2026-01-01", "1.0.0", Effective, 9_999)],
                "/timeline/0/graceDays catalog-timeline-grace-too-long",
            ),
        ];
        for (entries, expected) in cases {
            assert!(found(entries).contains(&expected.to_owned()), "{expected}: {:?}", found(entries));
        }
    }

    #[test]
    fn what_has_been_in_force_stays() {
        let (today, before) = (day("2027-06-01"), timeline(&GOOD));
        let mut later = GOOD;
        later[3].0 = "2029-01-01";
        assert_eq!(timeline(&later).check_after(&before, today), []);
        later[1].3 = 365;
        let changed = timeline(&later).check_after(&before, today);
        assert_eq!(changed[0].path, "/timeline/1");
        assert_eq!(timeline(&GOOD[..1]).check_after(&before, today)[0].path, "/timeline/1");
        let first = timeline(&GOOD[..1]);
        assert_eq!(first.check_after(&Timeline::default(), today), [], "the first one tells the past");
        let new = |date| timeline(&[GOOD[0], (date, "2.0.0", Effective, 0)]).check_after(&first, today);
        assert_eq!(new("2027-06-01"), [], "from today on");
        assert_eq!(new("2027-05-31")[0].path, "/timeline/1");
    }
}
