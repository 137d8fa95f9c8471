//! What an adoption takes in work and money, and what others needed.

use blaupause_kernel::{Message, PersonDays, Rational, Rounding, RoundingMode};

use super::{FitInput, FitStatus, FitTopic, Lines, Usage, shown};
use crate::Error;
use crate::blueprints::Side;
use crate::sizes::size_or_unknown;

/// Adds the lines on effort and cost; gives the effort to expect after what others needed.
pub(super) fn lines(
    input: &FitInput<'_>,
    effort: PersonDays,
    lines: &mut Lines,
) -> Result<Option<PersonDays>, Error> {
    let size = input.unit.size_class;
    let message = Message::new("fit-effort")
        .with("days", effort)
        .with("unit-days", input.document.effort_of(Side::Unit, size))
        .with("provider-days", input.document.effort_of(Side::Provider, size))
        .with("calendar-days", input.document.critical_path_days())
        .with("size", size_or_unknown(size));
    lines.add(FitTopic::Effort, FitStatus::Info, message);
    let expected = match input.evidence.expected_ratio(size) {
        None => None,
        Some(ratio) => {
            let expected = times(effort, ratio.median).ok_or(Error::TooLarge)?;
            let message = Message::new("fit-effort-expected")
                .with("days", expected)
                .with("ratio", shown(ratio.median))
                .with("count", ratio.count);
            lines.add(FitTopic::Effort, FitStatus::Info, message);
            Some(expected)
        }
    };
    let cost = input.document.costs.get(size);
    let message = Message::new("fit-cost")
        .with("one-off", cost.one_off)
        .with("per-year", cost.per_year)
        .with("size", size_or_unknown(size));
    lines.add(FitTopic::Cost, FitStatus::Info, message);
    Ok(expected)
}

/// Adds the lines on what others made of it; gives the number of units of the same size class that use it.
pub(super) fn evidence(input: &FitInput<'_>, lines: &mut Lines) -> u32 {
    let size = input.unit.size_class;
    // Each of them once, and never the unit that asks: it looks for what others made of it.
    let others = || input.users.iter().filter(|u| u.unit.ars != input.unit.ars);
    let using = |usage: Usage| others().filter(|u| u.usage == usage).count();
    let similar = others()
        .filter(|u| matches!(u.usage, Usage::Verified | Usage::Live))
        .filter(|u| size.is_some() && u.unit.size_class == size)
        .count();
    let counts = input.evidence.counts;
    let message = Message::new("fit-evidence")
        .with("verified", using(Usage::Verified))
        .with("live", using(Usage::Live))
        .with("similar", similar)
        .with("size", size_or_unknown(size));
    lines.add(FitTopic::Evidence, FitStatus::Info, message);
    if let Some(rate) = input.evidence.success_rate {
        let percent = rate.checked_mul(Rational::from_int(100)).unwrap_or(rate);
        let message = Message::new("fit-success-rate")
            .with("percent", percent.rounded(Rounding { mode: RoundingMode::HalfUp, digits: 0 }))
            .with("verified", counts.verified)
            .with("ended", counts.verified.saturating_add(counts.abandoned));
        lines.add(FitTopic::Evidence, FitStatus::Info, message);
    }
    u32::try_from(similar).unwrap_or(u32::MAX)
}

/// Gain per person-day, exact.
pub(super) fn per_person_day(gain: Rational, effort: PersonDays) -> Option<Rational> {
    gain.checked_div(Rational::new(effort.hundredths(), 100)?)
}

/// Effort times a ratio, rounded half up to the hundredth.
fn times(effort: PersonDays, ratio: Rational) -> Option<PersonDays> {
    let days = Rational::new(effort.hundredths(), 100)?.checked_mul(ratio)?;
    days.rounded(Rounding { mode: RoundingMode::HalfUp, digits: 2 }).parse().ok()
}
