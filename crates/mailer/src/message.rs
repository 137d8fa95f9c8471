//! A mail as the bytes of a message (RFC 5322). What could break out of its header is not written at all.

use std::time::{Duration, SystemTime};

use blaupause_support::mails::Mail;
use lettre::Address;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, Date, From, HeaderName, HeaderValue, Headers, MIME_VERSION_1_0,
    MessageId, Subject, To,
};
use lettre::message::{Body, Mailbox, Mailboxes};

use crate::Sender;

/// The longest line, in bytes and without its end (RFC 5322, 2.1.1).
const MAX_LINE: usize = 998;

/// The first second of the year 10000, for which a message has no date.
const YEAR_10000: u64 = 253_402_300_800;

/// Why a mail cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unwritable {
    #[error("`{0}` is an address that cannot be written")]
    Address(String),
    #[error("the subject is not one line")]
    Subject,
    #[error("the address to unsubscribe is not one of the web that stands in a header as it is")]
    Unsubscribe,
    #[error("`{0}` is not an instant of the years 1970 to 9999")]
    Date(String),
    #[error("a line of the header is longer than 998 bytes")]
    LongLine,
    #[error("the text has no encoding")]
    Text,
}

/// Writes a mail: its recipient, and the message.
pub(crate) fn write(mail: &Mail, from: &Sender) -> Result<(Address, Vec<u8>), Unwritable> {
    let to: Address = mail.to.as_str().parse().map_err(|_| Unwritable::Address(mail.to.to_string()))?;
    let body = body(&mail.text)?;
    let mut headers = Headers::new();
    headers.set(Date::new(date(mail)?));
    headers.set(From::from(Mailboxes::from(from.mailbox())));
    headers.set(To::from(Mailboxes::from(Mailbox::new(None, to.clone()))));
    headers.set(Subject::from(subject(&mail.subject)?));
    headers.set(MessageId::from(format!("<{}@{}>", mail.id, from.domain())));
    word(&mut headers, "Content-Language", mail.language.code());
    // RFC 3834: nobody's absence is to be told to a machine.
    word(&mut headers, "Auto-Submitted", "auto-generated");
    if let Some(url) = &mail.unsubscribe {
        word(&mut headers, "List-Unsubscribe", &format!("<{}>", web_address(url)?));
        word(&mut headers, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    headers.set(MIME_VERSION_1_0);
    headers.set(ContentType::TEXT_PLAIN);
    headers.set(body.encoding());
    let mut message = headers.to_string().into_bytes();
    if message.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_end().len() > MAX_LINE) {
        return Err(Unwritable::LongLine);
    }
    message.extend_from_slice(b"\r\n");
    message.extend_from_slice(body.as_ref());
    Ok((to, message))
}

/// Sets a header to one word of printable ASCII: that is neither encoded nor folded, which would make an address on the web
/// none any more.
fn word(headers: &mut Headers, name: &'static str, value: &str) {
    headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned()));
}

/// The subject with single spaces, for lettre loses those between encoded words when there are several. A tab counts as a
/// space: text that was copied from elsewhere has some.
fn subject(text: &str) -> Result<String, Unwritable> {
    if text.contains(|c: char| c.is_control() && c != '\t') {
        return Err(Unwritable::Subject);
    }
    let words: Vec<&str> = text.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    Ok(words.join(" "))
}

fn web_address(url: &str) -> Result<&str, Unwritable> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let good = web && url.bytes().all(|b| b.is_ascii_graphic() && !b"<>".contains(&b));
    if good { Ok(url) } else { Err(Unwritable::Unsubscribe) }
}

fn date(mail: &Mail) -> Result<SystemTime, Unwritable> {
    let seconds = u64::try_from(mail.written.to_unix()).ok().filter(|seconds| *seconds < YEAR_10000);
    seconds
        .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
        .ok_or_else(|| Unwritable::Date(mail.written.to_string()))
}

/// Always quoted-printable: short lines, and no server on the way has a reason to change anything. The last line's end is
/// what ends the message; a carriage return alone would be a line's end to some servers and none to others.
fn body(text: &str) -> Result<Body, Unwritable> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = lines.strip_suffix('\n').unwrap_or(&lines).to_owned();
    Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable).map_err(|_| Unwritable::Text)
}
