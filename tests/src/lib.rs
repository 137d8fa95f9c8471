//! The test kit: a whole service over a fresh database, with a clock that tests set, and a small HTTP client.
//! It panics where a test would: it is only ever used by tests.

pub mod assessing;
pub mod client;
mod database;
pub mod fixture;
pub mod mail_receiver;
pub mod modular;
pub mod proving;
mod receiver;
pub mod register;
pub mod towns;

use std::net::TcpListener;
use std::ops::Deref;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use actix_web::web::Data;
use blaupause_access::{Grant, Issuer, Role, Verifier};
use blaupause_api::{Memory, State};
use blaupause_app::bulletin_subscriptions::{DigestHour, Mailing};
use blaupause_app::{App, Clock, Database, Error, Ids, Networks, Options, Read, Write};
use blaupause_kernel::{Message, Timestamp};
use blaupause_portal::{Portal, ReadyMade, Sessions, SignIn};
use blaupause_support::subscriptions::MailKey;
use uuid::Uuid;

pub use client::{Client, Reply, Request};
pub use database::Fresh;
pub use receiver::{Received, Receiver};

/// The issuer and audience of test tokens.
pub const ISSUER: &str = "https://blaupause.test";
/// The audience of test tokens.
pub const AUDIENCE: &str = "blaupause-test";

/// A service that listens on a free port, over a database of its own.
pub struct TestApp {
    /// The use cases, for what a test wants to do or see without HTTP.
    pub app: App,
    client: Client,
    issuer: Issuer,
    clock: Arc<TestClock>,
    stop: Option<actix_web::dev::ServerHandle>,
    database: Fresh,
}

struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Ids that count up: the same in every run.
struct TestIds(AtomicU64);

impl Ids for TestIds {
    fn next(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | count)
    }

    fn secret(&self) -> Result<[u8; 32], String> {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&count.to_le_bytes());
        Ok(bytes)
    }
}

impl TestApp {
    /// Starts at 2026-03-01T08:00:00Z with empty tables: on PostgreSQL when `TEST_DATABASE_URL` is set, else SQLite.
    pub fn start() -> Self {
        Self::start_with(Networks::default())
    }

    /// The same, with messages to other systems going where these networks allow.
    pub fn start_with(networks: Networks) -> Self {
        let fresh = Fresh::make();
        let options = Options { url: fresh.url(), connections: 4, wait: Duration::from_secs(10) };
        let database = Database::open(&options).unwrap();
        database.migrate().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(0)));
        let app =
            App::new(database, Arc::clone(&clock) as Arc<dyn Clock>, Arc::new(TestIds(AtomicU64::new(1))))
                .with_networks(networks)
                .with_mailing(Mailing { key: MailKey::derive(&[9; 32]), hour: DigestHour::new(5).unwrap() });
        let issuer = Issuer::from_seed(&[7; 32]).unwrap();
        let verifier = Arc::new(Verifier::new(ISSUER, AUDIENCE, vec![issuer.verification_key()]));
        let (address, stop) = serve(State { app: app.clone(), verifier, memory: Memory::of_bytes(4 << 20) });
        let client = Client::new(address);
        let app = Self { app, client, issuer, clock, stop: Some(stop), database: fresh };
        app.set_now("2026-03-01T08:00:00Z");
        app
    }

    /// A second server on the same database, without HTTP.
    pub fn second_server(&self) -> App {
        let options = Options { url: self.database.url(), connections: 2, wait: Duration::from_secs(10) };
        let ids = Arc::new(TestIds(AtomicU64::new(1 << 32)));
        App::new(Database::open(&options).unwrap(), Arc::clone(&self.clock) as Arc<dyn Clock>, ids)
    }

    /// Serves a second server over HTTP.
    pub fn serve_beside(&self, app: App) -> Beside {
        let verifier = Arc::new(Verifier::new(ISSUER, AUDIENCE, vec![self.issuer.verification_key()]));
        let (address, stop) = serve(State { app, verifier, memory: Memory::of_bytes(4 << 20) });
        Beside { client: Client::new(address), stop: Some(stop) }
    }

    /// Sets the service's clock.
    pub fn set_now(&self, instant: &str) {
        self.clock.0.store(instant.parse::<Timestamp>().unwrap().to_unix(), Ordering::SeqCst);
    }

    /// A token for one role of a person, with the unit and the provider they belong to.
    pub fn token(&self, subject: &str, role: Role, unit: Option<&str>, provider: Option<&str>) -> String {
        let grant = Grant {
            subject: subject.to_owned(),
            roles: [role].into(),
            units: unit.iter().map(|u| u.parse().unwrap()).collect(),
            providers: provider.iter().map(|p| p.parse().unwrap()).collect(),
            ..Grant::default()
        };
        self.token_for(&grant, ISSUER, AUDIENCE, 86_400)
    }

    /// A token with everything chosen by the test.
    pub fn token_for(&self, grant: &Grant, issuer: &str, audience: &str, ttl: i64) -> String {
        self.issuer.issue(issuer, audience, grant, self.clock.now(), ttl).unwrap()
    }

    /// Runs a writing use case without HTTP.
    pub fn write<T>(&self, work: impl FnMut(&mut Write<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.app.write_blocking(work)
    }

    /// Runs a reading use case without HTTP.
    pub fn read<T>(&self, work: impl FnOnce(&mut Read<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.app.read_blocking(work)
    }
}

impl Deref for TestApp {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(server) = self.stop.take() {
            let stopped = server.stop(false);
            actix_web::rt::System::new().block_on(stopped);
        }
    }
}

/// A second server on the same database, stopped with it.
pub struct Beside {
    client: Client,
    stop: Option<actix_web::dev::ServerHandle>,
}

impl Deref for Beside {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(server) = self.stop.take() {
            let stopped = server.stop(false);
            actix_web::rt::System::new().block_on(stopped);
        }
    }
}

/// Serves on a thread of its own and says where.
/// Serves the interface and the pages, where one can sign in as the editor of Langelsheim.
fn serve(state: State) -> (String, actix_web::dev::ServerHandle) {
    let grant = Grant {
        subject: "erika".to_owned(),
        roles: [Role::Editor].into(),
        units: ["031530019019".parse().unwrap()].into(),
        ..Grant::default()
    };
    let title = Message::new("portal-role").with("role", Role::Editor).with("place", "Langelsheim");
    let portal = Data::new(Portal {
        app: state.app.clone(),
        sessions: Sessions::new(Issuer::from_seed(&[7; 32]).unwrap(), ISSUER),
        sign_in: SignIn::ReadyMade(vec![ReadyMade { title, grant }]),
    });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let http = move || {
                let portal = portal.clone();
                blaupause_api::http(state.clone(), move |config| Portal::configure(&portal, config))
            };
            let server =
                actix_web::HttpServer::new(http).workers(1).disable_signals().listen(listener).unwrap().run();
            tell.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    (address, told.recv().unwrap())
}

/// The folder with real data, or a line that says the test was left out.
pub fn real_data(test: &str) -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("BLAUPAUSE_DATA").map(Into::into);
    if folder.is_none() {
        println!("left out: {test} needs BLAUPAUSE_DATA");
    }
    folder
}
