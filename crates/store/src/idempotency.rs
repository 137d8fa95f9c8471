//! Answers kept under an idempotency key, written in the same transaction as what they report.

use blaupause_kernel::Timestamp;
use diesel::prelude::*;

use crate::connection::on_db;
use crate::schema::idempotency_keys as keys;
use crate::{Conn, Error};

/// The answer to a request, as it is sent again for the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 over method, path and body of the request it answers.
    pub fingerprint: String,
    /// HTTP status.
    pub status: u16,
    /// Entity tag, if there was one.
    pub etag: Option<String>,
    /// Where the new thing is, if there was one.
    pub location: Option<String>,
    /// The body.
    pub body: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = keys)]
struct Row {
    actor: String,
    idempotency_key: String,
    fingerprint: String,
    status: i16,
    etag: Option<String>,
    location: Option<String>,
    body: String,
    created_at: chrono::NaiveDateTime,
}

/// What was answered to this actor under this key.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, actor: &str, key: &str) -> Result<Option<Kept>, Error> {
    let row: Option<Row> = keys::table.find((actor, key)).select(Row::as_select()).first(conn).optional()?;
    row.map(|row| {
        let status = u16::try_from(row.status).map_err(|e| Error::corrupt("idempotency-key", e))?;
        let Row { fingerprint, etag, location, body, .. } = row;
        Ok(Kept { fingerprint, status, etag, location, body })
    })
    .transpose()
}

/// Keeps an answer. Two requests with one key at the same time: the second is told to repeat, and then finds it.
///
/// # Errors
/// `Retry` if the key was taken meanwhile; those of the database.
pub fn keep(conn: &mut Conn, actor: &str, key: &str, kept: &Kept, now: Timestamp) -> Result<(), Error> {
    let row = Row {
        actor: actor.to_owned(),
        idempotency_key: key.to_owned(),
        fingerprint: kept.fingerprint.clone(),
        status: i16::try_from(kept.status).map_err(|e| Error::corrupt("idempotency-key", e))?,
        etag: kept.etag.clone(),
        location: kept.location.clone(),
        body: kept.body.clone(),
        created_at: now.to_naive(),
    };
    let inserted = on_db!(conn, c => diesel::insert_into(keys::table).values(&row).execute(c));
    match inserted.map_err(Error::on_insert("idempotency-key", key)) {
        Err(Error::Conflict { .. }) => Err(Error::Retry),
        other => other.map(|_| ()),
    }
}

/// Forgets answers older than `before` and says how many.
///
/// # Errors
/// Those of the database.
pub fn forget_before(conn: &mut Conn, before: Timestamp) -> Result<usize, Error> {
    Ok(diesel::delete(keys::table.filter(keys::created_at.lt(before.to_naive()))).execute(conn)?)
}
