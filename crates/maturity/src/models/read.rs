//! From the tree to the model: every field, every rule that concerns one node alone. Gates and stages are
//! checked in `check`, once all nodes are known.

use std::collections::BTreeMap;

use blaupause_kernel::{Language, Message, Rational, Rounding, Slug};

use super::check::{self, Known};
use super::fields::{Fields, Reader};
use super::scale::one;
use super::tree::Node;
use super::{
    Aggregation, Dimension, EvidenceNeed, FORMAT, Gate, Indicator, LevelText, Model, Range, Scale, ScaleForm,
    Source, Stage,
};
use crate::Problem;
use crate::problems::step;

/// The deepest nesting of dimensions.
const MAX_DIMENSION_DEPTH: usize = 12;

/// What a node inherits and what is known so far.
struct Walk {
    reader: Reader,
    scale: Option<Scale>,
    nodes: BTreeMap<Slug, Known>,
    depth: usize,
}

/// Reads a model and gives every problem, ordered by line and path.
pub(super) fn model(node: Node) -> Result<Model, Vec<Problem>> {
    let mut walk = Walk { reader: Reader::new(), scale: None, nodes: BTreeMap::new(), depth: 0 };
    let model = walk.model(node);
    let mut problems = walk.reader.problems;
    problems.sort_by_key(|problem| problem.line);
    model.filter(|_| problems.is_empty()).ok_or(problems)
}

impl Walk {
    fn model(&mut self, node: Node) -> Option<Model> {
        let mut fields = self.reader.fields(node, "")?;
        let format = fields.format(&mut self.reader, FORMAT);
        let languages = self.languages(&mut fields);
        let (id, version) =
            (fields.required(&mut self.reader, "id"), fields.required(&mut self.reader, "version"));
        let subject = fields.required(&mut self.reader, "subject");
        let title = fields.text(&mut self.reader, "title");
        let description = fields.optional_text(&mut self.reader, "description");
        let sources = self.sources(&mut fields);
        let scale = self.scale(&mut fields);
        self.scale.clone_from(&scale);
        let rounding = self.rounding(&mut fields);
        let aggregation: Option<Aggregation> = fields.required(&mut self.reader, "aggregation");
        let inherited = aggregation.unwrap_or(Aggregation::WeightedMean);
        let (dimensions, ranges) = self.dimensions(&mut fields, inherited);
        if dimensions.is_empty() && ranges.is_some() {
            self.reader.note(&fields.path, fields.line, Message::new("model-no-dimensions"));
        }
        let root = ranges
            .zip(scale.as_ref())
            .and_then(|(children, scale)| check::range_of(inherited, scale.range(), &children));
        let stages = self.stages(&mut fields, root.filter(|_| aggregation.is_some()));
        fields.finish(&mut self.reader);
        Some(Model {
            format: format?,
            id: id?,
            version: version?,
            subject: subject?,
            title: title?,
            description,
            languages: languages?,
            sources,
            scale: scale?,
            rounding: rounding?,
            aggregation: aggregation?,
            dimensions,
            stages,
        })
    }

    fn missing<T>(&mut self, fields: &Fields, name: &str) -> Option<T> {
        self.reader.note(&fields.path, fields.line, Message::new("model-missing-field").with("field", name));
        None
    }

    fn languages(&mut self, fields: &mut Fields) -> Option<Vec<Language>> {
        let line = fields.line_of("languages");
        let languages: Vec<Language> = fields.required(&mut self.reader, "languages")?;
        let repeated =
            languages.iter().enumerate().any(|(i, l)| languages.iter().skip(i + 1).any(|m| m == l));
        if languages.is_empty() || repeated {
            self.reader.note(&fields.at("languages"), line, Message::new("model-languages"));
            return None;
        }
        self.reader.languages.clone_from(&languages);
        Some(languages)
    }

    fn sources(&mut self, fields: &mut Fields) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        for (path, node) in fields.list(&mut self.reader, "sources") {
            let Some(mut fields) = self.reader.fields(node, &path) else { continue };
            let id: Option<Slug> = fields.required(&mut self.reader, "id");
            let title = fields.plain(&mut self.reader, "title");
            let url = fields.optional(&mut self.reader, "url");
            let line = fields.line;
            fields.finish(&mut self.reader);
            if let Some((id, title)) = id.zip(title) {
                if sources.iter().any(|s| s.id == id) {
                    self.reader.note(&path, line, Message::new("model-duplicate-id").with("id", &id));
                }
                sources.push(Source { id, title, url });
            }
        }
        sources
    }

    fn rounding(&mut self, fields: &mut Fields) -> Option<Rounding> {
        let line = fields.line_of("rounding");
        let rounding: Rounding = fields.required(&mut self.reader, "rounding")?;
        if rounding.digits > 9 {
            self.reader.note(
                &fields.at("rounding"),
                line,
                Message::new("model-rounding-digits").with("most", 9),
            );
            return None;
        }
        Some(rounding)
    }

    /// The scale of a map that must have one.
    fn scale(&mut self, fields: &mut Fields) -> Option<Scale> {
        let (path, line) = (fields.at("scale"), fields.line_of("scale"));
        let Some(node) = fields.take("scale") else { return self.missing(fields, "scale") };
        let mut fields = self.reader.fields(node, &path)?;
        let form = if fields.has("values") {
            fields.required(&mut self.reader, "values").map(|values| ScaleForm::Values { values })
        } else {
            let min = fields.required(&mut self.reader, "min");
            let max = fields.required(&mut self.reader, "max");
            let step = fields.optional(&mut self.reader, "step").unwrap_or_else(one);
            min.zip(max).map(|(min, max)| ScaleForm::Steps { min, max, step })
        };
        fields.finish(&mut self.reader);
        Scale::try_from(form?).map_err(|error| self.reader.note(&path, line, error.0)).ok()
    }

    /// Notes a key and refuses one that is taken.
    fn identify(&mut self, id: Option<&Slug>, path: &str, line: Option<u64>, known: Known) {
        let Some(id) = id else { return };
        if self.nodes.contains_key(id) {
            self.reader.note(path, line, Message::new("model-duplicate-id").with("id", id));
        } else {
            self.nodes.insert(id.clone(), known);
        }
    }

    fn weight(&mut self, fields: &mut Fields, parent: Aggregation) -> Rational {
        let (path, line) = (fields.at("weight"), fields.line_of("weight"));
        let weight: Rational = fields.optional(&mut self.reader, "weight").unwrap_or(Rational::ONE);
        if weight.is_negative() || weight.is_zero() {
            self.reader.note(&path, line, Message::new("model-weight-not-positive").with("weight", weight));
        } else if weight != Rational::ONE && !matches!(parent, Aggregation::WeightedMean | Aggregation::Sum) {
            self.reader.note(&path, line, Message::new("model-weight-without-effect").with("weight", weight));
        }
        weight
    }

    /// The dimensions of a map, and the weights and ranges they give to the parent if all could be read.
    fn dimensions(
        &mut self,
        fields: &mut Fields,
        parent: Aggregation,
    ) -> (Vec<Dimension>, Option<Vec<(Rational, Range)>>) {
        let (mut dimensions, mut ranges) = (Vec::new(), Some(Vec::new()));
        for (path, node) in fields.list(&mut self.reader, "dimensions") {
            self.depth += 1;
            let read = self.dimension(node, &path, parent);
            self.depth -= 1;
            let range = read.as_ref().and_then(|(dimension, range)| range.map(|r| (dimension.weight, r)));
            ranges = check::both(ranges, range);
            dimensions.extend(read.map(|(dimension, _)| dimension));
        }
        (dimensions, ranges)
    }

    fn dimension(
        &mut self,
        node: Node,
        path: &str,
        parent: Aggregation,
    ) -> Option<(Dimension, Option<Range>)> {
        if self.depth > MAX_DIMENSION_DEPTH {
            let message = Message::new("model-too-deep").with("most", MAX_DIMENSION_DEPTH);
            self.reader.note(path, node.line, message);
            return None;
        }
        let mut fields = self.reader.fields(node, path)?;
        let line = fields.line;
        let id: Option<Slug> = fields.required(&mut self.reader, "id");
        let title = fields.text(&mut self.reader, "title");
        let description = fields.optional_text(&mut self.reader, "description");
        let weight = self.weight(&mut fields, parent);
        let aggregation = fields.optional(&mut self.reader, "aggregation").unwrap_or(parent);
        if parent == Aggregation::MeanOfMeans && !check::is_mean(aggregation) {
            self.reader.note(path, line, Message::new("model-mean-of-means"));
        }
        let (dimensions, mut ranges) = self.dimensions(&mut fields, aggregation);
        let mut indicators = Vec::new();
        let items = fields.list(&mut self.reader, "indicators");
        if items.is_empty() && dimensions.is_empty() && ranges.is_some() {
            self.reader.note(path, line, Message::new("model-dimension-empty"));
        }
        for (path, node) in items {
            let indicator = self.indicator(node, &path, aggregation);
            ranges = check::both(ranges, indicator.as_ref().map(|i: &Indicator| (i.weight, i.scale.range())));
            indicators.extend(indicator);
        }
        fields.finish(&mut self.reader);
        let model_range = self.scale.as_ref().map(Scale::range);
        let range =
            ranges.zip(model_range).and_then(|(children, own)| check::range_of(aggregation, own, &children));
        self.identify(id.as_ref(), path, line, Known { range });
        Some((
            Dimension { id: id?, title: title?, description, weight, aggregation, dimensions, indicators },
            range,
        ))
    }

    fn indicator(&mut self, node: Node, path: &str, parent: Aggregation) -> Option<Indicator> {
        let mut fields = self.reader.fields(node, path)?;
        let line = fields.line;
        let id: Option<Slug> = fields.required(&mut self.reader, "id");
        let title = fields.text(&mut self.reader, "title");
        let question = fields.text(&mut self.reader, "question");
        let help = fields.optional_text(&mut self.reader, "help");
        let weight = self.weight(&mut fields, parent);
        let scale = if fields.has("scale") { self.scale(&mut fields) } else { self.scale.clone() };
        let levels = self.levels(&mut fields, scale.as_ref());
        let applies_to = fields.optional(&mut self.reader, "appliesTo").unwrap_or_default();
        let evidence = self.evidence(&mut fields, scale.as_ref());
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
            levels,
            applies_to,
            evidence,
            tags,
            source: source?,
        })
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
        if let Some(scale) = scale
            && levels.len() == count
            && !levels.iter().map(|l| &l.value).eq(scale.values())
        {
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

    fn stages(&mut self, fields: &mut Fields, score: Option<Range>) -> Vec<Stage> {
        let line = fields.line_of("stages");
        let items = fields.list(&mut self.reader, "stages");
        if items.is_empty() {
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
            let gates = self.gates(&mut fields);
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

    fn gates(&mut self, fields: &mut Fields) -> Vec<Gate> {
        let mut gates = Vec::new();
        for (path, node) in fields.list(&mut self.reader, "gates") {
            let Some(mut fields) = self.reader.fields(node, &path) else { continue };
            let line = fields.line;
            let node: Option<Slug> = fields.required(&mut self.reader, "node");
            let at_least = fields.required(&mut self.reader, "atLeast");
            let reason = fields.optional_text(&mut self.reader, "reason");
            fields.finish(&mut self.reader);
            let Some((node, at_least)) = node.zip(at_least) else { continue };
            let gate = Gate { node, at_least, reason };
            if let Some(message) = check::gate(&gate, &self.nodes) {
                self.reader.note(&path, line, message);
            }
            gates.push(gate);
        }
        gates
    }
}
