//! Measures resolution over 1,000 modules of 20 versions, and fragmentation over 10,800 units with 25 installations,
//! each beside the least that the same work could cost. One line of JSON for each round; see `docs/bench.md`.

use std::collections::BTreeSet;
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use blaupause_catalog::{
    Catalog, Demand, Fleet, InUse, Installation, ModulePin, ModuleVersion, Requirement, ServiceFragmentation,
};
use blaupause_kernel::{Date, Revision, Slug, Version};
use blaupause_territory::SizeClass;
use serde_json::json;

const MODULES: usize = 1_000;
const VERSIONS: usize = 20;
const WISHES: usize = 10;
const UNITS: usize = 10_800;
const INSTALLED: usize = 25;
/// Modules that stand for the same service.
const RIVALS: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(3), |text| text.parse())?;
    let on: Date = "2026-06-01".parse()?;
    let catalog = catalogue()?;
    let have = installed()?;
    let sound = demand(&catalog, &have, on)?;
    let mut contradictory = sound.clone();
    // Every wish needs a recent version of the last module.
    contradictory.pins = vec![ModulePin { module: name(MODULES - 1).parse()?, version: "1.0.0".parse()? }];
    let fleet = Rows::new()?;
    for _ in 0..rounds {
        let (planned, plan) = timed(|| sound.plan());
        let steps = plan.map_err(|refusal| format!("no plan: {:?}", refusal.reasons))?.steps.len();
        let (refused, refusal) = timed(|| contradictory.plan());
        let parts = refusal.err().ok_or("a plan against the pin")?.conflict.len();
        let (walked, seen) = timed(|| walk(&catalog, &sound));
        let (reported, services) = timed(|| fleet.report(&catalog, on));
        let (counted, floats) = timed(|| fleet.count());
        check(&services, &floats)?;
        let line = json!({
            "versions": MODULES * VERSIONS, "steps": steps, "conflict": parts, "seen": seen,
            "plannedMs": millis(planned), "refusedMs": millis(refused), "walkedMs": millis(walked),
            "installations": UNITS * INSTALLED, "reportedMs": millis(reported), "countedMs": millis(counted),
        });
        println!("{line}");
    }
    Ok(())
}

fn name(module: usize) -> String {
    format!("m{module:03}")
}

/// Every module needs three later ones, the newer the newer, and one of 50 interfaces that 20 modules provide each.
fn catalogue() -> Result<Catalog, Box<dyn Error>> {
    let mut versions = Vec::with_capacity(MODULES * VERSIONS);
    for module in 0..MODULES {
        for minor in 0..VERSIONS {
            let least = minor;
            let needs = [1, 7, 41].into_iter().map(|step| module + step).filter(|other| *other < MODULES);
            let mut requires: Vec<_> = needs
                .map(|other| json!({"module": name(other), "range": format!(">=1.{least}, <2")}))
                .collect();
            if module < MODULES - 100 {
                requires.push(json!({"interface": format!("i{}@1.{least}", module % 50)}));
            }
            let provides = json!([format!("i{}@1.{minor}", (module + 50) % 50)]);
            let document = json!({
                "module": name(module), "version": format!("1.{minor}.0"), "title": {"de": "t"}, "summary": {"de": "s"},
                "provides": if module >= MODULES - 100 { provides } else { json!([]) }, "requires": requires,
                "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
                "lifeCycle": {"released": "2026-01-01"},
                "leika": [format!("{:014}", 99_000_000_000_000_usize + module / RIVALS)],
            });
            versions.push(serde_json::from_value::<ModuleVersion>(document)?);
        }
    }
    Ok(Catalog::new(versions)?)
}

fn installed() -> Result<Vec<Installation>, Box<dyn Error>> {
    let one = |module: usize| -> Result<Installation, Box<dyn Error>> {
        Ok(Installation {
            unit: "031530019019".parse()?,
            module: name(module).parse()?,
            version: "1.9.0".parse()?,
            maturity: None,
            customised: false,
            deviations: Vec::new(),
            since: "2026-01-01".parse()?,
            confirmed_until: None,
            revision: Revision::FIRST,
        })
    };
    (0..INSTALLED).map(|n| one(n * 31 + 5)).collect()
}

fn demand<'a>(
    catalog: &'a Catalog,
    have: &'a [Installation],
    on: Date,
) -> Result<Demand<'a>, Box<dyn Error>> {
    let wish = |n: usize| -> Result<Requirement, Box<dyn Error>> {
        Ok(Requirement::module(name(n * 17).parse()?, ">=1.12".parse()?))
    };
    let wishes = (0..WISHES).map(wish).collect::<Result<Vec<_>, _>>()?;
    Ok(Demand::new(catalog, have, on).wanting(wishes))
}

/// The least that any resolution has to look at: what every version of every module within reach requires.
fn walk(catalog: &Catalog, demand: &Demand<'_>) -> usize {
    let mut open: Vec<Slug> = demand.installed.iter().map(|i| i.module.clone()).collect();
    let mut seen = BTreeSet::new();
    let mut requirements = 0;
    while let Some(module) = open.pop() {
        if !seen.insert(module.clone()) {
            continue;
        }
        for requirement in catalog.versions(&module).flat_map(|version| &version.requires) {
            requirements += 1;
            if let Requirement::Module(wanted) = requirement
                && !seen.contains(&wanted.module)
            {
                open.push(wanted.module.clone());
            }
        }
    }
    requirements
}

/// What runs where, as numbers.
struct Rows {
    names: Vec<Slug>,
    numbers: Vec<Version>,
    /// Unit, module, version.
    rows: Vec<(usize, usize, usize)>,
}

impl Rows {
    fn new() -> Result<Self, Box<dyn Error>> {
        let names = (0..MODULES).map(|module| name(module).parse()).collect::<Result<_, _>>()?;
        let numbers = (0..VERSIONS).map(|minor| format!("1.{minor}.0").parse()).collect::<Result<_, _>>()?;
        // Each unit has one module for each of 25 services; which one is scattered by a linear congruence.
        let row = |(unit, n): (usize, usize)| {
            let scattered = (unit * 7_919 + n * 104_729) % 65_537;
            (unit, n * RIVALS + scattered % RIVALS, scattered % VERSIONS)
        };
        let places = (0..UNITS).flat_map(|unit| (0..INSTALLED).map(move |n| (unit, n)));
        Ok(Self { names, numbers, rows: places.map(row).collect() })
    }

    fn report(&self, catalog: &Catalog, on: Date) -> Vec<ServiceFragmentation> {
        let in_use = self.rows.iter().filter_map(|(unit, module, version)| {
            let (module, version) = (self.names.get(*module)?, self.numbers.get(*version)?);
            Some(InUse { unit: *unit, module, version, customised: false })
        });
        let fleet = Fleet::new(catalog, vec![SizeClass::RuralMunicipality; UNITS], in_use, on);
        let services = fleet.services();
        black_box(fleet.overall(&services));
        services
    }

    /// The least that the index alone could cost: one count for each row, then floating point.
    fn count(&self) -> Vec<f64> {
        let mut counts = vec![0.0_f64; INSTALLED * RIVALS];
        for (_, module, _) in &self.rows {
            if let Some(count) = counts.get_mut(*module) {
                *count += 1.0;
            }
        }
        let index = |counts: &[f64]| {
            let all: f64 = counts.iter().sum();
            counts.iter().map(|count| (count / all) * (count / all)).sum()
        };
        counts.chunks(RIVALS).map(index).collect()
    }
}

/// Both sides come to the same index for every service.
fn check(services: &[ServiceFragmentation], floats: &[f64]) -> Result<(), Box<dyn Error>> {
    let six = blaupause_kernel::Rounding { mode: blaupause_kernel::RoundingMode::HalfUp, digits: 6 };
    let ours: Vec<String> = services.iter().map(|service| service.herfindahl.rounded(six)).collect();
    let theirs: Vec<String> = floats.iter().map(|index| format!("{index:.6}")).collect();
    if ours == theirs { Ok(()) } else { Err(format!("{ours:?} and {theirs:?} differ").into()) }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = black_box(work());
    (start.elapsed(), done)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
