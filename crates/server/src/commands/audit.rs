//! `blaupause audit`: checks the chain of the audit log.

use blaupause_app::{journal, messages};
use blaupause_kernel::{Language, Message};
use clap::Subcommand;

use crate::config::Settings;
use crate::failure::Failure;
use crate::{output, wiring};

/// What to do with the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Recompute every hash and name the first entry that does not fit.
    Verify,
}

impl Audit {
    /// Carries it out.
    pub fn run(self, settings: &Settings, language: Language) -> Result<(), Failure> {
        let Self::Verify = self;
        match journal::verify_audit(&wiring::app(settings)?)? {
            Ok(count) => {
                let message = Message::new("audit-unbroken").with("count", count);
                output::line(messages::render(language, &message))
            }
            Err(position) => Err(Failure::Outside(Message::new("audit-broken").with("position", position))),
        }
    }
}
