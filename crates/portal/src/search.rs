//! Search over everything that has a page.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_app::search::{self, Found, Hit};
use serde::Deserialize;

use crate::Portal;
use crate::faults::Fault;
use crate::frame::{Frame, page};
use crate::visitors::Visitor;

/// The most hits of a kind.
const MOST: usize = 10;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route("/search", web::get().to(find));
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// A hit on the page.
struct Link {
    href: String,
    title: String,
    hint: String,
}

/// The hits of a kind.
struct Group {
    title: String,
    links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Results {
    frame: Frame,
    q: String,
    groups: Vec<Group>,
}

async fn find(
    portal: Data<Portal>,
    visitor: Visitor,
    query: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let (actor, names, question) = (visitor.actor.clone(), portal.app.unit_names(), query.q.clone());
    let found = portal.app.read(move |tx| search::find(tx, &names, &actor, &question, MOST)).await?;
    let frame = Frame::new(&visitor, "portal-search-title");
    let groups = groups(&frame, found);
    page(visitor.language, &Results { q: query.into_inner().q, groups, frame })
}

fn groups(frame: &Frame, found: Found) -> Vec<Group> {
    let Found { units, blueprints, pilots, modules } = found;
    let all = [
        ("portal-search-units", units),
        ("portal-search-blueprints", blueprints),
        ("portal-search-pilots", pilots),
        ("portal-search-modules", modules),
    ];
    let group = |(code, hits): (&str, Vec<Hit>)| {
        let links: Vec<Link> = hits.into_iter().map(|hit| link(frame, hit)).collect();
        (!links.is_empty()).then(|| Group { title: frame.t(code), links })
    };
    all.into_iter().filter_map(group).collect()
}

fn link(frame: &Frame, hit: Hit) -> Link {
    let titled = |place: &str, slug: &blaupause_kernel::Slug, title: &blaupause_kernel::LocalizedText| Link {
        href: frame.at(&format!("/{place}/{slug}")),
        title: title.get(frame.language).to_owned(),
        hint: slug.to_string(),
    };
    match hit {
        Hit::Unit(unit) => Link {
            href: frame.at(&format!("/municipalities/{}", unit.ars)),
            title: unit.name,
            hint: unit.ars.to_string(),
        },
        Hit::Blueprint(slug, title) => titled("blueprints", &slug, &title),
        Hit::Pilot(slug, title) => titled("pilots", &slug, &title),
        Hit::Module(slug, title) => titled("modules", &slug, &title),
    }
}
