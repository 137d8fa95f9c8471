//! Signals between servers on one PostgreSQL: something was committed that others keep in memory. They carry nothing and
//! may be lost; the event log says what happened.

use diesel::prelude::*;

use crate::{Conn, Error};

const CHANNEL: &str = "blaupause_changes";

/// Sends the signal when this transaction commits. The embedded database has one server, which needs none.
///
/// # Errors
/// Those of the database.
pub fn send(conn: &mut Conn) -> Result<(), Error> {
    match conn {
        Conn::Postgres(conn) => {
            diesel::sql_query(format!("NOTIFY {CHANNEL}")).execute(conn)?;
        }
        Conn::Sqlite(_) => {}
    }
    Ok(())
}

/// A connection that hears signals.
pub struct Listener(PgConnection);

impl Listener {
    pub(crate) fn open(url: &str) -> Result<Self, Error> {
        let mut conn = PgConnection::establish(url).map_err(|e| Error::Unavailable(e.to_string()))?;
        diesel::sql_query(format!("LISTEN {CHANNEL}")).execute(&mut conn)?;
        Ok(Self(conn))
    }

    /// Whether a signal came since it was asked last. Does not wait.
    ///
    /// # Errors
    /// `Unavailable` if the connection is lost: signals may be, too.
    pub fn heard(&mut self) -> Result<bool, Error> {
        let mut heard = false;
        for signal in self.0.notifications_iter() {
            signal.map_err(|e| Error::Unavailable(e.to_string()))?;
            heard = true;
        }
        Ok(heard)
    }
}
