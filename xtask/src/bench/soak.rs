//! `cargo xtask soak`: the demo's server under a mixed load of 80 % of what it can stand, for minutes. No request may fail, and
//! the memory in use may not grow.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use super::figures::Summary;
use super::machine::Machine;
use super::server::Server;
use super::{drafts, programs, wrk};
use crate::error::Error;
use crate::runner::{self, Runner, say};

/// What the command line may say.
#[derive(Args)]
pub struct Options {
    /// How long the load lasts.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
    minutes: u32,
}

/// The share of the measured maximum that is asked for.
const SHARE: f64 = 0.8;
/// For how long the maximum is measured, in seconds, after as long a warming up.
const MAXIMUM_SECONDS: u32 = 60;
/// How often the memory is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// By how much more memory the last quarter may take than the second one.
const GROWTH: f64 = 0.05;
/// By how much the rate may stay behind the one that is asked for.
const BEHIND: f64 = 0.02;

/// Runs the load and says what came of it.
pub fn run(runner: &Runner, options: &Options) -> Result<(), Error> {
    programs::need(runner, "wrk", "wrk", &["--version"])?;
    let machine = Machine::look(runner)?;
    say("release build ...");
    runner.run(&mut runner::cargo(["build", "--release", "-p", "blaupause", "--bins"]))?;
    let product = super::target(runner)?.join("release/blaupause");
    let directory = tempfile::tempdir().map_err(Error::file(&std::env::temp_dir()))?;
    let log = directory.path().join("product.log");
    let server = Server::start(runner, &log, |port| {
        let mut command = Command::new(&product);
        command.current_dir(directory.path());
        command.args(["demo", "--port", &port.to_string(), "--data-dir"]).arg(directory.path().join("demo"));
        command
    })?;
    let load = Load::prepare(&server, &log)?;
    say("maximum ...");
    load.run(runner, &server, None, MAXIMUM_SECONDS)?;
    let most = load.run(runner, &server, None, MAXIMUM_SECONDS)?.per_second;
    let rate = most * SHARE;
    say(&format!("{rate:.0} requests a second, 80 % of {most:.0}, for {} minutes ...", options.minutes));
    let until = Instant::now() + Duration::from_secs(u64::from(options.minutes) * 60);
    let (reached, memory) = thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut seen = Vec::new();
            while Instant::now() < until {
                thread::sleep(LOOK_EVERY);
                // a server that is gone fails every request, and the load says so
                seen.extend(server.memory());
            }
            seen
        });
        let reached = load.run(runner, &server, Some(rate), options.minutes * 60);
        (reached, looking.join().unwrap_or_default())
    });
    let reached = reached?;
    let quarter = |n: usize| memory.chunks(memory.len().div_ceil(4).max(1)).nth(n).unwrap_or_default();
    let middle = |n: usize| Summary::of(quarter(n).iter().copied()).map_or(0.0, |summary| summary.median);
    let grown = middle(3) / middle(1) - 1.0;
    let [p50, p99] = [reached.p50, reached.p99].map(Option::unwrap_or_default);
    println!("{}\n", machine.line());
    println!("| {} minutes of mixed load | |\n| --- | --- |", options.minutes);
    println!("| most, every connection busy | {most:.0} requests/s |");
    println!("| asked for, evenly | {rate:.0} requests/s |");
    println!("| answered | {:.0} requests/s, all well |", reached.per_second);
    println!("| p50, p99 | {p50:.2} ms, {p99:.2} ms |");
    let quarters: Vec<String> = (0..4).map(|n| format!("{:.1}", middle(n))).collect();
    println!("| memory, median of each quarter | {} MB |", quarters.join(", "));
    let failed = |reason: String| Err(Error::Unmeasured { program: "soak", reason, printed: String::new() });
    if grown > GROWTH {
        return failed(format!("memory grew by {:.1} % from the second quarter to the last", grown * 100.0));
    }
    if reached.per_second < rate * (1.0 - BEHIND) {
        return failed("the server did not keep up".to_owned());
    }
    Ok(())
}

/// The mix, and what it needs to know of the demo.
struct Load {
    script: PathBuf,
    environment: [(&'static str, String); 3],
}

impl Load {
    /// Makes drafts, with the tokens that the demo printed.
    fn prepare(server: &Server, log: &std::path::Path) -> Result<Self, Error> {
        // it listens before its world is entered; once it answers, the tokens are printed
        server.ask("/v1/municipalities/031530019019")?;
        let printed = fs::read_to_string(log).map_err(Error::file(log))?;
        let unusable = |reason: &str, printed: String| Error::Unmeasured {
            program: "blaupause demo",
            reason: reason.to_owned(),
            printed,
        };
        let token = |name: &str| {
            let line = printed.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.map(str::to_owned).ok_or_else(|| unusable("no token", printed.clone()))
        };
        let (editor, analyst) = (token("EDITOR")?, token("ANALYST")?);
        let drafts = drafts::begin(server, &editor)?;
        let environment =
            [("SOAK_EDITOR", editor), ("SOAK_ANALYST", analyst), ("SOAK_DRAFTS", drafts.join(" "))];
        Ok(Self { script: runner::root().join("xtask/soak/mix.lua"), environment })
    }

    fn run(
        &self,
        runner: &Runner,
        server: &Server,
        rate: Option<f64>,
        seconds: u32,
    ) -> Result<wrk::Load, Error> {
        let mut command = wrk::command(seconds);
        command.arg("--script").arg(&self.script).arg(server.url(""));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.envs(rate.map(|rate| ("SOAK_RATE", rate.to_string())));
        wrk::read(&runner.output(&mut command)?)
    }
}
