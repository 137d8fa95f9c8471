//! Bulletins ("Rundschreiben"; Handreichung, Begleitung der Kunden: regular information gives know-how and awareness): what a
//! provider tells the units it serves. One person writes, another one publishes.

mod audience;
mod changes;
#[cfg(test)]
pub(crate) mod tests;
mod texts;

use blaupause_kernel::{LocalizedText, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use audience::{Audience, MAX_AUDIENCE, UnitFacts};
pub use texts::{BulletinText, BulletinTexts, MAX_BODY, MAX_SUMMARY, MAX_TITLE};

/// Most corrections of a bulletin.
pub const MAX_CORRECTIONS: usize = 100;
/// Longest note to a correction or a return, and longest reason to withdraw, in characters.
pub const MAX_NOTE: usize = 1_000;

/// What a bulletin is about (Thema).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BulletinTopic {
    /// Informationssicherheit.
    InformationSecurity,
    /// Datenschutz.
    Privacy,
    /// Neuigkeiten.
    News,
    /// Pilotprojekte.
    Pilots,
}

impl BulletinTopic {
    /// Every topic.
    pub const ALL: [Self; 4] = [Self::InformationSecurity, Self::Privacy, Self::News, Self::Pilots];

    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InformationSecurity => "informationSecurity",
            Self::Privacy => "privacy",
            Self::News => "news",
            Self::Pilots => "pilots",
        }
    }
}

/// What a bulletin says, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulletinContent))]
pub struct Content {
    /// What it is about.
    pub topic: BulletinTopic,
    /// Its texts.
    pub texts: BulletinTexts,
    /// Whom it is addressed to; everyone if nothing is said.
    #[serde(default)]
    pub audience: Audience,
}

/// Where a bulletin stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BulletinState {
    /// Entwurf.
    Draft,
    /// In Prüfung: a second person reads it.
    InReview,
    /// Veröffentlicht.
    Published,
    /// Zurückgezogen, with the reason.
    Withdrawn,
}

impl BulletinState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "inReview",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Why a bulletin went back to its author (Rückgabe).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulletinReturn))]
pub struct Return {
    /// When.
    pub at: Timestamp,
    /// Who gave it back: the subject of the token.
    pub by: String,
    /// What is to be changed.
    pub note: String,
}

/// A correction that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulletinProposal))]
pub struct Proposal {
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it: the subject of the token.
    pub by: String,
    /// The new texts.
    pub texts: BulletinTexts,
    /// What was wrong.
    pub note: LocalizedText,
}

/// A correction of a published bulletin (Berichtigung).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulletinCorrection))]
pub struct Correction {
    /// When it was approved, and the texts changed.
    pub at: Timestamp,
    /// Who wrote it: the subject of the token.
    pub by: String,
    /// Who approved it: the subject of the token of another person.
    pub approved_by: String,
    /// What was wrong; shown with the bulletin.
    pub note: LocalizedText,
}

/// That a bulletin no longer holds (Rücknahme).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulletinWithdrawal))]
pub struct Withdrawal {
    /// When.
    pub at: Timestamp,
    /// Why; shown instead of the texts.
    pub reason: LocalizedText,
}

/// A bulletin (Rundschreiben).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bulletin {
    /// Its id.
    pub id: Uuid,
    /// The provider that publishes it.
    pub provider: Slug,
    /// What it is about.
    pub topic: BulletinTopic,
    /// Its texts, as they were corrected last.
    pub texts: BulletinTexts,
    /// Whom it is addressed to.
    pub audience: Audience,
    /// Where it stands.
    pub state: BulletinState,
    /// Who writes it: the subject of the token.
    pub author: String,
    /// Who published it: the subject of the token of another person.
    pub reviewer: Option<String>,
    /// Why it went back to the author last; nothing once it is submitted again.
    pub returned: Option<Return>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// What was corrected since, the oldest first.
    pub corrections: Vec<Correction>,
    /// The correction that waits for a second person.
    pub proposal: Option<Proposal>,
    /// That it no longer holds.
    pub withdrawn: Option<Withdrawal>,
    /// How often it was changed.
    pub revision: Revision,
}
