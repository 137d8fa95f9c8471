//! Who mail is from: an address, with or without a name before it.

use std::fmt;
use std::str::FromStr;

use blaupause_support::subscriptions::EmailAddress;
use lettre::Address;
use lettre::message::Mailbox;

use crate::Error;

/// Who mail is from: `blaupause@stadt.example` or `Blaupause <blaupause@stadt.example>`. The name may stand in quotation
/// marks.
#[derive(Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    pub(crate) fn mailbox(&self) -> Mailbox {
        self.0.clone()
    }

    pub(crate) fn address(&self) -> &Address {
        &self.0.email
    }

    pub(crate) fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Sender {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let refused = || Error::Sender(text.chars().take(80).collect());
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(front) => front.split_once('<').ok_or_else(refused)?,
            None => ("", text.trim()),
        };
        let name = name.trim();
        let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        let name =
            quoted.unwrap_or(name).split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if name.contains(|c: char| c.is_control() || "<>\"\\".contains(c)) {
            return Err(refused());
        }
        let address: EmailAddress = address.parse().map_err(|_| refused())?;
        let address: Address = address.as_str().parse().map_err(|_| refused())?;
        Ok(Self(Mailbox::new(Some(name).filter(|name| !name.is_empty()), address)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_an_address_with_or_without_a_name() {
        for (text, kept) in [
            ("blaupause@stadt.example", "blaupause@stadt.example"),
            (" <blaupause@Stadt.example> ", "blaupause@stadt.example"),
            ("Blaupause <blaupause@stadt.example>", "Blaupause <blaupause@stadt.example>"),
            ("\" Ämter  für  Öl \" <amt@stadt.example>", "Ämter für Öl <amt@stadt.example>"),
            ("\"Amt, Süd\" <amt@stadt.example>", "\"Amt, Süd\" <amt@stadt.example>"),
        ] {
            assert_eq!(text.parse::<Sender>().unwrap().to_string(), kept);
        }
        for bad in [
            "",
            "Blaupause",
            "Blaupause <>",
            "Blaupause blaupause@stadt.example>",
            "Blaupause <blaupause@stadt.example",
            "Blaupause <blaupause@städte.example>",
            "Blaupause\r\nBcc: x@y.example <blaupause@stadt.example>",
            "A <b@stadt.example>, C <d@stadt.example>",
            "\"A\\\" <b@stadt.example>",
        ] {
            assert_eq!(bad.parse::<Sender>(), Err(Error::Sender(bad.to_owned())), "{bad}");
        }
    }
}
