//! The rules inside one version: bounds, languages, keys, the graph of steps. What needs other documents is in
//! `publish`.

use std::collections::BTreeSet;

use blaupause_kernel::{Euro, Language, LocalizedText, Message, PersonDays, to_canonical_json};
use serde_json::Value;

use super::{BlueprintVersion, BySize, CostBand, steps};
use crate::Problem;
use crate::error::joined;
use crate::problems::Problems;
use crate::sizes::size_name;

/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest other text, in characters.
pub const MAX_TEXT: usize = 10_000;
/// Most pilots a version rests on.
pub const MAX_PILOTS: usize = 50;
/// Most prerequisites of one kind.
pub const MAX_PREREQUISITES: usize = 100;
/// Most modules.
pub const MAX_MODULES: usize = 100;
/// Most steps.
pub const MAX_STEPS: usize = 200;
/// Most outcomes.
pub const MAX_OUTCOMES: usize = 100;
/// Most risks.
pub const MAX_RISKS: usize = 50;
/// Most documents.
pub const MAX_DOCUMENTS: usize = 50;
/// Largest parameter schema, in bytes of canonical JSON.
pub const MAX_PARAMETERS_BYTES: usize = 65_536;
/// Longest duration of a step in calendar days, and largest effort of a step in person-days.
pub const MAX_DAYS: u32 = 3_650;
/// Largest amount of money in a cost band, in euro.
const MAX_EURO: i64 = 1_000_000_000;

/// Everything that is wrong with a version taken by itself.
pub(super) fn problems(v: &BlueprintVersion) -> Vec<Problem> {
    let mut p = Problems::default();
    both(&mut p, "/title", &v.title, MAX_TITLE);
    both(&mut p, "/summary", &v.summary, MAX_TEXT);
    p.at_most("/pilots", v.pilots.len(), MAX_PILOTS);
    p.unique("/pilots", v.pilots.iter());
    prerequisites(&mut p, v);
    p.at_most("/modules", v.modules.len(), MAX_MODULES);
    p.unique("/modules", v.modules.iter().map(|m| &m.module));
    for (i, module) in v.modules.iter().enumerate() {
        p.require(module.range.matches(&module.version), &format!("/modules/{i}/range"), || {
            Message::new("blueprint-module-outside-range")
                .with("module", &module.module)
                .with("version", &module.version)
                .with("range", &module.range)
        });
    }
    parameters(&mut p, &v.parameters);
    graph(&mut p, v);
    p.require(!v.outcomes.is_empty(), "/outcomes", || Message::new("blueprint-needs-outcomes"));
    p.at_most("/outcomes", v.outcomes.len(), MAX_OUTCOMES);
    p.unique("/outcomes", v.outcomes.iter().map(|o| &o.indicator));
    costs(&mut p, &v.costs);
    p.at_most("/risks", v.risks.len(), MAX_RISKS);
    v.risks.iter().enumerate().for_each(|(i, text)| both(&mut p, &format!("/risks/{i}"), text, MAX_TEXT));
    p.at_most("/documents", v.documents.len(), MAX_DOCUMENTS);
    for (i, document) in v.documents.iter().enumerate() {
        both(&mut p, &format!("/documents/{i}/title"), &document.title, MAX_TITLE);
        p.require(document.url.is_some() || document.sha256.is_some(), &format!("/documents/{i}"), || {
            Message::new("blueprint-document-without-place")
        });
    }
    p.unique("/suited", v.suited.iter().map(|s| size_name(*s)));
    if let Some(note) = &v.migration_note {
        both(&mut p, "/migrationNote", note, MAX_TEXT);
    }
    p.into_vec()
}

/// A text has to be there in every language the product speaks, and not too long in any.
fn both(p: &mut Problems, pointer: &str, text: &LocalizedText, most: usize) {
    for language in Language::ALL {
        p.require(text.has(language), pointer, || {
            Message::new("blueprint-language-missing").with("language", language)
        });
    }
    p.text(pointer, text, most);
}

fn prerequisites(p: &mut Problems, v: &BlueprintVersion) {
    let needed = &v.prerequisites;
    p.at_most("/prerequisites/levels", needed.levels.len(), MAX_PREREQUISITES);
    p.unique("/prerequisites/levels", needed.levels.iter().map(|l| &l.node));
    p.at_most("/prerequisites/modules", needed.modules.len(), MAX_PREREQUISITES);
    p.unique("/prerequisites/modules", needed.modules.iter().map(|m| &m.module));
    for (i, level) in needed.levels.iter().enumerate() {
        let promised = v.outcomes.iter().find(|o| o.indicator == level.node);
        p.require(
            promised.is_none_or(|o| o.level > level.at_least),
            &format!("/prerequisites/levels/{i}"),
            || Message::new("blueprint-outcome-already-needed").with("indicator", &level.node),
        );
    }
}

fn parameters(p: &mut Problems, schema: &Value) {
    let object = schema.as_object().and_then(|o| o.get("type")).is_some_and(|t| t == "object");
    p.require(object, "/parameters", || Message::new("blueprint-parameters-not-object"));
    match to_canonical_json(schema) {
        Ok(text) => p.require(text.len() <= MAX_PARAMETERS_BYTES, "/parameters", || {
            Message::new("blueprint-parameters-too-large").with("most", MAX_PARAMETERS_BYTES)
        }),
        Err(_) => p.require(false, "/parameters", || Message::new("pilots-no-canonical-form")),
    }
}

fn graph(p: &mut Problems, v: &BlueprintVersion) {
    p.require(!v.steps.is_empty(), "/steps", || Message::new("blueprint-needs-steps"));
    p.at_most("/steps", v.steps.len(), MAX_STEPS);
    p.unique("/steps", v.steps.iter().map(|s| &s.id));
    let known: BTreeSet<_> = v.steps.iter().map(|s| &s.id).collect();
    for (i, step) in v.steps.iter().enumerate() {
        both(p, &format!("/steps/{i}/title"), &step.title, MAX_TITLE);
        if let Some(text) = &step.description {
            both(p, &format!("/steps/{i}/description"), text, MAX_TEXT);
        }
        p.at_most(&format!("/steps/{i}/after"), step.after.len(), MAX_STEPS);
        p.unique(&format!("/steps/{i}/after"), step.after.iter());
        for (k, id) in step.after.iter().enumerate() {
            p.require(known.contains(id), &format!("/steps/{i}/after/{k}"), || {
                Message::new("blueprint-step-unknown").with("step", id)
            });
        }
        efforts(p, &format!("/steps/{i}/personDays"), &step.person_days);
        p.require(step.duration_days <= MAX_DAYS, &format!("/steps/{i}/durationDays"), || {
            Message::new("blueprint-duration-too-long")
                .with("days", step.duration_days)
                .with("most", MAX_DAYS)
        });
    }
    // With more steps than allowed the search would be work for nothing.
    let cycle = (v.steps.len() <= MAX_STEPS).then(|| steps::cycle(&v.steps)).flatten();
    if let Some(cycle) = cycle {
        let text = cycle.iter().map(ToString::to_string).collect::<Vec<_>>().join(" -> ");
        let first = v.steps.iter().position(|s| Some(&&s.id) == cycle.first()).unwrap_or_default();
        p.require(false, &format!("/steps/{first}/after"), || {
            Message::new("blueprint-step-cycle").with("cycle", text)
        });
    }
}

fn efforts(p: &mut Problems, pointer: &str, effort: &BySize<PersonDays>) {
    let most = i64::from(MAX_DAYS) * 100;
    let faulty: Vec<_> = by_size(effort)
        .filter(|(_, days)| !(0..=most).contains(&days.hundredths()))
        .map(|(class, days)| format!("{class}: {days}"))
        .collect();
    p.require(faulty.is_empty(), pointer, || {
        Message::new("blueprint-effort-out-of-range").with("values", joined(&faulty)).with("most", MAX_DAYS)
    });
}

fn costs(p: &mut Problems, costs: &BySize<CostBand>) {
    let fits = |euro: Euro| (0..=MAX_EURO * 100).contains(&euro.hundredths());
    let faulty: Vec<_> = by_size(costs)
        .filter(|(_, band)| !fits(band.one_off) || !fits(band.per_year))
        .map(|(class, _)| class)
        .collect();
    p.require(faulty.is_empty(), "/costs", || {
        Message::new("blueprint-cost-out-of-range").with("classes", joined(&faulty)).with("most", MAX_EURO)
    });
}

/// Every value with the name of its class; `default` first.
fn by_size<T: Copy>(values: &BySize<T>) -> impl Iterator<Item = (String, T)> + '_ {
    let single = values.sizes.iter().map(|(class, value)| (size_name(*class).to_owned(), *value));
    std::iter::once(("default".to_owned(), values.default)).chain(single)
}
