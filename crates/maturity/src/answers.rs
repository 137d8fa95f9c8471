//! What a unit answers, what its provider adds, and who the unit is. Scoring them is in `scoring`.

use std::collections::BTreeMap;

use blaupause_kernel::{Level, Message, Rational, Slug};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use crate::problems::step;
use crate::{Error, Indicator, Model, Problem};

/// The longest reason or comment, in characters.
pub const MAX_REASON: usize = 4_000;

/// The answer to one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Answer {
    /// A level of the indicator's scale ("Stufe").
    Level {
        /// The level.
        value: Rational,
    },
    /// The question makes no sense here ("trifft nicht zu"): the indicator leaves the weights.
    NotApplicable {
        /// Why, not blank.
        reason: String,
    },
    /// Nobody can tell yet ("nicht beurteilbar"): open, never counted as zero.
    NotAssessable {
        /// Why, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The provider does it ("macht der Dienstleister"): its level comes from the provider's modules or its own
    /// assessment, open without.
    ByProvider,
    /// No answer yet: open.
    #[default]
    Unanswered,
}

/// The answers of one assessment by indicator. What is missing is unanswered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Answer>))]
pub struct Answers(pub BTreeMap<Slug, Answer>);

impl Answers {
    /// The answer to an indicator.
    pub fn get(&self, indicator: &Slug) -> Option<&Answer> {
        self.0.get(indicator)
    }

    /// Whether the answers fit a model.
    ///
    /// # Errors
    /// Every fault with its JSON pointer: unknown indicator, level off the scale, blank or over-long reason.
    pub fn check(&self, model: &Model) -> Result<(), Vec<Problem>> {
        let known: BTreeMap<&Slug, &Indicator> =
            model.indicators().into_iter().map(|(_, i)| (&i.id, i)).collect();
        let mut problems = Vec::new();
        for (id, answer) in &self.0 {
            let path = step("", id);
            let Some(indicator) = known.get(id) else {
                let message = Message::new("answer-unknown-indicator").with("indicator", id);
                problems.push(Problem::new(path, None, message));
                continue;
            };
            if let Some((field, message)) = fault(indicator, answer) {
                problems.push(Problem::new(step(&path, field), None, message));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// The field of an answer that cannot stand, and why.
pub(crate) fn fault(indicator: &Indicator, answer: &Answer) -> Option<(&'static str, Message)> {
    match answer {
        Answer::Level { value } => (!indicator.scale.contains(*value)).then(|| {
            ("value", Message::new("answer-off-scale").with("indicator", &indicator.id).with("value", value))
        }),
        Answer::NotApplicable { reason } if reason.trim().is_empty() => {
            Some(("reason", Message::new("answer-reason-blank").with("indicator", &indicator.id)))
        }
        Answer::NotApplicable { reason } | Answer::NotAssessable { reason: Some(reason) } => {
            too_long(reason).map(|message| ("reason", message))
        }
        Answer::NotAssessable { reason: None } | Answer::ByProvider | Answer::Unanswered => None,
    }
}

/// The message for a text that is longer than [`MAX_REASON`].
pub(crate) fn too_long(text: &str) -> Option<Message> {
    (text.chars().count() > MAX_REASON).then(|| Message::new("answer-text-too-long").with("most", MAX_REASON))
}

/// The level that a provider brings to an indicator answered `byProvider`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderLevel {
    /// The level, on the indicator's scale.
    pub value: Rational,
    /// Where it comes from: the provider's module version or assessment.
    pub origin: String,
}

/// The levels that a provider brings, by indicator. What is missing stays open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, ProviderLevel>))]
pub struct ProviderLevels(pub BTreeMap<Slug, ProviderLevel>);

impl ProviderLevels {
    /// The level for an indicator, if the provider brings one.
    ///
    /// # Errors
    /// `OffScale` if it is not a level of the indicator.
    pub fn level(&self, indicator: &Indicator) -> Result<Option<&ProviderLevel>, Error> {
        let Some(level) = self.0.get(&indicator.id) else { return Ok(None) };
        on_scale(indicator, level.value).map(|_| Some(level))
    }
}

/// The level itself, if the indicator has it.
pub(crate) fn on_scale(indicator: &Indicator, value: Rational) -> Result<Rational, Error> {
    if indicator.scale.contains(value) {
        Ok(value)
    } else {
        Err(Error::OffScale { indicator: indicator.id.clone(), value: value.to_string() })
    }
}

/// Who is assessed, as far as `appliesTo` asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectProfile {
    /// An administration.
    Unit {
        /// Administrative level.
        level: Level,
        /// Size class, if the population is known.
        size_class: Option<SizeClass>,
    },
    /// A provider: it has neither level nor size class, and its models set no such condition.
    Provider,
}

impl SubjectProfile {
    /// Whether an indicator is asked of this subject.
    pub fn is_asked(&self, indicator: &Indicator) -> bool {
        match self {
            Self::Unit { level, size_class } => indicator.applies_to.includes(*level, *size_class),
            Self::Provider => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::fixtures::{indicator, model, slug};

    #[test]
    fn answers_are_tagged_by_kind() {
        for (text, answer) in [
            (r#"{"kind":"level","value":"1/4"}"#, Answer::Level { value: "1/4".parse().unwrap() }),
            (
                r#"{"kind":"notApplicable","reason":"kein Hafen"}"#,
                Answer::NotApplicable { reason: "kein Hafen".into() },
            ),
            (r#"{"kind":"notAssessable"}"#, Answer::NotAssessable { reason: None }),
            (r#"{"kind":"byProvider"}"#, Answer::ByProvider),
            (r#"{"kind":"unanswered"}"#, Answer::Unanswered),
        ] {
            assert_eq!(serde_json::from_str::<Answer>(text).unwrap(), answer);
            assert_eq!(serde_json::to_string(&answer).unwrap(), text);
        }
        let number: Answer = serde_json::from_str(r#"{"kind":"level","value":0.25}"#).unwrap();
        assert_eq!(number, Answer::Level { value: "1/4".parse().unwrap() });
        for bad in [
            r#"{"kind":"level"}"#,
            r#"{"kind":"level","value":1,"x":1}"#,
            r#"{"kind":"yes"}"#,
            r#"{"value":1}"#,
        ] {
            assert!(serde_json::from_str::<Answer>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn check_names_every_fault_by_pointer() {
        let model = model("mean", &[indicator("a"), indicator("b"), indicator("c"), indicator("d")]);
        let answers = Answers(BTreeMap::from([
            (slug("a"), Answer::Level { value: Rational::from_int(6) }),
            (slug("b"), Answer::NotApplicable { reason: " ".into() }),
            (slug("c"), Answer::NotAssessable { reason: Some("x".repeat(MAX_REASON + 1)) }),
            (slug("d"), Answer::Level { value: Rational::from_int(5) }),
            (slug("nobody"), Answer::ByProvider),
        ]));
        let found: Vec<_> =
            answers.check(&model).unwrap_err().into_iter().map(|p| (p.path, p.code)).collect();
        let expected = [
            ("/a/value", "answer-off-scale"),
            ("/b/reason", "answer-reason-blank"),
            ("/c/reason", "answer-text-too-long"),
            ("/nobody", "answer-unknown-indicator"),
        ];
        assert_eq!(found, expected.map(|(p, c)| (p.to_owned(), c.to_owned())));
    }
}
