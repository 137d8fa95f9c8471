//! Who is signed in: a signed token in a cookie that only this site sends and no script reads. It is signed with the service's
//! own key for the pages alone, so that it is no access token of the interface, and an access token is no session.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use blaupause_access::{Actor, Grant, Issuer, TokenError, Verifier};
use blaupause_kernel::Timestamp;

/// How long a session lasts, in seconds: a working day.
pub const LIFE: i64 = 8 * 3600;
/// `__Host-`: from this host alone, over an encrypted connection, for all paths.
const COOKIE: &str = "__Host-blaupause";
/// Whom sessions are for.
const AUDIENCE: &str = "blaupause-portal";

/// Begins sessions and recognises them.
pub struct Sessions {
    issuer: Issuer,
    name: String,
    verifier: Verifier,
}

impl Sessions {
    /// Sessions signed by `issuer`, whose name is `name`.
    pub fn new(issuer: Issuer, name: &str) -> Self {
        let verifier = Verifier::new(name, AUDIENCE, vec![issuer.verification_key()]);
        Self { issuer, name: name.to_owned(), verifier }
    }

    /// The cookie of a new session.
    ///
    /// # Errors
    /// `Key` if it cannot be signed.
    pub(crate) fn begin(&self, grant: &Grant, now: Timestamp) -> Result<Cookie<'static>, TokenError> {
        let token = self.issuer.issue(&self.name, AUDIENCE, grant, now, LIFE)?;
        Ok(cookie(token, Duration::seconds(LIFE)))
    }

    /// The cookie that ends a session.
    pub(crate) fn end() -> Cookie<'static> {
        cookie(String::new(), Duration::ZERO)
    }

    /// The session of a request, and whose it is.
    pub(crate) fn of(&self, request: &HttpRequest, now: Timestamp) -> Option<(String, Actor)> {
        let token = request.cookie(COOKIE)?.value().to_owned();
        match self.verifier.verify(&token, now) {
            Ok(actor) => Some((token, actor)),
            Err(reason) => {
                tracing::info!(%reason, "session not accepted");
                None
            }
        }
    }
}

fn cookie(value: String, life: Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(life)
        .finish()
}
