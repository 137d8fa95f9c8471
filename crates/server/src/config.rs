//! Settings: a TOML file, overridden by `BLAUPAUSE__SECTION__KEY` in the environment.
//! Every setting stands with its default in `deploy/config.example.toml`; a test compares the two.

use std::path::{Path, PathBuf};

use blaupause_app::Rules;
use blaupause_kernel::Message;
use config::{Config, Environment, File, FileFormat};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::files;
use crate::mails::Mail;

/// Longest settings file that is read, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The HTTP server.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// Access tokens.
    pub auth: Auth,
    /// The journal of events and audit entries.
    pub journal: Journal,
    /// Telling other systems what happens.
    pub webhooks: Webhooks,
    /// Making roadmaps.
    pub roadmaps: Roadmaps,
    /// Sending mail.
    pub mail: Mail,
    /// What public figures may say.
    pub disclosure: Disclosure,
    /// What catalogues of services and data sets say of their publisher.
    pub publication: Publication,
    /// The log.
    pub log: Log,
}

/// The HTTP server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port to listen on.
    pub bind: String,
    /// Worker threads; 0 takes one per core.
    pub workers: usize,
    /// Megabytes of published answers that are kept in memory; 0 keeps none.
    pub published_memory_mb: u32,
}

/// The database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:FILE` or `postgres://user@host/database`.
    pub url: String,
    /// Open connections.
    pub connections: u32,
    /// Milliseconds a request waits for a connection before it is refused with 503.
    pub wait_ms: u64,
}

/// Access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// The exact `iss` of accepted tokens.
    pub issuer: String,
    /// The `aud` that accepted tokens must name.
    pub audience: String,
    /// File with the embedded Ed25519 key; made at first start.
    pub key_file: PathBuf,
}

/// The journal of events and audit entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Journal {
    /// Milliseconds between two looks for entries that have no position yet.
    pub number_every_ms: u64,
}

/// Telling other systems what happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    /// Messages that are sent side by side; 0 sends none from this server.
    pub senders: usize,
    /// Milliseconds between two looks for something to send.
    pub look_every_ms: u64,
    /// Seconds that a sender has a webhook for itself; if its server dies, another one takes over after that.
    pub lease_seconds: u64,
    /// Whether messages may go to `http` addresses.
    pub allow_http: bool,
    /// Inner networks that messages may go to all the same: `10.20.0.0/16`.
    pub internal_targets: Vec<IpNet>,
    /// Days after which a finished delivery is forgotten.
    pub keep_days: u32,
}

/// Making roadmaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Roadmaps {
    /// Roadmaps that are made side by side; 0 makes none on this server.
    pub planners: usize,
    /// Threads for each of them; 0 takes one per core.
    pub threads: usize,
    /// Milliseconds between two looks for a roadmap that is asked for.
    pub poll_ms: u64,
    /// Seconds after which another planner begins anew where one was cut off.
    pub takeover_seconds: u64,
}

/// What public figures and comparisons with peers may say of single units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Disclosure {
    /// The fewest units of a figure; below 3 counts as 3.
    pub min_contributors: u32,
    /// The p of the p % rule, in per cent.
    pub dominance_percent: u8,
}

/// What catalogues of services and data sets say of their publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Publication {
    /// Address under which others reach the service; empty takes `server.bind`.
    pub address: String,
    /// Who publishes.
    pub publisher: String,
    /// E-mail or web address; may be empty.
    pub contact: String,
    /// IRI of the licence of the data sets; may be empty.
    pub licence: String,
    /// IRI of the data provider as GovData names it; may be empty.
    pub contributor: String,
}

/// The log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// What is logged, as a filter of `tracing`: `info`, `blaupause=debug,warn`.
    pub filter: String,
    /// `json` or `text`.
    pub format: LogFormat,
}

/// Form of the log's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For a person at a terminal.
    Text,
}

impl Default for Server {
    fn default() -> Self {
        Self { bind: "127.0.0.1:8080".to_owned(), workers: 0, published_memory_mb: 32 }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite:blaupause.db".to_owned(), connections: 8, wait_ms: 2000 }
    }
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            issuer: "https://blaupause.example".to_owned(),
            audience: "blaupause".to_owned(),
            key_file: PathBuf::from("blaupause.key"),
        }
    }
}

impl Default for Disclosure {
    fn default() -> Self {
        let Rules { min_contributors, dominance_percent } = Rules::default();
        Self { min_contributors, dominance_percent }
    }
}

impl Default for Publication {
    fn default() -> Self {
        let none = String::new;
        let publisher = "Blaupause".to_owned();
        Self { address: none(), publisher, contact: none(), licence: none(), contributor: none() }
    }
}

impl Default for Journal {
    fn default() -> Self {
        Self { number_every_ms: 1000 }
    }
}

impl Default for Webhooks {
    fn default() -> Self {
        Self {
            senders: 4,
            look_every_ms: 1000,
            lease_seconds: 60,
            allow_http: false,
            internal_targets: Vec::new(),
            keep_days: 30,
        }
    }
}

impl Default for Roadmaps {
    fn default() -> Self {
        Self { planners: 1, threads: 0, poll_ms: 1000, takeover_seconds: 60 }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: LogFormat::Json }
    }
}

/// Reads the settings from `file`, if one is named, and the environment.
pub fn read(file: Option<&Path>) -> Result<Settings, Failure> {
    let mut builder = Config::builder();
    if let Some(path) = file {
        builder = builder.add_source(File::from_str(&files::text(path, MAX_BYTES)?, FileFormat::Toml));
    }
    let environment = Environment::with_prefix("BLAUPAUSE").prefix_separator("__").separator("__");
    let lists =
        environment.try_parsing(true).list_separator(",").with_list_parse_key("webhooks.internal_targets");
    builder
        .add_source(lists)
        .build()
        .and_then(Config::try_deserialize)
        .map_err(|e| Failure::Outside(Message::new("settings-invalid").with("reason", e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_names_every_setting_with_its_default() {
        let example = include_str!("../../../deploy/config.example.toml");
        let read: Settings = Config::builder()
            .add_source(File::from_str(example, FileFormat::Toml))
            .build()
            .unwrap()
            .try_deserialize()
            .unwrap();
        assert_eq!(read, Settings::default());
        for key in [
            "bind",
            "workers",
            "url",
            "connections",
            "wait_ms",
            "issuer",
            "audience",
            "key_file",
            "number_every_ms",
            "senders",
            "look_every_ms",
            "lease_seconds",
            "allow_http",
            "internal_targets",
            "keep_days",
            "planners",
            "threads",
            "poll_ms",
            "takeover_seconds",
            "host",
            "port",
            "security",
            "user",
            "password",
            "from",
            "hour_utc",
            "check_every_ms",
            "hold_seconds",
            "address",
            "publisher",
            "contact",
            "licence",
            "contributor",
            "filter",
            "format",
        ] {
            let named = example.lines().filter(|l| l.starts_with(&format!("{key} ="))).count();
            assert_eq!(named, 1, "{key}");
        }
    }
}
