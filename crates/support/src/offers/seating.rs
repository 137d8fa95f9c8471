//! Who has a place and who waits ("Warteliste"), from the registrations alone.

use std::collections::BTreeSet;

use blaupause_kernel::Ars;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Registration;

/// Whether there is a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RegistrationStanding))]
pub enum Standing {
    /// Bestätigt.
    Confirmed,
    /// Auf der Warteliste.
    Waiting {
        /// Its place on the list, from 1.
        position: u64,
    },
}

/// Where a registration stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfferSeat))]
pub struct Seat {
    /// The registration.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub registration: Uuid,
    /// Its unit.
    pub unit: Ars,
    /// How many people.
    pub seats: u32,
    /// Whether there is a place for them.
    pub standing: Standing,
}

impl Seat {
    /// Whether there is a place.
    pub fn is_confirmed(&self) -> bool {
        self.standing == Standing::Confirmed
    }
}

/// Where each registration stands, in the order of arrival.
///
/// A registration fits as a whole or waits as a whole: a unit that sends three people planned with three. As soon as
/// one waits, all that came later wait behind it, even where a smaller one would fit. Nobody overtakes, so a large
/// registration is not passed for ever by small ones, and a unit that knows its position knows who comes before it.
/// That may leave places empty until somebody withdraws. Who is confirmed stays so whoever comes, and whoever withdraws.
pub fn seating(places: u32, registrations: &[Registration]) -> Vec<Seat> {
    let mut arrived: Vec<&Registration> = registrations.iter().collect();
    arrived.sort_by_key(|registration| (registration.position, registration.id));
    let (mut free, mut waiting) = (places, 0_u64);
    let seat = |registration: &Registration| {
        let left = free.checked_sub(registration.seats).filter(|_| waiting == 0);
        let standing = if let Some(left) = left {
            free = left;
            Standing::Confirmed
        } else {
            waiting = waiting.saturating_add(1);
            Standing::Waiting { position: waiting }
        };
        Seat {
            registration: registration.id,
            unit: registration.unit.clone(),
            seats: registration.seats,
            standing,
        }
    };
    arrived.into_iter().map(seat).collect()
}

/// Who has a place after a withdrawal or with more places, and waited before: the registrations in their order.
pub fn moved_up(before: &[Seat], after: &[Seat]) -> Vec<Uuid> {
    let waited: BTreeSet<Uuid> =
        before.iter().filter(|seat| !seat.is_confirmed()).map(|seat| seat.registration).collect();
    let confirmed = after.iter().filter(|seat| seat.is_confirmed()).map(|seat| seat.registration);
    confirmed.filter(|id| waited.contains(id)).collect()
}
