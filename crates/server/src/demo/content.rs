//! The files of the demo, embedded and read into types. Their order in time and what they refer to is checked by the
//! use cases that enter them.

use std::collections::BTreeMap;

use blaupause_app::Invalid;
use blaupause_app::services::List;
use blaupause_catalog::{Deviation, ModuleKind, ModulePin, ModuleVersion, StandardStatus, VersionRange};
use blaupause_kernel::{Ars, Date, Euro, LocalizedText, PersonDays, Rational, Slug, Version};
use blaupause_maturity::{Model, builtin_models};
use blaupause_pilots::Prose;
use blaupause_pilots::pilots::{Gate, Goal};
use blaupause_pilots::reports::ReportAnswers;
use blaupause_territory::{Register, csv_units};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::accompaniment::Accompaniment;
use super::resources::Resources;
use crate::failure::Failure;

/// Embeds the named YAML files of a folder of `demo/`.
macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../demo/", $folder, "/", $name, ".yaml")))),*]
    };
}

/// Named files with their text.
type Files = &'static [(&'static str, &'static str)];

const REGISTER: &[u8] = include_bytes!("../../demo/municipalities.csv");
/// The state of the register that the municipalities are taken from.
const REGISTER_STATE: &str = "2023-11-30";
const MODULES: Files = files!("modules":
    "arbeitsplatz-souveraen-1.4.0", "bauakte-klassik-6.5.0", "bauantrag-digital-2.4.0",
    "beratung-notfallplan-1.0.0", "beratung-prozesse-1.2.0", "bezahlplattform-2.4.0",
    "buero-wolke-365.0.0", "bundid-anbindung-1.4.0", "datensicherung-2.0.0",
    "dokumentenmanagement-3.2.0", "dokumentenmanagement-4.0.0", "e-akte-2.3.0", "e-akte-3.0.0",
    "finanzwesen-9.1.0", "fit-connect-zustellung-1.3.0", "formular-server-5.1.0",
    "fundbuero-online-2.0.0", "gaststaetten-online-1.6.0", "geoportal-2.2.0", "geraetepaket-mobil-1.2.0",
    "geraeteverwaltung-3.0.0", "gewerberegister-plus-5.0.0", "hundesteuer-direkt-1.2.0",
    "identitaetsdienst-1.3.0", "isms-werkzeug-1.1.0", "kita-portal-3.1.0", "meldeprofi-4.1.0",
    "meldewesen-kommunal-7.2.0", "meldewesen-kommunal-8.0.0", "online-dienste-2.0.0",
    "online-dienste-2.1.0", "parkausweis-online-1.3.0", "ratsinformation-4.0.0",
    "rechnungseingang-2.0.0", "schulung-barrierefreiheit-1.0.0", "schulung-e-akte-1.1.0",
    "schulung-informationssicherheit-1.0.0", "servicedesk-2.0.0", "terminvergabe-2.0.0",
    "unternehmenskonto-anbindung-1.1.0", "videokonferenz-1.5.0", "vpn-zugang-2.1.0", "webauftritt-4.2.0",
    "xta-osci-transport-2.3.0",
);
const BLUEPRINTS: Files = files!("blueprints":
    "e-akte-kommune-1.0.0", "e-akte-kommune-1.1.0", "mobiles-arbeiten-1.0.0",
    "online-dienste-fit-connect-1.0.0",
);
const STANDARDS: Files =
    files!("standards": "mindeststandard-kommune-1.0.0", "mindeststandard-kommune-2.0.0");
const PATHS: Files = files!("paths":
    "bauakte-abloesen", "buero-wolke-abloesen", "dokumentenmanagement-auf-4", "e-akte-auf-3",
    "gewerberegister-abloesen", "meldeprofi-abloesen", "meldewesen-auf-8", "mindeststandard-auf-2",
    "online-dienste-auf-2-1",
);
const PILOTS: Files = files!("pilots": "e-akte-liebenburg", "mobil-nordfriesland", "online-steinfurt");

/// Everything the demo consists of.
pub(super) struct Content {
    pub(super) register: Register,
    pub(super) services: List,
    pub(super) model: Model,
    pub(super) providers: Providers,
    pub(super) modules: Modules,
    pub(super) pilots: Vec<Pilot>,
    pub(super) assessments: Assessments,
    pub(super) resources: Resources,
    pub(super) accompaniment: Accompaniment,
    pub(super) timeline: Timeline,
}

/// Providers and what they offer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Providers {
    /// First day of every service area and offer.
    pub(super) from: Date,
    pub(super) providers: Vec<Provider>,
}

/// A provider, the units it serves with everything below, and what it offers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Provider {
    pub(super) id: Slug,
    pub(super) name: String,
    pub(super) homepage: String,
    pub(super) legal_form: String,
    pub(super) seat: Ars,
    pub(super) serves: Vec<Ars>,
    pub(super) offers: BTreeMap<Slug, VersionRange>,
}

/// The modules, with the versions that are published at the beginning.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Modules {
    pub(super) modules: Vec<Module>,
}

/// A module; its title and description are those of its first version.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Module {
    pub(super) id: Slug,
    pub(super) owner: Slug,
    pub(super) kind: ModuleKind,
    pub(super) versions: Vec<Version>,
}

/// A pilot with its experience report.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Pilot {
    pub(super) slug: Slug,
    pub(super) title: LocalizedText,
    pub(super) summary: LocalizedText,
    pub(super) provider: Slug,
    pub(super) model: Slug,
    pub(super) units: Vec<Ars>,
    pub(super) goals: Vec<Goal>,
    pub(super) modules: Vec<ModulePin>,
    pub(super) budget: Euro,
    pub(super) planned_effort: PersonDays,
    pub(super) planned: Days,
    pub(super) gates: BTreeMap<Gate, Prose>,
    pub(super) report: ReportAnswers,
}

/// From when until when, in days before the first start.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Days {
    pub(super) from: u32,
    pub(super) until: u32,
}

/// The answers of every assessment, made from few numbers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Assessments {
    pub(super) model: Slug,
    pub(super) archetypes: BTreeMap<String, Archetype>,
    pub(super) profiles: BTreeMap<String, Profile>,
}

/// How municipalities of one kind answer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Archetype {
    /// Level by dimension, from which single indicators differ a little.
    pub(super) levels: BTreeMap<Slug, Rational>,
    /// Level by indicator, from which nobody differs.
    pub(super) fixed: BTreeMap<Slug, Rational>,
}

/// How one municipality answers at one time.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) unit: Ars,
    #[serde(default)]
    pub(super) archetype: Option<String>,
    /// The profile whose answers it starts from.
    #[serde(default)]
    pub(super) like: Option<String>,
    #[serde(default)]
    pub(super) set: BTreeMap<Slug, Rational>,
    #[serde(default)]
    pub(super) by_provider: Vec<Slug>,
    #[serde(default)]
    pub(super) open: Vec<Slug>,
}

/// What happened when.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Timeline {
    /// Days before the first start on which register, providers and modules are entered.
    pub(super) begin: u32,
    pub(super) days: Vec<Day>,
}

/// One day.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Day {
    pub(super) days_ago: u32,
    pub(super) events: Vec<Event>,
}

/// Something that persons did.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(super) enum Event {
    /// Units take modules into use.
    Install {
        units: Vec<Ars>,
        modules: BTreeMap<Slug, Version>,
        /// What is different there; the copies are customised then.
        #[serde(default)]
        deviations: Vec<Deviation>,
        /// For how many days somebody vouches for it; nobody does if missing.
        #[serde(default)]
        confirmed_days: Option<u32>,
    },
    /// A provider publishes a version of a minimum standard.
    Standard { file: String, owner: Slug },
    /// A provider says from when on which version of a minimum standard holds.
    Timeline { standard: Slug, owner: Slug, entries: Vec<StandardEntry> },
    /// Providers publish upgrade paths.
    Paths(Vec<String>),
    /// A provider publishes another version of a module.
    Publish { module: Slug, version: Version },
    /// Units answer, hand in and sign off, each by a profile.
    Assess(Vec<String>),
    /// A unit has begun to answer.
    Draft(String),
    /// Equipment, capacity, rules, an order and scenarios are stated.
    Resources,
    /// Bulletins are published, trainings offered, new colleagues welcomed.
    Accompaniment,
    /// Public figures over the results of so many days before come out.
    Release { days: u32 },
    /// A pilot moves on.
    Pilot { pilot: Slug, step: PilotStep },
    /// Assessments are noted at a pilot.
    Note {
        pilot: Slug,
        #[serde(default)]
        before: Vec<String>,
        #[serde(default)]
        after: Vec<String>,
    },
    /// A blueprint moves on.
    Blueprint { file: String, owner: Slug, step: BlueprintStep },
    /// A unit begins an adoption.
    Adopt {
        unit: Ars,
        blueprint: Slug,
        version: Version,
        parameters: serde_json::Map<String, serde_json::Value>,
    },
    /// An adoption moves on.
    Adoption { unit: Ars, blueprint: Slug, step: AdoptionStep },
    /// Steps of an adoption are done, with the effort they took.
    Tick { unit: Ars, blueprint: Slug, done: BTreeMap<Slug, PersonDays> },
}

/// An entry of the timeline of a minimum standard.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct StandardEntry {
    /// Days after the day it is entered; before it if below zero.
    pub(super) in_days: i64,
    pub(super) version: Version,
    pub(super) status: StandardStatus,
    #[serde(default)]
    pub(super) grace_days: u32,
}

/// What happens to a pilot.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
pub(super) enum PilotStep {
    Call,
    Prepare,
    Start,
    Evaluate,
    Gates,
    Report,
    Finish,
}

/// What happens to a blueprint.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
pub(super) enum BlueprintStep {
    Found,
    Save,
    Submit,
    Publish,
    Promote,
}

/// What happens to an adoption.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(super) enum AdoptionStep {
    Plan { in_days: u32 },
    Start,
    GoLive,
    Verify { by: String },
    Pause { reason: Prose },
    Abandon { reason: Prose },
    Confirm { days: u32 },
}

impl Content {
    /// Reads every file.
    pub(super) fn read() -> Result<Self, Failure> {
        let assessments: Assessments = yaml("assessments", include_str!("../../demo/assessments.yaml"))?;
        Ok(Self {
            register: register()?,
            services: List::read_leika(include_bytes!("../../demo/services.csv"))?,
            model: model(&assessments.model)?,
            providers: yaml("providers", include_str!("../../demo/providers.yaml"))?,
            modules: yaml("modules", include_str!("../../demo/modules.yaml"))?,
            pilots: PILOTS.iter().map(|(name, text)| yaml(name, text)).collect::<Result<_, _>>()?,
            assessments,
            resources: yaml("resources", include_str!("../../demo/resources.yaml"))?,
            accompaniment: yaml("accompaniment", include_str!("../../demo/accompaniment.yaml"))?,
            timeline: yaml("timeline", include_str!("../../demo/timeline.yaml"))?,
        })
    }

    /// The text of a module version.
    pub(super) fn module(module: &Slug, version: &Version) -> Option<&'static str> {
        named(MODULES, &format!("{module}-{version}"))
    }

    /// The text of a blueprint version.
    pub(super) fn blueprint(file: &str) -> Option<&'static str> {
        named(BLUEPRINTS, file)
    }

    /// The text of a version of a minimum standard.
    pub(super) fn standard(file: &str) -> Option<&'static str> {
        named(STANDARDS, file)
    }

    /// The text of an upgrade path.
    pub(super) fn path(file: &str) -> Option<&'static str> {
        named(PATHS, file)
    }

    /// The pilot with this key.
    pub(super) fn pilot(&self, slug: &Slug) -> Option<&Pilot> {
        self.pilots.iter().find(|p| p.slug == *slug)
    }
}

impl Module {
    /// The first version, which names and describes the module.
    pub(super) fn first(&self) -> Option<ModuleVersion> {
        let text = Content::module(&self.id, self.versions.first()?)?;
        ModuleVersion::read(text).ok()
    }
}

fn named(files: Files, name: &str) -> Option<&'static str> {
    files.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn yaml<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Failure> {
    serde_saphyr::from_str(text).map_err(|e| Failure::Failed(format!("demo/{name}.yaml: {e}")))
}

fn register() -> Result<Register, Failure> {
    let state = REGISTER_STATE.parse().map_err(|e| Failure::Failed(format!("{REGISTER_STATE}: {e}")))?;
    let place = |d: blaupause_territory::Defect| Invalid {
        pointer: format!("{}:{}", d.line, d.column),
        message: d.message,
    };
    csv_units::read(REGISTER, state)
        .map_err(|defects| Failure::Refused(defects.into_iter().map(place).collect()))
}

fn model(id: &Slug) -> Result<Model, Failure> {
    let mut models = builtin_models().iter().filter_map(|(_, text)| Model::read(text).ok());
    models.find(|m| m.id == *id).ok_or_else(|| Failure::Failed(format!("no model {id}")))
}
