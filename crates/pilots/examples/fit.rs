//! Fits the blueprint beside this file to a small municipality and prints every line with its values.

use std::collections::BTreeMap;
use std::error::Error;

use blaupause_catalog::{Catalog, ModuleVersion};
use blaupause_kernel::{Level, Rational, Slug};
use blaupause_maturity::{Answer, Answers, Model, ProviderLevels};
use blaupause_pilots::blueprints::BlueprintVersion;
use blaupause_pilots::evidence::Evidence;
use blaupause_pilots::fit::{Assessed, FitInput, UnitFacts, fit};
use blaupause_territory::SizeClass;

const DMS: &str = r#"{"module": "dms", "version": "2.1.0", "title": {"de": "DMS", "en": "DMS"},
    "summary": {"de": "Akten", "en": "Files"}, "operator": "public", "hosting": "own", "licence": "EUPL-1.2",
    "processingAgreement": true, "lifeCycle": {"released": "2025-01-01"}}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let problems =
        |p: Vec<blaupause_pilots::Problem>| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let document = BlueprintVersion::read(include_str!("e-akte-light-1.0.0.yaml")).map_err(problems)?;
    let model = Model::read(include_str!("demo-model-1.0.0.yaml")).map_err(problems)?;
    let catalog = Catalog::new([ModuleVersion::read(DMS)?])?;
    let mut levels = BTreeMap::new();
    for (indicator, level) in [("security", 2), ("training", 3), ("e-akte", 1), ("scanning", 0)] {
        levels.insert(indicator.parse::<Slug>()?, Answer::Level { value: Rational::from_int(level) });
    }
    let (answers, provider_levels) = (Answers(levels), ProviderLevels::default());
    let unit = UnitFacts {
        ars: "031530019019".parse()?,
        name: "Langelsheim".to_owned(),
        level: Level::Municipality,
        size_class: Some(SizeClass::of(15_173)),
        providers: Vec::new(),
        latitude: None,
        longitude: None,
    };
    let evidence = Evidence::none(document.blueprint.clone());
    let result = fit(&FitInput {
        unit: &unit,
        document: &document,
        model: &model,
        model_hash: model.hash()?,
        assessed: Some(Assessed {
            answers: &answers,
            provider_levels: &provider_levels,
            reference_date: "2026-01-31".parse()?,
        }),
        catalog: &catalog,
        installed: &[],
        evidence: &evidence,
        users: &[],
        adopted: None,
        on: "2026-03-01".parse()?,
    })?;
    for line in &result.lines {
        println!("{:?} {:?}: {} {:?}", line.topic, line.status, line.message.code, line.message.args);
    }
    println!("eligible: {}, gain per person-day: {:?}", result.eligible, result.value);
    Ok(())
}
