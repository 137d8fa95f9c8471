//! The demo: an invented world in a database of its own, entered through the use cases as persons would.
//! What happens in it stands in `demo/` beside `src/`; nothing here decides anything about it.

mod accompaniment;
mod adoptions;
mod answers;
mod catalogue;
mod content;
mod events;
mod opening;
pub mod persons;
mod resources;

use std::collections::BTreeMap;

use blaupause_app::{App, Error, Write, providers};
use blaupause_kernel::{Ars, Slug, Timestamp};
use uuid::Uuid;

use crate::failure::Failure;
use content::Content;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// What the events so far brought forth, for those that come after.
struct World<'c> {
    content: &'c Content,
    /// When the demo is entered.
    now: Timestamp,
    assessments: BTreeMap<&'c str, Uuid>,
    adoptions: BTreeMap<(&'c Ars, &'c Slug), Uuid>,
}

/// Enters the demo in one transaction, all of it or nothing, and says whether there was anything to do: a database
/// that holds the demo's first provider holds all of it.
pub fn seed(app: &App) -> Result<bool, Failure> {
    let content = Content::read()?;
    Ok(app.write_blocking(|tx| enter(tx, &content))?)
}

fn enter(tx: &mut Write<'_>, content: &Content) -> Result<bool, Error> {
    if let Some(first) = content.providers.providers.first() {
        match providers::get(&mut tx.as_read(), &first.id) {
            Ok(_) => return Ok(false),
            Err(Error::Store(blaupause_app::StoreError::NotFound { .. })) => {}
            Err(other) => return Err(other),
        }
    }
    let now = tx.now();
    opening::enter(&mut tx.at(earlier(now, content.timeline.begin, 0)), content)?;
    let mut world = World { content, now, assessments: BTreeMap::new(), adoptions: BTreeMap::new() };
    for day in &content.timeline.days {
        for (second, event) in (0..).zip(&day.events) {
            world.enter(&mut tx.at(earlier(now, day.days_ago, second)), event)?;
        }
    }
    Ok(true)
}

/// So many days before `now`, and a few seconds later.
fn earlier(now: Timestamp, days: u32, seconds: i64) -> Timestamp {
    now.plus_seconds(seconds - i64::from(days) * DAY)
}

/// The files name something that they do not hold: a mistake in them, never in the input.
fn missing(kind: &str, name: impl std::fmt::Display) -> Error {
    Error::Internal(format!("the demo names a {kind} it does not hold: {name}"))
}

#[cfg(test)]
mod tests;
