//! JSON-LD with its context in it: an object per subject, names under their prefixes. What it says is what the Turtle says;
//! a test reads both back.

use std::collections::HashMap;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{NamedOrBlankNode, Term, Triple};
use serde_json::{Map, Value, json};

use super::vocabulary::PREFIXES;

pub(super) fn write(triples: &[Triple]) -> Value {
    let context: Map<String, Value> =
        PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), json!(iri))).collect();
    let nodes: Vec<Value> =
        by_subject(triples).into_iter().map(|(subject, of)| node(&subject, &of)).collect();
    json!({"@context": context, "@graph": nodes})
}

/// The triples of every subject together, in the order in which the subjects and then their properties first appear.
pub(super) fn by_subject(triples: &[Triple]) -> Vec<(String, Vec<&Triple>)> {
    let mut index = HashMap::<&NamedOrBlankNode, usize>::new();
    let mut subjects = Vec::<(String, Vec<&Triple>)>::new();
    for triple in triples {
        let at = *index.entry(&triple.subject).or_insert_with(|| {
            subjects.push((name(&triple.subject), Vec::new()));
            subjects.len() - 1
        });
        if let Some((_, of)) = subjects.get_mut(at) {
            of.push(triple);
        }
    }
    for (_, of) in &mut subjects {
        let mut order = HashMap::new();
        for triple in of.iter() {
            let next = order.len();
            order.entry(&triple.predicate).or_insert(next);
        }
        of.sort_by_key(|triple| order.get(&triple.predicate).copied());
    }
    subjects
}

fn name(subject: &NamedOrBlankNode) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => format!("_:{}", node.as_str()),
    }
}

fn node(subject: &str, triples: &[&Triple]) -> Value {
    let mut node = Map::from_iter([("@id".to_owned(), json!(subject))]);
    for triple in triples {
        let (key, value) = if triple.predicate == rdf::TYPE {
            let class =
                if let Term::NamedNode(class) = &triple.object { short(class.as_str()) } else { continue };
            ("@type".to_owned(), json!(class))
        } else {
            (short(triple.predicate.as_str()), object(&triple.object))
        };
        match node.get_mut(&key) {
            None => drop(node.insert(key, value)),
            Some(Value::Array(values)) => values.push(value),
            Some(single) => *single = json!([single.take(), value]),
        }
    }
    Value::Object(node)
}

fn object(object: &Term) -> Value {
    match object {
        Term::NamedNode(node) => json!({"@id": node.as_str()}),
        Term::BlankNode(node) => json!({"@id": format!("_:{}", node.as_str())}),
        Term::Literal(literal) => match literal.language() {
            Some(language) => json!({"@language": language, "@value": literal.value()}),
            None if literal.datatype() == xsd::STRING => json!(literal.value()),
            None => json!({"@type": short(literal.datatype().as_str()), "@value": literal.value()}),
        },
    }
}

/// A name under its prefix, if what follows the prefix is a plain word.
fn short(iri: &str) -> String {
    let plain = |local: &str| !local.is_empty() && local.chars().all(|c| c.is_ascii_alphanumeric());
    let found = PREFIXES.iter().find_map(|(prefix, start)| Some((prefix, iri.strip_prefix(start)?)));
    found
        .filter(|(_, local)| plain(local))
        .map_or_else(|| iri.to_owned(), |(p, local)| format!("{p}:{local}"))
}
