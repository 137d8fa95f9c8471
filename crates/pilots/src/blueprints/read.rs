//! From text to a checked blueprint version, with every problem at its line.

use blaupause_kernel::{Located, Message, Misfit, Unreadable, misfit, pointer_step};
use serde_json::{Value, json};
use serde_path_to_error::{Segment, Track};

use super::{BlueprintVersion, check};
use crate::Problem;

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Most problems of form that are told before reading gives up.
const MAX_PROBLEMS: usize = 100;

pub(super) fn blueprint(text: &str) -> Result<BlueprintVersion, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        let message = Message::new("blueprint-too-large").with("bytes", text.len()).with("most", MAX_BYTES);
        return Err(vec![Problem::new("", None, message)]);
    }
    let mut located = Located::parse(text).map_err(|error| vec![unreadable(error)])?;
    numbers_as_texts(&mut located.value);
    let version = typed(&located)?;
    let mut problems = check::problems(&version);
    if problems.is_empty() {
        return Ok(version);
    }
    for problem in &mut problems {
        problem.line = line(&located, &problem.path);
    }
    problems.sort_by_key(|p| p.line);
    Err(problems)
}

fn unreadable(error: Unreadable) -> Problem {
    let line = error.place.map(|(line, _)| line);
    Problem::new("", line, Message::new("blueprint-not-readable").with("detail", error.detail))
}

fn line(located: &Located, pointer: &str) -> Option<u64> {
    located.place(pointer).map(|(line, _)| line)
}

/// Money and effort may be written as numbers: `personDays: { default: 2.5 }` means the text `"2.5"`.
fn numbers_as_texts(document: &mut Value) {
    fn texts(value: &mut Value) {
        match value {
            Value::Number(number) => *value = Value::String(number.to_string()),
            Value::Object(object) => object.values_mut().for_each(texts),
            _ => {}
        }
    }
    if let Some(costs) = document.get_mut("costs") {
        texts(costs);
    }
    let steps = document.get_mut("steps").and_then(Value::as_array_mut);
    for step in steps.into_iter().flatten() {
        if let Some(effort) = step.get_mut("personDays") {
            texts(effort);
        }
    }
}

/// The typed document. What does not fit its type is told, taken out, and the rest is read on.
fn typed(located: &Located) -> Result<BlueprintVersion, Vec<Problem>> {
    let mut value = located.value.clone();
    let mut origins = Origins::default();
    let mut problems = Vec::new();
    if !value.is_object() {
        return Err(vec![Problem::new("", line(located, ""), Message::new("blueprint-not-an-object"))]);
    }
    for field in absent(&value) {
        let message = Message::new("blueprint-field-missing").with("field", field);
        problems.push(Problem::new("", line(located, ""), message));
        fill(&mut value, field);
    }
    while problems.len() < MAX_PROBLEMS {
        let mut track = Track::new();
        let read = BlueprintVersion::deserialize(serde_path_to_error::Deserializer::new(&value, &mut track));
        match read {
            Ok(version) if problems.is_empty() => return Ok(version),
            Ok(_) => break,
            Err(error) => {
                let path: Vec<Part> = track.path().iter().filter_map(Part::of).collect();
                let mut pointer = origins.pointer(&path);
                let Misfit { missing, message } = misfit(&error.to_string());
                if let Some(field) = missing {
                    pointer = format!("{pointer}/{}", pointer_step(&field));
                }
                problems.push(Problem::new(pointer.as_str(), line(located, &pointer), message));
                if !take_out(&mut value, &path, &mut origins) {
                    break;
                }
            }
        }
    }
    problems.sort_by_key(|p| p.line);
    Err(problems)
}

/// One part of a path inside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Key(String),
    Index(usize),
}

impl Part {
    fn of(segment: &Segment) -> Option<Self> {
        match segment {
            Segment::Seq { index } => Some(Self::Index(*index)),
            Segment::Map { key } => Some(Self::Key(key.clone())),
            _ => None,
        }
    }
}

/// Which entries of which lists were taken out, so that places in the rest are told as places in the text.
/// A list is named by its pointer in the text.
#[derive(Default)]
struct Origins(Vec<(String, usize)>);

impl Origins {
    fn pointer(&self, path: &[Part]) -> String {
        path.iter().fold(String::new(), |at, part| match part {
            Part::Key(key) => format!("{at}/{}", pointer_step(key)),
            Part::Index(index) => format!("{at}/{}", self.original(&at, *index)),
        })
    }

    /// The index before anything was taken out: undone in reverse order.
    fn original(&self, list: &str, index: usize) -> usize {
        let removed = self.0.iter().rev().filter(|(path, _)| path == list);
        removed.fold(index, |at, (_, gone)| if *gone <= at { at + 1 } else { at })
    }
}

/// Takes the innermost list entry or else the field itself out of the document; false if nothing can be taken out.
fn take_out(value: &mut Value, path: &[Part], origins: &mut Origins) -> bool {
    let innermost = path.iter().rposition(|s| matches!(s, Part::Index(_)));
    if let Some((Part::Index(index), before)) =
        innermost.and_then(|at| Some((path.get(at)?, path.get(..at)?)))
    {
        let Some(list) = inside(value, before).and_then(Value::as_array_mut) else { return false };
        if *index >= list.len() {
            return false;
        }
        list.remove(*index);
        origins.0.push((origins.pointer(before), *index));
        return true;
    }
    let Some(Part::Key(field)) = path.first() else { return false };
    let gone = value.as_object_mut().and_then(|object| object.remove(field)).is_some();
    fill(value, field);
    gone
}

fn inside<'v>(value: &'v mut Value, path: &[Part]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |at, step| match step {
        Part::Key(key) => at.get_mut(key.as_str()),
        Part::Index(index) => at.get_mut(*index),
    })
}

/// What stands in for a required field that is missing or unfit, so that the rest can be read on.
fn stand_ins() -> [(&'static str, Value); 8] {
    let text = json!({"de": "-", "en": "-"});
    [
        ("blueprint", json!("x")),
        ("version", json!("0.0.0")),
        ("title", text.clone()),
        ("summary", text),
        ("model", json!({"id": "x", "version": "0.0.0"})),
        ("steps", json!([])),
        ("outcomes", json!([])),
        ("costs", json!({"default": {"oneOff": "0", "perYear": "0"}})),
    ]
}

fn absent(value: &Value) -> Vec<&'static str> {
    stand_ins().into_iter().map(|(field, _)| field).filter(|field| value.get(field).is_none()).collect()
}

fn fill(value: &mut Value, field: &str) {
    let Some(object) = value.as_object_mut() else { return };
    if let Some((field, value)) = stand_ins().into_iter().find(|(name, _)| *name == field) {
        object.insert(field.to_owned(), value);
    }
}
