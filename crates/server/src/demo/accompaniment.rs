//! What a provider tells and teaches: bulletins, trainings with a waiting list, and onboardings.

use blaupause_app::{Error, Expected, Write, bulletins, offer_registrations, offers, onboardings};
use blaupause_kernel::{Ars, LocalizedText, Slug, UnitKey};
use blaupause_support::bulletins::{Audience, BulletinTexts, BulletinTopic, Content};
use blaupause_support::offers::{OfferKind, Place, Session, Terms, Topic};
use blaupause_support::onboarding::{ChecklistItem, Outline};
use serde::Deserialize;

use super::persons::{catalog_manager, consultant, editor};

/// The file `demo/accompaniment.yaml`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Accompaniment {
    provider: Slug,
    bulletins: Vec<Bulletin>,
    offers: Vec<Offer>,
    programmes: Vec<Programme>,
}

/// A bulletin, and what was wrong with it if anything was.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Bulletin {
    topic: BulletinTopic,
    texts: BulletinTexts,
    #[serde(default)]
    audience: Audience,
    #[serde(default)]
    correction: Option<Correction>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Correction {
    texts: BulletinTexts,
    note: LocalizedText,
}

/// A training, and who comes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Offer {
    terms: Outlined,
    sessions: Vec<Morning>,
    register_days: u32,
    registrations: Vec<Coming>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Outlined {
    kind: OfferKind,
    title: LocalizedText,
    description: LocalizedText,
    topics: Vec<Topic>,
    places: u32,
}

/// From 8 to 12, in UTC, on a day from now.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Morning {
    in_days: u32,
    place: Place,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Coming {
    unit: Ars,
    seats: u32,
}

/// A programme, and who goes through it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Programme {
    title: String,
    items: Vec<ChecklistItem>,
    onboardings: Vec<Newcomer>,
}

/// A new colleague who has done so many of the items.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Newcomer {
    unit: Ars,
    post: String,
    mentor: String,
    done: usize,
}

/// Enters all of it.
pub(super) fn enter(tx: &mut Write<'_>, content: &Accompaniment) -> Result<(), Error> {
    content.bulletins.iter().try_for_each(|bulletin| tell(tx, &content.provider, bulletin))?;
    content.offers.iter().try_for_each(|offer| teach(tx, &content.provider, offer))?;
    content.programmes.iter().try_for_each(|programme| welcome(tx, &content.provider, programme))
}

fn tell(tx: &mut Write<'_>, provider: &Slug, bulletin: &Bulletin) -> Result<(), Error> {
    use bulletins::Step;
    let Bulletin { topic, texts, audience, correction } = bulletin;
    let (author, second) = (consultant(provider), catalog_manager(provider));
    let content = Content { topic: *topic, texts: texts.clone(), audience: audience.clone() };
    let id = bulletins::create(tx, &author, provider.clone(), content)?.bulletin.id;
    bulletins::step(tx, &author, id, Expected::Any, Step::Submit)?;
    bulletins::step(tx, &second, id, Expected::Any, Step::Publish)?;
    if let Some(Correction { texts, note }) = correction {
        let proposed = Step::ProposeCorrection(texts.clone(), note.clone());
        bulletins::step(tx, &author, id, Expected::Any, proposed)?;
        bulletins::step(tx, &second, id, Expected::Any, Step::ApproveCorrection)?;
    }
    Ok(())
}

fn teach(tx: &mut Write<'_>, provider: &Slug, offer: &Offer) -> Result<(), Error> {
    let (actor, today) = (consultant(provider), tx.today());
    let Outlined { kind, title, description, topics, places } = &offer.terms;
    let session = |morning: &Morning| {
        let day = today.plus_days(morning.in_days).begins();
        let (starts, ends) = (day.plus_seconds(8 * 3_600), day.plus_seconds(12 * 3_600));
        Session { starts, ends, place: morning.place.clone() }
    };
    let terms = Terms {
        kind: *kind,
        title: title.clone(),
        description: description.clone(),
        topics: topics.clone(),
        sessions: offer.sessions.iter().map(session).collect(),
        places: *places,
        register_until: today.plus_days(offer.register_days),
    };
    let id = offers::create(tx, &actor, provider.clone(), terms)?.offer.id;
    offers::step(tx, &actor, id, Expected::Any, offers::Step::Publish)?;
    for Coming { unit, seats } in &offer.registrations {
        let key = UnitKey::Ars(unit.clone());
        offer_registrations::register(tx, &editor(unit), id, &key, *seats)?;
    }
    Ok(())
}

fn welcome(tx: &mut Write<'_>, provider: &Slug, programme: &Programme) -> Result<(), Error> {
    let outline = Outline { title: programme.title.clone(), items: programme.items.clone() };
    let id = onboardings::create_programme(tx, &consultant(provider), provider.clone(), outline)?.id;
    for Newcomer { unit, post, mentor, done } in &programme.onboardings {
        let actor = editor(unit);
        let new = onboardings::New {
            programme: id,
            unit: UnitKey::Ars(unit.clone()),
            post: post.clone(),
            mentor: mentor.clone(),
            started: None,
        };
        let begun = onboardings::begin(tx, &actor, new)?.id;
        for item in 0..*done {
            onboardings::step(tx, &actor, begun, Expected::Any, onboardings::Step::Tick(item, None))?;
        }
    }
    Ok(())
}
