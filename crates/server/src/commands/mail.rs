//! `blaupause mail`: one mail to see whether the settings are right, before anybody waits for one.

use blaupause_app::{Clock as _, Ids as _, messages};
use blaupause_kernel::{Language, Message};
use blaupause_support::mails::{Mail, Post as _, Posted};
use blaupause_support::subscriptions::EmailAddress;
use clap::Args;

use crate::config::Settings;
use crate::failure::Failure;
use crate::output;
use crate::system::System;

/// Whom to write to.
#[derive(Debug, Args)]
pub struct MailTest {
    /// The address that gets the mail.
    #[arg(long, value_name = "ADDRESS")]
    to: EmailAddress,
}

impl MailTest {
    /// Sends one mail over the server of the settings and says what became of it.
    pub fn run(self, settings: &Settings, language: Language) -> Result<(), Failure> {
        let mailer = settings.mail.mailer()?;
        let words = |code: &str| messages::render(language, &Message::new(code));
        let mail = Mail {
            id: System.next(),
            to: self.to,
            subject: words("mail-test-subject"),
            text: words("mail-test-text"),
            language,
            written: System.now(),
            unsubscribe: None,
        };
        let said = |code: &str, reason: String| Message::new(code).with("reason", reason);
        match mailer.post(&mail) {
            Posted::Accepted => output::line(words("mail-test-accepted")),
            Posted::Refused(reason) => Err(Failure::Outside(said("mail-test-refused", reason))),
            Posted::Later(reason) => Err(Failure::Outside(said("mail-test-later", reason))),
        }
    }
}
