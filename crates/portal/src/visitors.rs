//! Who looks at a page, and in which language: German, or English below `/en`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use blaupause_access::Actor;
use blaupause_kernel::{Digest, Language};

use crate::Portal;
use crate::faults::Fault;

/// Below it, everything is in English.
pub(crate) const ENGLISH: &str = "/en";

/// Whoever looks at a page.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// The language of the page.
    pub language: Language,
    /// Who is signed in, or somebody anonymous.
    pub actor: Actor,
    /// The path of the page without the language, with what follows the `?`.
    pub address: String,
    session: Option<String>,
}

impl Visitor {
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let uri = request.uri();
        let full = uri.path_and_query().map_or(uri.path(), |whole| whole.as_str());
        let (language, address) = split(full);
        let portal = request.app_data::<Data<Portal>>();
        let session = portal.and_then(|portal| portal.sessions.of(request, portal.app.now()));
        let (session, actor) =
            session.map_or((None, Actor::anonymous()), |(token, actor)| (Some(token), actor));
        Self { language, actor, address, session }
    }

    /// Whether somebody is signed in.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.session.is_some()
    }

    /// What forms of this session carry, so that no other site can send one in its name: known only to who knows the session.
    pub(crate) fn form_token(&self) -> String {
        let session = self.session.as_deref().unwrap_or_default();
        Digest::of(format!("form of {session}").as_bytes()).to_string()
    }
}

/// The language of an address, and the address without it.
fn split(full: &str) -> (Language, String) {
    match full.strip_prefix(ENGLISH) {
        Some("") => (Language::En, "/".to_owned()),
        Some(rest) if rest.starts_with('/') => (Language::En, rest.to_owned()),
        Some(rest) if rest.starts_with('?') => (Language::En, format!("/{rest}")),
        _ => (Language::De, full.to_owned()),
    }
}

impl FromRequest for Visitor {
    type Error = Fault;
    type Future = Ready<Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_in_front_of_the_address() {
        for (full, language, address) in [
            ("/", Language::De, "/"),
            ("/municipalities?q=a", Language::De, "/municipalities?q=a"),
            ("/en", Language::En, "/"),
            ("/en/", Language::En, "/"),
            ("/en?x=1", Language::En, "/?x=1"),
            ("/en/search?q=enger", Language::En, "/search?q=enger"),
            ("/energy", Language::De, "/energy"),
        ] {
            assert_eq!(split(full), (language, address.to_owned()), "{full}");
        }
    }
}
