//! YAML or JSON text as plain JSON together with the line of every value. Not typed, not checked.

use std::collections::BTreeMap;
use std::fmt;

use blaupause_kernel::Message;
use blaupause_maturity::Problem;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;

/// A document as JSON, and where each of its values stands.
pub(super) struct Located {
    pub(super) value: Value,
    lines: BTreeMap<String, u64>,
}

impl Located {
    /// Parses a text of one document.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        // No aliases, no includes, no deep nesting: nothing that makes a small text large.
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
        let node: Spanned<Node> = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            let line = error.location().map(|l| l.line()).filter(|l| *l > 0);
            let detail: String = error.without_snippet().to_string().chars().take(300).collect();
            Problem::new("", line, Message::new("blueprint-not-readable").with("detail", detail))
        })?;
        let mut lines = BTreeMap::new();
        let value = flatten(node, String::new(), &mut lines);
        Ok(Self { value, lines })
    }

    /// Line of the value at `pointer`, or of the nearest value around it.
    pub(super) fn line(&self, pointer: &str) -> Option<u64> {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.lines.get(pointer) {
                return Some(*line);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }
}

enum Node {
    Leaf(Value),
    List(Vec<Spanned<Self>>),
    Object(Vec<(String, Spanned<Self>)>),
}

fn flatten(node: Spanned<Node>, pointer: String, lines: &mut BTreeMap<String, u64>) -> Value {
    let line = node.referenced.line();
    let value = match node.value {
        Node::Leaf(value) => value,
        Node::List(items) => {
            let inner = items.into_iter().enumerate();
            inner.map(|(i, item)| flatten(item, format!("{pointer}/{i}"), lines)).collect()
        }
        Node::Object(entries) => {
            let mut object = Map::new();
            for (key, item) in entries {
                let at = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                object.insert(key, flatten(item, at, lines));
            }
            Value::Object(object)
        }
    };
    lines.insert(pointer, line);
    value
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
        f.write_str("a YAML or JSON value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("a number must be finite"))?;
        Ok(Node::Leaf(number.into()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Leaf(value.into()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Leaf(Value::Null))
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Object(entries))
    }
}
