//! From the tree to the model: every field, every rule that concerns one node alone. Indicators and stages have
//! files of their own; rules that need more than one node are in `check`.

mod indicators;
mod stages;

use std::collections::BTreeMap;

use blaupause_kernel::{Language, Message, Rational, Rounding, Slug};

use super::check::{self, Known};
use super::fields::{Fields, Reader};
use super::magnitudes;
use super::scale::one;
use super::tree::Node;
use super::{
    Aggregation, Dimension, FORMAT, Indicator, Missing, Model, Range, Scale, ScaleForm, Source, Subject,
};
use crate::Problem;

/// The deepest nesting of dimensions.
const MAX_DIMENSION_DEPTH: usize = 12;

/// What a node inherits and what is known so far.
struct Walk {
    reader: Reader,
    scale: Option<Scale>,
    missing: Missing,
    subject: Option<Subject>,
    nodes: BTreeMap<Slug, Known>,
    /// Path and line of every node that has a key.
    places: BTreeMap<Slug, (String, Option<u64>)>,
    depth: usize,
}

/// Reads a model and gives every problem, ordered by line and path.
pub(super) fn model(node: Node) -> Result<Model, Vec<Problem>> {
    let mut walk = Walk {
        reader: Reader::new(),
        scale: None,
        missing: Missing::Open,
        subject: None,
        nodes: BTreeMap::new(),
        places: BTreeMap::new(),
        depth: 0,
    };
    let line = node.line;
    let model = walk.model(node);
    // Only of a model that is sound otherwise: a fault elsewhere may be the reason.
    if let Some(model) = model.as_ref().filter(|_| walk.reader.problems.is_empty())
        && let Some(node) = magnitudes::overflowing(model)
    {
        let place = node.and_then(|id| walk.places.get(id).cloned());
        let (path, line) = place.unwrap_or_else(|| (String::new(), line));
        walk.reader.note(&path, line, Message::new("model-overflow"));
    }
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
        self.subject = subject;
        let title = fields.text(&mut self.reader, "title");
        let description = fields.optional_text(&mut self.reader, "description");
        let sources = self.sources(&mut fields);
        let scale = self.scale(&mut fields);
        self.scale.clone_from(&scale);
        let rounding = self.rounding(&mut fields);
        let aggregation: Option<Aggregation> = fields.required(&mut self.reader, "aggregation");
        let inherited = aggregation.unwrap_or(Aggregation::WeightedMean);
        self.missing = fields.optional(&mut self.reader, "missing").unwrap_or_default();
        let range = self.range(&mut fields, inherited);
        let total = Total::take(&mut self.reader, &mut fields);
        let (dimensions, ranges) = self.dimensions(&mut fields, inherited);
        total.check(&mut self.reader, inherited, ranges.as_deref());
        if dimensions.is_empty() && ranges.is_some() {
            self.reader.note(&fields.path, fields.line, Message::new("model-no-dimensions"));
        }
        let root = ranges.zip(scale.as_ref()).and_then(|(children, scale)| {
            check::range_of(inherited, range.unwrap_or(scale.range()), &children)
        });
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
            missing: self.missing,
            range,
            weights_sum: total.expected,
            rounding: rounding?,
            aggregation: aggregation?,
            dimensions,
            stages,
            known: super::Known::default(),
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
            let (at, url_line) = (fields.at("url"), fields.line_of("url"));
            let url: Option<String> = fields.optional(&mut self.reader, "url");
            // A link of another scheme, such as `javascript:`, would run where the model is shown.
            if url.as_ref().is_some_and(|u| !u.starts_with("https://") && !u.starts_with("http://")) {
                self.reader.note(&at, url_line, Message::new("model-source-url"));
            }
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
            let ends: Option<(Rational, Rational)> = min.zip(max);
            if fields.has("decimals") {
                let decimals: Option<u8> = fields.required(&mut self.reader, "decimals");
                ends.zip(decimals).map(|((min, max), decimals)| ScaleForm::Measured { min, max, decimals })
            } else {
                let step = fields.optional(&mut self.reader, "step").unwrap_or_else(one);
                ends.map(|(min, max)| ScaleForm::Steps { min, max, step })
            }
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
            self.places.insert(id.clone(), (path.to_owned(), line));
        }
    }

    fn weight(&mut self, fields: &mut Fields, parent: Aggregation) -> Rational {
        let (path, line) = (fields.at("weight"), fields.line_of("weight"));
        let weight: Rational = fields.optional(&mut self.reader, "weight").unwrap_or(Rational::ONE);
        if weight.is_negative() || weight.is_zero() {
            self.reader.note(&path, line, Message::new("model-weight-not-positive").with("weight", weight));
        } else if weight != Rational::ONE && !check::weighs(parent) {
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
        let known = !fields.is_no_list("dimensions");
        let (mut dimensions, mut ranges) = (Vec::new(), known.then(Vec::new));
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
        let own = self.range(&mut fields, aggregation);
        let total = Total::take(&mut self.reader, &mut fields);
        if parent == Aggregation::MeanOfMeans && !check::is_mean(aggregation) {
            self.reader.note(path, line, Message::new("model-mean-of-means"));
        }
        let (dimensions, mut ranges) = self.dimensions(&mut fields, aggregation);
        let mut indicators = Vec::new();
        let noted = fields.is_no_list("indicators");
        let items = fields.list(&mut self.reader, "indicators");
        if noted {
            ranges = None;
        }
        if items.is_empty() && dimensions.is_empty() && ranges.is_some() {
            self.reader.note(path, line, Message::new("model-dimension-empty"));
        }
        for (path, node) in items {
            let indicator = self.indicator(node, &path, aggregation);
            ranges = check::both(ranges, indicator.as_ref().map(|i: &Indicator| (i.weight, i.scale.range())));
            indicators.extend(indicator);
        }
        fields.finish(&mut self.reader);
        total.check(&mut self.reader, aggregation, ranges.as_deref());
        let own_range = own.or(self.scale.as_ref().map(Scale::range));
        let range =
            ranges.zip(own_range).and_then(|(children, own)| check::range_of(aggregation, own, &children));
        self.identify(id.as_ref(), path, line, Known { range });
        Some((
            Dimension {
                id: id?,
                title: title?,
                description,
                weight,
                aggregation,
                range: own,
                weights_sum: total.expected,
                dimensions,
                indicators,
            },
            range,
        ))
    }

    /// The range that a map declares, where its aggregation leaves that open.
    fn range(&mut self, fields: &mut Fields, aggregation: Aggregation) -> Option<Range> {
        let (path, line) = (fields.at("range"), fields.line_of("range"));
        let range: Range = fields.optional(&mut self.reader, "range")?;
        if range.min >= range.max {
            let message = Message::new("model-range").with("min", range.min).with("max", range.max);
            self.reader.note(&path, line, message);
        } else if !check::has_own_range(aggregation) {
            self.reader.note(&path, line, Message::new("model-range-without-effect"));
        } else {
            return Some(range);
        }
        None
    }
}

/// What the weights of the children of a map have to add up to, and where that is said.
struct Total {
    path: String,
    line: Option<u64>,
    expected: Option<Rational>,
}

impl Total {
    fn take(reader: &mut Reader, fields: &mut Fields) -> Self {
        let (path, line) = (fields.at("weightsSum"), fields.line_of("weightsSum"));
        Self { path, line, expected: fields.optional(reader, "weightsSum") }
    }

    fn check(&self, reader: &mut Reader, aggregation: Aggregation, children: Option<&[(Rational, Range)]>) {
        let Some((expected, children)) = self.expected.zip(children) else { return };
        // Under the others, every weight is 1 or a fault of its own.
        if check::weighs(aggregation)
            && let Some(message) = check::weights(expected, children)
        {
            reader.note(&self.path, self.line, message);
        } else if !check::weighs(aggregation) {
            reader.note(&self.path, self.line, Message::new("model-weights-sum-without-effect"));
        }
    }
}
