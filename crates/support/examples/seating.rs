//! Who of three units has a place, and who moves up when the first withdraws.

use blaupause_kernel::{Revision, Timestamp};
use blaupause_support::offers::{Registration, moved_up, seating};
use uuid::Uuid;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let at: Timestamp = "2026-03-02T08:00:00Z".parse()?;
    let mut registrations = Vec::new();
    for (position, unit, seats) in [(1, "031530017017", 6), (2, "031530019019", 5), (3, "031530002002", 1)] {
        registrations.push(Registration {
            id: Uuid::from_u128(position.into()),
            offer: Uuid::nil(),
            unit: unit.parse()?,
            seats,
            position,
            at,
            attended: None,
            revision: Revision::FIRST,
        });
    }
    let before = seating(10, &registrations);
    for seat in &before {
        println!("{}: {} {:?}", seat.unit, seat.seats, seat.standing);
    }
    let after = seating(10, registrations.get(1..).unwrap_or_default());
    println!("moved up: {:?}", moved_up(&before, &after));
    Ok(())
}
