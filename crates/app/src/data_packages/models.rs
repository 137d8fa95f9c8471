//! The models by which there are results: what was asked, and what counted how much. Published, for everybody to read.

use blaupause_maturity::{Dimension, Model};
use blaupause_store::Conn;
use blaupause_tables::{Kind, RowSink, Value};

use super::area::Area;
use super::columns::{NUMBER, Table, always, code, count, key, maybe, maybe_text, number, put, text};
use crate::Error;

pub(super) const MODELS: Table = Table {
    id: "models",
    source: "model",
    columns: &[
        key("model", Kind::Text),
        key("version", Kind::Text),
        always("title", Kind::Text),
        always("sha256", Kind::Text),
    ],
    leads: &[],
    fill: models,
};

const OF_MODEL: &[(&str, &[(&str, &str)])] = &[("models", &[("model", "model"), ("version", "version")])];

pub(super) const DIMENSIONS: Table = Table {
    id: "dimensions",
    source: "model",
    columns: &[
        key("model", Kind::Text),
        key("version", Kind::Text),
        key("dimension", Kind::Text),
        maybe("parent", Kind::Text).said("parent-dimension"),
        always("position", Kind::Integer),
        always("title", Kind::Text),
        always("weight", NUMBER).measured("weight"),
        always("aggregation", Kind::Text),
    ],
    leads: OF_MODEL,
    fill: dimensions,
};

pub(super) const INDICATORS: Table = Table {
    id: "indicators",
    source: "model",
    columns: &[
        key("model", Kind::Text),
        key("version", Kind::Text),
        key("indicator", Kind::Text),
        always("dimension", Kind::Text),
        always("position", Kind::Integer),
        always("title", Kind::Text),
        maybe("question", Kind::Text),
        always("weight", NUMBER).measured("weight"),
        maybe("origin", Kind::Text),
    ],
    leads: &[("dimensions", &[("model", "model"), ("version", "version"), ("dimension", "dimension")])],
    fill: indicators,
};

pub(super) const STAGES: Table = Table {
    id: "stages",
    source: "model",
    columns: &[
        key("model", Kind::Text),
        key("version", Kind::Text),
        key("stage", Kind::Text),
        always("position", Kind::Integer),
        always("title", Kind::Text),
        always("threshold", NUMBER).measured("points"),
    ],
    leads: OF_MODEL,
    fill: stages,
};

fn models(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    let language = area.language;
    for (model, hash) in area.models(conn)? {
        let [id, version] = of(model);
        put(rows, [id, version, text(model.title.get(language)), text(hash)])?;
    }
    Ok(())
}

fn dimensions(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    let language = area.language;
    for (model, _) in area.models(conn)? {
        for (position, dimension) in (1..).zip(model.all_dimensions()) {
            let [id, version] = of(model);
            put(
                rows,
                [
                    id,
                    version,
                    text(&dimension.id),
                    maybe_text(above(model, dimension).map(|above| &above.id)),
                    Value::Integer(position),
                    text(dimension.title.get(language)),
                    number(dimension.weight)?,
                    code(&dimension.aggregation),
                ],
            )?;
        }
    }
    Ok(())
}

fn above<'m>(model: &'m Model, dimension: &Dimension) -> Option<&'m Dimension> {
    let holds = |outer: &&Dimension| outer.dimensions.iter().any(|inner| inner.id == dimension.id);
    model.all_dimensions().into_iter().find(holds)
}

fn indicators(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    let language = area.language;
    for (model, _) in area.models(conn)? {
        for (position, (path, indicator)) in model.indicators().into_iter().enumerate() {
            let [id, version] = of(model);
            put(
                rows,
                [
                    id,
                    version,
                    text(&indicator.id),
                    maybe_text(path.last().map(|dimension| &dimension.id)),
                    count(position + 1)?,
                    text(indicator.title.get(language)),
                    text(indicator.question.get(language)),
                    number(indicator.weight)?,
                    text(&indicator.source),
                ],
            )?;
        }
    }
    Ok(())
}

fn stages(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    let language = area.language;
    for (model, _) in area.models(conn)? {
        for (position, stage) in (1..).zip(&model.stages) {
            let [id, version] = of(model);
            let threshold = number(stage.threshold)?;
            put(
                rows,
                [
                    id,
                    version,
                    text(&stage.id),
                    Value::Integer(position),
                    text(stage.title.get(language)),
                    threshold,
                ],
            )?;
        }
    }
    Ok(())
}

fn of(model: &Model) -> [Value; 2] {
    [text(&model.id), text(&model.version)]
}
