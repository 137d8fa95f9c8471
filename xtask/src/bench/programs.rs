//! The programs that measurements are taken with; as root on Debian they are installed when missing.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::Error;
use crate::runner::{Runner, say};

/// Makes sure that a program is there. `question` is what it is asked to see that it starts; its answer does not count.
pub fn need(
    runner: &Runner,
    program: &'static str,
    package: &'static str,
    question: &[&str],
) -> Result<(), Error> {
    if is_there(runner, program, question)? {
        return Ok(());
    }
    if rustix::process::geteuid().is_root() && Path::new("/usr/bin/apt-get").exists() {
        say(&format!("no {program} found; installing it: apt-get update && apt-get install -y {package}"));
        for arguments in [&["update"][..], &["install", "-y", "--no-install-recommends", package]] {
            let mut command = Command::new("/usr/bin/apt-get");
            runner.run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
        }
        if is_there(runner, program, question)? {
            return Ok(());
        }
    }
    Err(Error::ProgramMissing { program, package })
}

/// Whether a program starts; `wrk --version` reports failure even when all is well.
fn is_there(runner: &Runner, program: &str, question: &[&str]) -> Result<bool, Error> {
    let mut command = Command::new(program);
    match runner.run(command.args(question).stdout(Stdio::null()).stderr(Stdio::null())) {
        Ok(()) | Err(Error::Failed { .. }) => Ok(true),
        Err(Error::Start { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
