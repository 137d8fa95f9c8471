//! What follows from the answer of a receiver: done, try again when, give up, or never again.

use blaupause_kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Target;

/// Seconds to wait after the first, second, … attempt: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, some
/// three days in all (Standard Webhooks, "Delivery attempts and retry schedule").
const WAITS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// How often one message is sent at most.
pub const MOST_ATTEMPTS: u32 = 10;

/// Longest wait that a receiver may ask for, in seconds.
const LONGEST_WAIT: i64 = 86_400;

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DeliveryFailure))]
pub enum Failure {
    /// The name of the host is not known.
    HostUnknown,
    /// The host has no address that messages may be sent to.
    AddressRefused,
    /// No connection, or it broke.
    Connection,
    /// No secure connection: certificate or protocol.
    Tls,
    /// It took too long.
    Timeout,
    /// What came back is no HTTP.
    Protocol,
}

impl Failure {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HostUnknown => "hostUnknown",
            Self::AddressRefused => "addressRefused",
            Self::Connection => "connection",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Protocol => "protocol",
        }
    }
}

/// What came of sending a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The receiver answered.
    Status {
        /// With this HTTP status.
        code: u16,
        /// And asked to wait for so many seconds.
        retry_after: Option<i64>,
    },
    /// It did not.
    None(Failure),
}

/// Sends messages; the network is not part of this crate.
pub trait Transport: Send + Sync {
    /// Sends one message and waits for the answer. `now` is what a `Retry-After` with a date is counted from.
    fn send(&self, target: &Target, headers: &[(&str, String)], body: &[u8], now: Timestamp) -> Answer;
}

/// Whom it concerns that something is tried again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The receiver as a whole does not answer: nothing else is sent to it until then.
    Receiver(Timestamp),
    /// It does not take this message: the others go on.
    Message(Timestamp),
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The message arrived.
    Delivered,
    /// Try again.
    Again(Retry),
    /// The receiver does not take this message, and it was tried often enough.
    Failed,
    /// The receiver wants no messages any more (410).
    Gone,
    /// The receiver did not answer often enough.
    Unreachable,
}

/// What follows from an answer at `now`. `attempts` is how often the message was sent, this one included; `failures` how
/// often the receiver as a whole did not answer in a row, this time included. Redirects are not followed: they count as an
/// answer that does not take the message.
pub fn judge(answer: Answer, attempts: u32, failures: u32, now: Timestamp) -> Verdict {
    let (code, asked) = match answer {
        Answer::Status { code, retry_after } => (Some(code), retry_after),
        Answer::None(_) => (None, None),
    };
    match code {
        Some(200..=299) => Verdict::Delivered,
        Some(410) => Verdict::Gone,
        None | Some(429 | 502 | 503 | 504) => match next(failures, asked, now) {
            Some(at) => Verdict::Again(Retry::Receiver(at)),
            None => Verdict::Unreachable,
        },
        Some(_) => match next(attempts, asked, now) {
            Some(at) => Verdict::Again(Retry::Message(at)),
            None => Verdict::Failed,
        },
    }
}

/// When to try again after so many attempts; never after the last.
fn next(attempts: u32, asked: Option<i64>, now: Timestamp) -> Option<Timestamp> {
    let at = usize::try_from(attempts.saturating_sub(1)).ok()?;
    let wait = *WAITS.get(at)?;
    let asked = asked.unwrap_or(0).clamp(0, LONGEST_WAIT);
    Some(now.plus_seconds(wait.max(asked)))
}

/// Seconds that a `Retry-After` header asks for: a number, or a date (RFC 9110, 10.2.3).
pub fn parse_retry_after(text: &str, now: Timestamp) -> Option<i64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(i64::from(seconds));
    }
    let date = chrono::DateTime::parse_from_rfc2822(text).ok()?;
    Some(date.timestamp().saturating_sub(now.to_unix()).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-01T08:00:00Z".parse().unwrap()
    }

    fn status(code: u16) -> Answer {
        Answer::Status { code, retry_after: None }
    }

    #[test]
    fn each_answer_has_its_consequence() {
        let later = |text: &str| text.parse::<Timestamp>().unwrap();
        let soon = later("2026-03-01T08:00:05Z");
        for code in [200, 201, 202, 204] {
            assert_eq!(judge(status(code), 1, 1, now()), Verdict::Delivered);
        }
        assert_eq!(judge(status(410), 1, 1, now()), Verdict::Gone);
        for code in [301, 302, 307, 308, 400, 401, 404, 500] {
            assert_eq!(judge(status(code), 1, 7, now()), Verdict::Again(Retry::Message(soon)), "{code}");
        }
        for answer in [Answer::None(Failure::Connection), status(429), status(502), status(503), status(504)]
        {
            assert_eq!(judge(answer, 7, 1, now()), Verdict::Again(Retry::Receiver(soon)), "{answer:?}");
        }
        assert_eq!(judge(status(500), 10, 1, now()), Verdict::Failed);
        assert_eq!(judge(Answer::None(Failure::Timeout), 1, 10, now()), Verdict::Unreachable);
    }

    #[test]
    fn the_tries_stretch_over_three_days() {
        let (mut at, mut tries) = (now(), 1);
        while let Verdict::Again(Retry::Message(next)) = judge(status(500), tries, 0, at) {
            (at, tries) = (next, tries + 1);
        }
        assert_eq!(tries, MOST_ATTEMPTS);
        // 5 s + 5 min + 30 min + 2 h + 5 h + 10 h + 14 h + 20 h + 24 h
        assert_eq!(at, "2026-03-04T11:35:05Z".parse().unwrap());
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_less_nor_for_ever() {
        let asked = |seconds| Answer::Status { code: 503, retry_after: Some(seconds) };
        for (seconds, expected) in
            [(1, "2026-03-01T08:00:05Z"), (120, "2026-03-01T08:02:00Z"), (9_999_999, "2026-03-02T08:00:00Z")]
        {
            let expected = Verdict::Again(Retry::Receiver(expected.parse().unwrap()));
            assert_eq!(judge(asked(seconds), 1, 1, now()), expected);
        }
        assert_eq!(parse_retry_after(" 120 ", now()), Some(120));
        assert_eq!(parse_retry_after("Sun, 01 Mar 2026 08:10:00 GMT", now()), Some(600));
        assert_eq!(parse_retry_after("Sun, 01 Mar 2026 07:00:00 GMT", now()), Some(0));
        assert_eq!(parse_retry_after("bald", now()), None);
    }
}
