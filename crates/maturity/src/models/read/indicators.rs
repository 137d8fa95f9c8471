//! Reading one indicator: its scale, level texts and evidence rule.

use blaupause_kernel::{Message, Rational, Slug};

use super::super::check::Known;
use super::super::fields::Fields;
use super::super::tree::Node;
use super::super::{
    Aggregation, AppliesTo, EvidenceNeed, Indicator, LevelText, ProviderSource, Scale, Subject,
};
use super::Walk;
use crate::problems::step;

impl Walk {
    pub(super) fn indicator(&mut self, node: Node, path: &str, parent: Aggregation) -> Option<Indicator> {
        let mut fields = self.reader.fields(node, path)?;
        let line = fields.line;
        let id: Option<Slug> = fields.required(&mut self.reader, "id");
        let title = fields.text(&mut self.reader, "title");
        let question = fields.text(&mut self.reader, "question");
        let help = fields.optional_text(&mut self.reader, "help");
        let weight = self.weight(&mut fields, parent);
        let scale = if fields.has("scale") { self.scale(&mut fields) } else { self.scale.clone() };
        let missing = fields.optional(&mut self.reader, "missing").unwrap_or(self.missing);
        let levels = self.levels(&mut fields, scale.as_ref());
        let applies_to = self.applies_to(&mut fields);
        let evidence = self.evidence(&mut fields, scale.as_ref());
        let by_provider = self.by_provider(&mut fields, scale.as_ref());
        let tags = fields.optional(&mut self.reader, "tags").unwrap_or_default();
        let source = fields.plain(&mut self.reader, "source");
        fields.finish(&mut self.reader);
        self.identify(id.as_ref(), path, line, Known { range: scale.as_ref().map(Scale::range) });
        Some(Indicator {
            id: id?,
            title: title?,
            question: question?,
            help,
            weight,
            scale: scale?,
            missing,
            levels,
            applies_to,
            evidence,
            by_provider,
            tags,
            source: source?,
        })
    }

    /// Who has to answer. A provider has neither level nor size class: a condition would leave all of them out.
    fn applies_to(&mut self, fields: &mut Fields) -> AppliesTo {
        let (path, line) = (fields.at("appliesTo"), fields.line_of("appliesTo"));
        let applies_to: AppliesTo = fields.optional(&mut self.reader, "appliesTo").unwrap_or_default();
        if self.subject == Some(Subject::Provider) && !applies_to.is_everybody() {
            self.reader.note(&path, line, Message::new("model-applies-to-provider"));
        }
        applies_to
    }

    /// What models for providers say about it. Whether they have these indicators is not known here.
    fn by_provider(&mut self, fields: &mut Fields, scale: Option<&Scale>) -> Vec<ProviderSource> {
        let (path, line) = (fields.at("byProvider"), fields.line_of("byProvider"));
        let mut sources: Vec<ProviderSource> = Vec::new();
        for (path, node) in fields.list(&mut self.reader, "byProvider") {
            let line = node.line;
            let Some(source) = self.reader.value::<ProviderSource>(node, &path) else { continue };
            let same = |other: &ProviderSource| {
                (&other.model, &other.version, &other.indicator)
                    == (&source.model, &source.version, &source.indicator)
            };
            let next = source.levels.iter().skip(1);
            let rising =
                source.levels.iter().zip(next).all(|(a, b)| a.at_least < b.at_least && a.level < b.level);
            if sources.iter().any(same) {
                self.reader.note(&path, line, Message::new("model-by-provider-repeated"));
            } else if source.levels.is_empty() || !rising {
                self.reader.note(&path, line, Message::new("model-by-provider-levels"));
            } else if let Some(step) = scale.and_then(|s| source.levels.iter().find(|l| !s.contains(l.level)))
            {
                let message = Message::new("model-by-provider-off-scale").with("level", step.level);
                self.reader.note(&path, line, message);
            }
            sources.push(source);
        }
        if self.subject == Some(Subject::Provider) && !sources.is_empty() {
            self.reader.note(&path, line, Message::new("model-by-provider-subject"));
        }
        sources
    }

    fn levels(&mut self, fields: &mut Fields, scale: Option<&Scale>) -> Vec<LevelText> {
        let (path, line) = (fields.at("levels"), fields.line_of("levels"));
        let mut levels = Vec::new();
        let items = fields.list(&mut self.reader, "levels");
        let count = items.len();
        for (path, node) in items {
            let Some(mut fields) = self.reader.fields(node, &path) else { continue };
            let value = fields.required(&mut self.reader, "value");
            let text = fields.text(&mut self.reader, "text");
            fields.finish(&mut self.reader);
            levels.extend(value.zip(text).map(|(value, text)| LevelText { value, text }));
        }
        // A level that could not be read was noted already; only complete lists are compared.
        let Some(scale) = scale.filter(|_| levels.len() == count) else { return levels };
        if scale.is_measured() {
            let rising = levels.iter().zip(levels.iter().skip(1)).all(|(a, b)| a.value < b.value);
            if !rising || !levels.iter().all(|l| scale.contains(l.value)) {
                self.reader.note(&path, line, Message::new("model-levels-off-scale"));
            }
        } else if !levels.iter().map(|l| &l.value).eq(scale.values()) {
            let list = |values: &mut dyn Iterator<Item = Rational>| {
                values.take(20).map(|v| v.to_string()).collect::<Vec<_>>().join(", ")
            };
            let message = Message::new("model-levels-mismatch")
                .with("expected", list(&mut scale.values().iter().copied()))
                .with("found", list(&mut levels.iter().map(|l| l.value)));
            self.reader.note(&path, line, message);
        }
        levels
    }

    fn evidence(&mut self, fields: &mut Fields, scale: Option<&Scale>) -> Option<EvidenceNeed> {
        let path = fields.at("evidence");
        let node = fields.take("evidence")?;
        let mut fields = self.reader.fields(node, &path)?;
        let rule = fields.required(&mut self.reader, "rule");
        let line = fields.line_of("fromLevel");
        let from_level: Option<Rational> = fields.optional(&mut self.reader, "fromLevel");
        let text = fields.optional_text(&mut self.reader, "text");
        if let Some((level, scale)) = from_level.zip(scale)
            && !scale.contains(level)
        {
            let message = Message::new("model-evidence-off-scale").with("level", level);
            self.reader.note(&step(&path, "fromLevel"), line, message);
        }
        fields.finish(&mut self.reader);
        Some(EvidenceNeed { rule: rule?, from_level, text })
    }
}
