//! A provider's roadmap from the facts on: 500 units with results by the built-in model, 60 blueprints, 12 quarters. Prints a line of
//! JSON: milliseconds for the candidates, the plan and the document, the proved gap and the memory.
//! Arguments: units, blueprints, quarters.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use blaupause_catalog::{Catalog, ModuleVersion};
use blaupause_kernel::{Digest, Level, Rational, Slug, Version};
use blaupause_maturity::{Answer, Answers, Model, ProviderLevels, builtin_models};
use blaupause_pilots::blueprints::BlueprintVersion;
use blaupause_pilots::fit::UnitFacts;
use blaupause_pilots::roadmaps::{Facts, Frame, UnitData, Work, answer, build, solve};
use blaupause_territory::SizeClass;
use serde_json::{Value, json};

/// Numbers that look random and are the same every time (a linear congruential generator; Knuth's constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one_of<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        all.get(usize::try_from(self.below(u64::try_from(all.len()).ok()?)).ok()?)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let mut next = |usual: u64| arguments.next().transpose().map(|found| found.unwrap_or(usual));
    let (units, blueprints, quarters) = (next(500)?, next(60)?, next(12)?);
    let text = builtin_models().iter().find(|(id, _)| *id == "kommune-digital").ok_or("no such model")?.1;
    let model = Model::read(text).map_err(|problems| format!("{problems:?}"))?;
    let hash = Digest::of_document(&model)?;
    let mut numbers = Numbers(20_260_401);
    let indicators: Vec<Slug> = model.indicators().iter().map(|(_, i)| i.id.clone()).collect();
    let mut documents = Vec::new();
    for at in 0..blueprints {
        let text = blueprint(&mut numbers, at, &indicators).to_string();
        let read = BlueprintVersion::read(&text);
        documents.push(read.map_err(|problems| format!("{problems:?}"))?);
    }
    let units = (0..units).map(|at| unit(&mut numbers, at, &model)).collect::<Result<Vec<_>, _>>()?;
    let modules = (0..blueprints).map(|at| module(&format!("m{at}"))).collect::<Result<Vec<_>, _>>()?;
    let frame: Frame = serde_json::from_value(frame(quarters, units.len()))?;
    let version = model.version.clone();
    let facts = Facts {
        frame: &frame,
        models: &BTreeMap::from([(version, (model, hash))]),
        documents: &documents,
        pinned: &BTreeMap::<(Slug, Version), BlueprintVersion>::new(),
        evidence: &BTreeMap::new(),
        catalog: &Catalog::new(modules)?,
        units: &units,
        on: "2026-04-01".parse()?,
    };
    let begin = Instant::now();
    let built = build(&facts)?;
    let after_build = begin.elapsed();
    let found = solve(&built.problem, Work::default(), &|_| true)?;
    let after_plan = begin.elapsed();
    let roadmap = answer(&facts, &built, &found)?;
    let all = begin.elapsed();
    let projects: usize = built.problem.units.iter().map(|unit| unit.projects.len()).sum();
    println!(
        "{}",
        json!({"units": units.len(), "candidates": projects, "items": roadmap.items.len(),
            "buildMs": after_build.as_secs_f64() * 1e3, "planMs": (after_plan - after_build).as_secs_f64() * 1e3,
            "answerMs": (all - after_plan).as_secs_f64() * 1e3, "gapPercent": roadmap.gap_percent,
            "broken": built.problem.violations(&found.plan).len(), "memoryKb": memory()})
    );
    Ok(())
}

fn frame(quarters: u64, units: usize) -> Value {
    json!({"model": "kommune-digital", "from": "2026-Q2", "quarters": quarters, "fairness": 50,
        "teams": [{"role": "providerIt", "personDays": (units * 2).to_string()},
            {"role": "trainer", "personDays": (units / 2 + 1).to_string()}],
        "trainings": [{"module": "schulung", "places": units / 3 + 1}],
        "limits": {"default": {"budget": "12000", "personDays": "9"},
            "sizes": {"ruralMunicipality": {"budget": "6000", "personDays": "5"}}}})
}

fn blueprint(numbers: &mut Numbers, at: u64, indicators: &[Slug]) -> Value {
    let text = json!({"de": "Text", "en": "Text"});
    let steps: Vec<Value> = ["unitIt", "providerIt", "trainer"]
        .iter()
        .enumerate()
        .map(|(n, role)| {
            let after: Vec<String> =
                n.checked_sub(1).map(|before| format!("s{before}")).into_iter().collect();
            let days = format!("{}.5", 1 + numbers.below(5));
            let training = (n == 2 && numbers.below(3) == 0).then_some("schulung");
            json!({"id": format!("s{n}"), "title": text, "role": role, "after": after,
                "personDays": {"default": days, "sizes": {"ruralMunicipality": "1"}},
                "durationDays": 20 + numbers.below(80), "training": training})
        })
        .collect();
    let outcomes: Vec<Value> = (0..2)
        .filter_map(|n| indicators.get(usize::try_from(at * 2 + n).ok()? % indicators.len()))
        .map(|indicator| json!({"indicator": indicator, "level": 3}))
        .collect();
    let needed =
        (at > 5 && numbers.below(4) == 0).then(|| json!({"module": format!("m{}", at - 4), "range": "^1"}));
    let needed: Vec<Value> = needed.into_iter().collect();
    json!({"blueprint": format!("b{at}"), "version": "1.0.0", "title": text, "summary": text,
        "model": {"id": "kommune-digital", "version": "1.0.0"}, "steps": steps, "outcomes": outcomes,
        "prerequisites": {"modules": needed},
        "modules": [{"module": format!("m{at}"), "version": "1.0.0", "range": "^1"}],
        "costs": {"default": {"oneOff": format!("{}", 1_000 + numbers.below(6_000)), "perYear": "100"}}})
}

fn unit(numbers: &mut Numbers, at: u64, model: &Model) -> Result<UnitData, Box<dyn Error>> {
    let sizes = [SizeClass::RuralMunicipality, SizeClass::SmallerSmallTown, SizeClass::SmallerMediumTown];
    let mut answers = BTreeMap::new();
    for (_, indicator) in model.indicators() {
        let value = Rational::from_int(i64::try_from(numbers.below(4))?);
        answers.insert(indicator.id.clone(), Answer::Level { value });
    }
    Ok(UnitData {
        facts: UnitFacts {
            ars: format!("0315300{at:05}").parse()?,
            name: "Ort".to_owned(),
            level: Level::Municipality,
            size_class: numbers.one_of(&sizes).copied(),
            providers: Vec::new(),
            latitude: None,
            longitude: None,
        },
        assessed: Some(("1.0.0".parse()?, Answers(answers), ProviderLevels::default())),
        installed: Vec::new(),
        adoptions: Vec::new(),
        obligations: Vec::new(),
    })
}

fn module(id: &str) -> Result<ModuleVersion, Box<dyn Error>> {
    let text = json!({"de": "M", "en": "M"});
    let version = json!({"module": id, "version": "1.0.0", "title": text, "summary": text, "operator": "public",
        "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true, "lifeCycle": {"released": "2025-01-01"}});
    Ok(ModuleVersion::read(&version.to_string())?)
}

fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
