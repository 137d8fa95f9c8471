//! Starts the binary over a database and a folder of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use blaupause_tests::{Client, Fresh};
use serde_json::Value;
use tempfile::TempDir;

/// A place where the program runs: its database, its key, its working folder.
pub struct Place {
    database: Fresh,
    folder: TempDir,
}

impl Place {
    /// A new one, with an empty database.
    pub fn make() -> Self {
        Self { database: Fresh::make(), folder: TempDir::new().unwrap() }
    }

    /// The working folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A command that is ready to be started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_blaupause"));
        command.args(arguments).current_dir(self.folder()).stdin(Stdio::null());
        command.env("BLAUPAUSE__DATABASE__URL", self.database.url());
        command.env("BLAUPAUSE__SERVER__BIND", "127.0.0.1:0");
        command
            .env("BLAUPAUSE__JOURNAL__NUMBER_EVERY_MS", "20")
            .env("BLAUPAUSE__LOG__FILTER", "info,blaupause=debug");
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that has to succeed and gives what it printed.
    #[track_caller]
    pub fn prints(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A token of the embedded key, by `blaupause token`.
    pub fn token(&self, subject: &str, role: &str, belonging: &[&str]) -> String {
        let mut arguments = vec!["token", "--subject", subject, "--role", role];
        arguments.extend(belonging);
        self.prints(&arguments).trim().to_owned()
    }

    /// Starts `blaupause serve` and waits until it says where it listens.
    pub fn serve(&self) -> Running {
        self.serve_with(&[])
    }

    /// The same with further settings, as the environment names them.
    pub fn serve_with(&self, settings: &[(&str, &str)]) -> Running {
        let mut command = self.command(&["serve"]);
        let mut child = command.envs(settings.iter().copied()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut read = Vec::new();
        let address = loop {
            let Some(line) = log.next() else { panic!("serve ended: {}", read.join("\n")) };
            let line = line.unwrap();
            let entry: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(address) = entry.pointer("/fields/address").and_then(Value::as_str) {
                break address.to_owned();
            }
            read.push(line);
        };
        // Read on in any case: the pipe must not fill up and hold the server.
        let (send, log_lines) = mpsc::channel();
        std::thread::spawn(move || log.map_while(Result::ok).for_each(|line| drop(send.send(line))));
        Running { child, log: log_lines, client: Client::new(format!("http://{address}")) }
    }
}

/// A server process; killed when it goes out of scope.
pub struct Running {
    child: Child,
    log: mpsc::Receiver<String>,
    /// Speaks to it.
    pub client: Client,
}

impl Running {
    /// Waits for a line of the log with this text.
    #[track_caller]
    pub fn says(&self, text: &str) {
        let mut read = Vec::new();
        while let Ok(line) = self.log.recv_timeout(Duration::from_secs(60)) {
            if line.contains(text) {
                return;
            }
            read.push(line);
        }
        panic!("the log never said `{text}`: {}", read.join("\n"));
    }

    /// Ends it as an operator does (`SIGTERM`), and gives everything that it has said since it listened.
    pub fn said_until_its_end(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        self.child.wait().unwrap();
        self.log.iter().collect::<Vec<_>>().join("\n")
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
