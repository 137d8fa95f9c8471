//! The message of an event: a CloudEvent in JSON, with the headers of Standard Webhooks.

use blaupause_kernel::{Ars, Slug, Timestamp};
use serde::Serialize;
use uuid::Uuid;

use crate::Secret;

/// Media type of a message: the structured form of CloudEvents 1.0 in JSON.
pub const CONTENT_TYPE: &str = "application/cloudevents+json; charset=utf-8";

/// What all types of messages begin with.
const TYPE_PREFIX: &str = "blaupause.";

/// Address of the service that the messages come from, with `/v1` at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source(pub String);

/// What happened, as a message tells it: the same facts as the event log shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Happened {
    /// Id of the event.
    pub id: Uuid,
    /// Place in the log.
    pub position: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened: `assessment.signedOff`.
    pub kind: String,
    /// Path of the thing it happened to, below the source.
    pub subject: String,
    /// The unit concerned.
    pub unit: Option<Ars>,
    /// The provider concerned.
    pub provider: Option<Slug>,
}

/// A CloudEvent (version 1.0.2, structured content mode).
#[derive(Serialize)]
struct CloudEvent<'h> {
    specversion: &'static str,
    id: Uuid,
    source: &'h str,
    r#type: String,
    subject: &'h str,
    time: Timestamp,
    datacontenttype: &'static str,
    data: &'h Happened,
}

impl Happened {
    /// The body of the message. The same event gives the same bytes.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn body(&self, source: &Source) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&CloudEvent {
            specversion: "1.0",
            id: self.id,
            source: &source.0,
            r#type: format!("{TYPE_PREFIX}{}", self.kind),
            subject: &self.subject,
            time: self.at,
            datacontenttype: "application/json",
            data: self,
        })
    }
}

/// The headers of a message that is sent at `now`, signed with every active secret. The id is that of the event, so a
/// receiver that sees it twice knows the message.
pub fn headers<'s>(
    id: Uuid,
    body: &[u8],
    secrets: impl IntoIterator<Item = &'s Secret>,
    now: Timestamp,
) -> [(&'static str, String); 4] {
    let (id, timestamp) = (id.to_string(), now.to_unix());
    let signatures: Vec<String> =
        secrets.into_iter().map(|secret| secret.sign(&id, timestamp, body)).collect();
    [
        ("content-type", CONTENT_TYPE.to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signatures.join(" ")),
    ]
}
