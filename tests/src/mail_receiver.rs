//! A mail server of others: aiosmtpd, run by Python, which tells on its output what it gets.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/receive_mail.py");

/// How long a message is waited for before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that receives; gone when it is dropped.
pub struct Receiver {
    child: Child,
    lines: mpsc::Receiver<String>,
    /// Where it listens.
    pub port: u16,
    /// The file with the root of its certificate.
    pub root: String,
}

impl Receiver {
    /// Starts one; `tests/python/receive_mail.py` says with which arguments.
    pub fn start(arguments: &[&str]) -> Self {
        let python = std::env::var("BLAUPAUSE_PYTHON").expect(
            "BLAUPAUSE_PYTHON names the Python that has what tests/python/requirements.txt lists; \
             `cargo xtask test` installs it and sets the variable",
        );
        let mut child = Command::new(python)
            .arg(SCRIPT)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (said, lines) = mpsc::channel();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        thread::spawn(move || output.map_while(Result::ok).try_for_each(|line| said.send(line)));
        let first = lines.recv_timeout(PATIENCE).expect("the receiver says nothing: its errors are above");
        let first: Value = serde_json::from_str(&first).unwrap();
        let port = u16::try_from(first["port"].as_u64().unwrap()).unwrap();
        let root = first["root"].as_str().unwrap_or_default().to_owned();
        Self { child, lines, port, root }
    }

    /// The next message it took.
    pub fn message(&mut self) -> Received {
        let line = self.lines.recv_timeout(PATIENCE).expect("no message arrived");
        Received(serde_json::from_str(&line).unwrap())
    }

    /// Ends it and looks how often somebody logged in, began a mail and sent one.
    pub fn ends_after(mut self, logins: usize, mails: usize, messages: usize) {
        drop(self.child.stdin.take());
        let last = self.lines.iter().last().unwrap();
        let counts: Value = serde_json::from_str(&last).unwrap();
        assert_eq!(counts, json!({"logins": logins, "mails": mails, "messages": messages}));
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // One that has ended already cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A message as it arrived.
pub struct Received(Value);

impl Received {
    /// A part of it that is text: `text`, `raw`, `from`.
    pub fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.0))
    }

    /// A part of it.
    pub fn value(&self, name: &str) -> &Value {
        &self.0[name]
    }

    /// The header of this name as Python reads it, if there is exactly one.
    pub fn header(&self, name: &str) -> Option<&str> {
        let all = self.0["headers"].as_array().unwrap();
        let mut found = all.iter().filter(|pair| pair[0].as_str().unwrap().eq_ignore_ascii_case(name));
        let value = found.next()?[1].as_str();
        assert!(found.next().is_none(), "{name} is there twice");
        value
    }

    /// The lines as they came over the line.
    pub fn raw(&self) -> Vec<String> {
        let bytes = STANDARD.decode(self.text("raw")).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.strip_suffix("\r\n").unwrap().split("\r\n").map(str::to_owned).collect()
    }
}
