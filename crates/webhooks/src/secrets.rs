//! The secret that sender and receiver share, and the signature made with it.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::Error;

const PREFIX: &str = "whsec_";
const LEAST_BYTES: usize = 24;
const MOST_BYTES: usize = 64;

/// A secret of a webhook (Geheimnis): `whsec_` and 24 to 64 bytes in Base64, as Standard Webhooks writes it.
/// Its `Debug` form does not show it; [`Secret::reveal`] does.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A secret of 32 bytes that nobody can guess.
    pub fn new(random: [u8; 32]) -> Self {
        Self(random.to_vec())
    }

    /// The secret as it is given to the receiver.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// The signature of a message: `v1,` and the Base64 of HMAC-SHA-256 over `id.timestamp.body` (Standard Webhooks,
    /// "Signature scheme"). `timestamp` is in seconds since 1970.
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        // A key of any length is accepted, so there is no other case.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("whsec_…")
    }
}

impl FromStr for Secret {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let coded = text.strip_prefix(PREFIX).ok_or(Error::BadSecret)?;
        let bytes = STANDARD.decode(coded).map_err(|_| Error::BadSecret)?;
        if (LEAST_BYTES..=MOST_BYTES).contains(&bytes.len()) {
            Ok(Self(bytes))
        } else {
            Err(Error::BadSecret)
        }
    }
}

impl TryFrom<String> for Secret {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.reveal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the published libraries of Standard Webhooks.
    #[test]
    fn signs_as_the_specification_does() {
        let secret: Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().unwrap();
        let body = b"{\"test\": 2432232314}";
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn reads_back_and_does_not_show_itself() {
        let secret = Secret::new([7; 32]);
        let text = secret.reveal();
        assert_eq!(text.parse::<Secret>().unwrap(), secret);
        assert_eq!(format!("{secret:?}"), "whsec_…");
        for bad in ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!"] {
            assert_eq!(bad.parse::<Secret>(), Err(Error::BadSecret), "{bad}");
        }
    }
}
