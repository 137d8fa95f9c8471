//! A server under measurement, from its start until its guard is dropped.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::error::Error;
use crate::ports;
use crate::runner::{self, Runner};

/// How long a server may take until it answers; the demo enters its world first.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How often it is looked whether a server listens: its start is measured by that.
const START_POLL: Duration = Duration::from_millis(1);
/// How long a server may take to end after it was told to.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// How long an answer may take that is recorded.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
/// How often another port is tried when somebody took the one that was free a moment ago.
const PORT_ATTEMPTS: usize = 3;

/// A running server; dropping it ends it.
pub struct Server {
    child: Child,
    port: u16,
    since: Instant,
}

impl Server {
    /// Starts the program that `command` makes for a port, and waits until it accepts connections.
    pub fn start(runner: &Runner, log: &Path, command: impl Fn(u16) -> Command) -> Result<Self, Error> {
        let mut attempts = PORT_ATTEMPTS;
        loop {
            attempts -= 1;
            let port = ports::free()?;
            match Self::start_at(runner, log, port, command(port)) {
                Err(Error::NotServing { log, .. }) if log.contains("in use") && attempts > 0 => {}
                done => return done,
            }
        }
    }

    fn start_at(runner: &Runner, log: &Path, port: u16, mut command: Command) -> Result<Self, Error> {
        let output = File::create(log).map_err(Error::file(log))?;
        let errors = output.try_clone().map_err(Error::file(log))?;
        let program = PathBuf::from(command.get_program());
        let since = Instant::now();
        let child = runner::start(command.stdout(Stdio::from(output)).stderr(Stdio::from(errors)))?;
        let mut server = Self { child, port, since };
        loop {
            let not_serving = |reason: String| Error::NotServing {
                program: program.display().to_string(),
                reason,
                log: fs::read_to_string(log).unwrap_or_default(),
            };
            match server.child.try_wait() {
                Ok(None) => {}
                Ok(Some(status)) => return Err(not_serving(format!("ended ({status})"))),
                Err(source) => return Err(not_serving(source.to_string())),
            }
            if TcpStream::connect(server.address()).is_ok() {
                return Ok(server);
            }
            if since.elapsed() > START_LIMIT {
                return Err(not_serving(format!("did not answer within {} s", START_LIMIT.as_secs())));
            }
            thread::sleep(START_POLL);
            runner.check()?;
        }
    }

    fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// The full address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// Milliseconds since the program was started.
    pub fn age(&self) -> f64 {
        self.since.elapsed().as_secs_f64() * 1000.0
    }

    /// Memory that the program has in use, in megabytes.
    pub fn memory(&self) -> Result<f64, Error> {
        let file = PathBuf::from(format!("/proc/{}/status", self.child.id()));
        let status = fs::read_to_string(&file).map_err(Error::file(&file))?;
        let said = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = said.and_then(|said| said.split_whitespace().next()?.parse::<f64>().ok());
        kilobytes.map(|kb| kb * 1024.0 / 1_000_000.0).ok_or_else(|| Error::Unmeasured {
            program: "/proc",
            reason: "no memory in use".to_owned(),
            printed: status,
        })
    }

    /// Asks once and returns the answer as it comes over the wire, head and body.
    pub fn ask(&self, path: &str) -> Result<Vec<u8>, Error> {
        self.send("GET", path, "", "")
    }

    /// Sends a request, with headers that each end with a line break, and returns the answer if it is a good one.
    pub fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> Result<Vec<u8>, Error> {
        let failed = |source| Error::Start { program: self.url(path), source };
        let mut stream = TcpStream::connect(self.address()).map_err(failed)?;
        stream.set_read_timeout(Some(ANSWER_LIMIT)).map_err(failed)?;
        let (host, length) = (self.address(), body.len());
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}");
        let head = if body.is_empty() { head } else { format!("{head}Content-Length: {length}\r\n") };
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).map_err(failed)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(failed)?;
        if answer.starts_with(b"HTTP/1.1 2") {
            return Ok(answer);
        }
        Err(Error::NotServing {
            program: self.url(path),
            reason: "was not answered well".to_owned(),
            log: String::from_utf8_lossy(&answer).into_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        runner::signal_group(&self.child, Signal::TERM);
        let since = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if since.elapsed() > STOP_LIMIT {
                runner::signal_group(&self.child, Signal::KILL);
                let _ended = self.child.wait();
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// The body of an answer as it came over the wire.
pub fn body(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    end.and_then(|end| answer.get(end + 4..)).unwrap_or_default()
}
