//! From assessments to the rows of a CSV that a German spreadsheet opens as it is: semicolons, decimal comma, CRLF.

use std::collections::BTreeSet;

use blaupause_kernel::{Rational, Rounding, RoundingMode, Slug};
use blaupause_territory::{guarded, quoted};

use super::Column;
use crate::{Answer, Assessment};

/// The byte order mark and the header.
pub fn head() -> String {
    format!("\u{feff}{}\r\n", Column::ALL.map(Column::name).join(";"))
}

/// The rows of an assessment, one per indicator that has an answer or a comment, by indicator.
pub fn rows(assessment: &Assessment) -> String {
    let indicators: BTreeSet<&Slug> = assessment.answers.0.keys().chain(assessment.comments.keys()).collect();
    let key = |key: Option<String>| key.unwrap_or_default();
    let common = [
        key(assessment.assessed.unit().map(ToString::to_string)),
        key(assessment.assessed.provider().map(ToString::to_string)),
        assessment.model.id.to_string(),
        assessment.model.version.to_string(),
        assessment.period.to_string(),
        guarded(assessment.purpose.as_deref().unwrap_or_default()),
    ];
    let common = common.map(|field| quoted(&field)).join(";");
    let mut text = String::new();
    for indicator in indicators {
        let answer = assessment.answers.get(indicator).unwrap_or(&Answer::Unanswered);
        let (kind, level, reason) = parts(answer);
        let comment = assessment.comments.get(indicator).map(String::as_str).unwrap_or_default();
        let own = [indicator.as_str(), kind, &level, &guarded(reason), &guarded(comment)].map(quoted);
        text.push_str(&format!("{common};{}\r\n", own.join(";")));
    }
    text
}

fn parts(answer: &Answer) -> (&'static str, String, &str) {
    match answer {
        Answer::Level { value } => ("level", number(*value), ""),
        Answer::NotApplicable { reason } => ("notApplicable", String::new(), reason),
        Answer::NotAssessable { reason } => {
            ("notAssessable", String::new(), reason.as_deref().unwrap_or_default())
        }
        Answer::ByProvider => ("byProvider", String::new(), ""),
        Answer::Unanswered => ("unanswered", String::new(), ""),
    }
}

/// A level as a decimal where it is one: a spreadsheet takes `1/4` for a day in April.
fn number(value: Rational) -> String {
    let decimal = |digits| {
        let text = value.rounded(Rounding { mode: RoundingMode::HalfUp, digits });
        (text.parse() == Ok(value)).then(|| text.replace('.', ","))
    };
    (0..=9).find_map(decimal).unwrap_or_else(|| value.to_string())
}
