//! `/feeds`: the latest of each topic as Atom (RFC 4287) and JSON Feed 1.1.

use actix_web::get;
use actix_web::web::Data;
use atom_syndication::{Entry as AtomEntry, Feed as Atom, Link, Person, Text};
use blaupause_app::feeds::{self, Feed, FeedTopic};
use blaupause_app::journal;
use blaupause_app::messages::render;
use blaupause_interchange::rdf::Publication;
use blaupause_kernel::{Ars, Language, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::requests::Caller;
use crate::routes::Routes;
use crate::{Answer, ApiError, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_feeds).service(get_atom_feed).service(get_json_feed);
}

/// Of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FeedQuery {
    /// Only what concerns this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Only what concerns units of this Land or NUTS 1 region, or providers that have their seat there.
    #[param(value_type = Option<String>, example = "03")]
    land: Option<Ars>,
}

/// The feeds there are.
#[derive(Debug, Serialize, ToSchema)]
struct FeedsView {
    /// By topic.
    items: Vec<FeedLinks>,
}

/// The addresses of a feed.
#[derive(Debug, Serialize, ToSchema)]
struct FeedLinks {
    /// Its topic.
    topic: FeedTopic,
    /// Its title.
    title: String,
    /// Address as Atom.
    atom: String,
    /// Address as JSON Feed.
    json: String,
}

/// A feed by JSON Feed 1.1.
#[derive(Debug, Serialize, ToSchema)]
struct JsonFeed {
    /// The version of the format.
    version: &'static str,
    /// Its title.
    title: String,
    /// Its own address.
    feed_url: String,
    /// Who publishes it.
    authors: Vec<JsonFeedAuthor>,
    /// Language of its texts.
    language: Language,
    /// Its entries, the newest first.
    items: Vec<JsonFeedItem>,
}

/// Who publishes a feed.
#[derive(Debug, Serialize, ToSchema)]
struct JsonFeedAuthor {
    /// The name.
    name: String,
}

/// One entry of a feed.
#[derive(Debug, Serialize, ToSchema)]
struct JsonFeedItem {
    /// Its id, the same in every form.
    id: String,
    /// Address of what it is about.
    url: String,
    /// What happened.
    title: String,
    /// More about it; what happened, if there is no more to say.
    content_text: String,
    /// When.
    date_published: Timestamp,
}

fn address(publication: &Publication, topic: FeedTopic, form: &str, query: &FeedQuery) -> String {
    let parts = [
        query.provider.as_ref().map(|provider| format!("provider={provider}")),
        query.land.as_ref().map(|land| format!("land={land}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    publication.at(&format!("/feeds/{}/{form}{query}", topic.as_str()))
}

fn atom(feed: &Feed, publication: &Publication, query: &FeedQuery, language: Language) -> String {
    let own = address(publication, feed.topic, "atom", query);
    let date = |at: Timestamp| at.to_naive().and_utc().fixed_offset();
    let link = |rel: &str, href: String| Link { rel: rel.to_owned(), href, ..Link::default() };
    let entry = |entry: &feeds::Entry| AtomEntry {
        id: format!("urn:uuid:{}", entry.id),
        title: Text::plain(render(language, &entry.message)),
        updated: date(entry.at),
        published: Some(date(entry.at)),
        summary: entry.summary.clone().map(Text::plain),
        links: vec![link("alternate", publication.at(&entry.subject))],
        ..AtomEntry::default()
    };
    let newest = feed.entries.first().map(|entry| entry.at);
    let atom = Atom {
        id: own.clone(),
        title: Text::plain(render(language, &feed.topic.title())),
        // A feed that is empty has not changed since the beginning of time.
        updated: newest.map_or_else(Default::default, date),
        authors: vec![Person { name: publication.publisher().to_owned(), ..Person::default() }],
        links: vec![link("self", own)],
        lang: Some(language.code().to_owned()),
        entries: feed.entries.iter().map(entry).collect(),
        ..Atom::default()
    };
    atom.to_string()
}

fn json(feed: &Feed, publication: &Publication, query: &FeedQuery, language: Language) -> JsonFeed {
    let item = |entry: &feeds::Entry| {
        let title = render(language, &entry.message);
        JsonFeedItem {
            id: format!("urn:uuid:{}", entry.id),
            url: publication.at(&entry.subject),
            content_text: entry.summary.clone().unwrap_or_else(|| title.clone()),
            title,
            date_published: entry.at,
        }
    };
    JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: render(language, &feed.topic.title()),
        feed_url: address(publication, feed.topic, "json", query),
        authors: vec![JsonFeedAuthor { name: publication.publisher().to_owned() }],
        language,
        items: feed.entries.iter().map(item).collect(),
    }
}

async fn read(
    state: &State,
    topic: FeedTopic,
    query: &FeedQuery,
    language: Language,
) -> Result<Feed, ApiError> {
    if state.app.read(journal::has_pending).await? {
        state.app.write(journal::number_pending).await?;
    }
    let (provider, land) = (query.provider.clone(), query.land.clone());
    Ok(state.app.read(move |tx| feeds::feed(tx, topic, provider, land, language)).await?)
}

/// List the feeds.
#[utoipa::path(tag = "events",
    responses((status = 200, description = "The feeds.", body = FeedsView), Problems))]
#[get("/feeds")]
async fn list_feeds(state: Data<State>, caller: Caller) -> Result<Answer, ApiError> {
    let publication = state.app.publication();
    let all = FeedQuery { provider: None, land: None };
    let links = |topic: FeedTopic| FeedLinks {
        topic,
        title: render(caller.language, &topic.title()),
        atom: address(&publication, topic, "atom", &all),
        json: address(&publication, topic, "json", &all),
    };
    let items = FeedTopic::ALL.into_iter().map(links).collect();
    Ok(Answer::view(&FeedsView { items })?.public())
}

/// Get the latest of a topic as Atom.
#[utoipa::path(tag = "events", params(FeedQuery,
        ("topic" = inline(FeedTopic), Path, description = "The topic.", example = "pilots")),
    responses((status = 200, description = "The feed.", body = String, content_type = "application/atom+xml"), Problems))]
#[get("/feeds/{topic}/atom")]
async fn get_atom_feed(
    state: Data<State>,
    caller: Caller,
    topic: Path<FeedTopic>,
    query: Query<FeedQuery>,
) -> Result<Answer, ApiError> {
    let feed = read(&state, topic.into_inner(), &query, caller.language).await?;
    let text = atom(&feed, &state.app.publication(), &query, caller.language);
    Ok(Answer::text(text, "application/atom+xml").public())
}

/// Get the latest of a topic as JSON Feed.
#[utoipa::path(tag = "events", params(FeedQuery,
        ("topic" = inline(FeedTopic), Path, description = "The topic.", example = "pilots")),
    responses((status = 200, description = "The feed.", body = JsonFeed, content_type = "application/feed+json"), Problems))]
#[get("/feeds/{topic}/json")]
async fn get_json_feed(
    state: Data<State>,
    caller: Caller,
    topic: Path<FeedTopic>,
    query: Query<FeedQuery>,
) -> Result<Answer, ApiError> {
    let feed = read(&state, topic.into_inner(), &query, caller.language).await?;
    let view = json(&feed, &state.app.publication(), &query, caller.language);
    Ok(Answer::view_as(&view, "application/feed+json")?.public())
}
