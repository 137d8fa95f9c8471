//! Reading a file: every key by its form, every fault with its place, what is usable kept.

use blaupause_kernel::{Located, Message, pointer_step};
use serde_json::{Map, Value};

use super::schema::{self, Form, Key};
use super::values;
use super::{Publiccode, VERSION};
use crate::faults::{Fault, Severity, Unusable, excerpt};

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// The versions that are read.
const VERSIONS: [&str; 7] = ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"];

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What is usable, in the form of version 0.7.
    pub document: Publiccode,
    /// Everything that is wrong, in the order of the file.
    pub faults: Vec<Fault>,
}

/// Reads a file.
///
/// # Errors
/// `Unusable` with every reason: too large, no YAML, no mapping, or without a usable `name`, `url` or short description.
pub fn read(text: &str) -> Result<Reading, Unusable> {
    let whole = |message: Message, place: Option<(u64, u64)>| {
        let (line, column) = place.unzip();
        Unusable(vec![Fault { path: String::new(), line, column, severity: Severity::Error, message }])
    };
    if text.len() > MAX_BYTES {
        return Err(whole(Message::new("publiccode-large").with("most", MAX_BYTES), None));
    }
    let located = Located::parse(text.trim_start_matches('\u{feff}')).map_err(|unreadable| {
        whole(Message::new("publiccode-unreadable").with("detail", unreadable.detail), unreadable.place)
    })?;
    let Value::Object(entries) = &located.value else {
        return Err(whole(Message::new("publiccode-not-mapping"), None));
    };
    let mut reader = Reader { text, located: &located, faults: Vec::new() };
    let mut document = reader.keys(entries, schema::TOP, "");
    reader.version(&mut document);
    document.extend(reader.countries(entries));
    let mut faults = reader.faults;
    for fault in &mut faults {
        (fault.line, fault.column) = located.place(&fault.path).unzip();
    }
    faults.sort_by_key(|fault| (fault.line, fault.column));
    let described = document.get("description").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    if document.contains_key("name") && document.contains_key("url") && described {
        Ok(Reading { document: Publiccode(document), faults })
    } else {
        Err(Unusable(faults))
    }
}

struct Reader<'r> {
    text: &'r str,
    located: &'r Located,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn note(&mut self, path: &str, severity: Severity, message: Message) {
        self.faults.push(Fault { path: path.to_owned(), line: None, column: None, severity, message });
    }

    fn warn(&mut self, path: &str, message: Message) {
        self.note(path, Severity::Warning, message);
    }

    fn refuse(&mut self, path: &str, message: Message) {
        self.note(path, Severity::Error, message);
    }

    /// The known keys with sound values.
    fn keys(&mut self, entries: &Map<String, Value>, keys: &[Key], path: &str) -> Map<String, Value> {
        let entries = self.renamed(entries, path);
        let mut read = Map::new();
        for key in keys {
            let at = format!("{path}/{}", pointer_step(key.name));
            let value = entries.get(key.name).filter(|value| !value.is_null());
            let found = value.and_then(|value| self.value(value, &key.form, &at));
            match found {
                Some(value) => drop(read.insert(key.name.to_owned(), value)),
                None if key.mandatory && value.is_none() => {
                    self.refuse(path, Message::new("publiccode-missing").with("key", key.name));
                }
                None => {}
            }
        }
        for name in entries.keys().filter(|name| !keys.iter().any(|key| key.name == **name)) {
            let at = format!("{path}/{}", pointer_step(name));
            if path.is_empty() && schema::is_country(name) {
                continue;
            }
            let code = if schema::OUTDATED.contains(&name.as_str()) {
                "publiccode-outdated"
            } else {
                "publiccode-unknown"
            };
            self.warn(&at, Message::new(code).with("key", excerpt(name)));
        }
        read
    }

    /// Keys under the names that earlier versions gave them.
    fn renamed(&mut self, entries: &Map<String, Value>, path: &str) -> Map<String, Value> {
        let mut entries = entries.clone();
        if !path.is_empty() {
            return entries;
        }
        for (old, new) in [("tags", "categories"), ("publiccode-yaml-version", "publiccodeYmlVersion")] {
            if let Some(value) = entries.remove(old) {
                self.warn(
                    &format!("/{old}"),
                    Message::new("publiccode-renamed").with("old", old).with("new", new),
                );
                entries.entry(new).or_insert(value);
            }
        }
        if let Some(uri) = entries.remove("organizationUri") {
            let message = Message::new("publiccode-renamed").with("old", "organizationUri");
            self.warn("/organizationUri", message.with("new", "organisation/uri"));
            entries.entry("organisation").or_insert_with(|| serde_json::json!({"uri": uri}));
        }
        entries
    }

    fn value(&mut self, value: &Value, form: &Form, path: &str) -> Option<Value> {
        match form {
            Form::List(inner) => self.list(value, inner, path),
            Form::Keys(keys) => {
                let Value::Object(entries) = value else { return self.other_kind(path, "mapping") };
                let read = self.keys(entries, keys, path);
                let lacks = |key: &&Key| key.mandatory && !read.contains_key(key.name);
                // What lacks a mandatory part says too little to stand for itself; on the top level, the rest is of use.
                let in_list = path.rsplit('/').next().is_some_and(|step| step.parse::<usize>().is_ok());
                if read.is_empty() || (in_list && keys.iter().find(lacks).is_some()) {
                    return None;
                }
                Some(Value::Object(read))
            }
            Form::ByLanguage(keys) => self.by_language(value, keys, path),
            Form::Flag => self.flag(value, path),
            _ => self.scalar(value, form, path),
        }
    }

    fn list(&mut self, value: &Value, inner: &Form, path: &str) -> Option<Value> {
        let Value::Array(items) = value else {
            let single = self.value(value, inner, path)?;
            if !matches!(inner, Form::Url) {
                self.warn(path, Message::new("publiccode-single"));
            }
            return Some(Value::Array(vec![single]));
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let at = format!("{path}/{index}");
            match self.value(item, inner, &at) {
                Some(value) if read.contains(&value) => self.warn(&at, Message::new("publiccode-twice")),
                Some(value) => read.push(value),
                None => {}
            }
        }
        (!read.is_empty()).then_some(Value::Array(read))
    }

    fn by_language(&mut self, value: &Value, keys: &[Key], path: &str) -> Option<Value> {
        let Value::Object(languages) = value else { return self.other_kind(path, "mapping") };
        let mut read = Map::new();
        for (name, described) in languages {
            let at = format!("{path}/{}", pointer_step(name));
            let tag = match values::language(name) {
                Ok((Value::String(tag), note)) => {
                    note.into_iter().for_each(|note| self.warn(&at, note));
                    tag
                }
                Ok(_) => continue,
                Err(message) => {
                    self.refuse(&at, message);
                    continue;
                }
            };
            let Value::Object(entries) = described else {
                self.other_kind(&at, "mapping");
                continue;
            };
            let described = self.keys(entries, keys, &at);
            if !described.contains_key("shortDescription") {
                continue; // The missing or faulty text is named already.
            }
            if read.contains_key(&tag) {
                self.refuse(&at, Message::new("publiccode-language-twice").with("tag", &tag));
                continue;
            }
            read.insert(tag, Value::Object(described));
        }
        (!read.is_empty()).then_some(Value::Object(read))
    }

    fn flag(&mut self, value: &Value, path: &str) -> Option<Value> {
        let text = match value {
            Value::Bool(flag) => return Some((*flag).into()),
            Value::String(text) => text.to_lowercase(),
            _ => return self.other_kind(path, "flag"),
        };
        let flag = match text.as_str() {
            "true" | "yes" | "on" => true,
            "false" | "no" | "off" => false,
            _ => return self.other_kind(path, "flag"),
        };
        self.warn(path, Message::new("publiccode-flag-text").with("value", text));
        Some(flag.into())
    }

    fn scalar(&mut self, value: &Value, form: &Form, path: &str) -> Option<Value> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => {
                let written = self.as_written(path).unwrap_or_else(|| number.to_string());
                let message = Message::new("publiccode-number").with("value", &written);
                // The version of the standard is a number in most files there are.
                if path != "/publiccodeYmlVersion" {
                    self.warn(path, message);
                }
                written
            }
            _ => return self.other_kind(path, "text"),
        };
        let read = match form {
            Form::Text(most) => values::text(&text, 1, *most),
            Form::Long(least, most) => values::text(&text, *least, *most),
            Form::Url => values::address(&text),
            Form::Path => values::text(&text, 1, 1_000),
            Form::Date => values::date(&text),
            Form::Licence => values::licence(&text),
            Form::Country => values::country(&text),
            Form::Language => values::language(&text),
            Form::Word(words) => values::word(&text, words),
            Form::Flag | Form::List(_) | Form::Keys(_) | Form::ByLanguage(_) => return None,
        };
        match read {
            Ok((value, note)) => {
                note.into_iter().for_each(|note| self.warn(path, note));
                Some(value)
            }
            Err(message) => {
                self.refuse(path, message);
                None
            }
        }
    }

    /// A number as it stands in the file: `1.10` is another version than `1.1`.
    fn as_written(&self, path: &str) -> Option<String> {
        let (line, column) = self.located.place(path)?;
        let line = self.text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?)?;
        let rest: String = line.chars().skip(usize::try_from(column).ok()?.checked_sub(1)?).collect();
        let end = rest.find([' ', ',', '}', ']', '#', '\t']).unwrap_or(rest.len());
        rest.get(..end).filter(|text| text.parse::<f64>().is_ok()).map(str::to_owned)
    }

    fn other_kind(&mut self, path: &str, wanted: &str) -> Option<Value> {
        self.refuse(path, Message::new("publiccode-kind").with("wanted", wanted));
        None
    }

    fn version(&mut self, document: &mut Map<String, Value>) {
        let named = document.get("publiccodeYmlVersion").and_then(Value::as_str).map(str::to_owned);
        if let Some(named) = named {
            let short = named.split('.').take(2).collect::<Vec<_>>().join(".");
            if !VERSIONS.contains(&short.as_str()) {
                let message = Message::new("publiccode-version").with("value", excerpt(&named));
                self.warn("/publiccodeYmlVersion", message.with("read", VERSION));
            }
        }
        document.insert("publiccodeYmlVersion".to_owned(), VERSION.into());
    }

    /// The sections of countries as they are, under upper-case keys.
    fn countries(&mut self, entries: &Map<String, Value>) -> Map<String, Value> {
        let mut sections = Map::new();
        for (name, section) in entries.iter().filter(|(name, _)| schema::is_country(name)) {
            let path = format!("/{name}");
            if !section.is_object() {
                self.other_kind(&path, "mapping");
            } else if sections.contains_key(&name.to_ascii_uppercase()) {
                self.refuse(&path, Message::new("publiccode-country-twice").with("key", name));
            } else {
                sections.insert(name.to_ascii_uppercase(), section.clone());
            }
        }
        sections
    }
}
