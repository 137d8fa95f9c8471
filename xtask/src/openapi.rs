//! `cargo xtask openapi`: keeps the committed OpenAPI document equal to what the server prints.

use std::fs;
use std::io::ErrorKind;

use clap::Args;

use crate::error::Error;
use crate::runner::{self, Runner, say};

/// The command that prints the document; its standard output holds nothing else.
const COMMAND: [&str; 6] = ["run", "--quiet", "--package", "blaupause", "--", "openapi"];

/// What the command line may say.
#[derive(Args, Clone, Copy)]
pub struct Options {
    /// Only compare: fails when the committed file is not what the server prints.
    #[arg(long)]
    pub check: bool,
}

/// Writes or compares `openapi/openapi.json`.
pub fn run(runner: &Runner, options: &Options) -> Result<(), Error> {
    let path = runner::root().join("openapi/openapi.json");
    let printed = runner.output(&mut runner::cargo(COMMAND))?;
    if !printed.starts_with('{') {
        return Err(Error::OpenapiEmpty { command: format!("cargo {}", COMMAND.join(" ")) });
    }
    let printed = format!("{}\n", printed.trim_end());
    if !options.check {
        fs::write(&path, printed).map_err(Error::file(&path))?;
        say(&format!("wrote `{}`", path.display()));
        return Ok(());
    }
    let committed = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        read => read.map_err(Error::file(&path))?,
    };
    match first_difference(&committed, &printed) {
        None => {
            say("openapi/openapi.json is current");
            Ok(())
        }
        Some((line, committed, printed)) => Err(Error::OpenapiDrift { path, line, committed, printed }),
    }
}

/// The first line that differs, counted from 1, on both sides.
fn first_difference(committed: &str, printed: &str) -> Option<(usize, String, String)> {
    let (mut left, mut right) = (committed.split('\n'), printed.split('\n'));
    for line in 1.. {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (a, b) => return Some((line, a.unwrap_or_default().into(), b.unwrap_or_default().into())),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named() {
        let difference = |line, a: &str, b: &str| Some((line, a.to_owned(), b.to_owned()));
        let cases = [
            ("{\n}\n", "{\n}\n", None),
            ("{\n \"a\": 1\n}\n", "{\n \"a\": 2\n}\n", difference(2, " \"a\": 1", " \"a\": 2")),
            ("{\n", "{\n}\n", difference(2, "", "}")),
            ("{\n}\nx", "{\n}\n", difference(3, "x", "")),
            ("{}", "{}\n", difference(2, "", "")),
        ];
        for (committed, printed, expected) in cases {
            assert_eq!(first_difference(committed, printed), expected, "{committed:?} / {printed:?}");
        }
    }
}
