//! Gives the journal its positions while the server runs, so that a change enters the audit chain within moments
//! even if nobody reads the log.

use std::time::Duration;

use blaupause_app::{App, Error, journal};

/// Numbers what was committed, again and again, until it is dropped.
pub async fn keep(app: App, every: Duration) {
    loop {
        actix_web::rt::time::sleep(every).await;
        number(&app).await;
    }
}

/// Numbers what was committed. A failure is logged: the next round, or the next reader, makes up for it.
pub async fn number(app: &App) {
    match pending(app).await {
        Ok(0) => {}
        Ok(count) => tracing::debug!(count, "journal numbered"),
        Err(error) => tracing::warn!(%error, "the journal could not be numbered"),
    }
}

async fn pending(app: &App) -> Result<usize, Error> {
    if app.read(journal::has_pending).await? { app.write(journal::number_pending).await } else { Ok(0) }
}
