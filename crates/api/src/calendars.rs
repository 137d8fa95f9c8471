//! Calendars (RFC 5545): the sessions that a unit is registered for, as programs for calendars read them.

use blaupause_app::messages::render;
use blaupause_app::offer_registrations::OfUnit;
use blaupause_interchange::rdf::Publication;
use blaupause_kernel::{Language, Message};
use blaupause_support::offers::{OfferState, Place, Session, Standing};
use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// The media type of a calendar.
pub(crate) const MEDIA: &str = "text/calendar; charset=utf-8";

/// What a unit is registered for. The first, second … session of an offer keeps its `UID`, and its `SEQUENCE` rises with every
/// change of the offer and when the unit gets a place, so that a calendar that is read again replaces what it knows.
pub(crate) fn of_unit(found: &[OfUnit], publication: &Publication, language: Language) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", concat!("-//Blaupause//", env!("CARGO_PKG_VERSION"), "//DE")));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name(&render(language, &Message::new("offer-calendar-name")));
    for one in found {
        for (i, session) in one.offer.offer.terms.sessions.iter().enumerate() {
            calendar.push(event(one, (i, session), publication, language));
        }
    }
    calendar.to_string()
}

fn event(
    one: &OfUnit,
    (i, session): (usize, &Session),
    publication: &Publication,
    language: Language,
) -> Event {
    let (offer, registered) = (&one.offer.offer, &one.registered);
    let confirmed = registered.standing == Standing::Confirmed;
    let status = match (offer.state, confirmed) {
        (OfferState::Cancelled, _) | (OfferState::Held, false) => EventStatus::Cancelled,
        (_, true) => EventStatus::Confirmed,
        (_, false) => EventStatus::Tentative,
    };
    let title = offer.terms.title.get(language);
    let summary = if confirmed {
        title.to_owned()
    } else {
        format!("{title} {}", render(language, &Message::new("offer-calendar-waiting")))
    };
    let instant = |at: blaupause_kernel::Timestamp| -> DateTime<Utc> { at.to_naive().and_utc() };
    let mut event = Event::with_uid(&format!("{}-{i}", offer.id));
    event.timestamp(instant(offer.changed.max(registered.registration.at)));
    // Whoever has a place keeps it: so the number only ever rises.
    event.sequence(offer.calendar_sequence.saturating_mul(2).saturating_add(confirmed.into()));
    event.starts(instant(session.starts)).ends(instant(session.ends));
    event.summary(&summary).description(&lines(offer.terms.description.get(language))).status(status);
    event.url(&publication.at(&format!("/offers/{}", offer.id)));
    match &session.place {
        Place::OnSite { address } => event.location(&lines(address)),
        // Who waits does not know yet where it is.
        Place::Online { url } if confirmed => event
            .location(url)
            .append_property(Property::new("CONFERENCE", url).add_parameter("VALUE", "URI").done()),
        Place::Online { .. } => &mut event,
    };
    event
}

/// A text whose lines end with a line feed alone: a carriage return would end the line of the calendar that it stands in.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
