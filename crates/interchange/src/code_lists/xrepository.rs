//! The JSON of XRepository: `metadaten`, `spalten` and `daten`.

use blaupause_kernel::Message;
use serde::Deserialize;
use serde_json::Value;

use super::check::{Draft, Faults, Place, Spot, check, whole};
use super::{Column, Reading};
use crate::faults::{Fault, Severity, Unusable, excerpt};

#[derive(Deserialize)]
struct File {
    metadaten: Head,
    spalten: Vec<Spalte>,
    daten: Vec<Vec<Option<String>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    kennung: Option<String>,
    version: Option<String>,
    #[serde(default)]
    name_kurz: Words,
    #[serde(default)]
    name_lang: Words,
    #[serde(default)]
    beschreibung: Words,
    #[serde(default)]
    herausgebername_lang: Words,
    #[serde(default)]
    herausgebername_kurz: Words,
    gueltig_ab: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spalte {
    spaltenname_technisch: String,
    spaltenname_lang: Option<String>,
    datentyp: Option<String>,
    #[serde(default)]
    code_spalte: bool,
    #[serde(default)]
    empfohlene_code_spalte: bool,
    verwendung: Option<Usage>,
}

/// `{"code": "REQUIRED"}`, or the word alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Usage {
    Word(String),
    Code { code: String },
}

/// A text in some languages, or one text.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Words {
    #[default]
    None,
    One(String),
    Each(Vec<Word>),
}

#[derive(Deserialize)]
struct Word {
    value: Option<String>,
    lang: Option<String>,
}

impl Words {
    /// The German text, else the first.
    fn german(self) -> Option<String> {
        let text = match self {
            Self::None => None,
            Self::One(text) => Some(text),
            Self::Each(words) => {
                let german = |word: &Word| word.lang.as_deref().is_none_or(|lang| lang.starts_with("de"));
                let at = words.iter().position(german).unwrap_or_default();
                words.into_iter().nth(at).and_then(|word| word.value)
            }
        };
        text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

pub(super) fn read(text: &str) -> Result<Reading, Unusable> {
    let mut json = serde_json::Deserializer::from_str(text);
    let file: File = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = pointer(error.path());
        let inner = error.inner();
        let (line, column) = (u64::try_from(inner.line()).ok(), u64::try_from(inner.column()).ok());
        let message = Message::new("code-list-unreadable").with("detail", excerpt(&inner.to_string()));
        Unusable(vec![Fault { path, line, column, severity: Severity::Error, message }])
    })?;
    json.end().map_err(|error| {
        whole(Message::new("code-list-unreadable").with("detail", excerpt(&error.to_string())))
    })?;
    let mut faults = Faults::new(&place);
    let File { metadaten: head, spalten, daten } = file;
    let mut draft = Draft {
        uri: head.kennung.map(|uri| without_version(uri, head.version.as_deref())),
        version: head.version,
        long_name: head.name_lang.german(),
        description: head.beschreibung.german(),
        publisher: head.herausgebername_lang.german().or_else(|| head.herausgebername_kurz.german()),
        valid_from: head.gueltig_ab.filter(|value| !value.is_null()).map(|value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        }),
        ..Draft::default()
    };
    draft.name = head.name_kurz.german().or_else(|| draft.long_name.clone());
    for (at, spalte) in spalten.into_iter().enumerate() {
        let required = spalte.verwendung.is_some_and(|usage| match usage {
            Usage::Word(word) | Usage::Code { code: word } => word.eq_ignore_ascii_case("required"),
        });
        if spalte.empfohlene_code_spalte && draft.marked.is_none() {
            draft.marked = Some(at);
        }
        let key = spalte.code_spalte || spalte.empfohlene_code_spalte;
        if key {
            draft.keys.push(vec![at]);
        }
        let id = spalte.spaltenname_technisch;
        let name = spalte.spaltenname_lang.unwrap_or_else(|| id.clone());
        let data_type = spalte.datentyp.unwrap_or_else(|| "string".to_owned());
        draft.columns.push(Column { id, name, data_type, required, key });
    }
    let width = draft.columns.len();
    for (at, mut row) in daten.into_iter().enumerate() {
        if row.len() > width {
            let message = Message::new("code-list-row-wide").with("values", row.len());
            faults.refuse(Spot::Row(at), message.with("columns", width));
        }
        row.resize(width, None);
        draft.rows.push(row);
    }
    check(draft, faults)
}

/// The URI of a list: `kennung` without `_` and the version, which some files have at its end.
fn without_version(uri: String, version: Option<&str>) -> String {
    let short = version.and_then(|version| uri.strip_suffix(version)?.strip_suffix('_')).map(str::to_owned);
    short.unwrap_or(uri)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", blaupause_kernel::pointer_step(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(step).collect()
}

fn place(spot: Spot) -> Place {
    let path = match spot {
        Spot::Uri => "/metadaten/kennung".to_owned(),
        Spot::Version => "/metadaten/version".to_owned(),
        Spot::Name => "/metadaten/nameKurz".to_owned(),
        Spot::LongName => "/metadaten/nameLang".to_owned(),
        Spot::Description => "/metadaten/beschreibung".to_owned(),
        Spot::Publisher => "/metadaten/herausgebernameLang".to_owned(),
        Spot::ValidFrom => "/metadaten/gueltigAb".to_owned(),
        Spot::Columns => "/spalten".to_owned(),
        Spot::Column(at) => format!("/spalten/{at}"),
        Spot::Rows => "/daten".to_owned(),
        Spot::Row(at) => format!("/daten/{at}"),
        Spot::Cell(at, c) => format!("/daten/{at}/{c}"),
    };
    (path, None, None)
}
