//! How a command ends when it does not succeed: what it says and with which exit code.

use std::io::ErrorKind;
use std::process::ExitCode;

use blaupause_app::{Error, Invalid, StoreError, messages};
use blaupause_kernel::{Described, Language, Message};

use crate::output::note;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The input was refused; nothing was changed (exit code 3).
    Refused(Vec<Invalid>),
    /// A use case said no (exit code 1, or 3 for refused input).
    App(Error),
    /// Something around the program does not work: a file, the port, the settings (exit code 1).
    Outside(Message),
    /// Nobody reads the output any more; there is nothing left to say (exit code 0).
    Left,
    /// Anything else, for whoever maintains the program (exit code 1).
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

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

impl Failure {
    /// A file or socket that does not work, with what was being done.
    pub fn of(doing: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        move |error| {
            let code = match error.kind() {
                ErrorKind::NotFound => "io-not-found",
                ErrorKind::PermissionDenied => "io-forbidden",
                ErrorKind::IsADirectory => "io-is-folder",
                ErrorKind::AddrNotAvailable => "io-address-unknown",
                ErrorKind::StorageFull => "io-storage-full",
                ErrorKind::UnexpectedEof => "io-too-short",
                _ => "io-failed",
            };
            Self::Outside(Message::new(code).with("place", doing).with("reason", error))
        }
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(self, language: Language) -> ExitCode {
        match self {
            Self::Refused(places) => {
                let count = Message::new("input-invalid").with("count", places.len());
                note(messages::render(language, &count));
                for Invalid { pointer, message } in places {
                    let text = messages::render(language, &message);
                    note(if pointer.is_empty() {
                        format!("  {text}")
                    } else {
                        format!("  {pointer}: {text}")
                    });
                }
                ExitCode::from(3)
            }
            Self::App(error) => {
                note(messages::render(language, &error.message()));
                // The words for it say what to do, not what the database said.
                if let Error::Store(StoreError::Unavailable(_) | StoreError::Database(_)) = &error {
                    note(format!("  ({error})"));
                }
                ExitCode::from(1)
            }
            Self::Outside(message) => {
                note(messages::render(language, &message));
                ExitCode::from(1)
            }
            Self::Left => ExitCode::SUCCESS,
            Self::Failed(reason) => {
                note(reason);
                ExitCode::from(1)
            }
        }
    }
}
