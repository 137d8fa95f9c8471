//! `blaupause serve`: the REST interface until it is told to stop.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::web::Data;
use blaupause_access::Actor;
use blaupause_api::State;
use blaupause_app::maturity_models;
use blaupause_kernel::Message;
use blaupause_portal::{Portal, SignIn};

use crate::config::Settings;
use crate::failure::Failure;
use crate::{following, journal, keys, mails, roadmaps, webhooks, wiring};

/// Serves with these settings until a signal ends it.
pub fn run(settings: Settings) -> Result<(), Failure> {
    wiring::use_small_pages();
    wiring::log(&settings.log)?;
    let (issuer, made) = keys::issuer(&settings.auth.key_file)?;
    if made {
        tracing::info!(key_file = %settings.auth.key_file.display(), "new signing key made");
    }
    let (secret, _) = keys::seed(&settings.auth.key_file)?;
    let app = mails::set_up(wiring::app(&settings)?, &settings.mail, &settings.publication.address, &secret)?;
    app.write_blocking(|tx| maturity_models::publish_built_in(tx, &Actor::operator()))?;
    let state = wiring::state(app.clone(), &issuer, &settings.auth, &settings.server);
    let portal = wiring::portal(app, issuer, &settings.auth, SignIn::Closed);
    let listener = listen(&settings.server.bind, "address-taken-serve")?;
    serve(state, portal, listener, &settings)
}

/// Listens at an address; `taken` says what to do if another program does already.
pub fn listen(address: &str, taken: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Failure::Outside(Message::new(taken).with("place", address)),
        _ => Failure::of(address)(error),
    })
}

/// Answers on `listener` until a signal ends it; requests that run are finished.
pub fn serve(
    state: State,
    portal: Data<Portal>,
    listener: TcpListener,
    settings: &Settings,
) -> Result<(), Failure> {
    let address = listener.local_addr().map_err(Failure::of("listening"))?;
    let app = state.app.clone();
    let every = Duration::from_millis(settings.journal.number_every_ms.max(1));
    let (workers, said) = (settings.server.workers, settings.webhooks.clone());
    let (planning, mail) = (settings.roadmaps.clone(), settings.mail.clone());
    actix_web::rt::System::new().block_on(async move {
        let mut server = HttpServer::new(move || {
            let portal = portal.clone();
            blaupause_api::http(state.clone(), move |config| Portal::configure(&portal, config))
        });
        if workers > 0 {
            server = server.workers(workers);
        }
        let running = server.shutdown_timeout(20).listen(listener).map_err(Failure::of(address))?.run();
        tracing::info!(%address, "serving");
        let numbering = actix_web::rt::spawn(journal::keep(app.clone(), every));
        let follower = actix_web::rt::spawn(following::follow(app.clone()));
        let senders = webhooks::start(&app, &said);
        let planners = roadmaps::start(&app, &planning);
        let mailers = mails::start(&app, &mail)?;
        let ended = running.await;
        mailers.stop().await;
        planners.stop().await;
        senders.stop().await;
        follower.abort();
        numbering.abort();
        journal::number(&app).await;
        ended.map_err(Failure::of(address))
    })
}
