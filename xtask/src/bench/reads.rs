//! How many requests the running server answers, beside a server that holds the same bytes in memory.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Bench;
use super::server::Server;
use super::table::LoadLine;
use super::wrk;
use crate::error::Error;
use crate::runner::say;

/// What is asked for: one municipality, and a page of them. Both are in the register and in the demo.
const TARGETS: [(&str, &str); 2] = [
    ("one municipality", "/v1/municipalities/031530019019"),
    ("page of 100", "/v1/municipalities?limit=100"),
];
/// Seconds of load before the measured rounds.
const WARM_UP: u32 = 1;

/// Measures the server over the database at `url`.
pub fn run(bench: &Bench, name: &str, url: &str) -> Result<Vec<LoadLine>, Error> {
    let serve = |port: u16| {
        let mut command = bench.product();
        command
            .args(["--database", url, "serve"])
            .env("BLAUPAUSE__SERVER__BIND", format!("127.0.0.1:{port}"))
            .env("BLAUPAUSE__SERVER__WORKERS", bench.workers.to_string())
            .env("BLAUPAUSE__AUTH__KEY_FILE", bench.directory.join("bench.key"));
        command
    };
    measure(bench, name, serve)
}

/// Measures the demo's server: its sample of the register, on SQLite.
pub fn run_demo(bench: &Bench) -> Result<Vec<LoadLine>, Error> {
    let demo = |port: u16| {
        let mut command = bench.product();
        command.args(["demo", "--port", &port.to_string(), "--data-dir"]).arg(bench.directory.join("demo"));
        command.env("BLAUPAUSE__SERVER__WORKERS", bench.workers.to_string());
        command
    };
    measure(bench, "SQLite, the demo's sample", demo)
}

fn measure(bench: &Bench, name: &str, product: impl Fn(u16) -> Command) -> Result<Vec<LoadLine>, Error> {
    let ours = Server::start(bench.runner, &bench.directory.join("product.log"), product)?;
    let mut lines = Vec::new();
    for (target, path) in TARGETS {
        let answer = ours.ask(path)?;
        let file = bench.directory.join("answer.http");
        fs::write(&file, &answer).map_err(Error::file(&file))?;
        let name = format!("GET {target} ({} bytes), {name}", body(&answer).len());
        say(&format!("{name} ..."));
        let constant = constant(bench, &file)?;
        let held = constant.ask(path)?;
        if comparable(&held) != comparable(&answer) {
            return Err(Error::NotServing {
                program: "constant".to_owned(),
                reason: "does not answer with the recorded bytes".to_owned(),
                log: String::from_utf8_lossy(&held).into_owned(),
            });
        }
        lines.extend(duel(bench, &name, &ours.url(path), &constant.url(path))?);
    }
    Ok(lines)
}

fn constant(bench: &Bench, answer: &Path) -> Result<Server, Error> {
    Server::start(bench.runner, &bench.directory.join("constant.log"), |port| {
        let mut command = Command::new(&bench.constant);
        command.arg(answer).args(["--bind", &format!("127.0.0.1:{port}")]);
        command.args(["--workers", &bench.workers.to_string()]);
        command
    })
}

/// Load on one and the other in turns; who begins changes with every round.
fn duel(bench: &Bench, name: &str, ours: &str, constant: &str) -> Result<Option<LoadLine>, Error> {
    let load = |url: &str, seconds: u32| wrk::run(bench.runner, url, seconds);
    load(ours, WARM_UP)?;
    load(constant, WARM_UP)?;
    let (mut of_ours, mut of_constant) = (Vec::new(), Vec::new());
    for round in 0..bench.rounds {
        if round % 2 == 0 {
            of_ours.push(load(ours, bench.seconds)?);
            of_constant.push(load(constant, bench.seconds)?);
        } else {
            of_constant.push(load(constant, bench.seconds)?);
            of_ours.push(load(ours, bench.seconds)?);
        }
    }
    Ok(LoadLine::of(name, &of_ours, &of_constant))
}

fn body(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    end.and_then(|end| answer.get(end + 4..)).unwrap_or_default()
}

/// The answer without the order of its headers and without the time of day.
fn comparable(answer: &[u8]) -> (Vec<String>, &[u8]) {
    let body = body(answer);
    let (head, _) = answer.split_at(answer.len() - body.len());
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut lines: Vec<String> =
        head.lines().filter(|l| !l.starts_with("date:")).map(str::to_owned).collect();
    lines.sort();
    (lines, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_the_same_whatever_the_order_of_their_headers_and_the_time() {
        let one = b"HTTP/1.1 200 OK\r\netag: \"a\"\r\nvary: b\r\ndate: now\r\n\r\n{}";
        let same = b"HTTP/1.1 200 OK\r\nDate: then\r\nVary: b\r\nETag: \"a\"\r\n\r\n{}";
        let other = b"HTTP/1.1 200 OK\r\netag: \"a\"\r\ndate: now\r\n\r\n{}";
        assert_eq!(comparable(one), comparable(same));
        assert_ne!(comparable(one), comparable(other));
        assert_eq!(body(one), b"{}");
        assert_eq!(body(b"no head"), b"");
    }
}
