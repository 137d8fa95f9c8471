//! `blaupause audit`: checks the chain of the audit log.

use blaupause_app::journal;
use clap::Subcommand;

use crate::config::Settings;
use crate::failure::Failure;
use crate::wiring;

/// What to do with the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Recompute every hash and name the first entry that does not fit.
    Verify,
}

impl Audit {
    /// Carries it out.
    pub fn run(self, settings: &Settings) -> Result<(), Failure> {
        let Self::Verify = self;
        match journal::verify_audit(&wiring::app(settings)?)? {
            Ok(count) => {
                println!("{count} entries, chain unbroken");
                Ok(())
            }
            Err(position) => Err(Failure::Failed(format!("the chain breaks at entry {position}"))),
        }
    }
}
