//! How a command ends when it does not succeed: what it says and with which exit code.

use std::process::ExitCode;

use blaupause_app::{Error, Invalid, messages};
use blaupause_kernel::{Described, Language, Message};

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The input was refused; nothing was changed (exit code 3).
    Refused(Vec<Invalid>),
    /// A use case said no (exit code 1, or 3 for refused input).
    App(Error),
    /// Anything else (exit code 1).
    Failed(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(places) => Self::Refused(places),
            other => Self::App(other),
        }
    }
}

impl From<blaupause_app::StoreError> for Failure {
    fn from(error: blaupause_app::StoreError) -> Self {
        Self::App(error.into())
    }
}

impl Failure {
    /// A file or socket that does not work, with what was being done.
    pub fn of(doing: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::Failed(format!("{doing}: {error}"))
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(self, language: Language) -> ExitCode {
        match self {
            Self::Refused(places) => {
                let count = Message::new("input-invalid").with("count", places.len());
                eprintln!("{}", messages::render(language, &count));
                for place in places {
                    eprintln!("  {}: {}", place.pointer, messages::render(language, &place.message));
                }
                ExitCode::from(3)
            }
            Self::App(error) => {
                eprintln!("{}", messages::render(language, &error.message()));
                if let Error::Store(store) = &error {
                    eprintln!("  ({store})");
                }
                ExitCode::from(1)
            }
            Self::Failed(reason) => {
                eprintln!("{reason}");
                ExitCode::from(1)
            }
        }
    }
}
