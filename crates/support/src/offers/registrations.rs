//! Registrations of units for an offer ("Anmeldungen"), who came, and what that proves.

use blaupause_kernel::{Ars, Date, LocalizedText, Message, Revision, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MAX_REGISTRATIONS, MAX_SEATS, Offer, OfferState, Topic, seating};
use crate::Error;
use crate::error::{check, room};

const KIND: &str = "registration";

/// A unit comes with so many people (Anmeldung).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// Its id.
    pub id: Uuid,
    /// The offer.
    pub offer: Uuid,
    /// The unit.
    pub unit: Ars,
    /// How many people.
    pub seats: u32,
    /// Its rank in the order of arrival: the lower came first.
    pub position: u64,
    /// When it arrived.
    pub at: Timestamp,
    /// How many people came, once that is known.
    pub attended: Option<u32>,
    /// How often it was changed.
    pub revision: Revision,
}

/// What attendance proves (Teilnahmenachweis), as evidence for an answer of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AttendanceProof))]
pub struct Proof {
    /// Title of the offer.
    pub title: LocalizedText,
    /// The day the last session ended.
    pub on: Date,
    /// The last day on which it holds.
    pub valid_until: Date,
    /// The indicators it speaks for.
    pub topics: Vec<Topic>,
}

impl Offer {
    /// Registers a unit, behind `others`: all there are to this offer. Whether it is confirmed or waits, tells [`seating`].
    ///
    /// # Errors
    /// `WrongState` unless it is published, `Late` after the last day to register, `Begun`, `Registered` for a second
    /// registration of a unit, `Full`, `Invalid` for no seats, too many, or more than there are places: it
    /// would wait for ever, and all behind it.
    pub fn register(
        &self,
        id: Uuid,
        unit: Ars,
        seats: u32,
        others: &[Registration],
        now: Timestamp,
    ) -> Result<Registration, Error> {
        self.require(&[OfferState::Published], "register")?;
        if now.date() > self.terms.register_until {
            return Err(Error::Late(self.terms.register_until));
        }
        self.require_before_begin(now)?;
        check(KIND, |problems| problems.range("/seats", seats, 1, MAX_SEATS.min(self.terms.places)))?;
        if others.iter().any(|other| other.unit == unit) {
            return Err(Error::Registered(unit));
        }
        room("registrations", others.len(), MAX_REGISTRATIONS)?;
        let last = others.iter().map(|other| other.position).max().unwrap_or(0);
        let position = last.checked_add(1).ok_or(Error::TooLarge)?;
        let revision = Revision::FIRST;
        Ok(Registration { id, offer: self.id, unit, seats, position, at: now, attended: None, revision })
    }

    /// Whether a registration may be taken back now. It is deleted then, and who waits moves up.
    ///
    /// # Errors
    /// `WrongState` unless the offer is published, `NoSuchPart` for one to another offer, `Begun`.
    pub fn withdraw(&self, registration: &Registration, now: Timestamp) -> Result<(), Error> {
        self.require(&[OfferState::Published], "withdraw")?;
        self.require_own(registration)?;
        self.require_before_begin(now)
    }

    /// Notes how many people came; later again, if that was wrong. `all` are the registrations to this offer.
    ///
    /// # Errors
    /// `WrongState` unless the offer is published or held, `NoSuchPart` for one to another offer, `Waiting` unless it
    /// is confirmed, `NotBegun` before the last session, `Invalid` for more people than seats.
    pub fn note_attendance(
        &self,
        registration: Registration,
        attended: u32,
        all: &[Registration],
        now: Timestamp,
    ) -> Result<Registration, Error> {
        self.require(&[OfferState::Published, OfferState::Held], "noteAttendance")?;
        self.require_own(&registration)?;
        let seats = seating(self.terms.places, all);
        if !seats.iter().any(|seat| seat.registration == registration.id && seat.is_confirmed()) {
            return Err(Error::Waiting(registration.id));
        }
        if let Some(begin) = self.terms.last_begins().filter(|begin| now < *begin) {
            return Err(Error::NotBegun(begin));
        }
        check(KIND, |problems| {
            problems.require(attended <= registration.seats, "/attended", || {
                Message::new("registration-attended").with("most", registration.seats)
            });
        })?;
        let revision = registration.revision.next();
        Ok(Registration { attended: Some(attended), revision, ..registration })
    }

    fn require_own(&self, registration: &Registration) -> Result<(), Error> {
        if registration.offer == self.id {
            return Ok(());
        }
        Err(Error::NoSuchPart { kind: KIND, id: registration.id.to_string() })
    }

    fn require_before_begin(&self, now: Timestamp) -> Result<(), Error> {
        match self.terms.begins() {
            Some(begin) if begin <= now => Err(Error::Begun(begin)),
            _ => Ok(()),
        }
    }
}

impl Proof {
    /// What it proves that people of the unit came, for so many months; nothing if nobody came, if that is not known, or
    /// if the offer was cancelled.
    pub fn of(offer: &Offer, registration: &Registration, months: u32) -> Option<Self> {
        let held = matches!(offer.state, OfferState::Published | OfferState::Held);
        let came = registration.attended.is_some_and(|attended| attended > 0);
        if !held || !came || registration.offer != offer.id {
            return None;
        }
        let on = offer.terms.ends()?.date();
        let (title, topics) = (offer.terms.title.clone(), offer.terms.topics.clone());
        Some(Self { title, on, valid_until: on.plus_months(months), topics })
    }
}
