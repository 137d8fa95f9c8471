//! Gaps and what stands in the way as statements with a code and values. The words are elsewhere.

use blaupause_kernel::{Language, LocalizedText, Message, Rounding};

use crate::{Blocking, FailingGate, Gap, GapSource, StageRef, Threshold};

impl Blocking {
    /// The threshold that is not proven, as a statement; numbers are shown with the model's rounding.
    pub fn threshold_message(&self, rounding: Rounding) -> Option<Message> {
        let Threshold { needed, actual, distance, open } = self.threshold.as_ref()?;
        let message = Message::new(if *open { "blocking-threshold-open" } else { "blocking-threshold" })
            .with("needed", needed.rounded(rounding))
            .with("proven", actual.rounded(rounding))
            .with("distance", distance.rounded(rounding));
        Some(named(message, "stage", &self.stage.title))
    }
}

impl FailingGate {
    /// The gate as a statement about the stage it belongs to.
    pub fn message(&self, stage: &StageRef, rounding: Rounding) -> Message {
        let message = Message::new(if self.open { "blocking-gate-open" } else { "blocking-gate" })
            .with("needed", self.needed.rounded(rounding))
            .with("proven", self.actual.rounded(rounding));
        named(named(message, "title", &self.title), "stage", &stage.title)
    }
}

impl Gap {
    /// The gap as a statement; numbers are shown with the model's rounding.
    pub fn message(&self, rounding: Rounding) -> Message {
        let code = match (&self.source, self.open) {
            (GapSource::Levels { .. }, _) => "gap-levels",
            (GapSource::Gate { .. }, true) => "gap-gate-open",
            (GapSource::Gate { .. }, false) => "gap-gate",
            (GapSource::Threshold { .. }, true) => "gap-threshold-open",
            (GapSource::Threshold { .. }, false) => "gap-threshold",
            (GapSource::Own, _) => "gap-own",
        };
        let message = Message::new(code)
            .with("needed", self.needed.rounded(rounding))
            .with("proven", self.proven.rounded(rounding))
            .with("distance", self.distance.rounded(rounding));
        named(message, "title", &self.title)
    }
}

/// Adds a text in every language, to be shown in the reader's.
fn named(message: Message, name: &str, text: &LocalizedText) -> Message {
    Language::ALL.into_iter().fold(message, |m, l| m.with(&format!("{name}-{l}"), text.get(l)))
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::RoundingMode;

    use super::*;
    use crate::scoring::fixtures::{gated, level, open, outcome};
    use crate::{Target, gaps};

    /// Model `gated`: score (3a + b) / 4; `gesichert` from 2 with a >= 2.
    #[test]
    fn statements_carry_the_code_and_the_numbers() {
        let rounding = Rounding { mode: RoundingMode::HalfUp, digits: 1 };
        let model = gated();
        let result = outcome(&model, &[("a", level(1)), ("b", level(2))]); // 5/4
        let blocking = result.blocking.clone().unwrap();
        let threshold = blocking.threshold_message(rounding).unwrap();
        assert_eq!(threshold.code, "blocking-threshold");
        let arg = |m: &Message, name: &str| m.args.iter().find(|(n, _)| n == name).unwrap().1.clone();
        assert_eq!((arg(&threshold, "proven"), arg(&threshold, "distance")), ("1.3".into(), "0.8".into()));
        let gate = blocking.gates[0].message(&blocking.stage, rounding);
        assert_eq!((gate.code.as_str(), arg(&gate, "title-de")), ("blocking-gate", "a".into()));
        let found = gaps(&model, &result, &Target::NextStage).unwrap();
        let codes: Vec<_> = found.iter().map(|g| g.message(rounding).code).collect();
        assert_eq!(codes, ["gap-threshold", "gap-gate"]);
        let unanswered = outcome(&model, &[("a", open()), ("b", open())]);
        let found = gaps(&model, &unanswered, &Target::MinimumStandard { stage: None }).unwrap();
        assert_eq!(found[0].message(rounding).code, "gap-gate-open");
    }
}
