//! Offers of training and consulting ("Schulungs- und Beratungsangebote"; Handreichung, Begleitung der Kunden): what a
//! provider offers when, until it is held. Who comes is in the registrations.

mod calendars;
mod changes;
mod registrations;
mod seating;
mod suggestions;
mod terms;
#[cfg(test)]
mod tests;

use blaupause_kernel::{Date, LocalizedText, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use calendars::CalendarAddress;
pub use registrations::{Proof, Registration};
pub use seating::{Seat, Standing, moved_up, seating};
pub use suggestions::{GapFact, Suggestion, suggest};

/// Most sessions of an offer.
pub const MAX_SESSIONS: usize = 100;
/// Most topics of an offer.
pub const MAX_TOPICS: usize = 50;
/// Most places of an offer.
pub const MAX_PLACES: u32 = 10_000;
/// Most seats of one registration.
pub const MAX_SEATS: u32 = 50;
/// Most registrations for an offer.
pub const MAX_REGISTRATIONS: usize = 20_000;
/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest description, in characters.
pub const MAX_DESCRIPTION: usize = 5_000;
/// Longest address of a building, in characters.
pub const MAX_ADDRESS: usize = 500;
/// Longest address on the web, in characters.
pub const MAX_URL: usize = 2_000;

/// What is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OfferKind {
    /// Schulung.
    Training,
    /// Beratung.
    Consulting,
}

/// What an offer helps with: an indicator of a maturity model.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfferTopic))]
pub struct Topic {
    /// The maturity model.
    pub model: Slug,
    /// The indicator, by its id in the model.
    pub indicator: Slug,
}

/// Where a session takes place (Ort).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfferPlace))]
pub enum Place {
    /// Vor Ort.
    OnSite {
        /// Anschrift.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
        address: String,
    },
    /// Videokonferenz.
    Online {
        /// Its address, `https` only.
        #[cfg_attr(feature = "openapi", schema(max_length = 2_000, pattern = "^https://"))]
        url: String,
    },
}

/// One meeting (Termin).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfferSession))]
pub struct Session {
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Where it takes place.
    pub place: Place,
}

/// What is offered, as the provider describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfferTerms))]
pub struct Terms {
    /// What it is.
    pub kind: OfferKind,
    /// Its title.
    pub title: LocalizedText,
    /// What it is about and for whom.
    pub description: LocalizedText,
    /// What it helps with.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// Termine, one after the other; whoever comes, comes to all of them.
    pub sessions: Vec<Session>,
    /// Plätze: for how many people.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub places: u32,
    /// Anmeldeschluss: the last day, in UTC, on which units register.
    pub register_until: Date,
}

/// Where an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OfferState {
    /// Entwurf: seen by the provider only.
    Draft,
    /// Veröffentlicht: units register.
    Published,
    /// Abgesagt.
    Cancelled,
    /// Durchgeführt.
    Held,
}

impl OfferState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
            Self::Held => "held",
        }
    }
}

/// An offer of training or consulting (Angebot).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// Its id.
    pub id: Uuid,
    /// The provider that offers it.
    pub provider: Slug,
    /// What is offered.
    pub terms: Terms,
    /// Where it stands.
    pub state: OfferState,
    /// How often it was changed since it was published, so that calendars take the newest (RFC 5545, `SEQUENCE`).
    pub calendar_sequence: u32,
    /// When it was changed last.
    pub changed: Timestamp,
    /// How often it was changed.
    pub revision: Revision,
}
