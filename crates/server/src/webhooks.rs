//! Sends messages to other systems while the server runs: some senders side by side, and one that forgets what is long done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use blaupause_app::{App, Error, webhook_deliveries};
use blaupause_sender::HttpTransport;

use crate::config::Webhooks;
use crate::wiring::networks;

/// How often it is looked for what is long done.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// The senders of a running server.
pub struct Senders {
    ends: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
    forgetting: JoinHandle<()>,
}

impl Senders {
    /// Lets every sender finish the message it is sending, and stops them.
    pub async fn stop(self) {
        self.ends.store(true, Ordering::Relaxed);
        self.forgetting.abort();
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::warn!(%error, "a sender of webhooks ended");
            }
        }
    }
}

/// Starts the senders.
pub fn start(app: &App, said: &Webhooks) -> Senders {
    let ends = Arc::new(AtomicBool::new(false));
    let transport = HttpTransport::new(networks(said));
    let one = |_| actix_web::rt::spawn(send(app.clone(), transport.clone(), said.clone(), Arc::clone(&ends)));
    let tasks = (0..said.senders).map(one).collect();
    let forgetting = actix_web::rt::spawn(forget(app.clone(), said.keep_days));
    Senders { ends, tasks, forgetting }
}

/// Sends what is there, and looks again after a while. A failure is logged: the next look makes up for it.
async fn send(app: App, transport: HttpTransport, said: Webhooks, ends: Arc<AtomicBool>) {
    let lease = Duration::from_secs(said.lease_seconds.max(1));
    let pause = Duration::from_millis(said.look_every_ms.max(1));
    while !ends.load(Ordering::Relaxed) {
        let (own, transport, ends) = (app.clone(), transport.clone(), Arc::clone(&ends));
        let goes_on = move || !ends.load(Ordering::Relaxed);
        let sent = app.off_thread(move || webhook_deliveries::work(&own, &transport, lease, &goes_on)).await;
        match sent {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "webhooks could not be told"),
        }
        actix_web::rt::time::sleep(pause).await;
    }
}

async fn forget(app: App, days: u32) {
    loop {
        match forget_all(&app, days).await {
            Ok(0) => {}
            Ok(count) => tracing::debug!(count, "deliveries to webhooks forgotten"),
            Err(error) => tracing::warn!(%error, "deliveries to webhooks could not be forgotten"),
        }
        actix_web::rt::time::sleep(FORGET_EVERY).await;
    }
}

async fn forget_all(app: &App, days: u32) -> Result<usize, Error> {
    let mut all = 0;
    loop {
        let own = app.clone();
        match app.off_thread(move || webhook_deliveries::forget(&own, days)).await? {
            0 => return Ok(all),
            count => all += count,
        }
    }
}
