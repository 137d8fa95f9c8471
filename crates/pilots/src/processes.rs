//! Prozessmodelle: BPMN 2.0 files (OMG, ISO/IEC 19510) as pilots leave them behind. They are checked and kept as they are.

use std::collections::HashSet;

use blaupause_kernel::{Digest, Message};
use roxmltree::{Document, Node, ParsingOptions};

use crate::{Error, Problem};

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 2 << 20;

/// Most nodes of a file.
const MAX_NODES: u32 = 500_000;

const NAMESPACE: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/// A process model that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessModel {
    /// The file as it came.
    pub text: String,
    /// Digest of its bytes.
    pub sha256: Digest,
    /// Names of the processes in it, in the order of the file; the id where a process has no name.
    pub processes: Vec<String>,
}

/// Checks a file: small enough, UTF-8, well-formed, without document type and entities, the definitions of at least one
/// process, every id there once, every sequence flow between elements that are there.
///
/// # Errors
/// `Invalid` with the line of the fault; of flows and ids, every one up to 100.
pub fn check(bytes: &[u8]) -> Result<ProcessModel, Error> {
    let refuse = |line: Option<u64>, message: Message| Error::Invalid {
        kind: "process",
        problems: vec![Problem::new("", line, message)],
    };
    if bytes.len() > MAX_BYTES {
        return Err(refuse(None, Message::new("process-large").with("most", MAX_BYTES)));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|e| refuse(None, Message::new("process-characters").with("byte", e.valid_up_to())))?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let readable = text.trim_start_matches('\u{feff}');
    let document = Document::parse_with_options(readable, options).map_err(|error| {
        let detail: String = error.to_string().chars().take(120).collect();
        refuse(Some(error.pos().row.into()), Message::new("process-unreadable").with("detail", detail))
    })?;
    let root = document.root_element();
    if !root.has_tag_name((NAMESPACE, "definitions")) {
        let name: String = root.tag_name().name().chars().take(60).collect();
        return Err(refuse(Some(1), Message::new("process-root").with("element", name)));
    }
    let processes: Vec<Node<'_, '_>> =
        root.children().filter(|node| node.has_tag_name((NAMESPACE, "process"))).collect();
    if processes.is_empty() {
        return Err(refuse(Some(1), Message::new("process-none")));
    }
    let problems = contradictions(&document);
    if !problems.is_empty() {
        return Err(Error::Invalid { kind: "process", problems });
    }
    let name = |node: &Node<'_, '_>| {
        let named = node.attribute("name").filter(|name| !name.trim().is_empty());
        named.or_else(|| node.attribute("id")).unwrap_or_default().chars().take(200).collect()
    };
    Ok(ProcessModel {
        sha256: Digest::of(bytes),
        processes: processes.iter().map(name).collect(),
        text: text.to_owned(),
    })
}

/// Ids that are there twice and flows that end nowhere.
fn contradictions(document: &Document<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ids = HashSet::new();
    let line = |node: Node<'_, '_>| Some(u64::from(document.text_pos_at(node.range().start).row));
    let mut add = |node: Node<'_, '_>, message: Message| {
        if problems.len() < 100 {
            problems.push(Problem::new("", line(node), message));
        }
    };
    let elements = || document.descendants().filter(Node::is_element);
    let shown = |id: &str| id.chars().take(60).collect::<String>();
    for node in elements().filter(|node| node.tag_name().namespace() == Some(NAMESPACE)) {
        if let Some(id) = node.attribute("id")
            && !ids.insert(id)
        {
            add(node, Message::new("process-id-twice").with("id", shown(id)));
        }
    }
    for flow in elements().filter(|node| node.has_tag_name((NAMESPACE, "sequenceFlow"))) {
        for end in ["sourceRef", "targetRef"] {
            match flow.attribute(end) {
                Some(id) if ids.contains(id) => {}
                Some(id) => add(flow, Message::new("process-flow-to-nowhere").with("id", shown(id))),
                None => add(flow, Message::new("process-flow-without-end").with("end", end)),
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = include_str!("../examples/akte-anlegen.bpmn");

    fn codes(text: &str) -> Vec<(String, Option<u64>)> {
        match check(text.as_bytes()) {
            Err(Error::Invalid { problems, .. }) => {
                problems.into_iter().map(|p| (p.message.code, p.line)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_model_is_kept_as_it_came() {
        let model = check(MODEL.as_bytes()).unwrap();
        assert_eq!((model.text.as_str(), model.sha256), (MODEL, Digest::of(MODEL.as_bytes())));
        assert_eq!(model.processes, ["Akte anlegen"]);
        assert_eq!(check(format!("\u{feff}{MODEL}").as_bytes()).unwrap().processes, ["Akte anlegen"]);
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let line = |of: &str| u64::try_from(MODEL.lines().position(|l| l.contains(of)).unwrap() + 1).ok();
        let flow = line("id=\"f2\"");
        assert_eq!(
            codes(&MODEL.replace("targetRef=\"ende\"", "targetRef=\"weg\"")),
            [("process-flow-to-nowhere".to_owned(), flow)]
        );
        assert_eq!(
            codes(&MODEL.replace(" targetRef=\"ende\"", "")),
            [("process-flow-without-end".to_owned(), flow)]
        );
        assert_eq!(codes(&MODEL.replace("id=\"f2\"", "id=\"f1\"")), [("process-id-twice".to_owned(), flow)]);
        assert_eq!(
            codes(&MODEL.replace("process ", "prozess ").replace("process>", "prozess>"))[0].0,
            "process-none"
        );
        assert_eq!(codes("<definitions/>")[0].0, "process-root");
        assert_eq!(codes(&MODEL.replace("</bpmn:process>", ""))[0].0, "process-unreadable");
    }

    #[test]
    fn hostile_files_are_refused() {
        let doctype = MODEL.replacen("<bpmn:def", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">\n<bpmn:def", 1);
        assert_eq!(codes(&doctype)[0].0, "process-unreadable");
        let entity = MODEL.replace("Akte anlegen", "&x;");
        assert_eq!(codes(&entity)[0].0, "process-unreadable");
        assert_eq!(codes(&" ".repeat(MAX_BYTES + 1))[0].0, "process-large");
        assert_eq!(codes(&"<a>".repeat(200_000))[0].0, "process-unreadable");
        assert!(check(b"\xff\xfe<\0").is_err());
    }
}
