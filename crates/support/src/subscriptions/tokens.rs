//! What stands in the links of a mail, so that whoever got the mail can act for the subscription, and nobody else.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::Error;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirming the address.
    Confirm,
    /// Changing and ending the subscription.
    Manage,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Manage => "manage",
        }
    }
}

/// The key that tokens follow from, with the id of the subscription: HMAC-SHA-256 (RFC 2104), in Base64. Tokens are kept
/// nowhere, so nobody who reads the records can act for a subscriber. Its `Debug` form does not show it.
#[derive(Clone)]
pub struct MailKey([u8; 32]);

impl MailKey {
    /// The key that follows from a secret which is used for other things, too: what is made with one of them says nothing
    /// about the others.
    pub fn derive(secret: &[u8; 32]) -> Self {
        Self(mac(secret, "blaupause/mail-tokens/1").finalize().into_bytes().into())
    }

    /// The token of a subscription.
    pub fn token(&self, purpose: Purpose, subscription: Uuid) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, subscription).finalize().into_bytes())
    }

    /// Whether this is the token of a subscription, in a time that says nothing about where it differs.
    ///
    /// # Errors
    /// `WrongToken`.
    pub fn verify(&self, purpose: Purpose, subscription: Uuid, token: &str) -> Result<(), Error> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::WrongToken)?;
        self.mac(purpose, subscription).verify_slice(&bytes).map_err(|_| Error::WrongToken)
    }

    fn mac(&self, purpose: Purpose, subscription: Uuid) -> Hmac<Sha256> {
        mac(&self.0, &format!("{}:{subscription}", purpose.name()))
    }
}

impl fmt::Debug for MailKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailKey(…)")
    }
}

/// A key of 32 bytes is shorter than a block of SHA-256, so it is padded to one, as RFC 2104 has it.
fn mac(key: &[u8; 32], message: &str) -> Hmac<Sha256> {
    let mut block = [0_u8; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

    /// Computed with Python: `hmac.new(hmac.new(bytes([7])*32, b"blaupause/mail-tokens/1", "sha256").digest(),
    /// b"manage:01900000-0000-7000-8000-000000000001", "sha256").digest()`, then `base64.urlsafe_b64encode`.
    #[test]
    fn tokens_are_hmacs_of_purpose_and_id() {
        let key = MailKey::derive(&[7; 32]);
        assert_eq!(key.token(Purpose::Manage, ID), "-XCi8RAQin0jFuJr5bs8MINn78kR21QzV-cKEvM3mWk");
        assert_eq!(key.token(Purpose::Confirm, ID), "3MQ2xZoOmxsBGouQBiVMGtxYxZTYx7klVl5cE-3ZZzE");
    }

    #[test]
    fn a_token_opens_one_thing_only() {
        let key = MailKey::derive(&[7; 32]);
        let token = key.token(Purpose::Manage, ID);
        assert_eq!(key.verify(Purpose::Manage, ID, &token), Ok(()));
        let other = Uuid::from_u128(2);
        for refused in [
            key.verify(Purpose::Confirm, ID, &token),
            key.verify(Purpose::Manage, other, &token),
            MailKey::derive(&[8; 32]).verify(Purpose::Manage, ID, &token),
            key.verify(Purpose::Manage, ID, ""),
            key.verify(Purpose::Manage, ID, token.strip_prefix(|_: char| true).unwrap()),
            key.verify(Purpose::Manage, ID, &format!("{token}=")),
            key.verify(Purpose::Manage, ID, "ü"),
        ] {
            assert_eq!(refused, Err(Error::WrongToken));
        }
        assert_eq!(format!("{key:?}"), "MailKey(…)");
    }
}
