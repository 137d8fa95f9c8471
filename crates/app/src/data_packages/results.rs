//! Signed results of the units: of days on which they were served. Neither drafts nor evidence nor who signed.

use blaupause_maturity::{Answer, Explain, NodeKind};
use blaupause_store::{Conn, signed_results};
use blaupause_tables::{Kind, RowSink, Value};

use super::area::Area;
use super::columns::{
    NUMBER, Table, always, code, count, exactly, key, maybe, maybe_text, number, put, text,
};
use crate::Error;

pub(super) const ASSESSMENTS: Table = Table {
    id: "assessments",
    source: "assessment",
    columns: &[
        key("id", Kind::Text).said("assessment"),
        always("unit", Kind::Text),
        always("sequence", Kind::Integer),
        always("model", Kind::Text),
        always("version", Kind::Text),
        always("period", Kind::Date),
        always("signedOff", Kind::Date),
        maybe("score", NUMBER).measured("points"),
        maybe("scoreExact", Kind::Text),
        always("lowerBound", NUMBER).measured("points"),
        always("lowerBoundExact", Kind::Text),
        always("upperBound", NUMBER).measured("points"),
        always("upperBoundExact", Kind::Text),
        maybe("stage", Kind::Text).said("proven-stage"),
        always("minimumStandard", Kind::Text),
        always("sha256", Kind::Text),
    ],
    leads: &[("units", &[("unit", "ars")]), ("models", &[("model", "model"), ("version", "version")])],
    fill: assessments,
};

pub(super) const DIMENSION_RESULTS: Table = Table {
    id: "dimension-results",
    source: "assessment",
    columns: &[
        key("assessment", Kind::Text),
        always("model", Kind::Text),
        always("version", Kind::Text),
        key("dimension", Kind::Text),
        always("value", NUMBER).said("dimension-value").measured("points"),
        always("valueExact", Kind::Text),
    ],
    leads: &[
        ("assessments", &[("assessment", "id")]),
        ("dimensions", &[("model", "model"), ("version", "version"), ("dimension", "dimension")]),
    ],
    fill: dimension_results,
};

pub(super) const ANSWERS: Table = Table {
    id: "answers",
    source: "assessment",
    columns: &[
        key("assessment", Kind::Text),
        always("model", Kind::Text),
        always("version", Kind::Text),
        key("indicator", Kind::Text),
        always("answer", Kind::Text),
        maybe("state", Kind::Text).said("answer-state"),
        maybe("value", NUMBER).said("answer-value").measured("level"),
        maybe("valueExact", Kind::Text),
        maybe("reason", Kind::Text),
        always("effectiveWeight", NUMBER).measured("share"),
    ],
    leads: &[
        ("assessments", &[("assessment", "id")]),
        ("indicators", &[("model", "model"), ("version", "version"), ("indicator", "indicator")]),
    ],
    fill: answers,
};

fn assessments(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    for keys in area.batches() {
        for found in signed_results::figures_of(conn, &keys)? {
            if !area.served_on(&found.unit, found.period) {
                continue;
            }
            let [score, score_exact] = exactly(found.score)?;
            let [lower, lower_exact] = exactly(Some(found.standing.lower))?;
            let [upper, upper_exact] = exactly(Some(found.standing.upper))?;
            put(
                rows,
                [
                    text(found.id),
                    text(&found.unit),
                    count(found.sequence)?,
                    text(&found.model),
                    text(&found.version),
                    found.period.into(),
                    found.signed_at.date().into(),
                    score,
                    score_exact,
                    lower,
                    lower_exact,
                    upper,
                    upper_exact,
                    maybe_text(found.stage.as_ref()),
                    code(&found.standing.minimum_standard),
                    text(found.hash),
                ],
            )?;
            area.versions.insert((found.model, found.version));
        }
    }
    Ok(())
}

fn dimension_results(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    for keys in area.batches() {
        for found in signed_results::figures_of(conn, &keys)? {
            if !area.served_on(&found.unit, found.period) {
                continue;
            }
            for (dimension, value) in &found.standing.dimensions {
                let [value, exact] = exactly(Some(*value))?;
                let model = [text(found.id), text(&found.model), text(&found.version)];
                let [assessment, model, version] = model;
                put(rows, [assessment, model, version, text(dimension), value, exact])?;
            }
        }
    }
    Ok(())
}

fn answers(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    for keys in area.batches() {
        for document in signed_results::of_units(conn, &keys)? {
            let served = document.assessed.unit().is_some_and(|unit| area.served_on(unit, document.period));
            if !served {
                continue;
            }
            let mut leaves = Vec::new();
            collect(&document.outcome.explain, &mut leaves);
            for leaf in leaves {
                let (answer, reason) = said(leaf.answer.as_ref());
                let [value, exact] = exactly(leaf.value)?;
                put(
                    rows,
                    [
                        text(document.id),
                        text(&document.model.id),
                        text(&document.model.version),
                        text(&leaf.id),
                        text(answer),
                        leaf.state.as_ref().map_or(Value::Null, code),
                        value,
                        exact,
                        maybe_text(reason),
                        number(leaf.effective_weight)?,
                    ],
                )?;
            }
        }
    }
    Ok(())
}

/// The indicators of a calculation, in the order of the model.
fn collect<'e>(node: &'e Explain, leaves: &mut Vec<&'e Explain>) {
    if node.kind == NodeKind::Indicator {
        leaves.push(node);
    }
    node.children.iter().for_each(|child| collect(child, leaves));
}

/// What was answered, as documents call it, and why, where that is said.
fn said(answer: Option<&Answer>) -> (&'static str, Option<&str>) {
    match answer {
        Some(Answer::Level { .. }) => ("level", None),
        Some(Answer::NotApplicable { reason }) => ("notApplicable", Some(reason)),
        Some(Answer::NotAssessable { reason }) => ("notAssessable", reason.as_deref()),
        Some(Answer::ByProvider) => ("byProvider", None),
        Some(Answer::Unanswered) | None => ("unanswered", None),
    }
}
