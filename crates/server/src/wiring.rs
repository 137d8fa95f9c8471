//! Puts the layers together: log, database, key, app and HTTP state.

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use blaupause_access::{Issuer, Verifier};
use blaupause_api::{Memory, State};
use blaupause_app::{App, Database, Networks, Options, Rules};
use blaupause_interchange::rdf::Publication;
use blaupause_kernel::Message;
use blaupause_portal::{Portal, Sessions, SignIn};
use tracing_subscriber::EnvFilter;

use crate::config::{Auth, Disclosure, Log, LogFormat, Server, Settings, Webhooks};
use crate::failure::Failure;
use crate::system::System;

/// Opens the database and brings its tables up to date.
pub fn app(settings: &Settings) -> Result<App, Failure> {
    let database = Database::open(&Options {
        url: settings.database.url.clone(),
        connections: settings.database.connections,
        wait: Duration::from_millis(settings.database.wait_ms),
    })?;
    for migration in database.migrate()? {
        tracing::info!(%migration, "migration applied");
    }
    let Disclosure { min_contributors, dominance_percent } = settings.disclosure;
    let rules = Rules { min_contributors, dominance_percent };
    let app = App::new(database, Arc::new(System), Arc::new(System)).with_rules(rules);
    Ok(app.with_publication(publication(settings)?).with_networks(networks(&settings.webhooks)))
}

/// Where messages to other systems may go.
pub fn networks(said: &Webhooks) -> Networks {
    Networks { allow_http: said.allow_http, internal: said.internal_targets.clone() }
}

fn publication(settings: &Settings) -> Result<Publication, Failure> {
    let said = &settings.publication;
    let address = match said.address.as_str() {
        "" => format!("http://{}", settings.server.bind),
        address => address.to_owned(),
    };
    Publication::new(&address, &said.publisher, &said.contact, &said.licence, &said.contributor)
        .map_err(|e| Failure::Outside(Message::new("settings-invalid").with("reason", e)))
}

/// The HTTP state over an app and the key of `issuer`.
pub fn state(app: App, issuer: &Issuer, auth: &Auth, server: &Server) -> State {
    let memory = Memory::of_bytes(u64::from(server.published_memory_mb) << 20);
    let verifier = Verifier::new(&auth.issuer, &auth.audience, vec![issuer.verification_key()]);
    State { app, verifier: Arc::new(verifier), memory }
}

/// For a server, whose many threads each have a heap: with huge pages, every heap takes 2 MiB at once that are zeroed and counted,
/// for a few kilobytes that are used. A command that reads a file of millions of bytes is quicker with them.
pub fn use_small_pages() {
    // a system that does not know of them has none
    #[cfg(target_os = "linux")]
    rustix::thread::disable_transparent_huge_pages(true).ok();
}

/// The pages over an app, whose sessions are signed with the key of `issuer`.
pub fn portal(app: App, issuer: Issuer, auth: &Auth, sign_in: SignIn) -> Data<Portal> {
    Data::new(Portal { app, sessions: Sessions::new(issuer, &auth.issuer), sign_in })
}

/// Starts the log on standard error, so that a command's own output stays clean.
pub fn log(settings: &Log) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&settings.filter).map_err(|e| Failure::Failed(e.to_string()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.with_target(false).with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
    started.map_err(|e| Failure::Failed(e.to_string()))
}
