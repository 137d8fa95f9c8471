//! Plans the electronic file for a municipality that has an old document store, and shows a refusal.

use blaupause_catalog::{Catalog, Demand, Installation, ModuleVersion, Requirement};
use blaupause_kernel::{Message, Revision};

const STORE: &str = r#"{"module": "dokumentenablage", "version": "1.4.0", "title": {"de": "Dokumentenablage"},
    "summary": {"de": "Bewahrt Schriftstücke auf."}, "operator": "public", "hosting": "own", "licence": "EUPL-1.2",
    "processingAgreement": true, "lifeCycle": {"released": "2026-01-01"}}"#;
const MAIL: &str = r#"{"module": "postfach", "version": "1.0.0", "title": {"de": "Postfach"},
    "summary": {"de": "Stellt Nachrichten zu."}, "provides": ["fit-connect@1.2"], "operator": "public",
    "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true, "lifeCycle": {"released": "2026-01-01"}}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = ModuleVersion::read(include_str!("e-akte-2.1.0.yaml"))?;
    println!("{} {} has the hash {}", file.module, file.version, file.hash()?);
    let catalog = Catalog::new([file, ModuleVersion::read(STORE)?, ModuleVersion::read(MAIL)?])?;
    let old_store = Installation {
        unit: "031530019019".parse()?,
        module: "dokumentenablage".parse()?,
        version: "1.0.0".parse()?,
        maturity: None,
        customised: false,
        deviations: Vec::new(),
        since: "2024-01-01".parse()?,
        confirmed_until: None,
        revision: Revision::FIRST,
    };
    for range in ["^2", "^3"] {
        let wanted = Requirement::module("e-akte".parse()?, range.parse()?);
        let have = std::slice::from_ref(&old_store);
        match Demand::new(&catalog, have, "2026-06-01".parse()?).wanting([wanted]).plan() {
            Ok(plan) => {
                for step in plan.steps {
                    println!("{:?} {} {}", step.action, step.module, step.version);
                }
            }
            Err(refusal) => {
                for Message { code, args } in refusal.reasons {
                    println!("no plan: {code} {args:?}");
                }
                for relaxation in refusal.relaxations {
                    println!("would help: {relaxation:?}");
                }
            }
        }
    }
    Ok(())
}
