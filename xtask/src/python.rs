//! The Python that the tests check with: programs of others from PyPI, in `target/python`, so that the system stays as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::runner::{self, Runner, say};

/// What is installed.
const REQUIREMENTS: &str = "tests/python/requirements.txt";
/// Names the Python to the tests.
pub const VARIABLE: &str = "BLAUPAUSE_PYTHON";

/// A Python with everything that is required; made at the first time, and anew when the requirements changed.
pub fn interpreter(runner: &Runner) -> Result<PathBuf, Error> {
    let root = runner::root();
    let (folder, wanted) = (root.join("target/python"), root.join(REQUIREMENTS));
    let (python, done) = (folder.join("bin/python"), folder.join("requirements.txt"));
    let text = fs::read_to_string(&wanted).map_err(Error::file(&wanted))?;
    if fs::read_to_string(&done).is_ok_and(|installed| installed == text) {
        return Ok(python);
    }
    say("installing what the tests check with into target/python ...");
    // An environment without pip is what Debian makes until its package is there.
    if !runner.succeeds(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))? {
        let as_root = rustix::process::geteuid().is_root();
        if !as_root || !Path::new("/usr/bin/apt-get").exists() {
            return Err(Error::ProgramMissing { program: "python3 -m venv", package: "python3-venv" });
        }
        for arguments in [&["update"][..], &["install", "-y", "--no-install-recommends", "python3-venv"]] {
            let mut command = Command::new("/usr/bin/apt-get");
            runner.run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
        }
        runner.run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    runner.run(Command::new(&python).args(pip).arg(&wanted))?;
    fs::write(&done, text).map_err(Error::file(&done))?;
    Ok(python)
}
