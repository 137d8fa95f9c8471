//! The real clock and the real ids: the only place that reads either.

use blaupause_app::{Clock, Ids};
use blaupause_kernel::Timestamp;
use uuid::Uuid;

/// The machine's clock and random numbers.
pub struct System;

impl Clock for System {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that is passed to everything else")]
    fn now(&self) -> Timestamp {
        Timestamp::from_chrono(chrono::Utc::now())
    }
}

impl Ids for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one source of ids that is passed to everything else"
    )]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
    fn secret(&self) -> Result<[u8; 32], String> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}
