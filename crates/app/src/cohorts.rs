//! Cohorts of results: what was released about them, and how one unit stands among its peers in a release.

use std::collections::BTreeSet;
use std::sync::Arc;

use blaupause_access::Actor;
use blaupause_analytics::{
    Breakdown, CohortCell, Counts, Group, Numbers, Place, Reason, Release, Rules, place, table_of,
};
use blaupause_kernel::{Ars, Message, Rational, Slug, Version};
use blaupause_maturity::Model;
use blaupause_store::{Error as Store, maturity_models, statistical_releases as store};
use uuid::Uuid;

use crate::profiles::{self, Standing};
use crate::statistical_releases::{Summary, name};
use crate::subjects::{Subject, SubjectKey};
use crate::{Error, Read};

/// Which cohorts are asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The release.
    pub release: Released,
    /// What all members of every cohort share; with the level.
    pub filter: Group,
    /// What the cohorts are told apart by.
    pub group_by: BTreeSet<Breakdown>,
}

/// Which release is asked for.
#[derive(Debug, Clone)]
pub enum Released {
    /// This one.
    Id(Uuid),
    /// Of a model, or of one version of it, the one with the last day.
    Latest(Slug, Option<Version>),
}

/// Cohorts of a release.
#[derive(Debug, Clone)]
pub struct Cohorts {
    /// The release they are from.
    pub release: Release,
    /// The cohorts, by group.
    pub cells: Vec<CohortCell>,
}

/// Public cohorts. A cohort that must not be shown is there, with the reason; so is one asked for by a combination that is
/// not published.
///
/// # Errors
/// No such release; those of the store.
pub fn public(tx: &mut Read<'_>, asked: &Asked) -> Result<Cohorts, Error> {
    let id = match &asked.release {
        Released::Id(id) => *id,
        Released::Latest(model, version) => {
            latest(tx, model, version.as_ref())?
                .ok_or_else(|| Store::not_found("statistical-release", model))?
                .id
        }
    };
    let release = store::by_id(tx.conn(), id)?;
    let cells = chosen(&release.cells, &asked.filter, &asked.group_by);
    Ok(Cohorts { release, cells })
}

/// The same, with the model whose results are counted.
///
/// # Errors
/// Those of [`public`].
pub fn public_with_model(tx: &mut Read<'_>, asked: &Asked) -> Result<(Cohorts, Arc<Model>), Error> {
    let found = public(tx, asked)?;
    let reference = &found.release.model;
    let (model, _) = maturity_models::by_version(tx.conn(), &reference.id, &reference.version)?;
    Ok((found, model))
}

/// Of all cells those that a filter and a breakdown ask for.
pub(crate) fn chosen(
    cells: &[CohortCell],
    filter: &Group,
    group_by: &BTreeSet<Breakdown>,
) -> Vec<CohortCell> {
    let mut breakdowns: BTreeSet<Breakdown> =
        filter.keys().copied().chain(group_by.iter().copied()).collect();
    let mut filter = filter.clone();
    if breakdowns.contains(&Breakdown::County)
        && breakdowns.insert(Breakdown::Land)
        && let Some(land) =
            filter.get(&Breakdown::County).and_then(|county| county.parse::<Ars>().ok()).map(|c| c.land())
    {
        filter.insert(Breakdown::Land, land.to_string());
    }
    // the key of a Land says its country, so that no table has both
    let by_country = breakdowns.contains(&Breakdown::Land) && breakdowns.remove(&Breakdown::Country);
    let country = if by_country { filter.remove(&Breakdown::Country) } else { None };
    if table_of(&breakdowns).is_none() {
        return vec![empty(filter, Reason::NotPlanned)];
    }
    let keys: BTreeSet<Breakdown> = breakdowns.into_iter().chain([Breakdown::Level]).collect();
    let wanted = |cell: &&CohortCell| {
        cell.group.keys().copied().collect::<BTreeSet<_>>() == keys
            && filter.iter().all(|(by, of)| cell.group.get(by) == Some(of))
            && (country.is_none() || country_of(&cell.group) == country)
    };
    let mut found: Vec<CohortCell> = cells.iter().filter(wanted).cloned().collect();
    if by_country {
        for cell in &mut found {
            cell.group.extend(country_of(&cell.group).map(|country| (Breakdown::Country, country)));
        }
    }
    if found.is_empty() && group_by.is_empty() {
        return vec![empty(filter, Reason::NoContributors)];
    }
    found
}

/// The country that a group's Land is in.
fn country_of(group: &Group) -> Option<String> {
    let land = group.get(&Breakdown::Land)?.parse::<Ars>().ok()?;
    Some(land.country().to_string())
}

fn empty(group: Group, reason: Reason) -> CohortCell {
    CohortCell {
        group,
        score: Numbers::withheld(reason),
        dimensions: std::collections::BTreeMap::new(),
        stages: Counts::withheld(reason),
        segments: Counts::withheld(reason),
    }
}

fn latest(tx: &mut Read<'_>, model: &Slug, version: Option<&Version>) -> Result<Option<Summary>, Error> {
    Ok(store::of_model(tx.conn(), model, version)?.into_iter().next())
}

/// A unit among its peers: the other contributors of its level and size class in the last release for the version its
/// own result answers.
#[derive(Debug, Clone)]
pub struct AmongPeers {
    /// The unit's own latest result.
    pub standing: Standing,
    /// The release; nothing before the first.
    pub release: Option<Release>,
    /// The figures of the peer group, the unit included if it contributed.
    pub peers: Option<CohortCell>,
    /// The place of what the unit contributed to the release: a later result has none, so that nobody can feel out the
    /// results of the others by own results.
    pub place: Option<Place>,
}

/// How a unit stands among its peers.
///
/// # Errors
/// No such unit or no signed result; `Denied`; `Invalid` for a provider; those of the store.
pub fn among_peers(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
) -> Result<AmongPeers, Error> {
    let standing = profiles::standing(tx, actor, key, model)?;
    let Subject::Unit(unit) = &standing.subject else {
        return Err(Error::invalid("/model", Message::new("release-model-subject").with("model", key)));
    };
    let (id, version) = (&standing.model.id, &standing.model.version);
    let Some(summary) = latest(tx, id, Some(version))? else {
        return Ok(AmongPeers { standing, release: None, peers: None, place: None });
    };
    let (release, contributions) = store::whole(tx.conn(), summary.id)?;
    let mut group = Group::new();
    group.extend(name(&unit.level).map(|level| (Breakdown::Level, level)));
    group.extend(unit.size_class().as_ref().and_then(name).map(|size| (Breakdown::SizeClass, size)));
    let peers = release.cells.iter().find(|cell| cell.group == group).cloned();
    let members = contributions.iter().filter(|c| c.is_in(&group));
    let (own, others): (Vec<_>, Vec<_>) = members.partition(|c| c.unit == unit.ars);
    let scores: Vec<Rational> = others.iter().map(|c| c.standing.score).collect();
    let least = release_rules(&release, tx.rules()).least();
    let place = own.first().and_then(|own| place(own.standing.score, &scores, least));
    Ok(AmongPeers { standing, peers, place, release: Some(release) })
}

/// The stricter of the rules then and now.
fn release_rules(release: &Release, now: Rules) -> Rules {
    Rules { min_contributors: release.rules.min_contributors.max(now.min_contributors), ..now }
}
