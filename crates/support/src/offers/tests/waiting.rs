//! The waiting list: a table by hand, and what always holds.

use proptest::prelude::*;

use super::{at, id, published, registration, terms};
use crate::Error;
use crate::offers::*;

/// The standings of registrations with so many seats, as text: `ok`, or the position on the waiting list.
fn standings(places: u32, seats: &[u32]) -> Vec<String> {
    let all: Vec<Registration> =
        seats.iter().enumerate().map(|(i, seats)| registration(i + 1, *seats)).collect();
    let text = |seat: &Seat| match seat.standing {
        Standing::Confirmed => "ok".to_owned(),
        Standing::Waiting { position } => position.to_string(),
    };
    seating(places, &all).iter().map(text).collect()
}

#[test]
fn nobody_overtakes_who_waits() {
    for (places, seats, expected) in [
        (10, &[][..], &[][..]),
        (10, &[10], &["ok"]),
        (10, &[11], &["1"]),
        (10, &[4, 4, 3, 2, 1], &["ok", "ok", "1", "2", "3"]),
        (10, &[4, 6, 1], &["ok", "ok", "1"]),
        (3, &[5, 1], &["1", "2"]),
    ] {
        assert_eq!(standings(places, seats), expected, "{places} {seats:?}");
    }
}

/// Ten places for 4, 4, 3, 2, 1: the second withdraws, so 4, 3 and 2 are confirmed, and the 1 with them: 10 in all.
#[test]
fn who_waits_moves_up_after_a_withdrawal_and_with_more_places() {
    let all = [4, 4, 3, 2, 1].iter().zip(1..).map(|(seats, i)| registration(i, *seats)).collect::<Vec<_>>();
    let before = seating(10, &all);
    let rest: Vec<Registration> = all.iter().filter(|r| r.id != id(102)).cloned().collect();
    assert_eq!(moved_up(&before, &seating(10, &rest)), [id(103), id(104), id(105)]);
    assert_eq!(moved_up(&before, &seating(12, &all)), [id(103)]);
    assert!(moved_up(&before, &before).is_empty());
}

#[test]
fn places_are_not_taken_from_who_is_confirmed() {
    let all = [registration(1, 4), registration(2, 4), registration(3, 3)];
    assert!(published().change(terms(8), &all, at("2026-03-02T10:00:00Z")).is_ok());
    let refused = Error::PlacesTaken { places: 7, taken: 8 };
    assert_eq!(published().change(terms(7), &all, at("2026-03-02T10:00:00Z")), Err(refused));
}

fn arrivals() -> impl Strategy<Value = (u32, Vec<u32>)> {
    (1_u32..40, prop::collection::vec(1_u32..=12, 1..15))
}

fn confirmed(seats: &[Seat]) -> Vec<Uuid> {
    seats.iter().filter(|seat| seat.is_confirmed()).map(|seat| seat.registration).collect()
}

proptest! {
    #[test]
    fn seats_are_conserved_in_order_and_never_more_than_places((places, seats) in arrivals(), turn in 0_usize..15) {
        let mut all: Vec<Registration> =
            seats.iter().enumerate().map(|(i, seats)| registration(i + 1, *seats)).collect();
        let order: Vec<Uuid> = all.iter().map(|registration| registration.id).collect();
        all.rotate_left(turn % seats.len());
        let seated = seating(places, &all);
        let sum = |confirmed: bool| {
            seated.iter().filter(|seat| seat.is_confirmed() == confirmed).map(|seat| seat.seats).sum::<u32>()
        };
        prop_assert!(sum(true) <= places);
        prop_assert_eq!(sum(true) + sum(false), seats.iter().sum::<u32>());
        prop_assert_eq!(seated.iter().map(|seat| seat.registration).collect::<Vec<_>>(), order);
        // The confirmed are the longest beginning that fits, and the rest is numbered from 1.
        let mut running = 0;
        let fits = seats.iter().take_while(|seats| { running += **seats; running <= places }).count();
        for (i, seat) in seated.iter().enumerate() {
            let waiting = i.checked_sub(fits).and_then(|behind| u64::try_from(behind + 1).ok());
            let expected = waiting.map_or(Standing::Confirmed, |position| Standing::Waiting { position });
            prop_assert_eq!(seat.standing, expected);
        }
    }

    #[test]
    fn a_withdrawal_takes_no_place_from_others((places, seats) in arrivals(), who in 0_usize..15) {
        let all: Vec<Registration> =
            seats.iter().enumerate().map(|(i, seats)| registration(i + 1, *seats)).collect();
        let gone = all[who % all.len()].id;
        let rest: Vec<Registration> = all.iter().filter(|registration| registration.id != gone).cloned().collect();
        let (before, after) = (seating(places, &all), seating(places, &rest));
        let (had, have) = (confirmed(&before), confirmed(&after));
        for registration in had.iter().filter(|registration| **registration != gone) {
            prop_assert!(have.contains(registration));
        }
        let new: Vec<Uuid> = have.into_iter().filter(|registration| !had.contains(registration)).collect();
        prop_assert_eq!(moved_up(&before, &after), new);
    }
}
