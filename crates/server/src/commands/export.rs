//! `blaupause export`: what the database holds, as files for use elsewhere, on standard output.

use blaupause_access::Actor;
use blaupause_app::assessment_exports::{self as exports, Form, Periods};
use blaupause_app::assessments::Wanted;
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Date, Slug, UnitKey};
use blaupause_maturity::State;
use clap::{Subcommand, ValueEnum};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as Unknown, StrDeserializer};

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
    pub fn run(self, settings: &Settings) -> Result<(), Failure> {
        let Self::Assessments { format, unit, provider, model, state, from, to } = self;
        let subject = unit.map(SubjectKey::Unit).or(provider.map(SubjectKey::Provider));
        let wanted = Wanted { subject, model, state, periods: Periods { from, to } };
        let form = match format {
            FormName::Csv => Form::Csv,
            FormName::Json => Form::Json,
        };
        let app = wiring::app(settings)?;
        let show = blaupause_api::assessment_json;
        let mut export = exports::begin(&app, &Actor::operator(), wanted, form, show)?;
        while let Some(text) = export.part(&app)? {
            output::part(text)?;
        }
        Ok(())
    }
}
