//! The command line: what each command takes, and which file carries it out.

mod audit;
mod demo;
mod export;
mod import;
mod mail;
mod model;
mod serve;
mod token;

use std::path::PathBuf;

use blaupause_kernel::{Language, Message};
use clap::{Args, Parser, Subcommand};

use crate::config::{self, Settings};
use crate::failure::Failure;
use crate::{output, wiring};

/// Digital maturity of municipalities: measure, pilot, turn into blueprints, adopt, prove.
#[derive(Debug, Parser)]
#[command(name = "blaupause", version, about)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Global {
    /// Database: sqlite:FILE or postgres://user@host/database; not for `demo`, which has its own.
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Settings file (TOML).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Language of messages.
    #[arg(long, global = true, default_value = "de", value_name = "de|en")]
    lang: Language,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve an invented world from a database of its own, with tokens and a way through it.
    Demo(demo::Demo),
    /// Serve the REST interface.
    Serve,
    /// Bring the database's tables up to date.
    Migrate,
    /// Print the OpenAPI document.
    Openapi,
    /// Print an access token signed with the embedded key.
    Token(token::Token),
    /// Import a file: all of it or nothing.
    #[command(subcommand)]
    Import(import::Import),
    /// Export what the database holds.
    #[command(subcommand)]
    Export(export::Export),
    /// Check a maturity model, or score answers with it; needs no database.
    #[command(subcommand)]
    Model(model::Model),
    /// Send one mail, to see whether the settings are right.
    Mail(mail::MailTest),
    /// The audit log and the chains of signed assessments.
    #[command(subcommand)]
    Audit(audit::Audit),
}

impl Cli {
    /// The language messages are shown in.
    pub fn language(&self) -> Language {
        self.global.lang
    }
}

impl Global {
    fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = config::read(self.config.as_deref())?;
        if let Some(url) = &self.database {
            settings.database.url.clone_from(url);
        }
        Ok(settings)
    }
}

/// Carries out a command.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { global, command } = cli;
    match command {
        Command::Demo(_) if global.database.is_some() => {
            Err(Failure::Outside(Message::new("demo-own-database")))
        }
        Command::Demo(demo) => demo.run(config::read(global.config.as_deref())?, global.lang),
        Command::Serve => serve::run(global.settings()?),
        Command::Migrate => {
            let settings = global.settings()?;
            wiring::log(&settings.log)?;
            wiring::app(&settings).map(|_| ())
        }
        Command::Openapi => {
            let document = blaupause_api::openapi().to_pretty_json();
            output::line(document.map_err(|e| Failure::Failed(e.to_string()))?)
        }
        Command::Token(token) => token.run(&global.settings()?, global.lang),
        Command::Import(import) => import.run(&global.settings()?, global.lang),
        Command::Export(export) => export.run(&global.settings()?, global.lang),
        Command::Model(model) => model.run(global.lang),
        Command::Mail(mail) => mail.run(&global.settings()?, global.lang),
        Command::Audit(audit) => audit.run(|| global.settings(), global.lang),
    }
}
