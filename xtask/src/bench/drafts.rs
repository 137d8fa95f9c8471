//! How many single reads and writes with a token the server carries out through the database, beside the same statements without
//! the product: pgbench on PostgreSQL, a bare loop on SQLite.

use std::fs;

use serde_json::{Value, json};

use super::Bench;
use super::imports::LOADED;
use super::reads::{WARM_UP, in_turns};
use super::replays::Replay;
use super::server::{Server, body};
use super::statements::{Statement, of_transaction};
use super::stores::Store;
use super::table::{Goal, Line};
use super::wrk;
use crate::error::Error;
use crate::runner::say;

/// So many drafts that those who write at the same time rarely mean the same one.
const DRAFTS: usize = 64;
const UNIT: &str = "031530019019";
const MODEL: &str = "kommune-digital";
const INDICATOR: &str = "mobile-endgeraete";
/// The database with drafts that were changed once, the one that the server works on, the one that the others work on, and the
/// one whose statements are logged.
const DRAFTED: &str = "drafted";
const SERVED: &str = "served";
pub const REPLAYED: &str = "replayed";
const LOGGED: &str = "logged";

/// The statements of a read and of a write, for the draft with this id.
pub struct Captured {
    id: String,
    read: (String, Vec<Statement>),
    write: (String, Vec<Statement>),
}

/// One of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// A draft is read.
    Reading,
    /// A draft is changed.
    Writing,
}

/// Measures reads and writes on a database; `captured` has the statements, from PostgreSQL for both.
pub fn run(bench: &Bench, store: &Store, captured: &Captured) -> Result<Vec<Line>, Error> {
    let ids = draft(bench, store)?;
    for name in [SERVED, REPLAYED] {
        store.copy(bench.runner, Some(DRAFTED), name)?;
    }
    let token = token(bench, &store.url(SERVED))?;
    let url = store.url(SERVED);
    let ours = Server::start(bench.runner, &bench.directory.join("product.log"), |p| bench.serve(&url, p))?;
    let mut lines = Vec::new();
    for doing in [Doing::Reading, Doing::Writing] {
        let name = format!("{} with a token, {}", doing.name(), store.name());
        say(&format!("{name} ..."));
        let script = bench.directory.join("drafts.lua");
        fs::write(&script, doing.script(&token, &ids)).map_err(Error::file(&script))?;
        let (begin, statements) = match doing {
            Doing::Reading => &captured.read,
            Doing::Writing => &captured.write,
        };
        let transactions: Vec<Vec<Statement>> = ids
            .iter()
            .map(|id| statements.iter().map(|one| one.clone().again().about(&captured.id, id)).collect())
            .collect();
        let seconds = |round| if round == 0 { WARM_UP } else { bench.seconds };
        let measure = Replay::of(bench, store, begin, &transactions, doing)?;
        let (of_ours, of_measure) = in_turns(
            bench.rounds,
            |round| wrk::run_script(bench.runner, &script, &ours.url(""), seconds(round)),
            |round| measure.run(bench, seconds(round)),
        )?;
        let line = Line::loads(&name, measure.name(), &of_ours, &of_measure);
        lines.extend(line.map(|line| line.with(Goal::RatioAtLeast(0.6))));
    }
    Ok(lines)
}

/// What the server sends to PostgreSQL for one read and one write.
pub fn capture(bench: &Bench, postgres: &Store) -> Result<Captured, Error> {
    say("statements of a read and a write ...");
    let Store::Postgres(cluster) = postgres else {
        return Err(unusable("statements are logged by PostgreSQL only", ""));
    };
    let ids = draft(bench, postgres)?;
    postgres.copy(bench.runner, Some(DRAFTED), LOGGED)?;
    let log_all = format!("ALTER DATABASE {LOGGED} SET log_statement = 'all'");
    bench.runner.run_undisturbed(&mut postgres.ask("postgres", &[&log_all]))?;
    let url = postgres.url(LOGGED);
    let token = token(bench, &url)?;
    let server = Server::start(bench.runner, &bench.directory.join("product.log"), |p| bench.serve(&url, p))?;
    let id = ids.first().ok_or_else(|| unusable("no drafts", ""))?;
    let path = format!("/v1/assessments/{id}");
    let transaction = || {
        let log = cluster.log()?;
        of_transaction(&log, id).ok_or_else(|| unusable("the log has no such transaction", &log))
    };
    server.send("GET", &path, &bearer(&token), "")?;
    let read = transaction()?;
    server.send("PATCH", &path, &(bearer(&token) + CHANGE), &answer(2))?;
    let write = transaction()?;
    let writes = |(_, all): &(String, Vec<Statement>)| all.iter().any(|one| one.sql.starts_with("UPDATE"));
    if writes(&read) || !writes(&write) {
        return Err(unusable("a read that writes or a write that does not", ""));
    }
    Ok(Captured { id: id.clone(), read, write })
}

/// Drafts of one unit, each changed once, in [`DRAFTED`]; their ids.
fn draft(bench: &Bench, store: &Store) -> Result<Vec<String>, Error> {
    store.copy(bench.runner, Some(LOADED), DRAFTED)?;
    let url = store.url(DRAFTED);
    let server = Server::start(bench.runner, &bench.directory.join("product.log"), |p| bench.serve(&url, p))?;
    let token = token(bench, &url)?;
    let ids = begin(&server, &token)?;
    for id in &ids {
        server.send("PATCH", &format!("/v1/assessments/{id}"), &(bearer(&token) + CHANGE), &answer(1))?;
    }
    Ok(ids)
}

/// Begins the drafts of the unit, with the token of one of its editors; their ids.
pub fn begin(server: &Server, token: &str) -> Result<Vec<String>, Error> {
    let headers = bearer(token) + "Content-Type: application/json\r\n";
    let one = |n: usize| {
        let said =
            json!({"unit": UNIT, "model": MODEL, "period": "2026-01-01", "purpose": format!("Entwurf {n}")});
        let made = server.send("POST", "/v1/assessments", &headers, &said.to_string())?;
        let made: Value = serde_json::from_slice(body(&made)).unwrap_or_default();
        let id = made.get("id").and_then(Value::as_str);
        id.map(str::to_owned).ok_or_else(|| unusable("no id", &made.to_string()))
    };
    (0..DRAFTS).map(one).collect()
}

const CHANGE: &str = "If-Match: *\r\nContent-Type: application/merge-patch+json\r\n";

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

fn answer(level: u8) -> String {
    json!({"answers": {INDICATOR: {"kind": "level", "value": level}}}).to_string()
}

fn token(bench: &Bench, url: &str) -> Result<String, Error> {
    let mut command = bench.product();
    command.args(["--database", url, "token", "--role", "editor", "--unit", UNIT]);
    command.env("BLAUPAUSE__AUTH__KEY_FILE", bench.directory.join("bench.key"));
    Ok(bench.runner.output(&mut command)?.trim().to_owned())
}

fn unusable(reason: &str, printed: &str) -> Error {
    Error::Unmeasured { program: "blaupause", reason: reason.to_owned(), printed: printed.to_owned() }
}

impl Doing {
    const fn name(self) -> &'static str {
        match self {
            Self::Reading => "GET one draft",
            Self::Writing => "PATCH one draft",
        }
    }

    /// What `wrk` sends, one draft after the other.
    fn script(self, token: &str, ids: &[String]) -> String {
        let ids: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
        let head = format!(
            "local ids = {{{}}}\nlocal n = 0\nwrk.headers['Authorization'] = 'Bearer {token}'\n",
            ids.join(", ")
        );
        let request = match self {
            Self::Reading => "function request()\n  n = n + 1\n  return wrk.format('GET', '/v1/assessments/' .. ids[n % #ids + 1])\nend\n".to_owned(),
            Self::Writing => format!(
                "wrk.headers['If-Match'] = '*'\nwrk.headers['Content-Type'] = 'application/merge-patch+json'\n\
                 local bodies = {{'{}', '{}'}}\n\
                 function request()\n  n = n + 1\n  local body = bodies[math.floor(n / #ids) % 2 + 1]\n  \
                 return wrk.format('PATCH', '/v1/assessments/' .. ids[n % #ids + 1], nil, body)\nend\n",
                answer(2),
                answer(3)
            ),
        };
        head + &request
    }
}
