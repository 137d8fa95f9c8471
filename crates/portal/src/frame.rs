//! What surrounds every page: language, title, navigation, who is signed in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, VARY};
use askama::Template;
use blaupause_app::messages;
use blaupause_app::statistical_releases::name;
use blaupause_kernel::{Date, Language, Message, Rational};

use serde::Serialize;

use crate::assets;
use crate::faults::Fault;
use crate::visitors::{ENGLISH, Visitor};

/// What the layout and every template ask for.
pub(crate) struct Frame {
    /// Language of the page.
    pub language: Language,
    /// Title, without the name of the product.
    pub title: String,
    /// Address of the page without its language.
    pub address: String,
    /// Who is signed in.
    pub person: Option<String>,
    /// What forms carry.
    pub form_token: String,
}

/// An entry of the navigation.
pub(crate) struct Entry {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
    /// Whether the page is there or below.
    pub is_here: bool,
}

/// What the navigation leads to, with the message that names it.
const NAVIGATION: [(&str, &str); 4] = [
    ("/municipalities", "portal-nav-municipalities"),
    ("/blueprints", "portal-nav-blueprints"),
    ("/pilots", "portal-nav-pilots"),
    ("/modules", "portal-nav-modules"),
];

/// What it leads to beside that for those who are signed in.
const OWN: (&str, &str) = ("/assessments", "portal-assessments-title");

impl Frame {
    /// The frame of a page whose title is a message without values.
    pub(crate) fn new(visitor: &Visitor, title: &str) -> Self {
        Self::titled(visitor, messages::render(visitor.language, &Message::new(title.to_owned())))
    }

    /// The frame of a page with a title of its own.
    pub(crate) fn titled(visitor: &Visitor, title: String) -> Self {
        Self {
            language: visitor.language,
            title,
            address: visitor.address.clone(),
            person: visitor.is_signed_in().then(|| visitor.actor.subject().unwrap_or_default().to_owned()),
            form_token: visitor.form_token(),
        }
    }

    /// The words of a message without values.
    pub(crate) fn t(&self, code: &str) -> String {
        self.say(&Message::new(code.to_owned()))
    }

    /// The words of a message.
    pub(crate) fn say(&self, message: &Message) -> String {
        messages::render(self.language, message)
    }

    /// The words for where a pilot, a version of a blueprint or an adoption stands.
    pub(crate) fn state(&self, state: &impl Serialize) -> String {
        self.say(&Message::new("portal-state").with("state", name(state).unwrap_or_default()))
    }

    /// A day in words.
    pub(crate) fn day(&self, day: Date) -> String {
        messages::day(self.language, day)
    }

    /// A whole number in words.
    pub(crate) fn number(&self, number: u32) -> String {
        messages::number(self.language, number)
    }

    /// An exact number in words.
    pub(crate) fn decimal(&self, number: &str) -> String {
        messages::amount(self.language, number)
    }

    /// An area in words.
    pub(crate) fn square_kilometres(&self, hectares: u32) -> String {
        let number = Rational::new(hectares.into(), 100).map(|n| n.to_string()).unwrap_or_default();
        self.say(&Message::new("portal-square-kilometres").with("number", number))
    }

    /// The address of a page in the language of this one.
    pub(crate) fn at(&self, path: &str) -> String {
        at(self.language, path)
    }

    /// The address of this page in the other language.
    pub(crate) fn elsewhere(&self) -> String {
        at(self.other(), &self.address)
    }

    /// The other language.
    pub(crate) fn other(&self) -> Language {
        match self.language {
            Language::De => Language::En,
            Language::En => Language::De,
        }
    }

    /// The address of the style sheet.
    pub(crate) fn style_sheet(&self) -> &'static str {
        assets::style_sheet()
    }

    /// The navigation.
    pub(crate) fn navigation(&self) -> Vec<Entry> {
        let path = self.address.split('?').next().unwrap_or_default();
        let entry = |(href, code): (&str, &str)| Entry {
            href: self.at(href),
            text: self.t(code),
            is_here: path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')),
        };
        let own = self.person.is_some().then_some(OWN);
        NAVIGATION.into_iter().chain(own).map(entry).collect()
    }
}

/// A path in a language.
pub(crate) fn at(language: Language, path: &str) -> String {
    match language {
        Language::De => path.to_owned(),
        Language::En if path == "/" => ENGLISH.to_owned(),
        Language::En => format!("{ENGLISH}{path}"),
    }
}

/// A page as an answer.
pub(crate) fn page(language: Language, template: &impl Template) -> Result<HttpResponse, Fault> {
    with_status(StatusCode::OK, language, template)
}

/// The same with another status.
pub(crate) fn with_status(
    status: StatusCode,
    language: Language,
    template: &impl Template,
) -> Result<HttpResponse, Fault> {
    let body = template.render().map_err(|error| Fault::Page(error.to_string()))?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, language.code()))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header((VARY, "Cookie"))
        .insert_header(POLICY)
        .insert_header(("Referrer-Policy", "same-origin"))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .insert_header(("Cross-Origin-Opener-Policy", "same-origin"))
        .body(body))
}

/// Nothing from elsewhere, no script or style within the page, and no other site frames it.
pub(crate) const POLICY: (&str, &str) = (
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'",
);
