//! Addresses of electronic mail, of the plain kind that every server takes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// An address of electronic mail (E-Mail-Adresse): a dot-atom of ASCII and a domain name (RFC 5321, 4.1.2), at most 254
/// characters. Quoted names, address literals and domains without a dot are not taken. The domain is kept in lower case,
/// the part before the `@` as it is written: only its own server knows whether case matters there.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

blaupause_kernel::text_value!(EmailAddress, Error, max_length(254), "rathaus@stadt.example");

impl EmailAddress {
    /// The longest address, in characters (RFC 5321, 4.5.3.1.3 without the angle brackets).
    pub const MAX: usize = 254;
    const MAX_LOCAL: usize = 64;
    const MAX_LABEL: usize = 63;

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one mailbox share: almost every server takes upper for lower case.
    pub fn mailbox(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once('@') {
            Some((local, domain)) if text.len() <= Self::MAX && is_local(local) && is_domain(domain) => {
                Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
            }
            _ => Err(Error::BadAddress(text.chars().take(80).collect())),
        }
    }
}

/// A dot-atom (RFC 5322, 3.2.3).
fn is_local(text: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    text.len() <= EmailAddress::MAX_LOCAL && text.split('.').all(atom)
}

/// Two labels or more, the last of them no number: that would be an address of a machine.
fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        (1..=EmailAddress::MAX_LABEL).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let top = text.rsplit_once('.').map(|(_, top)| top);
    text.split('.').all(label) && top.is_some_and(|top| top.bytes().any(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_plain_addresses_only() {
        for (text, kept) in [
            ("rathaus@stadt.example", "rathaus@stadt.example"),
            ("Erika.Muster+it@Stadt.EXAMPLE", "Erika.Muster+it@stadt.example"),
            ("o'neil@a-b.xn--mnchen-3ya.example", "o'neil@a-b.xn--mnchen-3ya.example"),
            ("1@2.a3", "1@2.a3"),
        ] {
            let address: EmailAddress = text.parse().unwrap();
            assert_eq!((address.as_str(), address.mailbox()), (kept, kept.to_lowercase()));
        }
        for bad in [
            "",
            "rathaus",
            "@stadt.example",
            "rathaus@",
            "rathaus@stadt",
            "a@b@stadt.example",
            ".a@stadt.example",
            "a..b@stadt.example",
            "a.@stadt.example",
            "a b@stadt.example",
            "ä@stadt.example",
            "a@städt.example",
            "\"a b\"@stadt.example",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@-stadt.example",
            "a@stadt-.example",
            "a@stadt..example",
            "a@stadt.example.",
            "a@stadt.example\r\nBcc: x@y.example",
            "<a@stadt.example>",
        ] {
            assert_eq!(bad.parse::<EmailAddress>(), Err(Error::BadAddress(bad.to_owned())), "{bad}");
        }
    }

    #[test]
    fn parts_and_whole_have_their_limits() {
        let address = |local: usize, labels: &[usize]| {
            let domain: Vec<String> = labels.iter().map(|n| "d".repeat(*n)).collect();
            format!("{}@{}", "l".repeat(local), domain.join("."))
        };
        // 64 + 1 + 63 + 1 + 63 + 1 + 61 = 254.
        for (local, labels, good) in [
            (64, &[63, 63, 61][..], true),
            (64, &[63, 63, 62], false),
            (65, &[10, 10], false),
            (1, &[64, 10], false),
        ] {
            assert_eq!(address(local, labels).parse::<EmailAddress>().is_ok(), good, "{local} {labels:?}");
        }
    }
}
