//! Blueprints as they are shown: with their versions, as a draft, as what stands, and what changed between two.

use blaupause_app::blueprints::{Overview, VersionSummary};
use blaupause_app::messages::render;
use blaupause_kernel::{Described, Digest, Language, LocalizedText, Slug, Timestamp, Version};
use blaupause_pilots::Prose;
use blaupause_pilots::blueprints::{
    BlueprintVersion, Change as Difference, DraftVersion, Published, VersionState,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A blueprint with its versions.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct BlueprintView {
    /// Its key.
    slug: Slug,
    /// The provider that keeps it.
    owner: Slug,
    /// Its title.
    title: LocalizedText,
    /// The version to take: published or the standard.
    current: Option<Version>,
    /// The versions, the lowest first; drafts only for those who may read them.
    versions: Vec<VersionSummaryView>,
    /// How often the record was changed.
    revision: i64,
}

/// A version without its document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct VersionSummaryView {
    /// The version.
    version: Version,
    /// Where it stands.
    state: VersionState,
    /// SHA-256 of the published document.
    hash: Option<Digest>,
    /// When it was published.
    published_at: Option<Timestamp>,
}

impl From<VersionSummary> for VersionSummaryView {
    fn from(v: VersionSummary) -> Self {
        let VersionSummary { version, state, hash, published_at, .. } = v;
        Self { version, state, hash, published_at }
    }
}

impl From<Overview> for BlueprintView {
    fn from(overview: Overview) -> Self {
        let current = overview.current().map(|v| v.version.clone());
        let Overview { blueprint: b, versions } = overview;
        let versions = versions.into_iter().map(VersionSummaryView::from).collect();
        let revision = b.revision.get();
        Self { slug: b.slug, owner: b.owner, title: b.title, current, versions, revision }
    }
}

/// A version that is being written or reviewed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DraftView {
    /// Where it stands.
    state: VersionState,
    /// The document so far.
    document: BlueprintVersion,
    /// Everybody who wrote on it; none of them may publish it.
    authors: Vec<String>,
    /// What the review said when it sent the version back last.
    review_comment: Option<Prose>,
    /// How often the record was changed.
    revision: i64,
}

impl From<DraftVersion> for DraftView {
    fn from(draft: DraftVersion) -> Self {
        let DraftVersion { document, state, authors, review_comment, revision } = draft;
        Self { state, document, authors, review_comment, revision: revision.get() }
    }
}

/// A version that stands: its state beside its immutable document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PublishedView {
    /// The blueprint.
    blueprint: Slug,
    /// The version.
    version: Version,
    /// Where it stands.
    state: VersionState,
    /// SHA-256 of the document.
    hash: Digest,
    /// Who published it.
    publisher: String,
    /// When it was published.
    published_at: Timestamp,
}

impl From<Published> for PublishedView {
    fn from(p: Published) -> Self {
        let Published { document, state, hash, publisher, published_at, .. } = p;
        let (blueprint, version) = (document.blueprint, document.version);
        Self { blueprint, version, state, hash, publisher, published_at }
    }
}

/// What changed from one version to another.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DiffView {
    /// The version before.
    pub(super) from: Version,
    /// The version after.
    pub(super) to: Version,
    /// The changes, by kind and key.
    pub(super) items: Vec<DifferenceView>,
}

/// One change, in the caller's language.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DifferenceView {
    /// Stable code of the kind of change.
    code: String,
    /// The change in words.
    text: String,
    /// The change as data.
    #[serde(flatten)]
    change: Difference,
}

impl DifferenceView {
    pub(super) fn new(change: Difference, language: Language) -> Self {
        let message = change.message();
        Self { text: render(language, &message), code: message.code, change }
    }
}
