//! One conversation with a server: step by step, in bounded time.

use std::error::Error as _;
use std::io;
use std::time::{Duration, Instant};

use lettre::transport::smtp;
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::response::Response;

use crate::verdict::{Failure, Step};

/// For a farewell that nothing depends on.
const FAREWELL: Duration = Duration::from_secs(1);

/// The shortest wait there is: none would mean without a limit.
const MOMENT: Duration = Duration::from_millis(1);

/// How long a conversation may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Until the message is on its way. The look-up of the server's name is the system's, which has a limit of its own.
    pub(crate) dialogue: Duration,
    /// From then on.
    pub(crate) answer: Duration,
}

/// A connection, and when it must come to an end.
pub(crate) struct Conversation {
    connection: SmtpConnection,
    deadline: Deadline,
}

impl Conversation {
    pub(crate) fn over(connection: SmtpConnection, deadline: Deadline) -> Self {
        Self { connection, deadline }
    }

    /// Gives it a new end.
    pub(crate) fn until(&mut self, deadline: Deadline) {
        self.deadline = deadline;
    }

    /// Takes a step in the time that is left. It counts for each wait of the step: lettre has no limit for all of them.
    pub(crate) fn step<T>(
        &mut self,
        step: Step,
        take: impl FnOnce(&mut SmtpConnection) -> Result<T, smtp::Error>,
    ) -> Result<T, Failure> {
        self.wait_at_most(self.deadline.left(step)?, step)?;
        take(&mut self.connection).map_err(|error| Failure::of(step, &error))
    }

    /// Takes a step that a reply of this class (its first digit) must follow. lettre lets 2 and 3 pass for each other, and
    /// then a reply that belongs to another step could pass for the last one.
    pub(crate) fn reply(
        &mut self,
        step: Step,
        class: u16,
        take: impl FnOnce(&mut SmtpConnection) -> Result<Response, smtp::Error>,
    ) -> Result<(), Failure> {
        let code = u16::from(self.step(step, take)?.code());
        let expected = code / 100 == class;
        if expected {
            Ok(())
        } else {
            Err(Failure::silent(step, format!("the reply {code} is out of place")))
        }
    }

    /// Makes sure that the server has said nothing it was not asked. lettre keeps what came in clear together with the
    /// reply to `STARTTLS`, and takes it for replies that came encrypted: somebody on the way could accept mail in the name
    /// of the server (RFC 3207, 6).
    pub(crate) fn nothing_is_left(&mut self) -> Result<(), Failure> {
        self.wait_at_most(MOMENT, Step::StartTls)?;
        match self.connection.read_response() {
            Err(error) if is_silence(&error) => Ok(()),
            _ => Err(Failure::silent(Step::StartTls, "replies came before the encryption began")),
        }
    }

    /// Says goodbye. What was said before stands, so nothing that happens now matters.
    pub(crate) fn close(mut self) {
        if self.wait_at_most(FAREWELL, Step::Message).is_ok() {
            let _ = self.connection.quit();
        }
    }

    fn wait_at_most(&mut self, wait: Duration, step: Step) -> Result<(), Failure> {
        self.connection.set_timeout(Some(wait)).map_err(|error| Failure::silent(step, error.to_string()))
    }
}

/// Whether time ran out with nothing to read. lettre's own `is_timeout` knows only what Windows calls that.
fn is_silence(error: &smtp::Error) -> bool {
    let inner = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    inner.is_some_and(|e| matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut))
}

/// When something must have come to an end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// Without an end if the end of time comes first.
    pub(crate) fn after(wait: Duration) -> Self {
        Self(Instant::now().checked_add(wait))
    }

    /// The time that is left, if any is.
    pub(crate) fn left(self, step: Step) -> Result<Duration, Failure> {
        let left = self.0.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()));
        if left < MOMENT { Err(Failure::silent(step, "no time left")) } else { Ok(left) }
    }
}
