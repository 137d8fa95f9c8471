//! Runs other programs so that Ctrl-C, SIGTERM and SIGHUP end them first and then us, in order:
//! a signal is an error like any other, so every guard on the way out cleans up.

use std::env;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::Error;

/// How often a running program and the signals are looked at.
const POLL: Duration = Duration::from_millis(20);
/// How long a program has to end after a signal; nextest itself gives its tests 10 seconds.
const GRACE: Duration = Duration::from_secs(15);
/// How long the rest of its process group has after the program itself has ended.
const GROUP_GRACE: Duration = Duration::from_secs(5);

/// Runs programs and knows whether a signal asked to stop.
pub struct Runner {
    /// The last signal that arrived and was not dealt with; 0 when there is none.
    signal: Arc<AtomicUsize>,
}

impl Runner {
    /// From here on the signals that ask to stop are collected instead of ending the process.
    pub fn listening() -> Result<Self, Error> {
        let signal = Arc::new(AtomicUsize::new(0));
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let value = usize::try_from(number).unwrap_or_default();
            signal_hook::flag::register_usize(number, Arc::clone(&signal), value)
                .map_err(|source| Error::Start { program: format!("handler of signal {number}"), source })?;
        }
        Ok(Self { signal })
    }

    /// Runs a program to its end; a failure of the program is an error.
    pub fn run(&self, command: &mut Command) -> Result<(), Error> {
        let status = self.wait(command)?;
        if status.success() { Ok(()) } else { Err(Error::Failed { command: line(command), status }) }
    }

    /// Runs a short program that must not be stopped half-way; a signal counts once it has ended.
    pub fn run_undisturbed(&self, command: &mut Command) -> Result<(), Error> {
        let mut child = start(command)?;
        let status = child.wait().map_err(|source| Error::Start { program: program(command), source })?;
        match self.taken() {
            Some(signal) => Err(Error::Interrupted(signal)),
            None if status.success() => Ok(()),
            None => Err(Error::Failed { command: line(command), status }),
        }
    }

    /// Runs a program quietly and tells whether it ended well; one that is not there did not.
    pub fn succeeds(&self, command: &mut Command) -> Result<bool, Error> {
        match self.wait(command.stdout(Stdio::null()).stderr(Stdio::null())) {
            Ok(status) => Ok(status.success()),
            Err(Error::Start { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Runs a program to its end and returns what it printed on its standard output.
    pub fn output(&self, command: &mut Command) -> Result<String, Error> {
        // A file, not a pipe: a full pipe would block a program that nobody reads from yet.
        let place = env::temp_dir();
        let mut file = tempfile::tempfile().map_err(Error::file(&place))?;
        let handle: File = file.try_clone().map_err(Error::file(&place))?;
        self.run(command.stdout(Stdio::from(handle)))?;
        let mut text = String::new();
        file.rewind().and_then(|()| file.read_to_string(&mut text)).map_err(Error::file(&place))?;
        Ok(text)
    }

    /// Waits a moment between two looks at something; a signal ends the waiting.
    pub fn pause(&self) -> Result<(), Error> {
        thread::sleep(POLL);
        self.check()
    }

    /// An error if a signal asked to stop.
    pub fn check(&self) -> Result<(), Error> {
        self.taken().map_or(Ok(()), |signal| Err(Error::Interrupted(signal)))
    }

    fn wait(&self, command: &mut Command) -> Result<ExitStatus, Error> {
        let mut child = start(command)?;
        let mut stopping: Option<(i32, Instant)> = None;
        loop {
            let ended =
                child.try_wait().map_err(|source| Error::Start { program: program(command), source })?;
            match (ended, stopping) {
                (Some(_), Some((signal, _))) => {
                    await_group(&child);
                    return Err(Error::Interrupted(signal));
                }
                (Some(status), None) => {
                    return self.taken().map_or(Ok(status), |signal| Err(Error::Interrupted(signal)));
                }
                (None, Some((_, since))) if since.elapsed() > GRACE => signal_group(&child, Signal::KILL),
                (None, _) => {}
            }
            if let Some(signal) = self.taken() {
                // Said again when the user asks again: test runners then stop at once.
                signal_group(&child, Signal::from_named_raw(signal).unwrap_or(Signal::TERM));
                stopping = stopping.or_else(|| Some((signal, Instant::now())));
            }
            thread::sleep(POLL);
        }
    }

    fn taken(&self) -> Option<i32> {
        i32::try_from(self.signal.swap(0, Ordering::SeqCst)).ok().filter(|signal| *signal != 0)
    }
}

/// Starts a program in a process group of its own and without standard input, so that a signal
/// reaches it with all that it started, and only when we pass it on.
pub fn start(command: &mut Command) -> Result<Child, Error> {
    command
        .process_group(0)
        .stdin(Stdio::null())
        .spawn()
        .map_err(|source| Error::Start { program: program(command), source })
}

/// Sends a signal to a program and all that it started; one that is gone needs none.
pub fn signal_group(child: &Child, signal: Signal) {
    let _gone = kill_process_group(Pid::from_child(child), signal);
}

/// Waits until all that a stopped program had started is gone too: what they still write to is
/// deleted next. Those that take too long are killed.
fn await_group(child: &Child) {
    let since = Instant::now();
    while test_kill_process_group(Pid::from_child(child)).is_ok() {
        if since.elapsed() > GROUP_GRACE {
            signal_group(child, Signal::KILL);
            return;
        }
        thread::sleep(POLL);
    }
}

/// The directory of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that started us, in the directory of the workspace.
pub fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Prints one line of our own between the output of the programs.
pub fn say(text: &str) {
    // A closed standard error (`| head`) is no reason to leave the clean-up undone.
    let _closed = writeln!(std::io::stderr(), "xtask: {text}");
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["test", "--workspace"]);
        assert_eq!(line(&command), "cargo test --workspace");
    }
}
