//! `blaupause import`: files into the database, all or nothing.

mod register;

use std::path::PathBuf;

use blaupause_access::Actor;
use blaupause_app::catalog_import::{self, Founding};
use blaupause_app::{
    assessment_imports, installation_imports, maturity_models, messages, services, standards, upgrade_paths,
};
use blaupause_catalog::ModuleKind;
use blaupause_kernel::{Date, Language, Message, Slug};
use clap::Subcommand;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as Unknown, StrDeserializer};

use crate::config::Settings;
use crate::failure::Failure;
use crate::{files, output, wiring};

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
    /// Assessments from a table (CSV), as drafts: answers of units and providers.
    Assessments {
        /// The file: unit or provider, model, version, period, purpose, indicator, answer, level, reason, comment.
        file: PathBuf,
        /// Only say what would be made.
        #[arg(long)]
        dry_run: bool,
    },
    /// Installations from a table (CSV): which modules run in which units.
    Installations {
        /// The file: unit, module, version, since, customised, maturity, confirmedUntil, deviations.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// A list of the services of the LeiKa catalogue (CSV, plain or .gz).
    Services {
        /// The file: leika_id, name, typ, ozg_id, ozg_name, themenfeld, lage, rechtsgrundlage_kuerzel.
        file: PathBuf,
        /// The day whose state the list shows; today if left out.
        #[arg(long, value_name = "DATE")]
        state: Option<Date>,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// A version of a minimum standard (YAML or JSON); it is published for good.
    Standard {
        /// The file.
        file: PathBuf,
        /// Found the standard for this provider if it does not exist.
        #[arg(long, value_name = "PROVIDER")]
        owner: Option<Slug>,
    },
    /// An upgrade path between versions of modules or of a minimum standard (YAML or JSON).
    UpgradePath {
        /// The file.
        file: PathBuf,
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
    /// A version of a module (YAML or JSON); it is published for good.
    Module {
        /// The file.
        file: PathBuf,
        /// Found the module for this provider if it does not exist.
        #[arg(long, value_name = "PROVIDER", requires = "kind")]
        owner: Option<Slug>,
        /// What a founded module is: application, platform, infrastructure, devicePackage, training, consulting.
        #[arg(long, value_parser = module_kind, requires = "owner")]
        kind: Option<ModuleKind>,
    },
    /// A version of a blueprint (YAML or JSON), as a draft.
    Blueprint {
        /// The file.
        file: PathBuf,
        /// Found the blueprint for this provider if it does not exist.
        #[arg(long, value_name = "PROVIDER")]
        owner: Option<Slug>,
    },
}

fn module_kind(text: &str) -> Result<ModuleKind, Unknown> {
    let name: StrDeserializer<'_, Unknown> = text.into_deserializer();
    ModuleKind::deserialize(name)
}

impl Import {
    /// Carries it out.
    pub fn run(self, settings: &Settings, language: Language) -> Result<(), Failure> {
        let app = wiring::app(settings)?;
        let operator = Actor::operator();
        let said = match self {
            Self::Municipalities { file, dry_run } => {
                return register::municipalities(&app, language, &file, dry_run);
            }
            Self::Assessments { file, dry_run } => {
                let bytes = files::bytes(&file, blaupause_territory::MAX_BYTES)?;
                let sheet = assessment_imports::read_file(&bytes)?;
                let (code, done) = if dry_run {
                    let plan = app.read_blocking(|tx| assessment_imports::plan(tx, &operator, &sheet))?;
                    ("assessments-dry-run", plan)
                } else {
                    let done = app.write_blocking(|tx| assessment_imports::import(tx, &operator, &sheet))?;
                    ("assessments-imported", done)
                };
                let said = Message::new(code).with("created", done.created).with("answers", done.answers);
                said.with("unchanged", done.unchanged)
            }
            Self::Installations { file, dry_run } => {
                let rows =
                    installation_imports::read_file(&files::bytes(&file, blaupause_territory::MAX_BYTES)?)?;
                let (code, done) = if dry_run {
                    let plan = app.read_blocking(|tx| installation_imports::plan(tx, &operator, &rows))?;
                    ("installations-dry-run", plan)
                } else {
                    let done = app.write_blocking(|tx| installation_imports::import(tx, &operator, &rows))?;
                    ("installations-imported", done)
                };
                let said = Message::new(code).with("created", done.created).with("changed", done.changed);
                said.with("unchanged", done.unchanged)
            }
            Self::Services { file, state, dry_run } => {
                let list = services::read_file(&files::bytes(&file, blaupause_territory::MAX_BYTES)?)?;
                let state = state.unwrap_or_else(|| app.now().date());
                let (code, done) = if dry_run {
                    let plan = app.read_blocking(|tx| services::plan(tx, &operator, &list, state))?;
                    ("services-dry-run", plan)
                } else {
                    let done = app.write_blocking(|tx| services::import(tx, &operator, &list, state))?;
                    ("services-imported", done)
                };
                let said = Message::new(code).with("new", done.changes.new.len());
                let said = said.with("changed", done.changes.changed.len());
                let said = said.with("ended", done.changes.ended.len());
                said.with("unchanged", done.changes.unchanged).with("keyless", done.keyless.len())
            }
            Self::Standard { file, owner } => {
                let text = files::text(&file, blaupause_catalog::MAX_DOCUMENT_BYTES)?;
                let done = app.write_blocking(|tx| standards::import(tx, &operator, &text, owner.clone()))?;
                let name = format!("{}@{}", done.version.id, done.version.version);
                published(&name, &done.published.hash.to_string())
            }
            Self::UpgradePath { file } => {
                let text = files::text(&file, blaupause_catalog::MAX_DOCUMENT_BYTES)?;
                let stored = app.write_blocking(|tx| upgrade_paths::publish(tx, &operator, &text))?;
                published(stored.path.id().as_str(), &stored.hash.to_string())
            }
            Self::Successions { file } => return register::successions(&app, language, &file),
            Self::Model { file } => {
                let text = files::text(&file, blaupause_maturity::MAX_BYTES)?;
                let (model, stored) =
                    app.write_blocking(|tx| maturity_models::publish(tx, &operator, &text))?;
                published(&format!("{}@{}", model.id, model.version), &stored.hash.to_string())
            }
            Self::Module { file, owner, kind } => {
                let text = files::text(&file, blaupause_catalog::MAX_DOCUMENT_BYTES)?;
                let founding = owner.zip(kind).map(|(owner, kind)| Founding { owner, kind });
                let done = app.write_blocking(|tx| {
                    catalog_import::publish_version(tx, &operator, &text, founding.clone())
                })?;
                let name = format!("{}@{}", done.version.module, done.version.version);
                published(&name, &done.published.hash.to_string())
            }
            Self::Blueprint { file, owner } => {
                let text = files::text(&file, blaupause_pilots::blueprints::MAX_BYTES)?;
                let draft =
                    app.write_blocking(|tx| catalog_import::save_draft(tx, &operator, &text, owner.clone()))?;
                let name = format!("{}@{}", draft.document.blueprint, draft.document.version);
                Message::new("draft-saved").with("document", name)
            }
        };
        output::line(messages::render(language, &said))
    }
}

fn published(document: &str, hash: &str) -> Message {
    Message::new("document-published").with("document", document).with("hash", hash)
}
