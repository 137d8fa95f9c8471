//! `blaupause import`: files into the database, all or nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use blaupause_access::Actor;
use blaupause_app::{App, maturity_models, register};
use blaupause_kernel::Language;
use blaupause_territory::Inheritance;
use clap::Subcommand;

use crate::config::Settings;
use crate::failure::Failure;
use crate::wiring;

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The official register of municipalities: GV100AD, plain or .gz.
    Municipalities {
        /// The file.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Decisions on dissolved municipalities: an official list of changes (CSV).
    Successions {
        /// The file: predecessor,successor,share,effective,note.
        file: PathBuf,
    },
    /// A maturity model (YAML or JSON).
    Model {
        /// The file.
        file: PathBuf,
    },
}

impl Import {
    /// Carries it out.
    pub fn run(self, settings: &Settings, _language: Language) -> Result<(), Failure> {
        let app = wiring::app(settings)?;
        let operator = Actor::operator();
        match self {
            Self::Municipalities { file, dry_run } => municipalities(&app, &file, dry_run),
            Self::Successions { file } => {
                let bytes = std::fs::read(&file).map_err(Failure::of(file.display()))?;
                let done = app.write_blocking(|tx| register::decide_by_list(tx, &operator, &bytes))?;
                println!("{}", done.decided);
                print_left(&done.service_areas);
                Ok(())
            }
            Self::Model { file } => {
                let text = std::fs::read_to_string(&file).map_err(Failure::of(file.display()))?;
                let (model, published) =
                    app.write_blocking(|tx| maturity_models::publish(tx, &operator, &text))?;
                println!("{}@{} {}", model.id, model.version, published.hash);
                Ok(())
            }
        }
    }
}

/// Imports a register file and prints what it changes, with the evidence for dissolved municipalities.
fn municipalities(app: &App, file: &Path, dry_run: bool) -> Result<(), Failure> {
    let operator = Actor::operator();
    let bytes = std::fs::read(file).map_err(Failure::of(file.display()))?;
    let bar = progress();
    let register = register::read_file(&bytes, &mut |lines| {
        bar.set_position(u64::try_from(lines).unwrap_or(u64::MAX));
    })?;
    bar.finish_and_clear();
    let plan = if dry_run {
        app.read_blocking(|tx| register::plan(tx, &operator, &register))?
    } else {
        let source = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        app.write_blocking(|tx| register::import(tx, &operator, &register, &source))?.plan
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for change in &plan.list.changes {
        let value = serde_json::to_value(change).map_err(|e| Failure::Failed(e.to_string()))?;
        let kind = value.get("change").and_then(|k| k.as_str()).unwrap_or_default().to_owned();
        *kinds.entry(kind).or_default() += 1;
    }
    println!("{} {:?}", register.state, plan.counts);
    for (kind, count) in kinds {
        println!("  {kind}: {count}");
    }
    for proposal in &plan.list.proposals {
        let state = if proposal.conclusive { "=" } else { "?" };
        let to: Vec<String> = proposal.candidates.iter().map(|c| format!("{} {}", c.ars, c.name)).collect();
        let (from, name) = (&proposal.predecessor, &proposal.name);
        println!("  {state} {from} {name} -> {} ({:?})", to.join(" | "), proposal.evidence.finding);
    }
    print_left(&plan.service_areas);
    Ok(())
}

/// Prints the services of dissolved units that a person has to look at.
fn print_left(service_areas: &Inheritance) {
    for service in &service_areas.left {
        println!("  ! {} {} ({:?})", service.unit, service.provider, service.why);
    }
}

/// A spinner on a terminal, nothing elsewhere.
fn progress() -> indicatif::ProgressBar {
    indicatif::ProgressBar::new_spinner().with_message("lines")
}
