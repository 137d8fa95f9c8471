//! `blaupause demo`: serves the invented world of the demo from a database of its own, and shows the way through it.

use std::path::{Path, PathBuf};

use blaupause_access::{Grant, Issuer, Role};
use blaupause_app::{Clock as _, messages};
use blaupause_kernel::{Ars, Language, Message, Slug};
use blaupause_portal::{ReadyMade, SignIn};
use clap::Args;

use crate::commands::serve;
use crate::config::{Auth, LogFormat, Settings};
use crate::demo::{persons, seed};
use crate::failure::Failure;
use crate::system::System;
use crate::{keys, output, wiring};

/// How long the printed tokens are valid, in seconds.
const TOKEN_LIFE: i64 = 12 * 3600;
/// The unit the way leads through: Langelsheim, which lags behind.
const UNIT: &str = "031530019019";
/// Its provider.
const PROVIDER: &str = "it-harz";
/// The blueprint the way leads to, at its newest version.
const BLUEPRINT: (&str, &str) = ("e-akte-kommune", "1.1.0");

/// Where the demo listens and keeps its data.
#[derive(Debug, Args)]
pub struct Demo {
    /// Port on this machine; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder of the database and the key; made at first start.
    #[arg(long, value_name = "DIR", default_value = "blaupause-demo")]
    data_dir: PathBuf,
}

impl Demo {
    /// Fills the database at first start, prints the way and serves until a signal ends it.
    pub fn run(self, settings: Settings, language: Language) -> Result<(), Failure> {
        wiring::use_small_pages();
        let settings = self.settings(settings);
        wiring::log(&settings.log)?;
        std::fs::create_dir_all(&self.data_dir).map_err(Failure::of(self.data_dir.display()))?;
        let listener = serve::listen(&settings.server.bind, "address-taken-demo")?;
        let (issuer, _) = keys::issuer(&settings.auth.key_file)?;
        let app = wiring::app(&settings)?;
        let fresh = seed(&app)?;
        let address = listener.local_addr().map_err(Failure::of("listening"))?;
        let place = Place { language, address: format!("http://{address}"), folder: &self.data_dir };
        output::line(place.guide(fresh, &tokens(&issuer, &settings.auth)?))?;
        let state = wiring::state(app.clone(), &issuer, &settings.auth, &settings.server);
        let portal = wiring::portal(app, issuer, &settings.auth, SignIn::ReadyMade(ready_made()?));
        serve::serve(state, portal, listener, &settings)
    }

    /// The given settings with everything of the demo's own: it touches no other database and no other key.
    fn settings(&self, mut settings: Settings) -> Settings {
        settings.server.bind = format!("127.0.0.1:{}", self.port);
        settings.database.url = format!("sqlite:{}", self.data_dir.join("demo.db").display());
        settings.auth.key_file = self.data_dir.join("demo.key");
        settings.log.format = LogFormat::Text;
        settings
    }
}

/// One token for each role, by the name of its shell variable.
fn tokens(issuer: &Issuer, auth: &Auth) -> Result<Vec<(&'static str, String)>, Failure> {
    let now = System.now();
    let issue = |(name, _, _, grant): (&'static str, Role, &str, Grant)| {
        let token = issuer.issue(&auth.issuer, &auth.audience, &grant, now, TOKEN_LIFE);
        token.map(|token| (name, token)).map_err(|e| Failure::Failed(e.to_string()))
    };
    grants()?.into_iter().map(issue).collect()
}

/// The same roles for those who look at the pages.
fn ready_made() -> Result<Vec<ReadyMade>, Failure> {
    let ready = |(_, role, place, grant): (&str, Role, &str, Grant)| ReadyMade {
        title: Message::new("portal-role").with("role", role).with("place", place),
        grant,
    };
    Ok(grants()?.into_iter().map(ready).collect())
}

/// Each role by the name of its shell variable, with where it is and what it may.
fn grants() -> Result<[(&'static str, Role, &'static str, Grant); 7], Failure> {
    let unit: Ars = UNIT.parse().map_err(|e| Failure::Failed(format!("{UNIT}: {e}")))?;
    let provider: Slug = PROVIDER.parse().map_err(|e| Failure::Failed(format!("{PROVIDER}: {e}")))?;
    let of_unit = |name, role| (name, role, "Langelsheim", persons::of_unit(role, &unit));
    let of_provider = |name, role| (name, role, PROVIDER, persons::of_provider(role, &provider));
    let of_everything = |name, role| (name, role, "Blaupause", persons::of_everything(role));
    Ok([
        of_unit("EDITOR", Role::Editor),
        of_unit("APPROVER", Role::Approver),
        of_provider("ANALYST", Role::Analyst),
        of_provider("CONSULTANT", Role::Consultant),
        of_provider("CATALOG_MANAGER", Role::CatalogManager),
        of_everything("AUDITOR", Role::Auditor),
        of_everything("ADMIN", Role::Admin),
    ])
}

/// Where the demo runs and in which language it speaks.
struct Place<'p> {
    language: Language,
    address: String,
    folder: &'p Path,
}

impl Place<'_> {
    /// What is printed: the address, the tokens as shell variables, and three requests that walk the path. All of it
    /// can be pasted into a shell: what is said to people stands behind `#`.
    fn guide(&self, fresh: bool, tokens: &[(&str, String)]) -> String {
        let Self { language, address, folder } = self;
        let (slug, version) = BLUEPRINT;
        let say = |message: &Message| format!("# {}", messages::render(*language, message));
        let begun = Message::new(if fresh { "demo-filled" } else { "demo-found" });
        let mut lines = vec![
            say(&begun.with("folder", folder.display())),
            say(&Message::new("demo-address").with("address", address)),
            String::new(),
            say(&Message::new("demo-tokens")),
            say(&Message::new("demo-tokens-of-all")),
            format!("BLAUPAUSE={address}"),
        ];
        lines.extend(tokens.iter().map(|(name, token)| format!("{name}={token}")));
        let body = format!(
            r#"{{"unit":"{UNIT}","blueprint":"{slug}","version":"{version}","parameters":{{"startBereich":"Bauamt"}}}}"#
        );
        lines.extend([
            String::new(),
            say(&Message::new("demo-recommendations")),
            format!(r#"curl -s -H "Authorization: Bearer $EDITOR" "$BLAUPAUSE/v1/municipalities/{UNIT}/recommendations""#),
            say(&Message::new(if fresh { "demo-adoption" } else { "demo-adoption-again" })),
            format!(r#"curl -s -X POST -H "Authorization: Bearer $EDITOR" -H "Content-Type: application/json" -d '{body}' "$BLAUPAUSE/v1/adoptions""#),
            say(&Message::new("demo-evidence")),
            format!(r#"curl -s "$BLAUPAUSE/v1/blueprints/{slug}/evidence""#),
        ]);
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn all_that_is_printed_can_be_pasted_into_a_shell() {
        let folder = Path::new("blaupause-demo");
        for language in [Language::De, Language::En] {
            let place = Place { language, address: "http://127.0.0.1:1".to_owned(), folder };
            for fresh in [true, false] {
                let text = place.guide(fresh, &[("EDITOR", "a.b.c".to_owned())]);
                let says = text.lines().filter(|l| !l.is_empty() && !l.starts_with(['#']));
                let commands: Vec<&str> = says.collect();
                let known = |l: &&str| ["BLAUPAUSE=", "EDITOR=", "curl "].iter().any(|c| l.starts_with(c));
                assert!(commands.len() == 5 && commands.iter().all(known), "{commands:?}");
                assert!(Command::new("sh").args(["-n", "-c", &text]).status().unwrap().success(), "{text}");
            }
        }
    }
}
