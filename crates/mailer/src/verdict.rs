//! What a failure means for a message: gone for ever, or another time.

use std::error::Error as _;
use std::fmt;

use blaupause_support::mails::Posted;
use lettre::transport::smtp;

/// The longest reason that is passed on, in characters.
const MAX_REASON: usize = 300;

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Connection,
    StartTls,
    Login,
    Sender,
    Recipient,
    Data,
    Message,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "connection",
            Self::StartTls => "STARTTLS",
            Self::Login => "AUTH",
            Self::Sender => "MAIL FROM",
            Self::Recipient => "RCPT TO",
            Self::Data => "DATA",
            Self::Message => "message",
        })
    }
}

/// What went wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    step: Step,
    /// What the server replied, if it did.
    code: Option<u16>,
    text: String,
}

impl Failure {
    /// Without a word from the server.
    pub(crate) fn silent(step: Step, text: impl Into<String>) -> Self {
        Self { step, code: None, text: text.into() }
    }

    pub(crate) fn of(step: Step, error: &smtp::Error) -> Self {
        let Some(code) = error.status() else { return Self::silent(step, error.to_string()) };
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        Self { step, code: Some(code.into()), text }
    }

    /// Whether the server still speaks.
    pub(crate) fn is_reply(&self) -> bool {
        self.code.is_some()
    }

    pub(crate) fn verdict(&self) -> Posted {
        if self.is_for_ever() { Posted::Refused(self.to_string()) } else { Posted::Later(self.to_string()) }
    }

    /// Whether it is the recipient or the message that the server will never take. All that an operator can put right is
    /// not: it must not cost mail.
    fn is_for_ever(&self) -> bool {
        let about_mail = match self.step {
            Step::Connection | Step::StartTls | Step::Login | Step::Sender => false,
            // Many servers keep what they have against a client or a sender until they hear the recipient.
            Step::Recipient | Step::Data => !is_about_service(&self.text),
            Step::Message => true,
        };
        // 500, 502 to 504: not understood, or not now. 521: no mail here. 530 to 538: first log in, or encrypt.
        about_mail && matches!(self.code, Some(501 | 505..=520 | 522..=529 | 539..))
    }
}

/// Whether a status (RFC 3463) is about what this service may do ("Relay access denied"), how it speaks, or its sender.
fn is_about_service(text: &str) -> bool {
    let status = text.split_whitespace().next().unwrap_or_default();
    status.starts_with("5.7.") || status.starts_with("5.5.") || matches!(status, "5.1.7" | "5.1.8")
}

/// On one line, whatever the server sent.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.map(|code| format!("{code} ")).unwrap_or_default();
        let whole = format!("{}: {code}{}", self.step, self.text);
        let line: String =
            whole.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_REASON).collect();
        f.write_str(line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_mail_is_for_ever() {
        for (step, code, text, for_ever) in [
            (Step::Connection, Some(554), "no service", false),
            (Step::StartTls, Some(501), "no", false),
            (Step::Login, Some(535), "5.7.8 wrong", false),
            (Step::Sender, Some(553), "5.7.1 not yours", false),
            (Step::Recipient, Some(550), "5.1.1 no such mailbox", true),
            (Step::Recipient, Some(550), "no such mailbox", true),
            (Step::Recipient, Some(550), "", true),
            (Step::Recipient, Some(501), "5.1.3 bad address", true),
            (Step::Recipient, Some(556), "5.1.10 takes no mail", true),
            (Step::Recipient, Some(450), "4.2.0 greylisted", false),
            (Step::Recipient, Some(554), "5.7.1 Relay access denied", false),
            (Step::Recipient, Some(550), "5.1.8 domain of sender not found", false),
            (Step::Recipient, Some(503), "5.5.1 wait", false),
            (Step::Recipient, Some(503), "wait", false),
            (Step::Recipient, Some(530), "log in", false),
            (Step::Recipient, None, "5.1.1", false),
            (Step::Data, Some(554), "5.5.1 no recipients", false),
            (Step::Data, Some(552), "5.2.2 mailbox full", true),
            (Step::Message, Some(554), "5.7.1 unwanted", true),
            (Step::Message, Some(552), "5.3.4 too big", true),
            (Step::Message, Some(451), "4.3.0 later", false),
            (Step::Message, Some(530), "log in", false),
            (Step::Message, None, "network error", false),
        ] {
            let failure = Failure { step, code, text: text.to_owned() };
            assert_eq!(failure.is_for_ever(), for_ever, "{failure}");
            assert_eq!(matches!(failure.verdict(), Posted::Refused(_)), for_ever, "{failure}");
        }
    }

    #[test]
    fn a_reason_is_one_line_of_bounded_length() {
        let failure =
            Failure { step: Step::Recipient, code: Some(550), text: "no\r\n\u{1b}[2Jyes".to_owned() };
        assert_eq!(failure.to_string(), "RCPT TO: 550 no   [2Jyes");
        let long = Failure::silent(Step::Connection, "ä".repeat(1000));
        assert_eq!(long.to_string().chars().count(), MAX_REASON);
    }
}
