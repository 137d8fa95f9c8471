//! Reading the stages with their gates, once every node is known.

use blaupause_kernel::{Message, Rational, Slug};

use super::super::fields::Fields;
use super::super::{Gate, Range, Stage, check};
use super::Walk;
use crate::problems::step;

impl Walk {
    pub(super) fn stages(&mut self, fields: &mut Fields, score: Option<Range>) -> Vec<Stage> {
        let line = fields.line_of("stages");
        let noted = fields.is_no_list("stages");
        let items = fields.list(&mut self.reader, "stages");
        if items.is_empty() && !noted {
            self.reader.note(&fields.at("stages"), line, Message::new("model-no-stages"));
        }
        let mut stages: Vec<Stage> = Vec::new();
        for (path, node) in items {
            let Some(mut fields) = self.reader.fields(node, &path) else { continue };
            let (line, threshold_line) = (fields.line, fields.line_of("threshold"));
            let id: Option<Slug> = fields.required(&mut self.reader, "id");
            let title = fields.text(&mut self.reader, "title");
            let description = fields.optional_text(&mut self.reader, "description");
            let threshold: Option<Rational> = fields.required(&mut self.reader, "threshold");
            let gates = self.gates(&mut fields, &stages);
            fields.finish(&mut self.reader);
            let Some(((id, title), threshold)) = id.zip(title).zip(threshold) else { continue };
            if stages.iter().any(|s| s.id == id) {
                self.reader.note(&path, line, Message::new("model-duplicate-id").with("id", &id));
            }
            let stage = Stage { id, title, description, threshold, gates };
            for message in check::stage(&stage, stages.last(), score) {
                self.reader.note(&step(&path, "threshold"), threshold_line, message);
            }
            stages.push(stage);
        }
        stages
    }

    fn gates(&mut self, fields: &mut Fields, below: &[Stage]) -> Vec<Gate> {
        let mut gates: Vec<Gate> = Vec::new();
        for (path, node) in fields.list(&mut self.reader, "gates") {
            let Some(mut fields) = self.reader.fields(node, &path) else { continue };
            let line = fields.line;
            let node: Option<Slug> = fields.required(&mut self.reader, "node");
            let at_least = fields.required(&mut self.reader, "atLeast");
            let reason = fields.optional_text(&mut self.reader, "reason");
            fields.finish(&mut self.reader);
            let Some((node, at_least)) = node.zip(at_least) else { continue };
            let gate = Gate { node, at_least, reason };
            for message in check::gate(&gate, &gates, below, &self.nodes) {
                self.reader.note(&path, line, message);
            }
            gates.push(gate);
        }
        gates
    }
}
