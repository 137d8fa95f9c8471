//! `blaupause import`: files into the database, all or nothing.

use std::path::PathBuf;

use blaupause_access::Actor;
use blaupause_app::maturity_models;
use blaupause_kernel::Language;
use clap::Subcommand;

use crate::config::Settings;
use crate::failure::Failure;
use crate::wiring;

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
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
