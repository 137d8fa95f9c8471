//! Signing in and out. In the demo one takes a ready-made role.

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_access::Grant;
use blaupause_kernel::Message;
use serde::Deserialize;

use crate::Portal;
use crate::faults::Fault;
use crate::forms::Form;
use crate::frame::{Frame, page};
use crate::sessions::Sessions;
use crate::visitors::Visitor;

/// How one signs in.
pub enum SignIn {
    /// Not at all: nothing is set up.
    Closed,
    /// By taking one of these roles. For demos: whoever reaches the page takes what they like.
    ReadyMade(Vec<ReadyMade>),
}

/// A role to take.
pub struct ReadyMade {
    /// What it is called.
    pub title: Message,
    /// What it may.
    pub grant: Grant,
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route("/sign-in", web::get().to(choose))
        .route("/sign-in", web::post().to(take))
        .route("/sign-out", web::post().to(leave));
}

/// Where to sign in to come back to this page.
pub(crate) fn address(visitor: &Visitor) -> String {
    let query = serde_urlencoded::to_string([("next", visitor.address.as_str())]).unwrap_or_default();
    crate::frame::at(visitor.language, &format!("/sign-in?{query}"))
}

/// A path of this site, wherever a link with another one came from.
fn inside(next: &str) -> &str {
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_inside = next.starts_with('/') && !next.starts_with("//") && plain;
    if is_inside { next } else { "/" }
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
struct Taken {
    role: usize,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Choice {
    frame: Frame,
    roles: Vec<String>,
    next: String,
}

async fn choose(
    portal: Data<Portal>,
    visitor: Visitor,
    query: web::Query<Next>,
) -> Result<HttpResponse, Fault> {
    let frame = Frame::new(&visitor, "portal-sign-in-title");
    let roles = match &portal.sign_in {
        SignIn::Closed => Vec::new(),
        SignIn::ReadyMade(all) => all.iter().map(|role| frame.say(&role.title)).collect(),
    };
    let next = inside(&query.next).to_owned();
    page(visitor.language, &Choice { frame, roles, next })
}

async fn take(portal: Data<Portal>, form: Form<Taken>) -> Result<HttpResponse, Fault> {
    let Form { visitor, fields } = form;
    let SignIn::ReadyMade(roles) = &portal.sign_in else { return Err(Fault::NoPage) };
    let role = roles.get(fields.role).ok_or_else(|| Fault::Unreadable("no such role".to_owned()))?;
    let begun = portal.sessions.begin(&role.grant, portal.app.now());
    let cookie = begun.map_err(|error| Fault::Page(error.to_string()))?;
    let to = crate::frame::at(visitor.language, inside(&fields.next));
    Ok(HttpResponse::SeeOther().cookie(cookie).insert_header((LOCATION, to)).finish())
}

async fn leave(form: Form<Next>) -> Result<HttpResponse, Fault> {
    let to = crate::frame::at(form.visitor.language, "/");
    Ok(HttpResponse::SeeOther().cookie(Sessions::end()).insert_header((LOCATION, to)).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_this_site_only() {
        for (next, to) in [
            ("/municipalities?q=a", "/municipalities?q=a"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/a\r\nSet-Cookie: b", "/"),
            ("", "/"),
        ] {
            assert_eq!(inside(next), to, "{next}");
        }
    }
}
