//! Access tokens (JWT, RFC 9068): what is signed with the embedded key, and the one place that verifies.
//! An outside issuer's keys go through the same [`Verifier`]; fetching them is not done here.

use std::collections::BTreeSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blaupause_kernel::{Ars, Digest, Slug, Timestamp};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};

use crate::{Actor, Role};

/// Longest token that is looked at, in bytes.
const MAX_TOKEN: usize = 8 * 1024;
/// Tolerated difference between the clocks of issuer and service, in seconds.
const LEEWAY: i64 = 30;

/// Why a token is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a signed token of an accepted form and type.
    #[error("the token is not a signed access token")]
    Malformed,
    /// Signed with an algorithm that is not on the list.
    #[error("the token's algorithm is not accepted")]
    Algorithm,
    /// The key it names is not known.
    #[error("the token's key is not known")]
    UnknownKey,
    /// Signature, issuer or audience do not hold.
    #[error("the token's signature, issuer or audience is wrong")]
    Untrusted,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not begun.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Its roles, units or providers cannot be read.
    #[error("the token's claims cannot be read")]
    Claims,
    /// The embedded key cannot sign.
    #[error("the embedded key cannot be used")]
    Key,
}

/// What an issued token shall say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grant {
    /// Who it is for: a stable name, never shown to the public.
    pub subject: String,
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The units the subject belongs to.
    pub units: BTreeSet<Ars>,
    /// The providers the subject belongs to.
    pub providers: BTreeSet<Slug>,
    /// Scopes, for systems.
    pub scopes: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    sub: String,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    #[serde(default)]
    iat: i64,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    units: BTreeSet<Ars>,
    #[serde(default)]
    providers: BTreeSet<Slug>,
    #[serde(default)]
    scope: String,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// A public key that tokens may be signed with.
#[derive(Clone)]
pub struct VerificationKey {
    id: String,
    algorithm: Algorithm,
    key: DecodingKey,
}

/// Signs tokens with the service's own Ed25519 key.
pub struct Issuer {
    id: String,
    key: EncodingKey,
    public: DecodingKey,
}

impl Issuer {
    /// An issuer whose private key is `seed`: 32 random bytes, kept secret by the caller.
    ///
    /// # Errors
    /// `Key` if the key cannot be encoded.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, TokenError> {
        let signing = SigningKey::from_bytes(seed);
        let public = signing.verifying_key().to_bytes();
        let der = signing.to_pkcs8_der().map_err(|_| TokenError::Key)?;
        let id = Digest::of(&public).to_string().chars().take(16).collect();
        let public = DecodingKey::from_ed_components(&URL_SAFE_NO_PAD.encode(public));
        let key = EncodingKey::from_ed_der(der.as_bytes());
        Ok(Self { id, key, public: public.map_err(|_| TokenError::Key)? })
    }

    /// The public half, for a [`Verifier`].
    pub fn verification_key(&self) -> VerificationKey {
        VerificationKey { id: self.id.clone(), algorithm: Algorithm::EdDSA, key: self.public.clone() }
    }

    /// A token for `grant`, valid from `now` for `ttl` seconds.
    ///
    /// # Errors
    /// `Key` if it cannot be signed.
    pub fn issue(
        &self,
        issuer: &str,
        audience: &str,
        grant: &Grant,
        now: Timestamp,
        ttl: i64,
    ) -> Result<String, TokenError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.id.clone());
        let scopes: Vec<&str> = grant.scopes.iter().map(String::as_str).collect();
        let claims = Claims {
            iss: issuer.to_owned(),
            aud: Audience::One(audience.to_owned()),
            sub: grant.subject.clone(),
            exp: now.to_unix().saturating_add(ttl),
            nbf: Some(now.to_unix()),
            iat: now.to_unix(),
            roles: grant.roles.iter().map(|r| r.name().to_owned()).collect(),
            units: grant.units.clone(),
            providers: grant.providers.clone(),
            scope: scopes.join(" "),
        };
        encode(&header, &claims, &self.key).map_err(|_| TokenError::Key)
    }
}

/// Verifies tokens: fixed algorithms, known keys, exact issuer and audience, times against a given now.
pub struct Verifier {
    issuer: String,
    audience: String,
    keys: Vec<VerificationKey>,
    /// Tokens whose signature was found good: whoever works here sends the same one with every request. The keys stay the same
    /// as long as this lives, and the times are looked at each time.
    known: Cache<Box<str>, Arc<Verified>, Weight>,
}

/// What is known of a token with a good signature.
struct Verified {
    exp: i64,
    nbf: Option<i64>,
    actor: Actor,
}

/// Bytes of tokens that are kept.
const KNOWN_BYTES: u64 = 4 << 20;
/// Bytes that a token takes on average, with what is known of it.
const USUAL: u64 = 1024;

#[derive(Clone)]
struct Weight;

impl Weighter<Box<str>, Arc<Verified>> for Weight {
    fn weight(&self, token: &Box<str>, _: &Arc<Verified>) -> u64 {
        // the claims are in the token, so they take about as much once more
        u64::try_from(token.len()).unwrap_or(u64::MAX).saturating_mul(2).saturating_add(USUAL / 2)
    }
}

impl Verifier {
    /// A verifier for one issuer and one audience.
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>, keys: Vec<VerificationKey>) -> Self {
        let entries = usize::try_from(KNOWN_BYTES / USUAL).unwrap_or(usize::MAX);
        let known = Cache::with_weighter(entries, KNOWN_BYTES, Weight);
        Self { issuer: issuer.into(), audience: audience.into(), keys, known }
    }

    /// The actor a token stands for.
    ///
    /// # Errors
    /// A [`TokenError`] that says which check failed; callers outside learn only that the token is not good.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Actor, TokenError> {
        if token.len() > MAX_TOKEN {
            return Err(TokenError::Malformed);
        }
        if let Some(known) = self.known.get(token) {
            check_times(known.exp, known.nbf, now)?;
            return Ok(known.actor.clone());
        }
        let claims = self.claims(token)?;
        let (exp, nbf) = (claims.exp, claims.nbf);
        check_times(exp, nbf, now)?;
        let actor = actor(claims)?;
        self.known.insert(token.into(), Arc::new(Verified { exp, nbf, actor: actor.clone() }));
        Ok(actor)
    }

    /// What a token with a good signature says.
    fn claims(&self, token: &str) -> Result<Claims, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError::Malformed)?;
        let typed =
            header.typ.as_deref().is_none_or(|t| matches!(t, "at+jwt" | "JWT" | "application/at+jwt"));
        if !typed {
            return Err(TokenError::Malformed);
        }
        if !matches!(header.alg, Algorithm::EdDSA | Algorithm::ES256 | Algorithm::RS256) {
            return Err(TokenError::Algorithm);
        }
        let kid = header.kid.ok_or(TokenError::UnknownKey)?;
        let key = self.keys.iter().find(|k| k.id == kid).ok_or(TokenError::UnknownKey)?;
        if key.algorithm != header.alg {
            return Err(TokenError::Algorithm);
        }
        let decoded = decode::<Claims>(token, &key.key, &self.validation(key.algorithm));
        Ok(decoded.map_err(|_| TokenError::Untrusted)?.claims)
    }

    /// Everything but the times, which are checked against the given now.
    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation
    }
}

fn check_times(exp: i64, nbf: Option<i64>, now: Timestamp) -> Result<(), TokenError> {
    let now = now.to_unix();
    if exp.saturating_add(LEEWAY) <= now {
        return Err(TokenError::Expired);
    }
    if nbf.is_some_and(|from| from.saturating_sub(LEEWAY) > now) {
        return Err(TokenError::NotYetValid);
    }
    Ok(())
}

/// Roles the product does not know belong to somebody else and are passed over.
fn actor(claims: Claims) -> Result<Actor, TokenError> {
    if claims.sub.is_empty() || claims.sub.len() > 200 {
        return Err(TokenError::Claims);
    }
    Ok(Actor {
        subject: Some(claims.sub),
        roles: claims.roles.iter().filter_map(|r| r.parse().ok()).collect(),
        units: claims.units,
        providers: claims.providers,
        scopes: claims.scope.split_whitespace().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_000;

    fn setup() -> (Issuer, Verifier) {
        let issuer = Issuer::from_seed(&[7; 32]).unwrap();
        let verifier = Verifier::new("https://here", "blaupause", vec![issuer.verification_key()]);
        (issuer, verifier)
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(NOW + seconds).unwrap()
    }

    fn grant() -> Grant {
        Grant {
            subject: "person-1".into(),
            roles: [Role::Editor].into(),
            units: ["031530019019".parse().unwrap()].into(),
            ..Grant::default()
        }
    }

    #[test]
    fn a_token_reads_back_as_the_grant_it_was_issued_for() {
        let (issuer, verifier) = setup();
        let token = issuer.issue("https://here", "blaupause", &grant(), at(0), 3600).unwrap();
        let actor = verifier.verify(&token, at(10)).unwrap();
        assert_eq!(actor.subject().unwrap(), "person-1");
        assert_eq!(actor.roles().collect::<Vec<_>>(), [Role::Editor]);
        assert_eq!(actor.units().next().unwrap().as_str(), "031530019019");
    }

    #[test]
    fn time_issuer_audience_and_key_are_checked() {
        let (issuer, verifier) = setup();
        let issue = |iss: &str, aud: &str| issuer.issue(iss, aud, &grant(), at(0), 3600).unwrap();
        let good = issue("https://here", "blaupause");
        assert_eq!(verifier.verify(&good, at(-31)), Err(TokenError::NotYetValid));
        // its signature is known from here on, and its times are looked at all the same
        assert!(verifier.verify(&good, at(1)).is_ok());
        assert_eq!(verifier.verify(&good, at(3600 + 31)), Err(TokenError::Expired));
        assert_eq!(verifier.verify(&good, at(-31)), Err(TokenError::NotYetValid));
        assert_eq!(verifier.verify(&issue("https://there", "blaupause"), at(1)), Err(TokenError::Untrusted));
        assert_eq!(verifier.verify(&issue("https://here", "other"), at(1)), Err(TokenError::Untrusted));
        let stranger = Issuer::from_seed(&[8; 32]).unwrap();
        let foreign = stranger.issue("https://here", "blaupause", &grant(), at(0), 3600).unwrap();
        assert_eq!(verifier.verify(&foreign, at(1)), Err(TokenError::UnknownKey));
    }

    #[test]
    fn forged_tokens_are_refused() {
        let (issuer, verifier) = setup();
        let good = issuer.issue("https://here", "blaupause", &grant(), at(0), 3600).unwrap();
        assert!(verifier.verify(&good, at(1)).is_ok());
        let parts: Vec<&str> = good.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
        let hmac =
            URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"HS256","typ":"at+jwt","kid":"{}"}}"#, issuer.id));
        assert_eq!(verifier.verify(&format!("{none}.{}.", parts[1]), at(1)), Err(TokenError::Malformed));
        assert_eq!(
            verifier.verify(&format!("{hmac}.{}.{}", parts[1], parts[2]), at(1)),
            Err(TokenError::Algorithm)
        );
        let admin = URL_SAFE_NO_PAD.encode(format!(
            r#"{{"iss":"https://here","aud":"blaupause","sub":"x","exp":{},"roles":["admin"]}}"#,
            NOW + 99
        ));
        let swapped = format!("{}.{admin}.{}", parts[0], parts[2]);
        assert_eq!(verifier.verify(&swapped, at(1)), Err(TokenError::Untrusted));
        assert_eq!(verifier.verify(&"a".repeat(MAX_TOKEN + 1), at(1)), Err(TokenError::Malformed));
        assert_eq!(verifier.verify("", at(1)), Err(TokenError::Malformed));
    }
}
