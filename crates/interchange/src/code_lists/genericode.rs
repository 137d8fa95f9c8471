//! Genericode 1.0 (OASIS Committee Specification 01, 2007), as the XÖV handbook of code lists uses it. No document type, no
//! entities, no parts from other files.

use std::collections::HashMap;

use blaupause_kernel::Message;
use roxmltree::{Document, Node, ParsingOptions};

use super::check::{Draft, Faults, Place, Spot, check, whole};
use super::{Column, MAX_COLUMNS, MAX_ROWS, Reading};
use crate::faults::{Fault, Severity, Unusable, excerpt};

const NAMESPACE: &str = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/";

/// Most nodes of a file: every value is an element in an element with a text in it, and white space around each.
const MAX_NODES: u32 = 8_000_000;

/// The marks of the column with the codes, in the three forms of the XÖV handbook.
const MARKS: [&str; 3] = ["xoev-code", "empfohleneCodeSpalte", "recommendedKeyColumn"];

/// What describes the list in its annotation, in the three forms of the XÖV handbook.
const DESCRIPTIONS: [&str; 3] = ["beschreibung", "beschreibung-codeliste", "codelistDescription"];

/// The first day from which it holds, likewise.
const VALID_FROM: [&str; 4] = ["datumgueltigkeitab", "datumGueltigkeitAb", "validFrom", "dateOfValidity"];

pub(super) fn read(text: &str) -> Result<Reading, Unusable> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let (line, column) = (Some(u64::from(at.row)), Some(u64::from(at.col)));
        let message = Message::new("code-list-unreadable").with("detail", excerpt(&error.to_string()));
        Unusable(vec![Fault { path: String::new(), line, column, severity: Severity::Error, message }])
    })?;
    let root = document.root_element();
    if !root.has_tag_name((NAMESPACE, "CodeList")) {
        let message = Message::new("code-list-root").with("element", excerpt(root.tag_name().name()));
        return Err(whole(message));
    }
    let file = File::of(root);
    let line = |node: Option<Node<'_, '_>>| {
        let at = document.text_pos_at(node.unwrap_or(root).range().start);
        (String::new(), Some(u64::from(at.row)), Some(u64::from(at.col)))
    };
    let place = |spot: Spot| -> Place { line(file.node(spot)) };
    let mut faults = Faults::new(&place);
    for outside in ["ColumnSetRef", "SimpleCodeListRef"] {
        if let Some(node) = child(root, outside) {
            let spot = if outside == "ColumnSetRef" { Spot::Columns } else { Spot::Rows };
            let name = node.tag_name().name();
            faults.refuse(spot, Message::new("code-list-outside").with("element", name));
        }
    }
    let mut draft = file.head();
    file.columns(&mut draft, &mut faults);
    file.rows(&mut draft, &mut faults);
    check(draft, faults)
}

/// The parts of a file.
struct File<'a, 'i> {
    root: Node<'a, 'i>,
    identification: Option<Node<'a, 'i>>,
    description: Option<Node<'a, 'i>>,
    set: Option<Node<'a, 'i>>,
    list: Option<Node<'a, 'i>>,
    columns: Vec<Node<'a, 'i>>,
    rows: Vec<Node<'a, 'i>>,
}

impl<'a, 'i> File<'a, 'i> {
    fn of(root: Node<'a, 'i>) -> Self {
        let set = child(root, "ColumnSet");
        let list = child(root, "SimpleCodeList");
        Self {
            root,
            identification: child(root, "Identification"),
            description: child(root, "Annotation").and_then(|node| child(node, "Description")),
            set,
            list,
            columns: set
                .map(|set| children(set, "Column").take(MAX_COLUMNS + 1).collect())
                .unwrap_or_default(),
            rows: list.map(|list| children(list, "Row").take(MAX_ROWS + 1).collect()).unwrap_or_default(),
        }
    }

    fn node(&self, spot: Spot) -> Option<Node<'a, 'i>> {
        let of = |name: &str| self.identification.and_then(|node| child(node, name));
        match spot {
            Spot::Uri => of("CanonicalUri").or(self.identification),
            Spot::Version => of("Version").or(self.identification),
            Spot::Name => of("ShortName").or(self.identification),
            Spot::LongName => of("LongName").or(self.identification),
            Spot::Publisher => of("Agency").or(self.identification),
            Spot::Description | Spot::ValidFrom => self.description,
            Spot::Columns => self.set.or_else(|| child(self.root, "ColumnSetRef")),
            Spot::Column(at) => self.columns.get(at).copied(),
            Spot::Rows => self.list.or_else(|| child(self.root, "SimpleCodeListRef")),
            Spot::Row(at) | Spot::Cell(at, _) => self.rows.get(at).copied(),
        }
    }

    fn head(&self) -> Draft {
        let of = |name: &str| self.identification.and_then(|node| child(node, name)).and_then(text);
        let described = |names: &[&str]| {
            let mut parts = self.description?.children().filter(Node::is_element);
            parts.find(|node| names.contains(&node.tag_name().name())).and_then(text)
        };
        let agency = self.identification.and_then(|node| child(node, "Agency"));
        let agency_name = |name: &str| agency.and_then(|node| child(node, name)).and_then(text);
        Draft {
            uri: of("CanonicalUri"),
            version: of("Version"),
            name: of("ShortName"),
            long_name: of("LongName"),
            description: described(&DESCRIPTIONS),
            publisher: agency_name("LongName").or_else(|| agency_name("ShortName")),
            valid_from: described(&VALID_FROM),
            ..Draft::default()
        }
    }

    fn columns(&self, draft: &mut Draft, faults: &mut Faults<'_>) {
        let Some(set) = self.set else { return };
        for (at, node) in self.columns.iter().enumerate() {
            let Some(id) = node.attribute("Id") else {
                let message =
                    Message::new("code-list-attribute").with("element", "Column").with("name", "Id");
                faults.refuse(Spot::Column(at), message);
                continue;
            };
            let name = child(*node, "LongName").or_else(|| child(*node, "ShortName")).and_then(text);
            let data_type = child(*node, "Data").and_then(|data| data.attribute("Type")).unwrap_or("string");
            draft.columns.push(Column {
                id: id.to_owned(),
                name: name.unwrap_or_else(|| id.to_owned()),
                data_type: data_type.to_owned(),
                required: node.attribute("Use") == Some("required"),
                key: false,
            });
        }
        for key in children(set, "Key") {
            let refs = children(key, "ColumnRef").filter_map(|node| node.attribute("Ref"));
            let at = |id: &str| draft.columns.iter().position(|column| column.id == id);
            let found: Option<Vec<usize>> = refs.map(at).collect();
            let Some(found) = found.filter(|found| !found.is_empty()) else {
                let id = key.attribute("Id").unwrap_or_default();
                faults.refuse(Spot::Columns, Message::new("code-list-key-unknown").with("key", excerpt(id)));
                continue;
            };
            if let [only] = found.as_slice() {
                let marked =
                    key.descendants().any(|n| n.is_element() && MARKS.contains(&n.tag_name().name()));
                if marked && draft.marked.is_none() {
                    draft.marked = Some(*only);
                }
                if let Some(column) = draft.columns.get_mut(*only) {
                    column.key = true;
                }
            }
            draft.keys.push(found);
        }
    }

    fn rows(&self, draft: &mut Draft, faults: &mut Faults<'_>) {
        let index: HashMap<&str, usize> =
            draft.columns.iter().enumerate().map(|(at, column)| (column.id.as_str(), at)).collect();
        let width = draft.columns.len();
        for (at, row) in self.rows.iter().enumerate() {
            let mut values = vec![None; width];
            let mut next = 0;
            for value in children(*row, "Value") {
                // Without a reference a value belongs to the column after that of the value before it.
                let named = value.attribute("ColumnRef");
                let column = named.map_or(Some(next), |id| index.get(id).copied());
                let Some((column, cell)) = column.and_then(|at| Some((at, values.get_mut(at)?))) else {
                    let message = match named {
                        Some(id) => Message::new("code-list-column-unknown").with("column", excerpt(id)),
                        None => {
                            Message::new("code-list-row-wide").with("values", next + 1).with("columns", width)
                        }
                    };
                    faults.refuse(Spot::Row(at), message);
                    continue;
                };
                next = column + 1;
                if child(value, "ComplexValue").is_some() {
                    faults.refuse(Spot::Row(at), Message::new("code-list-complex"));
                }
                let simple = child(value, "SimpleValue").map(whole_text);
                if let Some(simple) = simple
                    && cell.replace(simple).is_some()
                {
                    let id = draft.columns.get(column).map(|column| excerpt(&column.id));
                    let message = Message::new("code-list-cell-twice").with("column", id.unwrap_or_default());
                    faults.refuse(Spot::Row(at), message);
                }
            }
            draft.rows.push(values);
        }
    }
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text in an element without the white space around it; nothing if it is empty.
fn text(node: Node<'_, '_>) -> Option<String> {
    let text = whole_text(node);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The text in an element, around comments too.
fn whole_text(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|part| part.text()).collect()
}
