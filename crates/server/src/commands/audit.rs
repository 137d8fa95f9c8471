//! `blaupause audit`: checks the chain of the audit log and those of signed assessments, or of files without a database.

use std::path::{Path, PathBuf};

use blaupause_app::{Invalid, journal, messages, signed_chains};
use blaupause_kernel::{Language, Message};
use blaupause_maturity::{Model, SignedAssessment, builtin_models, chains, recheck};
use clap::Subcommand;

use super::model;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{files, output, wiring};

/// The most bytes of one signed document.
const MAX_DOCUMENT: usize = 16 * 1024 * 1024;

/// What to do with what is chained.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Recompute every hash and every signed result, and name the first that does not fit.
    Verify {
        /// Signed documents of one or more units and providers, from their first on; then no database is needed.
        files: Vec<PathBuf>,
        /// Models beside the built-in ones, by which the results of the files are computed again.
        #[arg(long = "model", value_name = "FILE", requires = "files")]
        models: Vec<PathBuf>,
    },
}

impl Audit {
    /// Carries it out; the settings are read only where a database is needed.
    pub fn run(
        self,
        settings: impl FnOnce() -> Result<Settings, Failure>,
        language: Language,
    ) -> Result<(), Failure> {
        let Self::Verify { files, models } = self;
        if files.is_empty() { stored(&settings()?, language) } else { of_files(&files, &models, language) }
    }
}

fn stored(settings: &Settings, language: Language) -> Result<(), Failure> {
    let app = wiring::app(settings)?;
    match journal::verify_audit(&app)? {
        Ok(count) => {
            let message = Message::new("audit-unbroken").with("count", count);
            output::line(messages::render(language, &message))?;
        }
        Err(position) => {
            return Err(Failure::Outside(Message::new("audit-broken").with("position", position)));
        }
    }
    match signed_chains::verify(&app)? {
        Ok(checked) => unbroken(checked.documents, checked.subjects, language),
        Err(broken) => Err(Failure::Outside(signed_chains::message(&broken))),
    }
}

fn of_files(files: &[PathBuf], models: &[PathBuf], language: Language) -> Result<(), Failure> {
    let mut known: Vec<Model> = models.iter().map(|path| model::read(path)).collect::<Result<_, _>>()?;
    known.extend(builtin_models().iter().filter_map(|(_, text)| Model::read(text).ok()));
    let by_hash: Vec<_> = known.iter().filter_map(|model| Some((model.hash().ok()?, model))).collect();
    let documents: Vec<SignedAssessment> = files.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let count = documents.len();
    let find = |document: &SignedAssessment| {
        by_hash.iter().find(|(hash, _)| *hash == document.model.hash).map(|(_, model)| *model)
    };
    for document in documents.iter().filter(|document| find(document).is_none()) {
        let name = format!("{}@{}", document.model.id, document.model.version);
        output::note(messages::render(language, &Message::new("chain-model-missing").with("model", name)));
    }
    let chains = chains(documents).map_err(blaupause_app::Error::from)?;
    for chain in &chains {
        if let Some(broken) = recheck(chain, find).map_err(blaupause_app::Error::from)? {
            return Err(Failure::Outside(signed_chains::message(&broken)));
        }
    }
    unbroken(count, chains.len(), language)
}

fn read(path: &Path) -> Result<SignedAssessment, Failure> {
    serde_json::from_str(&files::text(path, MAX_DOCUMENT)?).map_err(|error| {
        let message = Message::new("chain-file-unreadable").with("reason", error);
        Failure::Refused(vec![Invalid { pointer: path.display().to_string(), message }])
    })
}

fn unbroken(documents: usize, subjects: usize, language: Language) -> Result<(), Failure> {
    let message = Message::new("chains-unbroken").with("documents", documents).with("subjects", subjects);
    output::line(messages::render(language, &message))
}
