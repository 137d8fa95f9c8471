//! Finds the programs of a PostgreSQL server, or installs them where that is ours to do.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::runner::{Runner, say};

/// The oldest major version the product supports.
const OLDEST: u32 = 15;
/// Where Debian keeps one directory per major version; they are not in `$PATH`.
const DEBIAN: &str = "/usr/lib/postgresql";
/// What a cluster is made, run and asked with.
const NEEDED: [&str; 3] = ["initdb", "postgres", "pg_isready"];

/// The directory of the newest server programs; as root on Debian they are installed when missing.
pub fn find_or_install(runner: &Runner) -> Result<PathBuf, Error> {
    if let Some(named) = env::var_os("PG_BINDIR").map(PathBuf::from) {
        if !is_complete(&named) {
            let reason = format!("PG_BINDIR names it, and {} are not all there", NEEDED.join(", "));
            return Err(Error::PostgresUnusable { bindir: named, reason });
        }
        return checked(runner, named);
    }
    if let Some(found) = find(runner)? {
        return checked(runner, found);
    }
    if rustix::process::geteuid().is_root() && Path::new("/usr/bin/apt-get").exists() {
        install(runner)?;
        if let Some(found) = find(runner)? {
            return checked(runner, found);
        }
    }
    Err(Error::PostgresMissing)
}

fn find(runner: &Runner) -> Result<Option<PathBuf>, Error> {
    let mut candidates = debian_directories();
    let mut question = Command::new("pg_config");
    question.arg("--bindir");
    match runner.output(&mut question) {
        Ok(answer) => candidates.push(PathBuf::from(answer.trim())),
        // Not installed, or Debian's wrapper without the package behind it: look elsewhere.
        Err(Error::Start { .. } | Error::Failed { .. }) => {}
        Err(error) => return Err(error),
    }
    candidates.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    Ok(candidates.into_iter().find(|directory| is_complete(directory)))
}

/// Debian's directories, the newest version first.
fn debian_directories() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, directory)| directory).collect()
}

fn is_complete(directory: &Path) -> bool {
    NEEDED.iter().all(|program| directory.join(program).is_file())
}

fn install(runner: &Runner) -> Result<(), Error> {
    say("no PostgreSQL found; installing it: apt-get update && apt-get install -y postgresql");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("/usr/bin/apt-get");
        // Run level 1 keeps the package from starting a server of its own: ours are thrown away.
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
        command
    };
    runner.run(&mut apt(&["update"]))?;
    runner.run(&mut apt(&["install", "-y", "--no-install-recommends", "postgresql"]))
}

fn checked(runner: &Runner, bindir: PathBuf) -> Result<PathBuf, Error> {
    let mut question = Command::new(bindir.join("postgres"));
    question.arg("--version");
    let answer = runner.output(&mut question)?;
    match major_version(&answer) {
        Some(major) if major >= OLDEST => Ok(bindir),
        _ => {
            let reason = format!("it is `{}`, needed is version {OLDEST} or newer", answer.trim());
            Err(Error::PostgresUnusable { bindir, reason })
        }
    }
}

/// 15 from `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`, 18 from `.. 18beta1`.
fn major_version(answer: &str) -> Option<u32> {
    let number = answer.split_whitespace().nth(2)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        let cases = [
            ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n", Some(15)),
            ("postgres (PostgreSQL) 18beta1\n", Some(18)),
            ("postgres (PostgreSQL) 9.6.24\n", Some(9)),
            ("postgres (PostgreSQL)", None),
            ("", None),
        ];
        for (answer, expected) in cases {
            assert_eq!(major_version(answer), expected, "{answer:?}");
        }
    }
}
