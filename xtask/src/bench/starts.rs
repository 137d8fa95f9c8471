//! How long the server takes from its start to its first answer with all Germany on the embedded database, and what memory it
//! needs then, beside a server that holds one answer.

use super::Bench;
use super::reads::{WARM_UP, constant};
use super::server::Server;
use super::table::{Goal, Line, Unit};
use super::wrk;
use crate::error::Error;
use crate::runner::say;

/// The first question, and what is read after it.
const FIRST: &str = "/v1/municipalities/031530019019";
const PAGE: &str = "/v1/municipalities?limit=500";

/// Measures the server over the database at `url`.
pub fn run(bench: &Bench, url: &str) -> Result<Vec<Line>, Error> {
    say("start and memory ...");
    let start =
        || Server::start(bench.runner, &bench.directory.join("product.log"), |port| bench.serve(url, port));
    // the first start of all makes the key and publishes the model that comes with the product
    let answer = start()?.ask(FIRST)?;
    let (mut ours, mut measure) = (Vec::new(), Vec::new());
    let (mut used, mut least) = (Vec::new(), Vec::new());
    for _ in 0..bench.rounds {
        let server = start()?;
        server.ask(FIRST)?;
        ours.push(server.age());
        server.ask(PAGE)?;
        wrk::run(bench.runner, &server.url(FIRST), WARM_UP)?;
        used.push(server.memory()?);
        drop(server);
        let server = constant(bench, &answer)?;
        server.ask(FIRST)?;
        measure.push(server.age());
        wrk::run(bench.runner, &server.url(FIRST), WARM_UP)?;
        least.push(server.memory()?);
    }
    let name = "start to the first answer, all Germany, SQLite";
    let constant = "one constant answer";
    let starts = Line::times(name, constant, &ours, &measure).map(|l| l.with(Goal::OursAtMost(300.0)));
    let name = "resident memory after that and some reading";
    let memory = Line::of(Unit::Megabytes, name, constant, &used, &least);
    Ok(starts.into_iter().chain(memory.map(|l| l.with(Goal::OursAtMost(120.0)))).collect())
}
