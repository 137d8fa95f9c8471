//! How many requests for published things the running server answers, beside a server that holds the same bytes in memory.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Bench;
use super::server::{Server, body};
use super::table::{Goal, Line};
use super::wrk::{self, Load};
use crate::error::Error;
use crate::runner::say;

/// What is asked for: one municipality, and a page of them. Both are in the register and in the demo.
const REGISTER: [(&str, &str); 2] = [
    ("one municipality", "/v1/municipalities/031530019019"),
    ("a page of 50", "/v1/municipalities?limit=50"),
];
/// A version of a blueprint of the demo.
const BLUEPRINT: (&str, &str) = ("a published blueprint", "/v1/blueprints/e-akte-kommune/versions/1.1.0");
/// Seconds of load before the measured rounds.
pub const WARM_UP: u32 = 1;

/// Measures the server over the database at `url`.
pub fn run(bench: &Bench, name: &str, url: &str) -> Result<Vec<Line>, Error> {
    measure(bench, name, &REGISTER, |port| bench.serve(url, port))
}

/// Measures the demo's server on SQLite: its blueprint, and its sample of the register if that is all there is.
pub fn run_demo(bench: &Bench, with_register: bool) -> Result<Vec<Line>, Error> {
    let demo = |port: u16| {
        let mut command = bench.product();
        command.args(["demo", "--port", &port.to_string(), "--data-dir"]).arg(bench.directory.join("demo"));
        command.env("BLAUPAUSE__SERVER__WORKERS", bench.workers.to_string());
        command
    };
    let mut targets = vec![BLUEPRINT];
    if with_register {
        targets.extend(REGISTER);
    }
    measure(bench, "the demo on SQLite", &targets, demo)
}

fn measure(
    bench: &Bench,
    name: &str,
    targets: &[(&str, &str)],
    product: impl Fn(u16) -> Command,
) -> Result<Vec<Line>, Error> {
    let ours = Server::start(bench.runner, &bench.directory.join("product.log"), product)?;
    let mut lines = Vec::new();
    for (target, path) in targets {
        let answer = ours.ask(path)?;
        let name = format!("GET {target} ({} bytes), {name}", body(&answer).len());
        say(&format!("{name} ..."));
        let constant = constant(bench, &answer)?;
        let held = constant.ask(path)?;
        if comparable(&held) != comparable(&answer) {
            return Err(Error::NotServing {
                program: "constant".to_owned(),
                reason: "does not answer with the recorded bytes".to_owned(),
                log: String::from_utf8_lossy(&held).into_owned(),
            });
        }
        let load = |url: &str, seconds: u32| wrk::run(bench.runner, url, seconds);
        let (of_ours, of_constant) = in_turns(
            bench.rounds,
            |round| load(&ours.url(path), if round == 0 { WARM_UP } else { bench.seconds }),
            |round| load(&constant.url(path), if round == 0 { WARM_UP } else { bench.seconds }),
        )?;
        let line = Line::loads(&name, "the same bytes, constant", &of_ours, &of_constant);
        lines.extend(line.map(|line| line.with(Goal::RatioAtLeast(0.8))));
    }
    Ok(lines)
}

/// A server that answers with these bytes.
pub fn constant(bench: &Bench, answer: &[u8]) -> Result<Server, Error> {
    let file = bench.directory.join("answer.http");
    fs::write(&file, answer).map_err(Error::file(&file))?;
    Server::start(bench.runner, &bench.directory.join("constant.log"), |port| {
        let mut command = Command::new(&bench.constant);
        command.arg::<&Path>(&file).args(["--bind", &format!("127.0.0.1:{port}")]);
        command.args(["--workers", &bench.workers.to_string()]);
        command
    })
}

/// Load on one and the other in turns, after a round 0 that does not count; who begins changes with every round.
pub fn in_turns(
    rounds: usize,
    ours: impl Fn(usize) -> Result<Load, Error>,
    other: impl Fn(usize) -> Result<Load, Error>,
) -> Result<(Vec<Load>, Vec<Load>), Error> {
    ours(0)?;
    other(0)?;
    let (mut of_ours, mut of_other) = (Vec::new(), Vec::new());
    for round in 1..=rounds {
        if round % 2 == 1 {
            of_ours.push(ours(round)?);
            of_other.push(other(round)?);
        } else {
            of_other.push(other(round)?);
            of_ours.push(ours(round)?);
        }
    }
    Ok((of_ours, of_other))
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
