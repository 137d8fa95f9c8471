//! Documents that people write, as YAML or JSON: plain values, and where each of them stands in the text.
//! Not typed, not checked: that is for the types the documents are read as.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;

/// A place in a text: line and column, from 1.
pub type Place = (u64, u64);

/// A document as JSON, and where each of its values stands.
#[derive(Debug, Clone)]
pub struct Located {
    /// The document.
    pub value: Value,
    places: BTreeMap<String, Place>,
}

/// Why a text is neither YAML nor JSON, or is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the text is neither YAML nor JSON: {detail}")]
pub struct Unreadable {
    /// Where reading stopped, if it is known.
    pub place: Option<Place>,
    /// What the parser says.
    pub detail: String,
}

impl Located {
    /// Reads a text of one document. No aliases, no includes, no deep nesting: nothing that makes a small text large.
    ///
    /// # Errors
    /// `Unreadable`.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
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
            let place = error.location().map(|at| (at.line(), at.column())).filter(|at| at.0 > 0);
            let detail = error.without_snippet().to_string().chars().take(300).collect();
            Unreadable { place, detail }
        })?;
        let mut places = BTreeMap::new();
        let value = flatten(node, String::new(), &mut places);
        Ok(Self { value, places })
    }

    /// Where the value at this JSON pointer stands, or the nearest value around it.
    pub fn place(&self, pointer: &str) -> Option<Place> {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return Some(*place);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }
}

/// A name as a step of a JSON pointer (RFC 6901).
pub fn pointer_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

enum Node {
    Leaf(Value),
    List(Vec<Spanned<Self>>),
    Object(Vec<(String, Spanned<Self>)>),
}

fn flatten(node: Spanned<Node>, pointer: String, places: &mut BTreeMap<String, Place>) -> Value {
    let place = (node.referenced.line(), node.referenced.column());
    let value = match node.value {
        Node::Leaf(value) => value,
        Node::List(items) => {
            let inner = items.into_iter().enumerate();
            inner.map(|(i, item)| flatten(item, format!("{pointer}/{i}"), places)).collect()
        }
        Node::Object(entries) => {
            let mut object = Map::new();
            for (key, item) in entries {
                let at = format!("{pointer}/{}", pointer_step(&key));
                object.insert(key, flatten(item, at, places));
            }
            Value::Object(object)
        }
    };
    places.insert(pointer, place);
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_knows_its_place_and_what_is_not_there_that_of_its_surroundings() {
        let located = Located::parse("a: 1\nb:\n  - x/y: true\n    z: ~\n").unwrap();
        assert_eq!(located.value, json!({"a": 1, "b": [{"x/y": true, "z": null}]}));
        let line = |pointer: &str| located.place(pointer).map(|(line, _)| line);
        assert_eq!([line("/a"), line("/b/0/x~1y"), line("/b/0/z")], [Some(1), Some(3), Some(4)]);
        assert_eq!((line("/b/0/z/deeper"), line("/nothing")), (Some(4), line("")));
        let same = Located::parse(&located.value.to_string()).unwrap();
        assert_eq!(same.value, located.value, "JSON is read as well");
    }

    #[test]
    fn a_small_text_cannot_become_large() {
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        let wide = format!("[{}]", "1,".repeat(60_000));
        for bad in
            [deep.as_str(), &wide, "a: &x 1\nb: *x\n", "a: 1\na: 2\n", "a: 1\n---\nb: 2\n", "a: [", "x: .nan"]
        {
            assert!(Located::parse(bad).is_err(), "{}", bad.chars().take(20).collect::<String>());
        }
        let broken = Located::parse("a: 1\nb: [\n").unwrap_err();
        assert!(broken.place.is_some_and(|(line, _)| line >= 2), "{broken:?}");
    }
}
