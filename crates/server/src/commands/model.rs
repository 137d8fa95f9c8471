//! `blaupause model`: checks a maturity model or scores answers with it, without a database.

use std::path::{Path, PathBuf};

use blaupause_app::{Invalid, messages};
use blaupause_kernel::{Language, Level, Message, misfit};
use blaupause_maturity::{Answers, MAX_BYTES, Problem, ProviderLevels, Subject, SubjectProfile, score};
use blaupause_territory::SizeClass;
use clap::Subcommand;

use crate::failure::Failure;
use crate::{files, output};

/// What to do with a model.
#[derive(Debug, Subcommand)]
pub enum Model {
    /// Name every problem of a model file, with line and path.
    Check {
        /// The model, YAML or JSON.
        file: PathBuf,
    },
    /// Score answers and print the result document.
    Score {
        /// The model, YAML or JSON.
        model: PathBuf,
        /// The answers, JSON: {"isms": {"kind": "level", "value": "2"}}.
        answers: PathBuf,
        /// Inhabitants, for indicators that apply to some size classes only.
        #[arg(long)]
        population: Option<u32>,
    },
}

impl Model {
    /// Carries it out.
    pub fn run(self, language: Language) -> Result<(), Failure> {
        match self {
            Self::Check { file } => {
                let model = read(&file)?;
                let count = model.indicators().len();
                let message = Message::new("model-check-passed").with("count", count);
                let said = messages::render(language, &message);
                output::line(format!("{}@{}: {said}", model.id, model.version))
            }
            Self::Score { model, answers, population } => print_score(&model, &answers, population),
        }
    }
}

fn print_score(model: &Path, answers: &Path, population: Option<u32>) -> Result<(), Failure> {
    let model = read(model)?;
    let text = files::text(answers, MAX_BYTES)?;
    let answers: Answers = serde_json::from_str(&text).map_err(|e| {
        let pointer = format!("{}:{}", e.line(), e.column());
        let message = json_fault(&e);
        Failure::Refused(vec![Invalid { pointer, message }])
    })?;
    answers.check(&model).map_err(refused)?;
    let profile = match model.subject {
        Subject::Municipality => {
            SubjectProfile::Unit { level: Level::Municipality, size_class: population.map(SizeClass::of) }
        }
        Subject::Provider => SubjectProfile::Provider,
    };
    let hash = model.hash().map_err(blaupause_app::Error::from)?;
    let outcome = score(&model, hash, &profile, &answers, &ProviderLevels::default());
    let outcome = outcome.map_err(blaupause_app::Error::from)?;
    let json = serde_json::to_string_pretty(&outcome).map_err(|e| Failure::Failed(e.to_string()))?;
    output::line(json)
}

/// What keeps a text from being what it is read as.
fn json_fault(error: &serde_json::Error) -> Message {
    if error.is_data() {
        return misfit(&error.to_string()).message;
    }
    Message::new("json-syntax").with("line", error.line()).with("column", error.column())
}

/// A model from its file.
pub(super) fn read(path: &Path) -> Result<blaupause_maturity::Model, Failure> {
    blaupause_maturity::Model::read(&files::text(path, MAX_BYTES)?).map_err(refused)
}

fn refused(problems: Vec<Problem>) -> Failure {
    let place = |p: Problem| Invalid {
        pointer: match p.line {
            Some(line) if p.path.is_empty() => line.to_string(),
            Some(line) => format!("{line}: {}", p.path),
            None => p.path,
        },
        message: p.message,
    };
    Failure::Refused(problems.into_iter().map(place).collect())
}
