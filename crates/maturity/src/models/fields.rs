//! Taking a map apart field by field, so that one bad field does not hide the next. Knows nothing of models.

use std::collections::BTreeMap;

use blaupause_kernel::{Language, LocalizedText, Message, Misfit, misfit};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::tree::{Content, Node};
use crate::Problem;
use crate::problems::step;

/// The longest text of a model, in characters.
const MAX_TEXT: usize = 8_000;

/// The problems found so far, and what texts are held to.
pub(crate) struct Reader {
    /// Everything found so far.
    pub problems: Vec<Problem>,
    /// Languages that every text must have.
    pub languages: Vec<Language>,
}

impl Reader {
    /// Nothing found yet; texts are held to every language.
    pub fn new() -> Self {
        Self { problems: Vec::new(), languages: Language::ALL.to_vec() }
    }

    /// Notes a problem.
    pub fn note(&mut self, path: &str, line: Option<u64>, message: Message) {
        self.problems.push(Problem::new(path, line, message));
    }

    /// Takes a node as a map.
    pub fn fields(&mut self, node: Node, path: &str) -> Option<Fields> {
        let Content::Map(entries) = node.content else {
            self.note(path, node.line, Message::new("model-not-a-map"));
            return None;
        };
        Some(Fields { path: path.to_owned(), line: node.line, entries: entries.into_iter().collect() })
    }

    /// Takes a node as a value of a type that checks itself.
    pub fn value<T: DeserializeOwned>(&mut self, node: Node, path: &str) -> Option<T> {
        let line = node.line;
        let value = Value::from(node);
        match serde_json::from_value(value) {
            Ok(value) => Some(value),
            Err(error) => {
                let Misfit { missing, message } = misfit(&error.to_string());
                let path = missing.map_or_else(|| path.to_owned(), |field| step(path, &field));
                self.note(&path, line, message);
                None
            }
        }
    }

    /// Takes a node as a text in all languages of the model.
    fn localized(&mut self, node: Node, path: &str) -> Option<LocalizedText> {
        let line = node.line;
        let Fields { entries, .. } = self.fields(node, path)?;
        let mut texts = BTreeMap::new();
        for (name, node) in entries {
            let (at, line) = (step(path, &name), node.line);
            let Ok(language) = name.parse::<Language>() else {
                let name: String = name.chars().take(20).collect();
                self.note(&at, line, Message::new("model-unknown-language").with("language", name));
                continue;
            };
            if let Some(text) = self.plain(node, &at) {
                texts.insert(language, text);
            } else {
                // Noted already: an empty entry keeps it from being reported as missing too.
                texts.insert(language, String::new());
            }
        }
        let missing: Vec<_> = self.languages.iter().copied().filter(|l| !texts.contains_key(l)).collect();
        for language in &missing {
            self.note(path, line, Message::new("model-translation-missing").with("language", language));
        }
        if missing.is_empty() { LocalizedText::try_from(texts).ok() } else { None }
    }

    /// Takes a node as one text that is neither blank nor too long.
    fn plain(&mut self, node: Node, path: &str) -> Option<String> {
        let line = node.line;
        let text: String = self.value(node, path)?;
        if text.trim().is_empty() {
            self.note(path, line, Message::new("model-text-blank"));
        } else if text.chars().count() > MAX_TEXT {
            self.note(path, line, Message::new("model-text-too-long").with("most", MAX_TEXT));
        } else {
            return Some(text);
        }
        None
    }
}

/// The fields of one map that were not taken yet.
pub(crate) struct Fields {
    /// JSON pointer to the map.
    pub path: String,
    /// Its line.
    pub line: Option<u64>,
    entries: BTreeMap<String, Node>,
}

impl Fields {
    /// JSON pointer to a field.
    pub fn at(&self, name: &str) -> String {
        step(&self.path, name)
    }

    /// Whether a field is there and was not taken yet.
    pub fn has(&self, name: &str) -> bool {
        self.entries.get(name).is_some_and(|node| !matches!(node.content, Content::Scalar(Value::Null)))
    }

    /// Whether a field is there but no list: that is noted when it is taken, and no cause to call it empty.
    pub fn is_no_list(&self, name: &str) -> bool {
        self.has(name) && self.entries.get(name).is_some_and(|node| !matches!(node.content, Content::List(_)))
    }

    /// The line of a field that was not taken yet, or of the map.
    pub fn line_of(&self, name: &str) -> Option<u64> {
        self.entries.get(name).map_or(self.line, |node| node.line)
    }

    /// Takes a field that may be left out; null counts as left out.
    pub fn take(&mut self, name: &str) -> Option<Node> {
        self.entries.remove(name).filter(|node| !matches!(node.content, Content::Scalar(Value::Null)))
    }

    /// Takes a field that must be there.
    fn must(&mut self, reader: &mut Reader, name: &str) -> Option<Node> {
        let node = self.take(name);
        if node.is_none() {
            reader.note(&self.path, self.line, Message::new("model-missing-field").with("field", name));
        }
        node
    }

    /// A field that must be there.
    pub fn required<T: DeserializeOwned>(&mut self, reader: &mut Reader, name: &str) -> Option<T> {
        self.must(reader, name).and_then(|node| reader.value(node, &self.at(name)))
    }

    /// A field that may be left out.
    pub fn optional<T: DeserializeOwned>(&mut self, reader: &mut Reader, name: &str) -> Option<T> {
        self.take(name).and_then(|node| reader.value(node, &self.at(name)))
    }

    /// The field `format`, which has to be the one that is supported.
    pub fn format(&mut self, reader: &mut Reader, supported: &str) -> Option<String> {
        let line = self.line_of("format");
        let format: String = self.required(reader, "format")?;
        if format == supported {
            return Some(format);
        }
        let shown: String = format.chars().take(80).collect();
        let message = Message::new("model-format-unsupported").with("format", shown);
        reader.note(&self.at("format"), line, message.with("supported", supported));
        None
    }

    /// A text in all languages that must be there.
    pub fn text(&mut self, reader: &mut Reader, name: &str) -> Option<LocalizedText> {
        self.must(reader, name).and_then(|node| reader.localized(node, &self.at(name)))
    }

    /// A text in all languages that may be left out.
    pub fn optional_text(&mut self, reader: &mut Reader, name: &str) -> Option<LocalizedText> {
        self.take(name).and_then(|node| reader.localized(node, &self.at(name)))
    }

    /// A text in one language that must be there.
    pub fn plain(&mut self, reader: &mut Reader, name: &str) -> Option<String> {
        self.must(reader, name).and_then(|node| reader.plain(node, &self.at(name)))
    }

    /// A list that may be left out: its items with their paths.
    pub fn list(&mut self, reader: &mut Reader, name: &str) -> Vec<(String, Node)> {
        let path = self.at(name);
        let Some(node) = self.take(name) else { return Vec::new() };
        let Content::List(items) = node.content else {
            reader.note(&path, node.line, Message::new("model-not-a-list"));
            return Vec::new();
        };
        items.into_iter().enumerate().map(|(i, item)| (step(&path, i), item)).collect()
    }

    /// Ends the map: whatever was not taken is unknown.
    pub fn finish(self, reader: &mut Reader) {
        for (name, node) in &self.entries {
            if matches!(node.content, Content::Scalar(Value::Null)) {
                continue;
            }
            let shown: String = name.chars().take(60).collect();
            reader.note(
                &step(&self.path, &shown),
                node.line,
                Message::new("model-unknown-field").with("field", shown),
            );
        }
    }
}
