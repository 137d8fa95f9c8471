//! A YAML or JSON text as a tree that remembers its lines, read under limits. Knows nothing of models.

use std::fmt;

use blaupause_kernel::Message;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};
use serde_saphyr::{Location, Spanned};

use super::MAX_BYTES;
use crate::Problem;

/// The deepest nesting of lists and maps; a model needs two levels per dimension and six below.
const MAX_DEPTH: usize = 48;

/// The most values in one text, counted after aliases were replaced.
const MAX_NODES: usize = 400_000;

/// One value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    /// Line, counted from 1; nothing if the value did not come from text.
    pub line: Option<u64>,
    /// The value.
    pub content: Content,
}

/// What a value is.
#[derive(Debug)]
pub(crate) enum Content {
    /// Null, a truth value, a number or a text.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the text.
    Map(Vec<(String, Node)>),
}

/// Reads text under limits for size, depth and aliases.
pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    if text.len() > MAX_BYTES {
        let message = Message::new("model-too-large").with("bytes", text.len()).with("most", MAX_BYTES);
        return Err(Problem::new("", None, message));
    }
    let mut aliases = serde_saphyr::options::AliasLimits::default();
    aliases.max_total_replayed_events = MAX_NODES;
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_documents: 1,
        },
        alias_limits: aliases,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options::<Node>(text, options).map_err(|error| {
        let reason: String = error.without_snippet().to_string().chars().take(300).collect();
        let line = error.location().and_then(known_line);
        Problem::new("", line, Message::new("model-syntax").with("reason", reason))
    })
}

fn known_line(location: Location) -> Option<u64> {
    (location.line() > 0).then(|| location.line())
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        let content = match value {
            Value::Array(items) => Content::List(items.into_iter().map(Self::from).collect()),
            Value::Object(entries) => {
                Content::Map(entries.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
            scalar => Content::Scalar(scalar),
        };
        Self { line: None, content }
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        match node.content {
            Content::Scalar(value) => value,
            Content::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Content::Map(entries) => {
                Self::Object(entries.into_iter().map(|(name, node)| (name, Self::from(node))).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Content>::deserialize(deserializer)?;
        Ok(Self { line: known_line(spanned.defined), content: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Content, E> {
        Ok(Content::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    /// A number keeps its shortest decimal; what is no finite number stays a text and fails as a number later.
    fn visit_f64<E>(self, value: f64) -> Result<Content, E> {
        Ok(Content::Scalar(Number::from_f64(value).map_or_else(|| value.to_string().into(), Value::Number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content::Scalar(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Content::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Content::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_lines_and_keeps_decimals() {
        let node = parse("a: 1\nb:\n  - 0.10\n  - 'no'\n  - no\n").unwrap();
        let Content::Map(entries) = node.content else { panic!("a map") };
        let (name, list) = entries.into_iter().nth(1).unwrap();
        let Content::List(items) = list.content else { panic!("a list") };
        assert_eq!((name.as_str(), items[0].line, items[1].line), ("b", Some(3), Some(4)));
        let values: Vec<Value> = items.into_iter().map(Value::from).collect();
        assert_eq!(serde_json::to_string(&values).unwrap(), r#"[0.1,"no","no"]"#);
    }

    #[test]
    fn reads_json_as_well() {
        let text = r#"{"a": {"b": ["ü", 1.5, null, true]}}"#;
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(Value::from(parse(text).unwrap()), expected);
    }

    #[test]
    fn refuses_bombs_depth_size_and_repeated_keys() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for i in 1..10 {
            let uses = vec![format!("*a{}", i - 1); 10].join(",");
            bomb.push_str(&format!("a{i}: &a{i} [{uses}]\n"));
        }
        let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        let big = format!("a: {}", "x".repeat(MAX_BYTES));
        for (text, code) in [
            (bomb.as_str(), "model-syntax"),
            (&deep, "model-syntax"),
            (&big, "model-too-large"),
            ("a: 1\na: 2\n", "model-syntax"),
            ("a: [1, 2\n", "model-syntax"),
            ("a: 1\n---\nb: 2\n", "model-syntax"),
        ] {
            assert_eq!(parse(text).unwrap_err().code, code, "{}", text.chars().take(30).collect::<String>());
        }
        assert_eq!(parse("a: 1\na: 2\n").unwrap_err().line, Some(2));
    }
}
