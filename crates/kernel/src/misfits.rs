//! Why a value does not have the form of its type, as a message in any language. Parsers say it in English sentences;
//! here they are taken apart. Knows the sentences of serde, of this crate's own types and of a few others, and no document.

use crate::Message;

/// What a value lacks to be of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The field that is missing, below the place where the value was read.
    pub missing: Option<String>,
    /// What is wrong.
    pub message: Message,
}

/// Sentences that refuse a text, by how they go on after the text in backticks, and their codes.
const SENTENCES: [(&str, &str); 13] = [
    (" is not a slug", "value-no-slug"),
    (" is not a semantic version", "value-no-version"),
    (" is not a regional key", "value-no-regional-key"),
    (" is not a country", "value-no-country"),
    (" is not a date", "value-no-date"),
    (" is not an instant", "value-no-instant"),
    (" is not a quarter", "value-no-quarter"),
    (" is not a supported language", "value-no-language"),
    (" is not a number", "value-no-number"),
    (" is not a SHA-256 digest", "value-no-digest"),
    (" is not a web address", "value-no-web-address"),
    (" is not a kind of events", "value-no-event-kind"),
    (" is not an e-mail address", "value-no-email-address"),
];

/// Beginnings of sentences that name no text, and their codes.
const BEGINNINGS: [(&str, &str); 8] = [
    ("a localized text needs", "value-no-localized-text"),
    ("a text of ", "value-no-plain-text"),
    ("a note of ", "value-no-plain-text"),
    ("UUID parsing failed", "value-no-uuid"),
    ("invalid digit found", "value-no-whole-number"),
    ("cannot parse integer", "value-no-whole-number"),
    ("number too ", "value-out-of-range"),
    ("provided string was not `true` or `false`", "value-no-boolean"),
];

/// Takes apart what a parser says about a value.
pub fn misfit(sentence: &str) -> Misfit {
    let sentence = without_place(sentence);
    if let Some(field) = sentence.strip_prefix("missing field ").and_then(quoted) {
        let message = Message::new("field-missing").with("field", field);
        return Misfit { missing: Some(field.to_owned()), message };
    }
    Misfit { missing: None, message: message(sentence) }
}

fn message(sentence: &str) -> Message {
    for (beginning, code, argument) in [
        ("unknown variant ", "value-not-offered", "value"),
        ("unknown field ", "field-unknown", "field"),
        ("duplicate field ", "field-repeated", "field"),
    ] {
        if let Some(rest) = sentence.strip_prefix(beginning) {
            let named = quoted(rest).unwrap_or_default();
            let after = rest.get(named.len().saturating_add(2)..).unwrap_or_default();
            let offered = all_quoted(after).collect::<Vec<_>>().join(", ");
            let choice = if offered.is_empty() { "none" } else { "some" };
            return Message::new(code).with(argument, named).with("choice", choice).with("offered", offered);
        }
    }
    if let Some((found, expected)) =
        sentence.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "))
    {
        return Message::new("value-of-other-kind")
            .with("found", kind(found))
            .with("expected", kind(expected));
    }
    if sentence.starts_with("invalid value: integer") {
        return Message::new("value-out-of-range");
    }
    if let Some((_, code)) = BEGINNINGS.iter().find(|(beginning, _)| sentence.starts_with(beginning)) {
        return Message::new(*code);
    }
    let known = sentence.strip_prefix('`').and_then(|rest| {
        let (text, after) = rest.rsplit_once('`')?;
        let (_, code) = SENTENCES.iter().find(|(going_on, _)| after.starts_with(going_on))?;
        Some(Message::new(*code).with("value", text))
    });
    let reason = || sentence.chars().take(300).collect::<String>();
    known.unwrap_or_else(|| Message::new("value-invalid").with("reason", reason()))
}

/// Without the place that a parser of texts puts at the end.
fn without_place(sentence: &str) -> &str {
    match sentence.rsplit_once(" at line ") {
        Some((before, place)) if place.contains(" column ") => before,
        _ => sentence,
    }
}

/// The first text in backticks, at the very beginning.
fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('`')?.split_once('`').map(|(inner, _)| inner)
}

/// Every text in backticks: what is offered instead.
fn all_quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The kind of a value, from how a parser calls it: `string "x"`, `a sequence`, `struct Provider`.
fn kind(name: &str) -> &'static str {
    let name = name.strip_prefix("a ").or_else(|| name.strip_prefix("an ")).unwrap_or(name);
    let is = |beginnings: &[&str]| beginnings.iter().any(|b| name.starts_with(b));
    if is(&["null", "unit", "Option", "option"]) {
        "nothing"
    } else if is(&["string", "borrowed string", "character"]) || name == "str" {
        "text"
    } else if is(&["bool"]) {
        "boolean"
    } else if is(&["integer", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "usize"]) {
        "wholeNumber"
    } else if is(&["floating point", "f64", "f32", "number"]) {
        "number"
    } else if is(&["sequence", "array", "tuple"]) {
        "list"
    } else if is(&["map", "struct", "internally tagged", "adjacently tagged"]) {
        "object"
    } else {
        "other"
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::{
        Ars, Country, Date, Digest, Language, LocalizedText, Quarter, Rational, Slug, Timestamp, Version,
    };

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[expect(dead_code, reason = "only ever read from texts that do not fit")]
    struct Probe {
        name: String,
        count: Option<u16>,
        state: Option<State>,
        list: Option<Vec<u8>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum State {
        First,
        SecondOne,
    }

    fn args(message: &Message) -> Vec<(&str, &str)> {
        message.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn what_serde_says_is_taken_apart() {
        for (text, code, expected) in [
            (r#"{}"#, "field-missing", vec![("field", "name")]),
            (r#"{"name":null}"#, "value-of-other-kind", vec![("expected", "text"), ("found", "nothing")]),
            (r#"{"name":1}"#, "value-of-other-kind", vec![("expected", "text"), ("found", "wholeNumber")]),
            (
                r#"{"name":"a","list":"b"}"#,
                "value-of-other-kind",
                vec![("expected", "list"), ("found", "text")],
            ),
            ("7", "value-of-other-kind", vec![("expected", "object"), ("found", "wholeNumber")]),
            (r#"{"name":"a","count":70000}"#, "value-out-of-range", vec![]),
            (
                r#"{"name":"a","state":"third"}"#,
                "value-not-offered",
                vec![("choice", "some"), ("offered", "first, secondOne"), ("value", "third")],
            ),
            (
                r#"{"nam":"a"}"#,
                "field-unknown",
                vec![("choice", "some"), ("field", "nam"), ("offered", "name, count, state, list")],
            ),
        ] {
            let sentence = serde_json::from_str::<Probe>(text).unwrap_err().to_string();
            let found = misfit(&sentence).message;
            let mut found_args = args(&found);
            found_args.sort_unstable();
            assert_eq!((found.code.as_str(), found_args), (code, expected), "{sentence}");
        }
        assert_eq!(misfit("missing field `name`").missing.as_deref(), Some("name"));
    }

    #[test]
    fn every_type_of_this_crate_says_what_it_asks_for() {
        let sentence = |error: serde_json::Error| misfit(&error.to_string()).message;
        let text = r#""Das ist `nichts`!""#;
        let found = [
            sentence(serde_json::from_str::<Slug>(text).unwrap_err()),
            sentence(serde_json::from_str::<Version>(text).unwrap_err()),
            sentence(serde_json::from_str::<Ars>(text).unwrap_err()),
            sentence(serde_json::from_str::<Country>(text).unwrap_err()),
            sentence(serde_json::from_str::<Date>(text).unwrap_err()),
            sentence(serde_json::from_str::<Timestamp>(text).unwrap_err()),
            sentence(serde_json::from_str::<Quarter>(text).unwrap_err()),
            sentence(serde_json::from_str::<Language>(text).unwrap_err()),
            sentence(serde_json::from_str::<Rational>(text).unwrap_err()),
            sentence(serde_json::from_str::<Digest>(text).unwrap_err()),
            sentence(serde_json::from_str::<LocalizedText>("{}").unwrap_err()),
        ];
        let codes: Vec<&str> = found.iter().map(|message| message.code.as_str()).collect();
        let others = ["value-no-web-address", "value-no-event-kind", "value-no-email-address"];
        let own = SENTENCES.iter().map(|(_, code)| *code).filter(|code| !others.contains(code));
        let known = own.chain(["value-no-localized-text"]);
        assert_eq!(codes, known.collect::<Vec<_>>());
        assert_eq!(args(&found[0]), [("value", "Das ist `nichts`!")]);
        assert_eq!(misfit("something else").message.code, "value-invalid");
    }
}
