//! `blaupause import`: files into the database, all or nothing.

mod lau;
mod register;

use std::path::PathBuf;

use blaupause_access::Actor;
use blaupause_app::catalog_import::{self, Founding};
use blaupause_app::{
    App, assessment_imports, code_lists, equipment_imports, installation_imports, maturity_models, messages,
    publiccodes, services, standards, upgrade_paths,
};
use blaupause_catalog::{Hosting, ModuleKind, Operator};
use blaupause_interchange::Fault;
use blaupause_interchange::publiccode::Terms;
use blaupause_kernel::{Country, Date, Language, Message, Slug};
use clap::{Subcommand, ValueEnum};
use serde::de::value::{Error as Unknown, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer as _};

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
    /// Municipalities of other European countries: Eurostat's list of local administrative units (CSV), plain or .gz.
    Lau {
        /// The file: country, code_2016, lau_code, lau_name_national, lau_name_latin, population, total_area_m2.
        file: PathBuf,
        /// Inhabitants of French communes (CSV: lau_code, population), plain or .gz.
        #[arg(long, value_name = "FILE")]
        population: Option<PathBuf>,
        /// The day whose state the file shows; today if left out.
        #[arg(long, value_name = "DATE")]
        date: Option<Date>,
        /// Countries, two letters each, that were reformed, so that more than a tenth of their units may be gone.
        #[arg(long, value_name = "COUNTRY", value_delimiter = ',')]
        reformed: Vec<Country>,
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
    /// Equipment from a table (CSV): what units have, and when it falls due.
    Equipment {
        /// The file: unit, class, quantity, bought, lifetimeMonths, mobileReady, workplaces, staff.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// A list of services (CSV, plain or .gz).
    Services {
        /// The file: leika_id, name, typ, ozg_id, ozg_name, themenfeld, lage, rechtsgrundlage_kuerzel; for the OZG list
        /// ozg_id, name, themenfeld, lage, leika_leistungen.
        file: PathBuf,
        /// Which list it is.
        #[arg(long, value_enum, default_value = "leika")]
        list: ServiceListName,
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
        #[arg(long, value_parser = named::<ModuleKind>, requires = "owner")]
        kind: Option<ModuleKind>,
    },
    /// A version of a module from a publiccode.yml (0.2 to 0.7); every fault of the file is named.
    Publiccode {
        /// The file.
        file: PathBuf,
        /// The provider that keeps the module.
        #[arg(long, value_name = "PROVIDER")]
        owner: Slug,
        /// Id of the module; made from the name if left out.
        #[arg(long, value_name = "MODULE")]
        module: Option<Slug>,
        /// What a new module is: application, platform, infrastructure, devicePackage, training, consulting.
        #[arg(long, value_parser = named::<ModuleKind>, default_value = "application")]
        kind: ModuleKind,
        /// Who runs it: public or private.
        #[arg(long, value_parser = named::<Operator>)]
        operator: Operator,
        /// Where it runs: own, publicCluster, eu, thirdCountry.
        #[arg(long, value_parser = named::<Hosting>)]
        hosting: Hosting,
        /// There is a contract on data processing.
        #[arg(long)]
        processing_agreement: bool,
        /// Only say what would be made.
        #[arg(long)]
        dry_run: bool,
    },
    /// A version of a code list: Genericode 1.0 (XML) or the JSON of XRepository.
    Codelist {
        /// The file.
        file: PathBuf,
        /// Id of a new list; made of the last part of its URI if left out.
        #[arg(long)]
        id: Option<Slug>,
        /// Only say what would be made.
        #[arg(long)]
        dry_run: bool,
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

/// Which list of services.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ServiceListName {
    /// The LeiKa catalogue, with the services of the Online Access Act that it names.
    Leika,
    /// The services of the Online Access Act alone.
    Ozg,
}

fn named<T: DeserializeOwned>(text: &str) -> Result<T, Unknown> {
    let name: StrDeserializer<'_, Unknown> = text.into_deserializer();
    T::deserialize(name)
}

impl Import {
    /// Carries it out.
    pub fn run(self, settings: &Settings, language: Language) -> Result<(), Failure> {
        let app = wiring::app(settings)?;
        let done = self.carry_out(&app, language);
        app.settle();
        done
    }

    fn carry_out(self, app: &App, language: Language) -> Result<(), Failure> {
        let operator = Actor::operator();
        let said = match self {
            Self::Municipalities { file, dry_run } => {
                return register::municipalities(app, language, &file, dry_run);
            }
            Self::Lau { file, population, date, reformed, dry_run } => {
                let state = date.unwrap_or_else(|| app.now().date());
                let files = lau::Files { units: &file, french: population.as_deref() };
                return lau::units(app, language, &files, state, reformed, dry_run);
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
            Self::Equipment { file, dry_run } => {
                let rows =
                    equipment_imports::read_file(&files::bytes(&file, blaupause_territory::MAX_BYTES)?)?;
                let (code, done) = if dry_run {
                    let plan = app.read_blocking(|tx| equipment_imports::plan(tx, &operator, &rows))?;
                    ("equipment-dry-run", plan)
                } else {
                    let done = app.write_blocking(|tx| equipment_imports::import(tx, &operator, &rows))?;
                    ("equipment-imported", done)
                };
                let said = Message::new(code).with("created", done.created).with("changed", done.changed);
                said.with("unchanged", done.unchanged).with("devices", done.devices)
            }
            Self::Services { file, list, state, dry_run } => {
                let bytes = files::bytes(&file, blaupause_territory::MAX_BYTES)?;
                let list = match list {
                    ServiceListName::Leika => services::List::read_leika(&bytes)?,
                    ServiceListName::Ozg => services::List::read_ozg(&bytes)?,
                };
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
                let ozg = done.ozg.new.len() + done.ozg.changed.len() + done.ozg.ended.len();
                let said = said.with("unchanged", done.changes.unchanged).with("keyless", done.keyless.len());
                said.with("ozg", ozg)
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
            Self::Successions { file } => return register::successions(app, language, &file),
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
            Self::Publiccode {
                file,
                owner,
                module,
                kind,
                operator: run,
                hosting,
                processing_agreement,
                dry_run,
            } => {
                let bytes = files::bytes(&file, blaupause_interchange::publiccode::MAX_BYTES)?;
                let today = app.now().date();
                let terms = Terms { module, operator: run, hosting, processing_agreement, today };
                let asked = publiccodes::Asked { owner, kind, terms };
                let (code, done) = if dry_run {
                    let plan = app.read_blocking(|tx| publiccodes::plan(tx, &operator, &bytes, &asked))?;
                    ("publiccode-dry-run", plan)
                } else {
                    let done = app.write_blocking(|tx| publiccodes::import(tx, &operator, &bytes, &asked))?;
                    ("publiccode-imported", done)
                };
                name_faults(&file, &done.faults, language)?;
                Message::new(code)
                    .with("document", format!("{}@{}", done.version.module, done.version.version))
            }
            Self::Codelist { file, id, dry_run } => {
                let bytes = files::bytes(&file, blaupause_interchange::code_lists::MAX_BYTES)?;
                let reading = code_lists::read_file(&bytes)?;
                let done = if dry_run {
                    app.read_blocking(|tx| code_lists::plan(tx, &operator, reading.clone(), id.clone()))?
                } else {
                    app.write_blocking(|tx| code_lists::import(tx, &operator, reading.clone(), id.clone()))?
                };
                name_faults(&file, &done.reading.faults, language)?;
                let code = match (done.new_version, dry_run) {
                    (false, _) => "code-list-unchanged",
                    (true, true) => "code-list-dry-run",
                    (true, false) => "code-list-imported",
                };
                Message::new(code)
                    .with("document", format!("{}@{}", done.id, done.reading.list.version))
                    .with("rows", done.reading.list.rows.len())
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

/// Names what was assumed or left out, line by line.
fn name_faults(file: &std::path::Path, faults: &[Fault], language: Language) -> Result<(), Failure> {
    for fault in faults {
        let line = fault.line.map_or_else(|| "-".to_owned(), |line| line.to_string());
        let text = messages::render(language, &fault.message);
        output::line(format!("{}:{line}: {} {text}", file.display(), fault.path))?;
    }
    Ok(())
}

fn published(document: &str, hash: &str) -> Message {
    Message::new("document-published").with("document", document).with("hash", hash)
}
