//! The pages that lead from the paper to the indicators name what exists, and leave nothing out.

use std::collections::BTreeSet;

use rstest::rstest;

use super::built_in;
use crate::Model;

const MAPPING: &str = include_str!("../../../../../../docs/formats/handreichung-mapping.md");
const PROVIDER: &str = include_str!("../../../../../../docs/formats/it-dienstleister-sources.md");
const MUNICIPALITY: &str = include_str!("../../../../../../docs/formats/kommune-digital-sources.md");

/// The headings of the paper that are cited, in its order; both perspectives have a "Prozesse".
const HEADINGS: [&str; 18] = [
    "Einleitung",
    "Technische und administrative Voraussetzungen",
    "Prozesse",
    "Technische Voraussetzungen",
    "Handlungsempfehlungen zur Erhöhung der Resilienz",
    "Welche langfristigen Veränderungen sind zu erwarten?",
    "Wie sind öffentliche IT-Dienstleister aufgestellt?",
    "Was sind die Chancen und Herausforderungen?",
    "Mobiles Arbeiten",
    "Anwerben neuer Mitarbeiter",
    "Einarbeitung neuer Mitarbeiter",
    "Administration",
    "Operationelle Prozesse",
    "Führen auf Distanz",
    "Digitalisierung",
    "Vorantreiben von Innovation",
    "Begleitung der Kunden",
    "Fazit",
];

/// The cells of every row of the page's tables, heads left out, each with the section it stands in.
fn rows(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut section = "";
    let mut found = Vec::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        }
        let head = lines.peek().is_some_and(|next| next.starts_with("| ---"));
        if line.starts_with('|') && !line.starts_with("| ---") && !head {
            found.push((section, line.trim_matches('|').split('|').map(str::trim).collect()));
        }
    }
    found
}

/// The names between backticks.
fn names(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn knows(model: &Model, name: &str) -> bool {
    let id = name.parse().unwrap();
    model.indicator(&id).is_some() || model.dimension(&id).is_some() || model.stage(&id).is_some()
}

#[test]
fn every_recommendation_names_existing_indicators() {
    let (provider, municipality) = (built_in("it-dienstleister"), built_in("kommune-digital"));
    for (at, (section, cells)) in rows(MAPPING).iter().enumerate() {
        let [number, _, own, other] = cells.as_slice() else { panic!("{cells:?}") };
        assert_eq!(*number, format!("R{}", at + 1));
        assert!(HEADINGS.contains(section), "{section}");
        assert!(!names(own).is_empty(), "{number} has no indicator");
        assert!(!names(other).is_empty() || *other == "–", "{number}: {other}");
        for (model, cell) in [(&provider, own), (&municipality, other)] {
            for name in names(cell) {
                assert!(model.indicator(&name.parse().unwrap()).is_some(), "{number}: {name}");
            }
        }
    }
}

/// The points of each list, counted in the paper. The page splits a point that asks for several things.
#[rstest]
#[case("Handlungsempfehlungen zur Erhöhung der Resilienz", 7)]
#[case("Anwerben neuer Mitarbeiter", 1)]
#[case("Einarbeitung neuer Mitarbeiter", 3)]
#[case("Administration", 2)]
#[case("Operationelle Prozesse", 3)]
#[case("Führen auf Distanz", 5)]
#[case("Vorantreiben von Innovation", 3)]
#[case("Begleitung der Kunden", 5)]
fn no_list_of_the_paper_is_shortened(#[case] heading: &str, #[case] points: usize) {
    let found = rows(MAPPING).iter().filter(|(section, _)| *section == heading).count();
    assert!(found >= points, "{heading}: {found} of {points}");
}

#[rstest]
#[case("it-dienstleister", PROVIDER)]
#[case("kommune-digital", MUNICIPALITY)]
fn every_source_page_names_what_its_model_has(#[case] id: &str, #[case] page: &str) {
    let model = built_in(id);
    let rows = rows(page);
    assert!(rows.len() > 20, "{id}");
    for name in rows.iter().flat_map(|(_, cells)| cells).flat_map(|cell| names(cell)) {
        assert!(knows(&model, name), "{id}: {name}");
    }
}

#[test]
fn every_indicator_of_it_dienstleister_is_on_a_page() {
    let recommended = rows(MAPPING);
    let found = rows(PROVIDER);
    let own = recommended.iter().filter_map(|(_, cells)| cells.get(2));
    let cells = own.chain(found.iter().flat_map(|(_, cells)| cells));
    let listed: BTreeSet<_> = cells.flat_map(|cell| names(cell)).collect();
    for (_, indicator) in built_in("it-dienstleister").indicators() {
        assert!(listed.contains(indicator.id.as_str()), "{}", indicator.id);
    }
}

#[rstest]
#[case("it-dienstleister")]
#[case("kommune-digital")]
fn sources_cite_headings_of_the_paper(#[case] id: &str) {
    for (_, indicator) in built_in(id).indicators() {
        for heading in indicator.source.split("; ").filter_map(|s| s.strip_prefix("Handreichung, ")) {
            assert!(HEADINGS.contains(&heading), "{}: {heading}", indicator.id);
        }
    }
}
