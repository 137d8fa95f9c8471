//! What the units adopt and what runs in them, as it is today.

use std::collections::BTreeSet;

use blaupause_kernel::Slug;
use blaupause_pilots::adoptions::{AdoptionState, AdoptionTransition as Reached};
use blaupause_store::blueprint_versions::Stored;
use blaupause_store::{Conn, adoptions as adopted, blueprint_versions, installations as running, modules};
use blaupause_tables::{Kind, RowSink, Value};

use super::area::Area;
use super::columns::{NUMBER, Table, always, code, key, maybe, maybe_text, number, put, text};
use crate::Error;

pub(super) const ADOPTIONS: Table = Table {
    id: "adoptions",
    source: "adoption",
    columns: &[
        key("id", Kind::Text).said("adoption"),
        always("unit", Kind::Text),
        always("blueprint", Kind::Text),
        always("version", Kind::Text).said("blueprint-version"),
        always("provider", Kind::Text),
        always("state", Kind::Text).said("adoption-state"),
        maybe("registered", Kind::Date),
        maybe("planned", Kind::Date),
        maybe("started", Kind::Date),
        maybe("wentLive", Kind::Date),
        maybe("verified", Kind::Date),
        maybe("paused", Kind::Date),
        maybe("resumed", Kind::Date),
        maybe("abandoned", Kind::Date),
        maybe("plannedFrom", Kind::Date),
        maybe("lastConfirmed", Kind::Date),
        maybe("expires", Kind::Date),
        maybe("sizeClass", Kind::Text).said("adoption-size-class"),
        maybe("verifiedBy", Kind::Text),
    ],
    leads: &[
        ("units", &[("unit", "ars")]),
        ("blueprint-versions", &[("blueprint", "blueprint"), ("version", "version")]),
    ],
    fill: adoptions,
};

pub(super) const BLUEPRINT_VERSIONS: Table = Table {
    id: "blueprint-versions",
    source: "blueprint",
    columns: &[
        key("blueprint", Kind::Text),
        key("version", Kind::Text).said("blueprint-version"),
        always("title", Kind::Text),
        always("state", Kind::Text).said("blueprint-state"),
        always("published", Kind::Date),
        always("sha256", Kind::Text),
    ],
    leads: &[],
    fill: blueprints,
};

pub(super) const INSTALLATIONS: Table = Table {
    id: "installations",
    source: "installation",
    columns: &[
        key("unit", Kind::Text),
        key("module", Kind::Text),
        always("version", Kind::Text).said("module-version"),
        maybe("maturity", NUMBER).measured("level"),
        always("customised", Kind::Boolean),
        always("since", Kind::Date),
        maybe("confirmedUntil", Kind::Date),
    ],
    leads: &[("units", &[("unit", "ars")]), ("modules", &[("module", "module")])],
    fill: installations,
};

pub(super) const MODULES: Table = Table {
    id: "modules",
    source: "catalogue",
    columns: &[
        key("module", Kind::Text),
        always("title", Kind::Text),
        always("kind", Kind::Text).said("module-kind"),
        always("owner", Kind::Text),
    ],
    leads: &[],
    fill: running_modules,
};

fn adoptions(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    area.adoptions = adopted::of_service_area(conn, &area.provider.id, None, area.today)?;
    for adoption in &area.adoptions {
        let on = |reached: Reached| Value::from(adoption.state_dates.get(&reached).copied());
        put(
            rows,
            [
                text(adoption.id),
                text(&adoption.unit),
                text(&adoption.blueprint),
                text(&adoption.version),
                text(&adoption.provider),
                text(state(adoption.state)),
                on(Reached::Register),
                on(Reached::Plan),
                on(Reached::Start),
                on(Reached::GoLive),
                on(Reached::Verify),
                on(Reached::Pause),
                on(Reached::Resume),
                on(Reached::Abandon),
                adoption.planned_from.into(),
                adoption.last_confirmed.into(),
                adoption.expires.into(),
                adoption.size_class.as_ref().map_or(Value::Null, code),
                maybe_text(adoption.verified_by.as_ref().map(|proof| proof.id)),
            ],
        )?;
    }
    Ok(())
}

const fn state(state: AdoptionState) -> &'static str {
    match state {
        AdoptionState::Interested => "interested",
        AdoptionState::Planned => "planned",
        AdoptionState::Running => "running",
        AdoptionState::Live => "live",
        AdoptionState::Verified => "verified",
        AdoptionState::Paused { .. } => "paused",
        AdoptionState::Abandoned => "abandoned",
    }
}

/// The versions that are adopted: an adoption is pinned to what was published.
fn blueprints(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    let pins: BTreeSet<_> = area.adoptions.iter().map(|a| (&a.blueprint, &a.version)).collect();
    let ids: BTreeSet<&Slug> = pins.iter().map(|(blueprint, _)| *blueprint).collect();
    let ids: Vec<Slug> = ids.into_iter().cloned().collect();
    for version in blueprint_versions::documents_of(conn, &ids)? {
        let Stored::Published(published) = version else { continue };
        let document = &published.document;
        if pins.contains(&(&document.blueprint, &document.version)) {
            put(
                rows,
                [
                    text(&document.blueprint),
                    text(&document.version),
                    text(document.title.get(area.language)),
                    text(published.state.as_str()),
                    published.published_at.date().into(),
                    text(published.hash),
                ],
            )?;
        }
    }
    Ok(())
}

fn installations(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    for keys in area.batches() {
        for installation in running::of_units(conn, &keys)? {
            put(
                rows,
                [
                    text(&installation.unit),
                    text(&installation.module),
                    text(&installation.version),
                    installation.maturity.map_or(Ok(Value::Null), number)?,
                    installation.customised.into(),
                    installation.since.into(),
                    installation.confirmed_until.into(),
                ],
            )?;
            area.modules.insert(installation.module);
        }
    }
    Ok(())
}

fn running_modules(area: &mut Area, conn: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    let ids: Vec<Slug> = area.modules.iter().cloned().collect();
    for module in modules::of_ids(conn, &ids)? {
        let title = text(module.title.get(area.language));
        put(rows, [text(&module.id), title, code(&module.kind), text(&module.owner)])?;
    }
    Ok(())
}
