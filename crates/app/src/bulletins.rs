//! Bulletins of providers: written by one person, published, corrected and withdrawn with a second one, read by everybody.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{LocalizedText, Page, Paged, Slug, UnitKey};
use blaupause_store::bulletins::{self as store, Filter};
use blaupause_store::{Error as Store, providers, units};
use blaupause_support::bulletins::{
    Bulletin, BulletinState, BulletinTexts, BulletinTopic, Content, UnitFacts,
};
use serde_json::json;
use uuid::Uuid;

use crate::subjects::of_providers;
use crate::{Change, Error, Expected, Read, Write};

/// A bulletin as an actor may see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The bulletin.
    pub bulletin: Bulletin,
    /// Whether the actor also sees who wrote it, what waits for a second person, and what was withdrawn.
    pub inside: bool,
}

/// Which bulletins are listed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those about this.
    pub topic: Option<BulletinTopic>,
    /// Only those of this provider.
    pub provider: Option<Slug>,
    /// Only those that are addressed to this unit.
    pub unit: Option<UnitKey>,
    /// Only those in this state; if not said, those that were published.
    pub state: Option<BulletinState>,
}

/// What happens to a bulletin.
#[derive(Debug, Clone)]
pub enum Step {
    /// Its author asks for review.
    Submit,
    /// It goes back to its author, with this note.
    Return(String),
    /// It is published.
    Publish,
    /// A correction is written: new texts, and what was wrong.
    ProposeCorrection(BulletinTexts, LocalizedText),
    /// The correction that waits is approved.
    ApproveCorrection,
    /// The correction that waits is dropped.
    RejectCorrection,
    /// It no longer holds, for this reason.
    Withdraw(LocalizedText),
}

impl Step {
    const fn permission(&self) -> Permission {
        match self {
            Self::Submit | Self::ProposeCorrection(..) | Self::RejectCorrection => Permission::WriteBulletins,
            Self::Return(_) | Self::Publish | Self::ApproveCorrection | Self::Withdraw(_) => {
                Permission::PublishBulletins
            }
        }
    }

    const fn event(&self) -> &'static str {
        match self {
            Self::Submit => "bulletin.submitted",
            Self::Return(_) => "bulletin.returned",
            Self::Publish => "bulletin.published",
            Self::ProposeCorrection(..) => "bulletinCorrection.proposed",
            Self::ApproveCorrection => "bulletin.corrected",
            Self::RejectCorrection => "bulletinCorrection.rejected",
            Self::Withdraw(_) => "bulletin.withdrawn",
        }
    }
}

/// Drafts a bulletin of a provider.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` with every problem of texts and audience; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, provider: Slug, content: Content) -> Result<Seen, Error> {
    actor.require(Permission::WriteBulletins, Owner::Provider(&provider))?;
    let provider = providers::by_id(tx.conn(), &provider)?.provider.id;
    let bulletin = Bulletin::new(tx.next_id(), provider, actor.subject()?.to_owned(), content)?;
    store::insert(tx.conn(), &bulletin)?;
    tx.record(actor, change("bulletin.drafted", &bulletin))?;
    Ok(Seen { bulletin, inside: true })
}

/// Bulletins, the newest first: those that were published for everybody, the others for those who may read drafts.
///
/// # Errors
/// `Denied` for a state that is not public; no such unit; a foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, wanted: Wanted, page: &Page) -> Result<Paged<Seen>, Error> {
    let Wanted { topic, provider, unit, state } = wanted;
    let drafts = state.filter(|state| !is_public(*state));
    let providers = match drafts {
        Some(_) => of_providers(actor, Permission::ReadBulletinDrafts, provider)?,
        None => provider.map(|provider| vec![provider]),
    };
    let unit = unit.map(|key| units::by_key(tx.conn(), &key)).transpose()?;
    let unit = unit.as_ref().map(UnitFacts::from);
    let public = vec![BulletinState::Published, BulletinState::Withdrawn];
    let states = state.map_or(public, |state| vec![state]);
    let filter = Filter { providers, topic, unit, states };
    let found = match drafts {
        Some(_) => store::list(tx.conn(), &filter, page)?,
        None => store::list_published(tx.conn(), &filter, page)?,
    };
    Ok(found.map(|bulletin| seen(actor, bulletin)))
}

/// A bulletin: for everybody once it was published, before that for those who may read drafts.
///
/// # Errors
/// No such bulletin, or none that the actor may see; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Seen, Error> {
    let seen = seen(actor, store::by_id(tx.conn(), id)?);
    if seen.inside || is_public(seen.bulletin.state) { Ok(seen) } else { Err(not_found(id)) }
}

/// Writes a draft anew.
///
/// # Errors
/// No such bulletin; `Denied`; `Stale`; `NotAuthor`; `WrongState`; `Invalid`; those of the store.
pub fn revise(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    content: Content,
) -> Result<Seen, Error> {
    let bulletin = to_change(tx, actor, Permission::WriteBulletins, id, expected)?;
    save(tx, actor, "bulletin.drafted", bulletin.revise(actor.subject()?, content)?)
}

/// Moves a bulletin on.
///
/// # Errors
/// No such bulletin; `Denied`; `Stale`; `WrongState`; `SamePerson` where a second one is needed; `Invalid`; those of the
/// store.
pub fn step(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    step: Step,
) -> Result<Seen, Error> {
    let bulletin = to_change(tx, actor, step.permission(), id, expected)?;
    let (by, now, event) = (actor.subject()?.to_owned(), tx.now(), step.event());
    let bulletin = match step {
        Step::Submit => bulletin.submit(&by)?,
        Step::Return(note) => bulletin.return_to_author(by, note, now)?,
        Step::Publish => bulletin.publish(by, now)?,
        Step::ProposeCorrection(texts, note) => bulletin.propose_correction(by, texts, note, now)?,
        Step::ApproveCorrection => bulletin.approve_correction(by, now)?,
        Step::RejectCorrection => bulletin.reject_correction()?,
        Step::Withdraw(reason) => bulletin.withdraw(reason, now)?,
    };
    save(tx, actor, event, bulletin)
}

const fn is_public(state: BulletinState) -> bool {
    matches!(state, BulletinState::Published | BulletinState::Withdrawn)
}

fn seen(actor: &Actor, bulletin: Bulletin) -> Seen {
    let inside = actor.may(Permission::ReadBulletinDrafts, Owner::Provider(&bulletin.provider));
    Seen { bulletin, inside }
}

fn not_found(id: Uuid) -> Error {
    Store::not_found("bulletin", id).into()
}

/// To those whose permission does not reach here, what is not public is not there.
fn to_change(
    tx: &mut Write<'_>,
    actor: &Actor,
    permission: Permission,
    id: Uuid,
    expected: Expected,
) -> Result<Bulletin, Error> {
    actor.require_somewhere(permission)?;
    let bulletin = store::by_id(tx.conn(), id)?;
    match actor.require(permission, Owner::Provider(&bulletin.provider)) {
        Err(_) if !is_public(bulletin.state) => return Err(not_found(id)),
        granted => granted?,
    }
    expected.check(bulletin.revision)?;
    Ok(bulletin)
}

fn save(tx: &mut Write<'_>, actor: &Actor, kind: &'static str, bulletin: Bulletin) -> Result<Seen, Error> {
    store::update(tx.conn(), &bulletin)?;
    tx.record(actor, change(kind, &bulletin))?;
    Ok(Seen { bulletin, inside: true })
}

/// Feeds find the topic in the event ([`crate::feeds`]).
fn change(kind: &'static str, bulletin: &Bulletin) -> Change {
    let topic = json!({"topic": bulletin.topic});
    Change::new(kind, path(bulletin.id)).of_provider(&bulletin.provider).with(topic)
}

const PATH: &str = "/bulletins/";

/// Where a bulletin is, below `/v1`.
fn path(id: Uuid) -> String {
    format!("{PATH}{id}")
}

/// The bulletin that is at a path.
pub(crate) fn at(path: &str) -> Option<Uuid> {
    path.strip_prefix(PATH)?.parse().ok()
}
