//! Reading documents that people write, as YAML or JSON: every problem at once, each with its place.
//! Knows no document type; the rules of each type are its own `check`.

use std::collections::BTreeMap;
use std::fmt;

use blaupause_kernel::Message;
use serde::de::{self, DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;

use crate::Error;

/// Largest document that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 1 << 20;

/// One thing that is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// JSON pointer to the value; empty for the document as a whole.
    pub path: String,
    /// Line in the text, from 1, if the document was read from a text.
    pub line: Option<u64>,
    /// Column in the text, from 1, if the document was read from a text.
    pub column: Option<u64>,
    /// What is wrong.
    pub message: Message,
}

impl Problem {
    pub(crate) fn at(path: impl Into<String>, message: Message) -> Self {
        Self { path: path.into(), line: None, column: None, message }
    }
}

/// Reads a document and checks it.
///
/// `least` is the smallest document of its type, as JSON. To find every problem, not only the first, each value
/// is tried alone in its place there.
pub(crate) fn read<T: DeserializeOwned>(
    text: &str,
    least: &str,
    check: impl Fn(&T) -> Vec<Problem>,
) -> Result<T, Error> {
    if text.len() > MAX_DOCUMENT_BYTES {
        return Err(Error::DocumentTooLarge { most: MAX_DOCUMENT_BYTES });
    }
    let mut places = Places::default();
    let value = parse(text, &mut places).map_err(|problem| Error::Document(vec![problem]))?;
    let mut problems = match T::deserialize(&value) {
        Ok(document) => {
            let problems = check(&document);
            if problems.is_empty() {
                return Ok(document);
            }
            problems
        }
        Err(_) => format_problems::<T>(&value, least),
    };
    for problem in &mut problems {
        (problem.line, problem.column) = places.nearest(&problem.path);
    }
    problems.sort_by_key(|p| (p.line, p.column));
    Err(Error::Document(problems))
}

/// Where each value stands: JSON pointer to line and column.
#[derive(Default)]
struct Places(BTreeMap<String, (u64, u64)>);

impl Places {
    /// The place of the value, or of the closest one that encloses it.
    fn nearest(&self, path: &str) -> (Option<u64>, Option<u64>) {
        let mut path = path;
        loop {
            if let Some((line, column)) = self.0.get(path) {
                return (Some(*line), Some(*column));
            }
            match path.rsplit_once('/') {
                Some((parent, _)) => path = parent,
                None => return (None, None),
            }
        }
    }
}

/// Text to value. No aliases, no includes, no deep nesting: nothing that makes a small text large.
fn parse(text: &str, places: &mut Places) -> Result<Value, Problem> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_merge_keys: 0,
            max_depth: 32,
            flow_nesting_limit: 32,
            max_documents: 1,
            max_nodes: 50_000,
        },
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Node>>(text, options) {
        Ok(node) => Ok(node.value.into_value(String::new(), places)),
        Err(error) => {
            let at = error.location();
            let message = Message::new("catalog-document-unreadable").with("detail", error.without_snippet());
            Err(Problem {
                line: at.map(|at| at.line()),
                column: at.map(|at| at.column()),
                ..Problem::at("", message)
            })
        }
    }
}

/// Every value that does not have the form its type asks for.
fn format_problems<T: DeserializeOwned>(value: &Value, least: &str) -> Vec<Problem> {
    let least: Map<String, Value> = serde_json::from_str(least).unwrap_or_default();
    let Value::Object(fields) = value else {
        return vec![Problem::at("", Message::new("catalog-document-not-object"))];
    };
    let missing = least
        .keys()
        .filter(|name| !fields.contains_key(*name))
        .map(|name| Problem::at("", Message::new("catalog-document-field-missing").with("field", name)));
    let mut problems: Vec<_> = missing.collect();
    let mut attempt = |name: &str, value: Value, index: Option<usize>| {
        let mut candidate = least.clone();
        candidate.insert(name.to_owned(), value);
        if let Err(error) = serde_path_to_error::deserialize::<_, T>(Value::Object(candidate)) {
            let mut path = pointer(error.path());
            if let Some(index) = index {
                path = path.replacen("/0", &format!("/{index}"), 1);
            }
            let place = if path.is_empty() { format!("/{}", escape(name)) } else { path };
            let message = Message::new("catalog-document-format").with("detail", error.inner());
            problems.push(Problem::at(place, message));
        }
    };
    for (name, value) in fields {
        match value {
            Value::Array(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    attempt(name, Value::Array(vec![item.clone()]), Some(index));
                }
            }
            other => attempt(name, other.clone(), None),
        }
    }
    problems
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escape(key)),
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

/// A name as a step of a JSON pointer (RFC 6901).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A value that knows where its parts stand.
enum Node {
    Scalar(Value),
    List(Vec<Spanned<Node>>),
    Object(Vec<(String, Spanned<Node>)>),
}

impl Node {
    fn into_value(self, path: String, places: &mut Places) -> Value {
        let child = |step: &str, node: Spanned<Self>, places: &mut Places| {
            let path = format!("{path}/{step}");
            places.0.insert(path.clone(), (node.referenced.line(), node.referenced.column()));
            node.value.into_value(path, places)
        };
        match self {
            Self::Scalar(value) => value,
            Self::List(items) => {
                items.into_iter().enumerate().map(|(i, node)| child(&i.to_string(), node, places)).collect()
            }
            Self::Object(fields) => fields
                .into_iter()
                .map(|(name, node)| (child(&escape(&name), node, places), name))
                .map(|(value, name)| (name, value))
                .collect(),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, number, list or mapping")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        Number::from_f64(value)
            .map(|n| Node::Scalar(n.into()))
            .ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
        let mut object = Vec::new();
        while let Some(field) = fields.next_entry()? {
            object.push(field);
        }
        Ok(Node::Object(object))
    }
}
