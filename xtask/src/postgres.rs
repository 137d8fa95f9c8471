//! A PostgreSQL cluster of our own that lives as long as its guard: for tests and for benchmarks.
//! It never touches a cluster that was there before.

mod account;
mod programs;

use std::fs::{self, File, Permissions};
use std::io::Read;
use std::net::Ipv4Addr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::error::Error;
use crate::ports;
use crate::runner::{self, Runner};
use account::Account;

/// The superuser of the cluster, and the database that every cluster has.
const SUPERUSER: &str = "postgres";
/// The server's log, in its directory.
const LOG: &str = "server.log";
/// How long a server may take until it answers; a loaded machine needs seconds, not a minute.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How long a server may take to end after it was told to.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// How often another port is tried when somebody took the one that was free a moment ago.
const PORT_ATTEMPTS: usize = 5;
/// What makes a server fast and forgetful: a crash of the machine may lose everything.
const FORGETFUL: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// A running throw-away cluster; dropping it stops the server and deletes its files.
pub struct Cluster {
    // The order matters: fields are dropped as they stand here, the server before its files.
    _server: Server,
    directory: TempDir,
    bindir: PathBuf,
    url: String,
}

impl Cluster {
    /// Makes and starts a cluster. `durable` keeps the settings of a real server (every commit is
    /// flushed to disk), as a benchmark needs it; otherwise nothing is flushed.
    ///
    /// Call it from the main thread: on Linux the server ends with the thread that started it, so
    /// that not even SIGKILL leaves it running.
    pub fn start(runner: &Runner, durable: bool) -> Result<Self, Error> {
        let bindir = programs::find_or_install(runner)?;
        let account = Account::of_server(runner)?;
        let directory = tempfile::Builder::new()
            .prefix("blaupause-postgres-")
            .permissions(Permissions::from_mode(0o700))
            .tempdir()
            .map_err(Error::file(&std::env::temp_dir()))?;
        account.own(directory.path())?;
        let place = Place { bindir: &bindir, account: &account, directory: directory.path() };
        let password = password()?;
        place.init(runner, &password)?;
        let mut attempts = PORT_ATTEMPTS;
        let (server, port) = loop {
            attempts -= 1;
            let port = ports::free()?;
            match place.serve(runner, port, durable) {
                Ok(server) => break (server, port),
                Err(Error::PostgresNotReady { log, .. })
                    if log.contains("could not bind") && attempts > 0 => {}
                Err(error) => return Err(error),
            }
        };
        let url = format!("postgres://{SUPERUSER}:{password}@{}:{port}/postgres", Ipv4Addr::LOCALHOST);
        Ok(Self { _server: server, directory, bindir, url })
    }

    /// The address of the database `postgres`, for its superuser.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the server has logged until now.
    pub fn log(&self) -> Result<String, Error> {
        let file = self.directory.path().join(LOG);
        fs::read_to_string(&file).map_err(Error::file(&file))
    }

    /// The directory of the server's own programs, such as `psql` and `pgbench`.
    pub fn bindir(&self) -> &Path {
        &self.bindir
    }
}

/// Where a cluster is made, with whose programs and as whom.
struct Place<'a> {
    bindir: &'a Path,
    account: &'a Account,
    directory: &'a Path,
}

impl Place<'_> {
    fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    fn init(&self, runner: &Runner, password: &str) -> Result<(), Error> {
        let secret = self.directory.join("password");
        fs::write(&secret, password).map_err(Error::file(&secret))?;
        self.account.own(&secret)?;
        // A password, although it is thrown away with the cluster: the superuser of a server may
        // run programs, and everybody on the machine can reach 127.0.0.1. It is sent in clear
        // because hashing it once more for each of thousands of connections only costs time.
        let mut command = self.account.command(&self.bindir.join("initdb"));
        command.current_dir(self.directory).stdout(Stdio::null()).args([
            "--username",
            SUPERUSER,
            "--auth=password",
            "--pwfile=password",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
            "--pgdata=data",
        ]);
        // The bootstrap process below initdb would leave its shared memory behind.
        runner.run_undisturbed(&mut command)?;
        fs::remove_file(&secret).map_err(Error::file(&secret))
    }

    /// Starts the server and waits until it answers.
    fn serve(&self, runner: &Runner, port: u16, durable: bool) -> Result<Server, Error> {
        let log = self.directory.join(LOG);
        let output = File::create(&log).map_err(Error::file(&log))?;
        let errors = output.try_clone().map_err(Error::file(&log))?;
        let mut command = self.account.command(&self.bindir.join("postgres"));
        command.current_dir(self.directory).stdout(output).stderr(errors);
        command.arg("-D").arg(self.data()).arg("-p").arg(port.to_string());
        command.arg("-k").arg(self.directory).args(["-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "max_connections=200"]);
        for setting in FORGETFUL.iter().filter(|_| !durable) {
            command.args(["-c", setting]);
        }
        let mut server = Server(runner::start(&mut command)?);
        let since = Instant::now();
        loop {
            let not_ready = |reason: String| Error::PostgresNotReady {
                reason,
                log: fs::read_to_string(&log).unwrap_or_default(),
            };
            match server.0.try_wait() {
                Ok(None) => {}
                Ok(Some(status)) => return Err(not_ready(status.to_string())),
                Err(source) => return Err(not_ready(source.to_string())),
            }
            // Asked through the socket in our own directory: whoever answers there is our server.
            let mut question = self.account.command(&self.bindir.join("pg_isready"));
            question.arg("--quiet").arg("--host").arg(self.directory).arg("--port").arg(port.to_string());
            if runner.succeeds(&mut question)? {
                return Ok(server);
            }
            if since.elapsed() > START_LIMIT {
                return Err(not_ready(format!("no answer within {} s", START_LIMIT.as_secs())));
            }
            runner.pause()?;
        }
    }
}

/// The server process; dropping it ends it.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Not the orderly end: that would write everything to files which are deleted next.
        runner::signal_group(&self.0, Signal::QUIT);
        let since = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) {
            if since.elapsed() > STOP_LIMIT {
                runner::signal_group(&self.0, Signal::KILL);
                let _ended = self.0.wait();
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// 128 random bits in hexadecimal digits, from the operating system.
fn password() -> Result<String, Error> {
    let source = Path::new("/dev/urandom");
    let mut bytes = [0_u8; 16];
    File::open(source).and_then(|mut file| file.read_exact(&mut bytes)).map_err(Error::file(source))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
