//! What changes an offer.

use blaupause_kernel::{Revision, Slug, Timestamp};
use uuid::Uuid;

use super::{Offer, OfferState, Registration, Session, Terms, seating};
use crate::Error;

impl Offer {
    /// A new offer, a draft.
    ///
    /// # Errors
    /// `Invalid` with every problem of the terms.
    pub fn new(id: Uuid, provider: Slug, terms: Terms, now: Timestamp) -> Result<Self, Error> {
        terms.check()?;
        let (state, revision) = (OfferState::Draft, Revision::FIRST);
        Ok(Self { id, provider, terms, state, calendar_sequence: 0, changed: now, revision })
    }

    /// Publishes a draft: from now on units register.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft, `Late` if nobody could register any more.
    pub fn publish(self, now: Timestamp) -> Result<Self, Error> {
        self.require(&[OfferState::Draft], "publish")?;
        if now.date() > self.terms.register_until {
            return Err(Error::Late(self.terms.register_until));
        }
        Ok(Self { state: OfferState::Published, ..self }.changed_at(now))
    }

    /// Describes it anew; `registrations` are all there are to it. Once the first session of what was published has begun,
    /// only what is still to come may change: attendance has to prove what took place.
    ///
    /// # Errors
    /// `WrongState` once it is cancelled or held, `Invalid`, `PlacesTaken` for fewer places than seats are confirmed or than
    /// one registration has, `Begun` if what was changed has begun, or would have.
    pub fn change(self, terms: Terms, registrations: &[Registration], now: Timestamp) -> Result<Self, Error> {
        self.require(&[OfferState::Draft, OfferState::Published], "change")?;
        terms.check()?;
        let seats = seating(self.terms.places, registrations);
        let confirmed: u64 =
            seats.iter().filter(|seat| seat.is_confirmed()).map(|seat| u64::from(seat.seats)).sum();
        let largest = seats.iter().map(|seat| u64::from(seat.seats)).max().unwrap_or(0);
        let taken = confirmed.max(largest);
        if u64::from(terms.places) < taken {
            return Err(Error::PlacesTaken { places: terms.places, taken });
        }
        if self.state == OfferState::Published {
            self.require_what_took_place(&terms, now)?;
        }
        Ok(Self { terms, ..self }.rescheduled().changed_at(now))
    }

    /// Cancels it. Calendars learn of that as of any other change (RFC 5546, 3.2.5).
    ///
    /// # Errors
    /// `WrongState` once it is cancelled or held.
    pub fn cancel(self, now: Timestamp) -> Result<Self, Error> {
        self.require(&[OfferState::Draft, OfferState::Published], "cancel")?;
        let rescheduled = self.rescheduled();
        Ok(Self { state: OfferState::Cancelled, ..rescheduled }.changed_at(now))
    }

    /// Notes that it was held.
    ///
    /// # Errors
    /// `WrongState` unless it is published, `NotOver` before the last session ended.
    pub fn hold(self, now: Timestamp) -> Result<Self, Error> {
        self.require(&[OfferState::Published], "hold")?;
        if let Some(end) = self.terms.ends().filter(|end| now < *end) {
            return Err(Error::NotOver(end));
        }
        Ok(Self { state: OfferState::Held, ..self }.changed_at(now))
    }

    /// Whether units may register now: it is published, the last day to register is not over, and no session has begun.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let begun = self.terms.begins().is_some_and(|begin| begin <= now);
        self.state == OfferState::Published && now.date() <= self.terms.register_until && !begun
    }

    fn require_what_took_place(&self, terms: &Terms, now: Timestamp) -> Result<(), Error> {
        let begun = |terms: &Terms| -> Vec<Session> {
            terms.sessions.iter().filter(|session| session.starts <= now).cloned().collect()
        };
        let (before, after) = (begun(&self.terms), begun(terms));
        let same = self.terms.kind == terms.kind && self.terms.topics == terms.topics;
        match before.first().or(after.first()) {
            Some(first) if before != after || !same => Err(Error::Begun(first.starts)),
            _ => Ok(()),
        }
    }

    /// Whether everybody may know of it: it is published, or was.
    pub const fn was_published(&self) -> bool {
        match self.state {
            OfferState::Draft => false,
            OfferState::Published | OfferState::Held => true,
            // Cancelling counts for calendars only where there could be any.
            OfferState::Cancelled => self.calendar_sequence > 0,
        }
    }

    pub(super) fn require(&self, states: &[OfferState], transition: &'static str) -> Result<(), Error> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Error::WrongState { kind: "offer", state: self.state.as_str(), transition })
    }

    /// Nobody has a draft in a calendar, so its changes do not count.
    fn rescheduled(self) -> Self {
        let change = u32::from(self.state == OfferState::Published);
        Self { calendar_sequence: self.calendar_sequence.saturating_add(change), ..self }
    }

    fn changed_at(self, now: Timestamp) -> Self {
        Self { changed: now, revision: self.revision.next(), ..self }
    }
}
