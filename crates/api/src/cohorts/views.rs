//! What answers about cohorts look like.

use blaupause_analytics::{Breakdown, CohortCell, Counts, Numbers, Place, Reason, Release, Rules};
use blaupause_app::cohorts::{AmongPeers, Cohorts};
use blaupause_app::service_areas::{Standings, UnitStanding};
use blaupause_kernel::{Ars, Date, Language, Rational, Slug, Timestamp};
use blaupause_maturity::{ModelRef, Score, Segment};
use blaupause_territory::SizeClass;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The release that figures are from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReleaseRefView {
    /// Its id: `/statistical-releases/{id}` has all of it.
    id: Uuid,
    /// The model whose results are counted.
    model: ModelRef,
    /// The first day that results describe.
    from: Date,
    /// The last day that results describe.
    to: Date,
    /// When it was calculated.
    released_at: Timestamp,
    /// The rules it keeps to.
    rules: Rules,
}

impl From<&Release> for ReleaseRefView {
    fn from(release: &Release) -> Self {
        Self {
            id: release.id,
            model: release.model.clone(),
            from: release.from,
            to: release.to,
            released_at: release.released_at,
            rules: release.rules,
        }
    }
}

/// Public cohorts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CohortsView {
    /// Where they are from.
    release: ReleaseRefView,
    /// The cohorts, by group.
    items: Vec<CohortCell>,
}

impl From<Cohorts> for CohortsView {
    fn from(found: Cohorts) -> Self {
        Self { release: ReleaseRefView::from(&found.release), items: found.cells }
    }
}

/// A dimension of a unit beside its peers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DimensionAmongPeersView {
    /// The dimension.
    dimension: Slug,
    /// Its name.
    title: String,
    /// The unit's own value; `null` if the dimension was left out.
    own: Option<Score>,
    /// The figures of the peer group.
    peers: Numbers,
}

/// A unit among its peers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PeersView {
    /// The unit.
    unit: Option<Ars>,
    /// The model its latest result answers.
    model: ModelRef,
    /// The day whose state that result describes.
    period: Date,
    /// Its score.
    own: Option<Score>,
    /// The release that the figures of the peers are from; `null` before the first.
    release: Option<ReleaseRefView>,
    /// What the peers share, by breakdown.
    #[schema(value_type = Option<std::collections::BTreeMap<String, String>>)]
    group: Option<std::collections::BTreeMap<Breakdown, String>>,
    /// Where the result that the unit contributed to the release stands; `null` if it did not or has too few peers.
    place: Option<Place>,
    /// The scores of the peer group, the unit included.
    score: Numbers,
    /// Every dimension of the model.
    dimensions: Vec<DimensionAmongPeersView>,
    /// Units of the peer group by stage.
    stages: Counts,
    /// Units of the peer group by segment.
    segments: Counts,
}

impl PeersView {
    pub(super) fn new(among: AmongPeers, language: Language) -> Self {
        let AmongPeers { standing, release, peers, place } = among;
        let (model, signed) = (&standing.model, &standing.signed);
        let own = signed.outcome.dimensions();
        let none = || Numbers::withheld(Reason::NoContributors);
        let all = model.all_dimensions().into_iter().map(|dimension| DimensionAmongPeersView {
            title: dimension.title.get(language).to_owned(),
            own: own.get(&dimension.id).map(|value| Score::new(*value, model.rounding)),
            peers: peers.as_ref().and_then(|p| p.dimensions.get(&dimension.id).cloned()).unwrap_or_else(none),
            dimension: dimension.id.clone(),
        });
        Self {
            unit: signed.assessed.unit().cloned(),
            model: signed.model.clone(),
            period: signed.period,
            own: signed.outcome.score.clone(),
            release: release.as_ref().map(ReleaseRefView::from),
            dimensions: all.collect(),
            group: peers.as_ref().map(|p| p.group.clone()),
            place,
            score: peers.as_ref().map_or_else(none, |p| p.score.clone()),
            stages: peers
                .as_ref()
                .map_or_else(|| Counts::withheld(Reason::NoContributors), |p| p.stages.clone()),
            segments: peers.map_or_else(|| Counts::withheld(Reason::NoContributors), |p| p.segments),
        }
    }
}

/// The latest results of the units of a service area.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingsView {
    /// The model.
    model: Slug,
    /// Its version.
    version: blaupause_kernel::Version,
    /// The units with a result, by key.
    items: Vec<UnitStandingView>,
}

/// The latest result of a unit, beside all units alike.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnitStandingView {
    /// The unit.
    unit: Ars,
    /// Its name.
    name: String,
    /// Its size class, if its population is known.
    size_class: Option<SizeClass>,
    /// The day whose state the result describes.
    period: Date,
    /// The score.
    score: Score,
    /// The proven stage.
    stage: Option<Slug>,
    /// Front-runner, middle or laggard; `null` with too few peers.
    segment: Option<Segment>,
    /// The place among all units of this level and size class; `null` with too few.
    place: Option<Place>,
    /// Exact value by dimension.
    #[schema(value_type = std::collections::BTreeMap<String, Rational>)]
    dimensions: std::collections::BTreeMap<Slug, Rational>,
}

impl StandingsView {
    pub(super) fn new(standings: Standings) -> Self {
        let Standings { model, units } = standings;
        let view = |standing: UnitStanding| {
            let figures = standing.contribution.standing;
            UnitStandingView {
                size_class: standing.unit.size_class(),
                unit: standing.unit.ars,
                name: standing.unit.name,
                period: standing.period,
                score: Score::new(figures.score, model.rounding),
                stage: figures.stage,
                segment: figures.segment,
                place: standing.place,
                dimensions: figures.dimensions,
            }
        };
        let items = units.into_iter().map(view).collect();
        Self { model: model.id.clone(), version: model.version.clone(), items }
    }
}
