//! Enters minimum standards and upgrade paths.

use blaupause_app::{Error, Expected, Write, standards, upgrade_paths};
use blaupause_catalog::{Timeline, TimelineEntry, Upgrade};
use blaupause_kernel::{Date, Slug};

use super::content::{Content, StandardEntry};
use super::missing;
use super::persons::catalog_manager;

/// A catalog manager publishes a version, and founds the standard with the first one.
pub(super) fn standard(tx: &mut Write<'_>, file: &str, owner: &Slug) -> Result<(), Error> {
    let text = Content::standard(file).ok_or_else(|| missing("standard", file))?;
    standards::import(tx, &catalog_manager(owner), text, Some(owner.clone()))?;
    Ok(())
}

pub(super) fn timeline(
    tx: &mut Write<'_>,
    (standard, owner): (&Slug, &Slug),
    entries: &[StandardEntry],
) -> Result<(), Error> {
    let today = tx.today();
    let entry = |entry: &StandardEntry| TimelineEntry {
        date: after(today, entry.in_days),
        version: entry.version.clone(),
        status: entry.status,
        grace_days: entry.grace_days,
    };
    let timeline = Timeline(entries.iter().map(entry).collect());
    standards::put_timeline(tx, &catalog_manager(owner), standard, Expected::Any, timeline)?;
    Ok(())
}

pub(super) fn path(tx: &mut Write<'_>, file: &str) -> Result<(), Error> {
    let text = Content::path(file).ok_or_else(|| missing("path", file))?;
    let path = Upgrade::read(text).map_err(|_| missing("readable path", file))?;
    upgrade_paths::publish(tx, &catalog_manager(path.owner()), text)?;
    Ok(())
}

/// So many days later, or earlier if below zero.
fn after(day: Date, days: i64) -> Date {
    let shifted = chrono::Duration::try_days(days).and_then(|d| day.to_chrono().checked_add_signed(d));
    shifted.map_or(day, Date::from_chrono)
}
