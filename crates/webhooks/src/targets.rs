//! Where a webhook points to.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::{Error, Networks};

const MOST_CHARACTERS: usize = 2_000;

/// An address that messages are sent to (Ziel): `https` or `http`, without user name, password and fragment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Target(Url);

impl Target {
    /// Lets an address pass that the operator allows. A name is resolved only when a message is sent, and checked again
    /// then: what it resolves to may change.
    ///
    /// # Errors
    /// `NotHttps`, `NotPublic`.
    pub fn check(&self, networks: &Networks) -> Result<(), Error> {
        if self.0.scheme() != "https" && !networks.allow_http {
            return Err(Error::NotHttps(self.to_string()));
        }
        let address: Option<IpAddr> = match self.0.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                let local = name == "localhost" || name.ends_with(".localhost");
                local.then_some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST))
            }
            None => None,
        };
        match address {
            Some(address) if !networks.allow(address) => Err(Error::NotPublic(self.to_string())),
            _ => Ok(()),
        }
    }

    /// The address without its query, which may hold what is not for the logs.
    pub fn place(&self) -> &str {
        self.0.as_str().split('?').next().unwrap_or_default()
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Target {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::BadTarget(text.chars().take(100).collect());
        if text.chars().count() > MOST_CHARACTERS || text.contains(char::is_control) {
            return Err(bad());
        }
        let url = Url::parse(text).map_err(|_| bad())?;
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let web = matches!(url.scheme(), "https" | "http") && url.host().is_some();
        if plain && web && url.as_str().len() <= MOST_CHARACTERS { Ok(Self(url)) } else { Err(bad()) }
    }
}

blaupause_kernel::text_value!(
    Target,
    Error,
    max_length(MOST_CHARACTERS),
    "https://fachverfahren.example/ereignisse"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_plain_web_address() {
        for bad in [
            "",
            "fachverfahren.example",
            "ftp://a.example/",
            "https://",
            "https://ich:geheim@a.example/",
            "https://ich@a.example/",
            "https://a.example/#teil",
            "https://a.example/\n",
            "javascript:alert(1)",
        ] {
            assert!(matches!(bad.parse::<Target>(), Err(Error::BadTarget(_))), "{bad}");
        }
        let long = format!("https://a.example/{}", "x".repeat(2_000));
        assert!(long.parse::<Target>().is_err());
    }

    #[test]
    fn an_inner_address_is_refused_however_it_is_written() {
        let networks = Networks { allow_http: true, internal: Vec::new() };
        for inner in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://[::1]/",
            "https://[::ffff:7f00:1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://localhost/",
            "https://LOCALHOST:8443/",
            "https://x.localhost/",
            "https://localhost./",
            "https://169.254.169.254/latest/meta-data",
        ] {
            let target: Target = inner.parse().unwrap();
            assert!(matches!(target.check(&networks), Err(Error::NotPublic(_))), "{inner}");
        }
        let target: Target = "http://a.example/".parse().unwrap();
        assert_eq!(target.check(&networks), Ok(()));
        let strict = Networks::default();
        assert!(matches!(target.check(&strict), Err(Error::NotHttps(_))));
    }
}
