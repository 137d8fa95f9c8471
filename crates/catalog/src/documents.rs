//! Reading documents that people write, as YAML or JSON: every problem at once, each with its place.
//! Knows no document type; the rules of each type are its own `check`.

use blaupause_kernel::{Located, Message, Misfit, Unreadable, misfit, pointer_step};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

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
    let located = Located::parse(text).map_err(|error| Error::Document(vec![unreadable(error)]))?;
    let mut problems = match T::deserialize(&located.value) {
        Ok(document) => {
            let problems = check(&document);
            if problems.is_empty() {
                return Ok(document);
            }
            problems
        }
        Err(_) => format_problems::<T>(&located.value, least),
    };
    for problem in &mut problems {
        (problem.line, problem.column) = located.place(&problem.path).unzip();
    }
    problems.sort_by_key(|p| (p.line, p.column));
    Err(Error::Document(problems))
}

fn unreadable(error: Unreadable) -> Problem {
    let (line, column) = error.place.unzip();
    let message = Message::new("catalog-document-unreadable").with("detail", error.detail);
    Problem { line, column, ..Problem::at("", message) }
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
            let mut place = if path.is_empty() { format!("/{}", pointer_step(name)) } else { path };
            let Misfit { missing, message } = misfit(&error.inner().to_string());
            if let Some(field) = missing {
                place = format!("{place}/{}", pointer_step(&field));
            }
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
            Segment::Map { key } => format!("/{}", pointer_step(key)),
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}
