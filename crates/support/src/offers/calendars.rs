//! The address under which a program for calendars reads what a unit is registered for.

use blaupause_kernel::{Ars, Digest, Revision, Timestamp};
use serde::{Deserialize, Serialize};

/// The secret address of the calendar of a unit (Kalenderadresse). Programs for calendars cannot log in: whoever has the
/// address reads the calendar, until the unit makes a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CalendarAddress {
    /// The unit.
    pub unit: Ars,
    /// The digest of its token. The token itself is told once and kept nowhere.
    pub token: Digest,
    /// Who made it: the subject of their token.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// How often one was made for this unit.
    pub revision: Revision,
}

impl CalendarAddress {
    /// A new address in place of the one before; with it, the token that stands in it.
    pub fn make(
        unit: Ars,
        before: Option<&Self>,
        random: [u8; 32],
        made_by: String,
        now: Timestamp,
    ) -> (Self, String) {
        let token = Digest::of(&random).to_string();
        let revision = before.map_or(Revision::FIRST, |before| before.revision.next());
        let address = Self { unit, token: Digest::of(token.as_bytes()), made_by, made_at: now, revision };
        (address, token)
    }

    /// Whether this is the token that stands in it.
    pub fn is_opened_by(&self, token: &str) -> bool {
        Digest::of(token.as_bytes()) == self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_address_makes_the_old_one_void() {
        let make = |before: Option<&CalendarAddress>, random: u8| {
            let (unit, now) = ("031530017017".parse().unwrap(), "2026-03-01T08:00:00Z".parse().unwrap());
            CalendarAddress::make(unit, before, [random; 32], "anna".to_owned(), now)
        };
        let (first, old) = make(None, 1);
        let (second, new) = make(Some(&first), 2);
        assert!(first.is_opened_by(&old) && second.is_opened_by(&new));
        assert!(
            !second.is_opened_by(&old)
                && !second.is_opened_by("")
                && !second.is_opened_by(&new.to_uppercase())
        );
        assert_eq!((first.revision, second.revision), (Revision::FIRST, Revision::new(2)));
        assert!(!serde_json::to_string(&second).unwrap().contains(&new), "the token is kept nowhere");
    }
}
