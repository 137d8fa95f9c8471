//! As whom the server runs: PostgreSQL refuses root, so root hands over to the account `postgres`.

use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::runner::Runner;

/// The account that PostgreSQL's packages create.
const SERVER_ACCOUNT: &str = "postgres";

/// The account that owns the cluster and runs its programs.
pub struct Account {
    /// User and group to change to; `None` stays who we are.
    change_to: Option<(u32, u32)>,
    /// Whether `setpriv` is there to bind the life of a program to ours.
    setpriv: bool,
}

impl Account {
    /// The account for the server: `postgres` when we are root, otherwise our own.
    pub fn of_server(runner: &Runner) -> Result<Self, Error> {
        // Not every `setpriv` knows the option, and only Linux has it: so it is tried.
        let setpriv = runner.succeeds(Command::new("setpriv").args(["--pdeathsig=QUIT", "true"]))?;
        let change_to = if rustix::process::geteuid().is_root() {
            Some((id(runner, "-u")?, id(runner, "-g")?))
        } else {
            None
        };
        Ok(Self { change_to, setpriv })
    }

    /// Hands a file or directory over to the account.
    pub fn own(&self, path: &Path) -> Result<(), Error> {
        match self.change_to {
            Some((user, group)) => chown(path, Some(user), Some(group)).map_err(Error::file(path)),
            None => Ok(()),
        }
    }

    /// A program that runs as the account and, where the system can do it, ends with us even
    /// when we are killed.
    pub fn command(&self, program: &Path) -> Command {
        use std::os::unix::process::CommandExt;

        if self.setpriv {
            let mut command = Command::new("setpriv");
            if let Some((user, group)) = self.change_to {
                command.arg(format!("--reuid={user}")).arg(format!("--regid={group}")).arg("--clear-groups");
            }
            command.args(["--pdeathsig=QUIT", "--"]).arg(program);
            return command;
        }
        let mut command = Command::new(program);
        if let Some((user, group)) = self.change_to {
            command.uid(user).gid(group);
        }
        command
    }
}

/// The number of the server account's user (`-u`) or group (`-g`).
fn id(runner: &Runner, which: &str) -> Result<u32, Error> {
    let mut command = Command::new("id");
    command.args([which, SERVER_ACCOUNT]);
    let text = runner.output(&mut command)?;
    text.trim().parse().map_err(|_not_a_number| Error::NoAccount { account: SERVER_ACCOUNT })
}
