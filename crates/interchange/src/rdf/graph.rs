//! A graph in the order in which it was made, so that the same facts give the same text.

use std::collections::HashSet;

use blaupause_kernel::{Language, LocalizedText};
use oxrdf::vocab::rdf;
use oxrdf::{Literal, NamedNode, Term, Triple};
use oxttl::TurtleSerializer;

use super::vocabulary::{PREFIXES, dct, skos};
use super::{RdfForm, json_ld};

/// A graph without blank nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    triples: Vec<Triple>,
    known: HashSet<Triple>,
}

/// A node that is being described.
pub(super) struct Node<'g> {
    graph: &'g mut Graph,
    subject: NamedNode,
}

impl Graph {
    /// Its triples, those of a subject one after the other in most cases.
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// Begins to describe a node. The IRI is one of this crate's making, or was checked.
    pub(super) fn about(&mut self, iri: &str) -> Node<'_> {
        Node { graph: self, subject: NamedNode::new_unchecked(iri) }
    }

    /// Describes a code: a concept of a scheme with a label, and what else it is.
    pub(super) fn code(&mut self, iri: &str, scheme: &str, label: &[(&str, Language)]) {
        self.about(scheme).typed(skos::CONCEPT_SCHEME);
        let mut node = self.about(iri).typed(skos::CONCEPT).iri(skos::IN_SCHEME, scheme);
        for (text, language) in label {
            node = node.text(skos::PREF_LABEL, text, *language);
        }
    }

    /// Describes a language, as the EU names it.
    pub(super) fn language(&mut self, language: Language) -> &'static str {
        let (iri, label) = match language {
            Language::De => ("http://publications.europa.eu/resource/authority/language/DEU", "Deutsch"),
            Language::En => ("http://publications.europa.eu/resource/authority/language/ENG", "English"),
        };
        self.code(iri, "http://publications.europa.eu/resource/authority/language", &[(label, language)]);
        self.about(iri).typed(dct::LINGUISTIC_SYSTEM);
        iri
    }

    fn insert(&mut self, triple: Triple) {
        if self.known.insert(triple.clone()) {
            self.triples.push(triple);
        }
    }

    /// The graph as text.
    pub fn to_text(&self, form: RdfForm) -> String {
        match form {
            RdfForm::Turtle => self.to_turtle().unwrap_or_default(),
            RdfForm::JsonLd => json_ld::write(&self.triples).to_string(),
        }
    }

    /// Writing to memory does not fail, and the prefixes are IRIs: so there is always a text.
    fn to_turtle(&self) -> Option<String> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, iri) in PREFIXES {
            serializer = serializer.with_prefix(*prefix, *iri).ok()?;
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in json_ld::by_subject(&self.triples).into_iter().flat_map(|(_, triples)| triples) {
            writer.serialize_triple(triple.as_ref()).ok()?;
        }
        // The writer names its prefixes in an order that differs from run to run.
        let text = String::from_utf8(writer.finish().ok()?).ok()?;
        let (mut prefixes, rest): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("@prefix "));
        prefixes.sort_unstable();
        Some(prefixes.into_iter().chain(rest).map(|line| format!("{line}\n")).collect())
    }
}

impl Node<'_> {
    pub(super) fn typed(self, class: &str) -> Self {
        self.iri(rdf::TYPE.as_str(), class)
    }

    pub(super) fn iri(self, property: &str, iri: &str) -> Self {
        self.add(property, NamedNode::new_unchecked(iri))
    }

    pub(super) fn literal(self, property: &str, text: &str) -> Self {
        self.add(property, Literal::new_simple_literal(text))
    }

    pub(super) fn text(self, property: &str, text: &str, language: Language) -> Self {
        self.add(property, Literal::new_language_tagged_literal_unchecked(text, language.code()))
    }

    /// The text in every language it is there in.
    pub(super) fn texts(mut self, property: &str, text: &LocalizedText) -> Self {
        for language in [Language::De, Language::En].into_iter().filter(|language| text.has(*language)) {
            self = self.text(property, text.get(language), language);
        }
        self
    }

    fn add(self, property: &str, object: impl Into<Term>) -> Self {
        let property = NamedNode::new_unchecked(property);
        self.graph.insert(Triple::new(self.subject.clone(), property, object));
        self
    }
}
