//! Where and when a run happened: figures mean nothing without it.

use std::fs;
use std::process::Command;
use std::thread;

use serde::Serialize;

use crate::error::Error;
use crate::runner::{self, Runner};

/// The machine, the day and the state of the code.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    /// When the run began, in UTC.
    at: String,
    /// The commit, with `+` when the working tree differs from it.
    commit: String,
    /// The processor as it names itself.
    cpu: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// Average number of running processes in the minute before: more than 0.5 and something else was running.
    load_before: String,
}

impl Machine {
    /// Looks at this machine.
    pub fn look(runner: &Runner) -> Result<Self, Error> {
        let ask = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            let answer = runner.output(command.args(arguments).current_dir(runner::root()))?;
            Ok::<_, Error>(answer.trim().to_owned())
        };
        let mut commit = ask("git", &["rev-parse", "--short=10", "HEAD"])?;
        if !ask("git", &["status", "--porcelain", "--untracked-files=no"])?.is_empty() {
            commit.push('+');
        }
        Ok(Self {
            at: ask("date", &["-u", "+%Y-%m-%d %H:%M"])?,
            commit,
            cpu: cpu(&fs::read_to_string("/proc/cpuinfo").unwrap_or_default()),
            cores: thread::available_parallelism().map_or(1, usize::from),
            load_before: first_word(&fs::read_to_string("/proc/loadavg").unwrap_or_default()),
        })
    }

    /// One line for people.
    pub fn line(&self) -> String {
        let Self { at, commit, cpu, cores, load_before } = self;
        format!("{at} UTC, commit {commit}, {cpu}, {cores} cores, load before {load_before}")
    }
}

fn cpu(info: &str) -> String {
    let name = info.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(':'));
    name.map_or_else(|| "unknown processor".to_owned(), |(_, name)| name.trim().to_owned())
}

fn first_word(text: &str) -> String {
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_named() {
        assert_eq!(cpu("processor\t: 0\nmodel name\t: AMD EPYC\nflags\t: fpu\n"), "AMD EPYC");
        assert_eq!(cpu(""), "unknown processor");
    }
}
