//! `blaupause token`: an access token signed with the embedded key.

use std::collections::BTreeSet;

use blaupause_access::{Grant, Permission, Reach, Role};
use blaupause_app::{Clock as _, messages};
use blaupause_kernel::{Ars, Language, Message, Slug};
use clap::Args;

use crate::config::Settings;
use crate::failure::Failure;
use crate::system::System;
use crate::{keys, output};

/// What the token shall say.
#[derive(Debug, Args)]
pub struct Token {
    /// Role: editor, approver, analyst, consultant, catalogManager, auditor, admin. Several are allowed.
    #[arg(long = "role", required = true)]
    roles: Vec<Role>,
    /// Key (ARS) of a unit the person belongs to; editor and approver need one.
    #[arg(long = "unit", value_name = "ARS")]
    units: Vec<Ars>,
    /// Id of a provider the person belongs to; analyst, consultant and catalogManager need one.
    #[arg(long = "provider", value_name = "ID")]
    providers: Vec<Slug>,
    /// Name of the person or system in the audit log.
    #[arg(long, default_value = "operator")]
    subject: String,
    /// How long it is valid: 30m, 1h, 7d.
    #[arg(long, default_value = "1h", value_parser = seconds)]
    ttl: i64,
}

impl Token {
    /// Prints the token.
    pub fn run(self, settings: &Settings, language: Language) -> Result<(), Failure> {
        self.check()?;
        let key_file = &settings.auth.key_file;
        let (issuer, made) = keys::issuer(key_file)?;
        if made {
            let message = Message::new("key-made").with("file", key_file.display());
            output::note(messages::render(language, &message));
        }
        let grant = Grant {
            subject: self.subject,
            roles: self.roles.into_iter().collect(),
            units: self.units.into_iter().collect(),
            providers: self.providers.into_iter().collect(),
            scopes: BTreeSet::new(),
        };
        let token =
            issuer.issue(&settings.auth.issuer, &settings.auth.audience, &grant, System.now(), self.ttl);
        output::line(token.map_err(|e| Failure::Failed(e.to_string()))?)
    }

    /// A role that reaches only what belongs to the person is worth nothing to a person who belongs nowhere.
    fn check(&self) -> Result<(), Failure> {
        for role in &self.roles {
            let mut reaches = Permission::ALL.iter().filter_map(|p| p.reach(*role));
            let code = match reaches.find(|reach| *reach != Reach::All) {
                Some(Reach::OwnUnit) if self.units.is_empty() => "token-needs-unit",
                Some(Reach::OwnProvider) if self.providers.is_empty() => "token-needs-provider",
                _ => continue,
            };
            return Err(Failure::Outside(Message::new(code).with("role", role)));
        }
        Ok(())
    }
}

fn seconds(text: &str) -> Result<i64, String> {
    let refused = || format!("`{text}` is not a duration such as 30m, 1h or 7d, at most 30d");
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(refused)?;
    let factor = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(refused()),
    };
    let number: i64 = number.parse().map_err(|_| refused())?;
    number.checked_mul(factor).filter(|s| (1..=30 * 86_400).contains(s)).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_are_bounded_and_need_a_unit() {
        assert_eq!(seconds("90m"), Ok(5400));
        for bad in ["", "1", "h", "-1h", "31d", "1w", "1ü"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }
}
