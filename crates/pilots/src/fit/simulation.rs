//! What the unit's result would be once it reached what the blueprint promises.

use std::collections::BTreeMap;

use blaupause_kernel::{Described, Message, Rational, Slug};
use blaupause_maturity::{FailingGate, Outcome, SubjectProfile, score, what_if};

use super::{FitInput, FitStatus, FitTopic, Lines, shown, titled};
use crate::Error;

/// Result before and after.
pub(super) struct Simulation {
    pub(super) before: Outcome,
    pub(super) after: Outcome,
    pub(super) gain: Rational,
}

impl Simulation {
    /// The gates of the next stage that are not proven before and are after.
    pub(super) fn closed_gates(&self) -> Vec<FailingGate> {
        let failing = self.before.blocking.iter().flat_map(|b| &b.gates);
        let proven = |gate: &&FailingGate| {
            let after = self.after.explain.find(&gate.node).and_then(|node| node.lower);
            after.is_some_and(|level| level >= gate.needed)
        };
        failing.filter(proven).cloned().collect()
    }
}

/// Scores before and after; nothing without an assessment. The gain is that of the proven score (the lower bound):
/// the score over what is answered can fall when one more indicator is answered, although nothing got worse.
pub(super) fn simulate(input: &FitInput<'_>) -> Result<Option<Simulation>, Error> {
    let Some(assessed) = &input.assessed else { return Ok(None) };
    let profile = SubjectProfile::Unit { level: input.unit.level, size_class: input.unit.size_class };
    let raises: BTreeMap<Slug, Rational> =
        input.document.outcomes.iter().map(|o| (o.indicator.clone(), o.level)).collect();
    let not_scored = |error: blaupause_maturity::Error| Error::NotScored(error.message());
    let (model, hash) = (input.model, input.model_hash);
    let (answers, provider) = (assessed.answers, assessed.provider_levels);
    let before = score(model, hash, &profile, answers, provider).map_err(not_scored)?;
    let after = what_if(model, hash, &profile, answers, provider, &raises).map_err(not_scored)?;
    let gain = after.bounds.lower.exact.checked_sub(before.bounds.lower.exact).ok_or(Error::TooLarge)?;
    Ok(Some(Simulation { before, after, gain }))
}

pub(super) fn lines(
    input: &FitInput<'_>,
    simulation: Option<&Simulation>,
    lines: &mut Lines,
) -> Result<(), Error> {
    for outcome in &input.document.outcomes {
        let Some(indicator) = input.model.indicator(&outcome.indicator) else {
            let reason = blaupause_maturity::Error::UnknownIndicator { indicator: outcome.indicator.clone() };
            return Err(Error::NotScored(reason.message()));
        };
        let about = |code: &str| {
            titled(code, &indicator.title)
                .with("indicator", &indicator.id)
                .with("level", shown(outcome.level))
        };
        let (status, message) = match simulation {
            None => (FitStatus::Info, about("fit-outcome-not-assessed")),
            Some(simulation) => {
                let node = simulation.before.explain.find(&outcome.indicator);
                match node.and_then(|n| Some((n.lower?, n.value))) {
                    None => (FitStatus::Info, about("fit-outcome-not-applicable")),
                    Some((_, None)) => (FitStatus::Info, about("fit-outcome-from-open")),
                    Some((_, Some(level))) if level >= outcome.level => {
                        (FitStatus::Met, about("fit-outcome-already-reached").with("actual", shown(level)))
                    }
                    Some((_, Some(level))) => {
                        (FitStatus::Info, about("fit-outcome-raised").with("actual", shown(level)))
                    }
                }
            }
        };
        lines.add(FitTopic::Outcome, status, message);
    }
    match (simulation, &input.assessed) {
        (Some(simulation), Some(assessed)) => {
            score_line(simulation, assessed.reference_date, lines);
            stage_lines(simulation, lines);
        }
        _ => lines.add(FitTopic::Score, FitStatus::Open, Message::new("fit-not-assessed")),
    }
    Ok(())
}

fn score_line(simulation: &Simulation, date: blaupause_kernel::Date, lines: &mut Lines) {
    let (before, after) = (&simulation.before.bounds.lower.rounded, &simulation.after.bounds.lower.rounded);
    let gain = shown_gain(before, after).unwrap_or(simulation.gain);
    let code = match (simulation.gain.is_zero(), gain.is_zero()) {
        (true, _) => "fit-score-unchanged",
        (false, true) => "fit-score-raised-slightly",
        (false, false) => "fit-score-raised",
    };
    let message = Message::new(code)
        .with("before", before)
        .with("after", after)
        .with("gain", shown(gain))
        .with("date", date);
    lines.add(FitTopic::Score, FitStatus::Info, message);
}

/// What is shown has to add up: the gain is that of the rounded scores, not the rounded gain of the exact ones.
fn shown_gain(before: &str, after: &str) -> Option<Rational> {
    after.parse::<Rational>().ok()?.checked_sub(before.parse().ok()?)
}

fn stage_lines(simulation: &Simulation, lines: &mut Lines) {
    let (before, after) = (&simulation.before.stage, &simulation.after.stage);
    let message = match (before, after) {
        (Some(from), Some(to)) if from.rank < to.rank => titled("fit-stage-raised", &to.title)
            .with("from-title-de", from.title.get(blaupause_kernel::Language::De))
            .with("from-title-en", from.title.get(blaupause_kernel::Language::En)),
        (None, Some(to)) => titled("fit-stage-first", &to.title),
        (_, Some(stage)) => titled("fit-stage-unchanged", &stage.title),
        (_, None) => Message::new("fit-stage-none"),
    };
    lines.add(FitTopic::Stage, FitStatus::Info, message);
    for gate in simulation.closed_gates() {
        let message = titled("fit-gate-closed", &gate.title)
            .with("node", &gate.node)
            .with("needed", shown(gate.needed))
            .with("actual", shown(gate.actual));
        lines.add(FitTopic::Stage, FitStatus::Info, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1.405 and 1.4849 are shown as 1.41 and 1.48; their difference of 0.0799 would be shown as 0.08.
    #[test]
    fn the_gain_shown_is_the_difference_of_the_scores_shown() {
        assert_eq!(shown_gain("1.41", "1.48"), Rational::new(7, 100));
        assert_eq!(shown_gain("1.41", "1.41"), Some(Rational::from_int(0)));
    }
}
