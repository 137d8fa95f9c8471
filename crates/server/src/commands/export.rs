//! `blaupause export`: what the database holds, as files for use elsewhere, on standard output or in a folder.

mod cohorts;
mod data;

use std::path::{Path, PathBuf};

use blaupause_access::Actor;
use blaupause_app::assessment_exports::{self as exports, Form, Periods};
use blaupause_app::assessments::Wanted;
use blaupause_app::subjects::SubjectKey;
use blaupause_app::{App, Error, Invalid, messages, publiccodes, service_catalogues as catalogues};
use blaupause_interchange::rdf::RdfForm;
use blaupause_kernel::{Date, Language, Message, Slug, UnitKey};
use blaupause_maturity::State;
use clap::{Subcommand, ValueEnum};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as Unknown, StrDeserializer};

use self::cohorts::Cohorts;
use self::data::Data;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{output, wiring};

/// What to export.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Assessments, the oldest first; a table can be imported again.
    Assessments {
        /// csv: answers and comments as a table; json: everything.
        #[arg(long, value_enum)]
        format: FormName,
        /// Only those of this unit, ARS or AGS.
        #[arg(long, conflicts_with = "provider")]
        unit: Option<UnitKey>,
        /// Only those of this provider itself.
        #[arg(long)]
        provider: Option<Slug>,
        /// Only those of this model.
        #[arg(long)]
        model: Option<Slug>,
        /// Only those in this state: draft, submitted, inReview, returned, signedOff.
        #[arg(long, value_parser = state)]
        state: Option<State>,
        /// Only those that describe this day or a later one.
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
        /// Only those that describe this day or an earlier one.
        #[arg(long, value_name = "DATE")]
        to: Option<Date>,
    },
    /// One table of cohorts of a provider's service area, as `/providers/{id}/cohorts` gives it.
    Cohorts(Box<Cohorts>),
    /// Everything that may be read of a provider's service area, as tables with documents that describe them.
    Data(Data),
    /// The catalogue: data sets, services of a unit or a provider, or modules that came as publiccode.yml.
    Catalog {
        /// json-ld, turtle: data sets as DCAT-AP.de; with --unit or --provider what is served there as CPSV-AP.
        /// publiccode: a file per version of a module, into --folder.
        #[arg(long, value_enum)]
        format: CatalogForm,
        /// The services of this unit, ARS or AGS.
        #[arg(long, conflicts_with = "provider")]
        unit: Option<UnitKey>,
        /// The services of this provider's units.
        #[arg(long)]
        provider: Option<Slug>,
        /// The services on this day; today if left out.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Where the files go.
        #[arg(long, value_name = "FOLDER", required_if_eq("format", "publiccode"))]
        folder: Option<PathBuf>,
    },
}

/// In which form a catalogue is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum CatalogForm {
    /// JSON-LD with its context in it.
    JsonLd,
    /// Turtle.
    Turtle,
    /// publiccode.yml.
    Publiccode,
}

/// In which form.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormName {
    /// A table.
    Csv,
    /// One object.
    Json,
}

fn state(text: &str) -> Result<State, Unknown> {
    let name: StrDeserializer<'_, Unknown> = text.into_deserializer();
    State::deserialize(name)
}

impl Export {
    /// Carries it out.
    pub fn run(self, settings: &Settings, language: Language) -> Result<(), Failure> {
        let app = wiring::app(settings)?;
        match self {
            Self::Assessments { format, unit, provider, model, state, from, to } => {
                let subject = unit.map(SubjectKey::Unit).or(provider.map(SubjectKey::Provider));
                let wanted = Wanted { subject, model, state, periods: Periods { from, to } };
                let form = match format {
                    FormName::Csv => Form::Csv,
                    FormName::Json => Form::Json,
                };
                assessments(&app, wanted, form)
            }
            Self::Cohorts(cohorts) => cohorts.run(&app, language),
            Self::Data(data) => data.run(&app, language),
            Self::Catalog { format, unit, provider, on, folder } => match (format, folder) {
                (CatalogForm::Publiccode, folder) => {
                    descriptions(&app, &folder.unwrap_or_default(), language)
                }
                (CatalogForm::JsonLd, _) => catalogue(&app, RdfForm::JsonLd, (unit, provider), on),
                (CatalogForm::Turtle, _) => catalogue(&app, RdfForm::Turtle, (unit, provider), on),
            },
        }
    }
}

fn assessments(app: &App, wanted: Wanted, form: Form) -> Result<(), Failure> {
    let show = blaupause_api::assessment_json;
    let mut export = exports::begin(app, &Actor::operator(), wanted, form, show)?;
    while let Some(text) = export.part(app)? {
        output::part(text)?;
    }
    Ok(())
}

fn catalogue(
    app: &App,
    form: RdfForm,
    of: (Option<UnitKey>, Option<Slug>),
    on: Option<Date>,
) -> Result<(), Failure> {
    let (actor, on) = (Actor::operator(), on.unwrap_or_else(|| app.now().date()));
    let publication = app.publication();
    let graph = app.read_blocking(|tx| {
        Ok(match &of {
            (Some(unit), _) => catalogues::of_unit(tx, &actor, unit, on)?.graph(&publication),
            (None, Some(provider)) => catalogues::of_provider(tx, &actor, provider, on)?.graph(&publication),
            (None, None) => catalogues::data_sets()?.graph(&publication),
        })
    })?;
    output::line(graph.to_text(form).trim_end())
}

/// Writes a file for every version that came from a publiccode.yml. One that lacks what 0.7 asks for is named and left out.
fn descriptions(app: &App, folder: &Path, language: Language) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(Failure::of(folder.display()))?;
    let mut lacking = Vec::new();
    for (module, version) in app.read_blocking(publiccodes::versions)? {
        let name = format!("{module}-{version}.publiccode.yml");
        match app.read_blocking(|tx| publiccodes::export(tx, &module, &version)) {
            Ok(text) => {
                let path = folder.join(&name);
                std::fs::write(&path, text).map_err(Failure::of(path.display()))?;
                let said = Message::new("file-written").with("file", path.display());
                output::line(messages::render(language, &said))?;
            }
            Err(Error::Invalid(places)) => lacking.extend(places.into_iter().map(|place| Invalid {
                pointer: format!("{name} {}", place.pointer),
                message: place.message,
            })),
            Err(other) => return Err(other.into()),
        }
    }
    if lacking.is_empty() { Ok(()) } else { Err(Failure::Refused(lacking)) }
}
