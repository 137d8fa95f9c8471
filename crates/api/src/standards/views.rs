//! The views of minimum standards: what holds on a day, and differences in words.

use blaupause_app::messages::render;
use blaupause_app::standards::Difference;
use blaupause_catalog::{Standard, StandardDiff, StandardStatus, StandardVersion};
use blaupause_kernel::{Date, Language, Message, Slug, Version};
use serde::Serialize;
use utoipa::ToSchema;

/// The status of every version on a day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StandardStatusView {
    /// The day.
    on: Date,
    /// The version that is binding; `null` before the first one.
    binding: Option<BindingView>,
    /// The versions that have a status on that day, the lowest first.
    versions: Vec<VersionStatusView>,
}

/// The binding version.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BindingView {
    /// The version.
    version: Version,
    /// First day on which it was effective.
    since: Date,
    /// Last day on which who fulfils what was binding before is not behind; `null` without grace.
    grace_until: Option<Date>,
    /// The version that was binding before.
    before: Option<Version>,
}

/// The status of one version.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VersionStatusView {
    /// The version.
    version: Version,
    /// Its status.
    status: StandardStatus,
    /// First day on which it is no longer accepted, if that is settled.
    ends: Option<Date>,
}

/// What changes from one version to another.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StandardDiffView {
    /// The version before.
    from: Version,
    /// The version after.
    to: Version,
    #[serde(flatten)]
    diff: StandardDiff,
    /// The same in words, one sentence for each difference.
    sentences: Vec<String>,
}

impl From<blaupause_catalog::Binding> for BindingView {
    fn from(binding: blaupause_catalog::Binding) -> Self {
        let blaupause_catalog::Binding { version, since, grace_until, before } = binding;
        Self { version, since, grace_until: Some(grace_until).filter(|until| *until >= since), before }
    }
}

impl StandardStatusView {
    pub fn new(standard: &Standard, on: Date) -> Self {
        let timeline = &standard.timeline;
        let view = |(version, status): (Version, StandardStatus)| {
            let ends = timeline.end_of(&version);
            VersionStatusView { version, status, ends }
        };
        let versions = timeline.statuses_on(on).into_iter().map(view).collect();
        Self { on, binding: timeline.binding_on(on).map(BindingView::from), versions }
    }
}

impl StandardDiffView {
    pub fn new(difference: &Difference, language: Language) -> Self {
        let Difference { before, after, diff } = difference;
        let words = |version: &StandardVersion, id: &Slug| {
            let found = version.requirements.iter().find(|requirement| requirement.id == *id);
            found.map(|requirement| requirement.text.get(language).to_owned()).unwrap_or_default()
        };
        let about = |code: &str, version: &StandardVersion, id: &Slug| {
            Message::new(code).with("requirement", id).with("text", words(version, id))
        };
        let mut messages = Vec::new();
        for id in &diff.added {
            let level = after.requirements.iter().find(|r| r.id == *id).map(|r| r.level.name());
            messages.push(about("standard-diff-added", after, id).with("level", level.unwrap_or_default()));
        }
        messages.extend(diff.removed.iter().map(|id| about("standard-diff-removed", before, id)));
        for change in &diff.changed {
            let id = &change.id;
            if change.level_before != change.level_after {
                let message =
                    about("standard-diff-level", after, id).with("before", change.level_before.name());
                messages.push(message.with("after", change.level_after.name()));
            }
            if change.reworded {
                messages.push(about("standard-diff-reworded", after, id));
            }
            if change.other_ways {
                messages.push(about("standard-diff-other-ways", after, id));
            }
        }
        Self {
            from: before.version.clone(),
            to: after.version.clone(),
            diff: diff.clone(),
            sentences: messages.iter().map(|message| render(language, message)).collect(),
        }
    }
}
