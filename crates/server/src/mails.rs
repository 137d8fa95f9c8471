//! Sends mail while the server runs: the settings, the one that sends, and the one that forgets addresses nobody confirmed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use blaupause_app::bulletin_subscriptions::{self as subscriptions, DigestHour, Mailing};
use blaupause_app::{App, bulletin_mails};
use blaupause_kernel::Message;
use blaupause_mailer::{Security, Server, SmtpMailer};
use blaupause_support::subscriptions::MailKey;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// How often it is looked for addresses that nobody confirmed in time.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// Sending mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// The server that takes mail; empty sends none.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who logs in; empty logs nobody in.
    pub user: String,
    /// The password of the user.
    pub password: Password,
    /// Who mail is from: `Blaupause <blaupause@stadt.example>`.
    pub from: String,
    /// The hour of the day, in UTC, at which bulletins come.
    pub hour_utc: u8,
    /// Milliseconds between two looks for something to send.
    pub check_every_ms: u64,
    /// Seconds that one server has for a mail; after that another one tries.
    pub hold_seconds: u64,
}

/// A password, which the `Debug` form does not show.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "***" })
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 587,
            security: Security::StartTls,
            user: String::new(),
            password: Password::default(),
            from: String::new(),
            hour_utc: 5,
            check_every_ms: 5_000,
            hold_seconds: 120,
        }
    }
}

impl Mail {
    /// Hands mail to the server that the settings name.
    pub fn mailer(&self) -> Result<SmtpMailer, Failure> {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let refused = |error: blaupause_mailer::Error| invalid(error.to_string());
        SmtpMailer::new(Server {
            host: self.host.clone(),
            port: self.port,
            security: self.security,
            user: said(&self.user),
            password: said(&self.password.0),
            from: self.from.parse().map_err(refused)?,
        })
        .map_err(refused)
    }
}

fn invalid(reason: impl std::fmt::Display) -> Failure {
    Failure::Outside(Message::new("settings-invalid").with("reason", format!("mail: {reason}")))
}

/// The app with mail, if the settings say so. `address` is where others reach the service: links in mails lead there.
pub fn set_up(app: App, said: &Mail, address: &str, secret: &[u8; 32]) -> Result<App, Failure> {
    if said.host.is_empty() {
        return Ok(app);
    }
    if address.is_empty() {
        return Err(invalid(
            "publication.address is empty: links in mails need an address that others reach",
        ));
    }
    said.mailer()?;
    let hour = DigestHour::new(said.hour_utc).ok_or_else(|| invalid("hour_utc is an hour from 1 to 23"))?;
    Ok(app.with_mailing(Mailing { key: MailKey::derive(secret), hour }))
}

/// Who sends mail on a running server, and who forgets; nobody if mail is off.
pub struct Mailers {
    ends: Arc<AtomicBool>,
    tasks: Option<(JoinHandle<()>, JoinHandle<()>)>,
}

impl Mailers {
    /// Lets the mail that is being sent be finished, and stops.
    pub async fn stop(self) {
        self.ends.store(true, Ordering::Relaxed);
        let Some((sending, forgetting)) = self.tasks else { return };
        forgetting.abort();
        if let Err(error) = sending.await {
            tracing::warn!(%error, "the sender of mail ended");
        }
    }
}

/// Starts to send, if the app was set up for it.
pub fn start(app: &App, said: &Mail) -> Result<Mailers, Failure> {
    let ends = Arc::new(AtomicBool::new(false));
    if app.mailing().is_err() {
        return Ok(Mailers { ends, tasks: None });
    }
    let sending = actix_web::rt::spawn(send(app.clone(), said.mailer()?, said.clone(), Arc::clone(&ends)));
    let forgetting = actix_web::rt::spawn(forget(app.clone()));
    Ok(Mailers { ends, tasks: Some((sending, forgetting)) })
}

/// Sends what is there, and looks again after a while. A failure is logged: the next look makes up for it.
async fn send(app: App, mailer: SmtpMailer, said: Mail, ends: Arc<AtomicBool>) {
    let lease = Duration::from_secs(said.hold_seconds.max(1));
    let pause = Duration::from_millis(said.check_every_ms.max(1));
    while !ends.load(Ordering::Relaxed) {
        let (own, mailer) = (app.clone(), mailer.clone());
        match app.off_thread(move || bulletin_mails::work(&own, &mailer, lease)).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "mail could not be sent"),
        }
        actix_web::rt::time::sleep(pause).await;
    }
}

async fn forget(app: App) {
    loop {
        match app.write(subscriptions::forget).await {
            Ok(0) => {}
            Ok(count) => tracing::debug!(count, "addresses that nobody confirmed forgotten"),
            Err(error) => tracing::warn!(%error, "addresses that nobody confirmed could not be forgotten"),
        }
        actix_web::rt::time::sleep(FORGET_EVERY).await;
    }
}
