//! What somebody who follows the log has not heard yet, whether it has a position or not, and whether anything that
//! everybody may read could have changed.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{Event, EventRow};
use crate::schema::events;
use crate::{Conn, Error};

/// How much of the log somebody has heard: everything up to a position, and some of what had none yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heard {
    position: i64,
    pending: BTreeSet<String>,
}

impl Heard {
    /// The highest position that is heard; 0 in an empty log.
    pub fn position(&self) -> i64 {
        self.position
    }
}

/// All of the log as it is now.
///
/// # Errors
/// Those of the database.
pub fn heard_by_now(conn: &mut Conn) -> Result<Heard, Error> {
    let position: Option<i64> = events::table.select(diesel::dsl::max(events::position)).first(conn)?;
    let pending: Vec<String> =
        events::table.filter(events::position.is_null()).select(events::id).load(conn)?;
    Ok(Heard { position: position.unwrap_or(0), pending: pending.into_iter().collect() })
}

/// The events of these kinds that were not heard yet, in no order, and how much is heard with them.
///
/// # Errors
/// Those of the database.
pub fn unheard(conn: &mut Conn, heard: &Heard, kinds: &[&str]) -> Result<(Vec<Event>, Heard), Error> {
    let now = heard_by_now(conn)?;
    if now == *heard {
        return Ok((Vec::new(), now));
    }
    let rows: Vec<EventRow> = events::table
        .filter(events::position.is_null().or(events::position.gt(heard.position).assume_not_null()))
        .filter(events::kind.eq_any(kinds.iter().copied()))
        .select(EventRow::as_select())
        .load(conn)?;
    let new = rows.into_iter().filter(|row| !heard.pending.contains(&row.id));
    Ok((new.map(Event::try_from).collect::<Result<_, _>>()?, now))
}

/// As of when everything that everybody may read is: two states that are equal have the same answers, as far as they do not
/// depend on the clock.
///
/// Events only come, and all that wait get their positions together. So between two looks either more of them wait, or the
/// highest position has grown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedState {
    position: Option<i64>,
    waiting: i64,
}

/// The state as it is now: one query, by an index.
///
/// # Errors
/// Those of the database.
pub fn published_state(conn: &mut Conn) -> Result<PublishedState, Error> {
    let published = events::table.filter(events::published.eq(true));
    let position = published.select(diesel::dsl::max(events::position)).single_value();
    let waiting = published.filter(events::position.is_null()).count().single_value();
    let (position, waiting) =
        diesel::select((position, waiting)).first::<(Option<i64>, Option<i64>)>(conn)?;
    Ok(PublishedState { position, waiting: waiting.unwrap_or(0) })
}
