//! Hands mail to one server over SMTP and says what became of it. Writes no texts, keeps no queue.

mod conversation;
mod error;
mod message;
mod route;
mod sender;
mod server;
mod verdict;

use std::time::Duration;

use blaupause_support::mails::{Mail, Post, Posted};

use crate::conversation::Patience;
use crate::route::Route;

pub use error::Error;
pub use sender::Sender;
pub use server::{Security, Server};

/// Until the message is on its way: the name of the server, the connection, TLS, the password, the addresses.
const DIALOGUE: Duration = Duration::from_secs(15);

/// For the server's last word. It looks at the message before it speaks, and who stops listening sends a second time what
/// was taken: RFC 5321, 4.5.3.2.6, asks for much more patience than for the rest.
const ANSWER: Duration = Duration::from_secs(30);

/// Hands mail to one server, over a connection for each message.
///
/// # What becomes of a message
///
/// `Refused` is only what the server will never take: a reply of 500 or more to the recipient or to the message, or a
/// message that cannot be written (a line break in its subject, an address to unsubscribe that is none). Everything else
/// is `Later`, above all what an operator can put right: no connection, no trust in the certificate, no TLS where it is
/// asked for, a wrong password, a sender that is not accepted. Replies to the recipient of 500 or more that are about this
/// service and not about the recipient, such as "Relay access denied", are `Later` too (`verdict.rs` has the list).
///
/// A message whose last reply is lost is `Later` although the server may have taken it: it is then sent twice, with the
/// same `Message-ID`.
#[derive(Debug, Clone)]
pub struct SmtpMailer {
    route: Route,
    from: Sender,
    patience: Patience,
}

impl SmtpMailer {
    /// Hands mail to this server. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// The host or the port cannot be one, a user comes without a password or a password without a user, the password
    /// would travel unencrypted to another machine, or the system has no certificates to check servers with.
    pub fn new(server: Server) -> Result<Self, Error> {
        let from = server.from.clone();
        let route = Route::to(server)?;
        Ok(Self { route, from, patience: Patience { dialogue: DIALOGUE, answer: ANSWER } })
    }

    /// Waits this long until a message is on its way (instead of 15 s), and for what the server then says (30 s).
    #[must_use]
    pub fn waiting(self, dialogue: Duration, answer: Duration) -> Self {
        Self { patience: Patience { dialogue, answer }, ..self }
    }
}

impl Post for SmtpMailer {
    fn post(&self, mail: &Mail) -> Posted {
        let (to, bytes) = match message::write(mail, &self.from) {
            Ok(written) => written,
            Err(error) => return Posted::Refused(error.to_string()),
        };
        match self.route.hand_over(self.from.address(), &to, &bytes, self.patience) {
            Ok(()) => Posted::Accepted,
            Err(failure) => failure.verdict(),
        }
    }
}
