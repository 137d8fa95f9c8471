//! Keeps the columns of signed results current with what other servers and other programs write.

use std::time::Duration;

use blaupause_app::{App, Error};

/// How often it is looked for signals.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Reads the columns, so that nobody has to wait for them, and follows until it is dropped.
pub async fn follow(app: App) {
    let reader = app.clone();
    match app.off_thread(move || reader.snapshot()).await {
        Ok(snapshot) => {
            let results: usize = snapshot.all_results().map(|results| results.len()).sum();
            tracing::info!(results, bytes = snapshot.bytes(), "columns of signed results are in memory");
        }
        Err(error) => tracing::warn!(%error, "columns of signed results could not be read"),
    }
    let mut following = app.following();
    loop {
        actix_web::rt::time::sleep(LOOK_EVERY).await;
        let looking = app.clone();
        let looked = app.off_thread(move || {
            looking.follow(&mut following);
            Ok::<_, Error>(following)
        });
        following = match looked.await {
            Ok(following) => following,
            Err(error) => {
                tracing::warn!(%error, "what others wrote could not be followed");
                app.following()
            }
        };
    }
}
