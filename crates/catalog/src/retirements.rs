//! What is announced about the end of a published version: the document stays, its life cycle gets later dates.

use blaupause_kernel::{Date, LocalizedText, Revision, Slug, Version};
use serde::{Deserialize, Serialize};

use crate::{Error, LifeCycle, ModuleRange, Phase};

/// Auslauf of a module version: when it is deprecated and no longer offered, why, and what comes instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retirement {
    /// The module.
    pub module: Slug,
    /// Its version.
    pub version: Version,
    /// All dates that hold now: those of the document, and what was announced since.
    pub life_cycle: LifeCycle,
    /// Why it retires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LocalizedText>,
    /// What is recommended instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<ModuleRange>,
    /// How often it was changed.
    pub revision: Revision,
}

/// What is announced about a phase that is to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Its first day.
    pub on: Date,
    /// Why.
    pub reason: Option<LocalizedText>,
    /// What is recommended instead.
    pub replaced_by: Option<ModuleRange>,
}

impl Retirement {
    /// The retirement of a version about which nothing has been announced since it was published.
    pub const fn new(module: Slug, version: Version, life_cycle: LifeCycle) -> Self {
        Self { module, version, life_cycle, reason: None, replaced_by: None, revision: Revision::FIRST }
    }

    /// Announces from when on something newer is recommended.
    ///
    /// What has begun stays true: a phase cannot begin before today, and one that has begun does not move.
    ///
    /// # Errors
    /// `PhaseInThePast`, `PhaseBegun`; `DatesReversed` against the other dates.
    pub fn deprecate(self, announced: Announcement, today: Date) -> Result<Self, Error> {
        may_begin(Phase::Deprecated, self.life_cycle.deprecated, announced.on, today)?;
        let life_cycle = LifeCycle { deprecated: Some(announced.on), ..self.life_cycle };
        self.with(life_cycle, announced)
    }

    /// Announces from when on it is no longer offered and, if that is known, no longer supported. If nothing newer
    /// was recommended before, it is from that day on.
    ///
    /// # Errors
    /// As for `deprecate`.
    pub fn sunset(
        self,
        announced: Announcement,
        end_of_support: Option<Date>,
        today: Date,
    ) -> Result<Self, Error> {
        may_begin(Phase::Sunset, self.life_cycle.sunset, announced.on, today)?;
        if let Some(end) = end_of_support {
            may_begin(Phase::Unsupported, self.life_cycle.end_of_support, end, today)?;
        }
        let end_of_support = end_of_support.or(self.life_cycle.end_of_support);
        let life_cycle = LifeCycle { sunset: Some(announced.on), end_of_support, ..self.life_cycle };
        self.with(life_cycle, announced)
    }

    fn with(self, life_cycle: LifeCycle, announced: Announcement) -> Result<Self, Error> {
        if let Some((earlier, later)) = life_cycle.reversed().into_iter().next() {
            return Err(Error::DatesReversed { earlier, later });
        }
        let Announcement { reason, replaced_by, .. } = announced;
        Ok(Self {
            life_cycle,
            reason: reason.or(self.reason),
            replaced_by: replaced_by.or(self.replaced_by),
            revision: self.revision.next(),
            ..self
        })
    }
}

fn may_begin(phase: Phase, so_far: Option<Date>, on: Date, today: Date) -> Result<(), Error> {
    match so_far {
        Some(begun) if begun <= today => Err(Error::PhaseBegun { phase: phase.name(), on: begun }),
        _ if on < today => Err(Error::PhaseInThePast { phase: phase.name(), on, today }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn announced(on: &str) -> Announcement {
        Announcement { on: day(on), reason: None, replaced_by: None }
    }

    fn fresh() -> Retirement {
        let released = day("2026-01-01");
        let life = LifeCycle { released, deprecated: None, sunset: None, end_of_support: None };
        Retirement::new("e-akte".parse().unwrap(), "1.0.0".parse().unwrap(), life)
    }

    #[test]
    fn a_version_is_deprecated_then_no_longer_offered() {
        let today = day("2026-06-01");
        let retired = fresh().deprecate(announced("2026-06-01"), today).unwrap();
        let retired = retired.sunset(announced("2027-01-01"), Some(day("2028-01-01")), today).unwrap();
        let phases = ["2026-05-31", "2026-06-01", "2027-01-01", "2028-01-01"]
            .map(|on| retired.life_cycle.phase_on(day(on)));
        assert_eq!(phases, [Phase::Current, Phase::Deprecated, Phase::Sunset, Phase::Unsupported]);
        assert_eq!(retired.revision.get(), 3);
    }

    #[test]
    fn what_has_begun_stays_and_nothing_begins_in_the_past() {
        let today = day("2026-06-01");
        let past = fresh().deprecate(announced("2026-05-31"), today);
        assert!(matches!(past, Err(Error::PhaseInThePast { .. })));
        let planned = fresh().deprecate(announced("2026-07-01"), today).unwrap();
        let moved = planned.clone().deprecate(announced("2026-08-01"), today).unwrap();
        assert_eq!(moved.life_cycle.deprecated, Some(day("2026-08-01")));
        let begun = planned.deprecate(announced("2026-09-01"), day("2026-07-01"));
        assert_eq!(begun, Err(Error::PhaseBegun { phase: "deprecated", on: day("2026-07-01") }));
    }

    #[test]
    fn dates_stay_in_order() {
        let today = day("2026-06-01");
        let planned = fresh().deprecate(announced("2026-07-01"), today).unwrap();
        let reversed = Err(Error::DatesReversed { earlier: "deprecated", later: "sunset" });
        assert_eq!(planned.sunset(announced("2026-06-15"), None, today), reversed);
    }
}
