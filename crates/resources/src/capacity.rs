//! Capacity that a provider has, shares with others or rents ("Kapazitätspools"; Handreichung, Handlungsempfehlungen zur Erhöhung
//! der Resilienz): where it is, what is promised of it, what more of it can be had, and how free it leaves those who use it.

mod covers;
mod plans;

use std::collections::BTreeSet;

use blaupause_catalog::{Sovereignty, SovereigntyRule};
use blaupause_kernel::{Ars, Euro, Message, Revision, Slug};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::error::Problems;

pub use covers::{Cover, CoverStep, cheapest};
pub use plans::{Case, Demand, KindCase, plan};

/// Most sites of a pool.
pub const MAX_SITES: usize = 50;
/// Most units that a pool promises something.
pub const MAX_COMMITMENTS: usize = 20_000;
/// Most pools of a provider.
pub const MAX_POOLS: usize = 200;
/// Most pools of one kind of which a provider can have more: the cheapest cover tries their combinations.
pub const MAX_FURTHER: usize = 20;
/// Largest amount at a site: a thousand million.
pub const MAX_AMOUNT: u64 = 1_000_000_000;
/// Longest time until more is there, in days.
pub const MAX_LEAD_DAYS: u32 = 730;
/// Highest price of one piece a month and highest fee: ten million euros.
const MAX_PRICE: Euro = Euro::from_hundredths(1_000_000_000);

/// What there is capacity of (Kapazitätsart). Pools of one kind stand in for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CapacityKind {
    /// Rechenleistung, in virtual processors.
    Compute,
    /// Speicher, in gigabytes of 10^9 bytes.
    Storage,
    /// Gleichzeitige VPN-Sitzungen.
    VpnSessions,
    /// Gleichzeitige Plätze in Videokonferenzen.
    VideoSeats,
    /// Bandbreite to the internet, in megabits a second.
    Bandwidth,
}

impl CapacityKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Compute, Self::Storage, Self::VpnSessions, Self::VideoSeats, Self::Bandwidth];

    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Storage => "storage",
            Self::VpnSessions => "vpnSessions",
            Self::VideoSeats => "videoSeats",
            Self::Bandwidth => "bandwidth",
        }
    }
}

/// Where capacity comes from. Earlier values are used first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Supply {
    /// Eigene Kapazität.
    Own,
    /// Geclusterte Kapazität: the share in what several public providers run together.
    Clustered,
    /// Angemietete Kapazität.
    Rented,
}

impl Supply {
    /// Every one, in the order in which they are used.
    pub const ALL: [Self; 3] = [Self::Own, Self::Clustered, Self::Rented];
}

/// What a pool has at one site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteCapacity {
    /// The site (Standort), as all pools of the provider name it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "goslar"))]
    pub site: Slug,
    /// How much, in the measure of the kind.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000_000))]
    pub amount: u64,
}

/// What a unit is promised of a pool (Zusage).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PoolCommitment {
    /// The unit.
    pub unit: Ars,
    /// How much, in the measure of the kind.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000_000))]
    pub amount: u64,
}

/// What more can be had of a pool, and on which terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FurtherCapacity {
    /// At most so much more.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000_000))]
    pub most: u64,
    /// The price of one piece for a month.
    pub monthly: Euro,
    /// What it costs once, however much is taken.
    pub setup: Euro,
    /// Days until it is there.
    #[cfg_attr(feature = "openapi", schema(maximum = 730))]
    pub lead_days: u32,
}

/// What a pool is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CapacityPoolTerms))]
pub struct PoolTerms {
    /// Its name, in the words of the provider.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, example = "VPN-Zugang"))]
    pub title: String,
    /// What there is of it.
    pub kind: CapacityKind,
    /// Where it comes from.
    pub supply: Supply,
    /// How free it leaves those who use it.
    pub sovereignty: Sovereignty,
    /// Whether there is a contract on data processing.
    pub processing_agreement: bool,
    /// What there is, site by site.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub sites: Vec<SiteCapacity>,
    /// Spitzenlast: the most that was in use at once in ordinary operation.
    #[cfg_attr(feature = "openapi", schema(maximum = 1_000_000_000))]
    pub peak: u64,
    /// What is promised to units.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20_000))]
    pub commitments: Vec<PoolCommitment>,
    /// What more can be had.
    #[serde(default)]
    pub further: Option<FurtherCapacity>,
}

/// A pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CapacityPool))]
pub struct Pool {
    /// Its id.
    pub id: Uuid,
    /// The provider that has it.
    pub provider: Slug,
    /// What it is.
    pub terms: PoolTerms,
    /// How often it was changed.
    pub revision: Revision,
}

/// How much of a pool is left (Reserve).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CapacityHeadroom))]
pub struct Headroom {
    /// What there is at all sites.
    pub capacity: u64,
    /// What is promised to units.
    pub committed: u64,
    /// What is left at the peak; negative if the peak is higher than what there is.
    pub at_peak: i64,
    /// What is not promised; negative if more is promised than there is.
    pub uncommitted: i64,
}

impl PoolTerms {
    /// Checks texts, amounts and that sites and units are named once.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        let mut problems = Problems::default();
        let range = |least: u64, most: u64| {
            move || Message::new("resources-out-of-range").with("least", least).with("most", most)
        };
        problems.require_title("/title", &self.title);
        for (field, count, most) in
            [("sites", self.sites.len(), MAX_SITES), ("commitments", self.commitments.len(), MAX_COMMITMENTS)]
        {
            problems.require(count <= most, format!("/{field}"), || {
                Message::new("resources-too-many").with("count", count).with("most", most)
            });
        }
        problems.require(!self.sites.is_empty(), "/sites".to_owned(), || Message::new("pool-without-site"));
        problems.require(self.peak <= MAX_AMOUNT, "/peak".to_owned(), range(0, MAX_AMOUNT));
        let mut named = BTreeSet::new();
        for (i, place) in self.sites.iter().enumerate() {
            problems.require(amount(place.amount), format!("/sites/{i}/amount"), range(1, MAX_AMOUNT));
            problems.require(named.insert(&place.site), format!("/sites/{i}/site"), || {
                Message::new("resources-named-twice").with("name", &place.site)
            });
        }
        let mut promised = BTreeSet::new();
        for (i, promise) in self.commitments.iter().enumerate() {
            let at = |field: &str| format!("/commitments/{i}/{field}");
            problems.require(amount(promise.amount), at("amount"), range(1, MAX_AMOUNT));
            problems.require(promised.insert(&promise.unit), at("unit"), || {
                Message::new("resources-named-twice").with("name", &promise.unit)
            });
        }
        if let Some(further) = &self.further {
            problems.require(amount(further.most), "/further/most".to_owned(), range(1, MAX_AMOUNT));
            let soon = further.lead_days <= MAX_LEAD_DAYS;
            problems.require(soon, "/further/leadDays".to_owned(), range(0, u64::from(MAX_LEAD_DAYS)));
            for (field, price) in [("monthly", further.monthly), ("setup", further.setup)] {
                let priced = (Euro::ZERO..=MAX_PRICE).contains(&price);
                problems.require(priced, format!("/further/{field}"), || {
                    Message::new("resources-price").with("most", MAX_PRICE)
                });
            }
        }
        problems.into_result("capacity-pool")
    }

    /// What there is at all sites, but for a lost one.
    pub fn capacity(&self, lost: Option<&Slug>) -> u64 {
        let left = self.sites.iter().filter(|place| Some(&place.site) != lost);
        left.fold(0, |sum, place| sum.saturating_add(place.amount))
    }

    /// What is promised to units.
    pub fn committed(&self) -> u64 {
        self.commitments.iter().fold(0, |sum, promise| sum.saturating_add(promise.amount))
    }

    /// How much of it is left.
    pub fn headroom(&self) -> Headroom {
        let (capacity, committed) = (self.capacity(None), self.committed());
        Headroom {
            capacity,
            committed,
            at_peak: difference(capacity, self.peak),
            uncommitted: difference(capacity, committed),
        }
    }

    /// The rules that it breaks.
    pub fn broken<'r>(&self, rules: &'r [SovereigntyRule]) -> impl Iterator<Item = &'r SovereigntyRule> {
        rules.iter().filter(|rule| !rule.holds(&self.sovereignty, self.processing_agreement))
    }

    /// Whether it keeps all of these rules.
    pub fn keeps(&self, rules: &[SovereigntyRule]) -> bool {
        self.broken(rules).next().is_none()
    }
}

impl Pool {
    /// A new pool beside those that the provider has.
    ///
    /// # Errors
    /// `Invalid` with every problem; `TooManyPools`.
    pub fn new(id: Uuid, provider: Slug, terms: PoolTerms, others: &[Self]) -> Result<Self, Error> {
        terms.check()?;
        fits(&terms, others.iter())?;
        Ok(Self { id, provider, terms, revision: Revision::FIRST })
    }

    /// The pool with other terms.
    ///
    /// # Errors
    /// Those of [`Pool::new`].
    pub fn change(self, terms: PoolTerms, all: &[Self]) -> Result<Self, Error> {
        terms.check()?;
        fits(&terms, all.iter().filter(|pool| pool.id != self.id))?;
        Ok(Self { terms, revision: self.revision.next(), ..self })
    }
}

fn fits<'p>(terms: &PoolTerms, others: impl Iterator<Item = &'p Pool> + Clone) -> Result<(), Error> {
    if others.clone().count() >= MAX_POOLS {
        return Err(Error::TooManyPools { most: MAX_POOLS });
    }
    let alike = others.filter(|pool| pool.terms.kind == terms.kind && pool.terms.further.is_some());
    if terms.further.is_some() && alike.count() >= MAX_FURTHER {
        return Err(Error::TooManyFurther { kind: terms.kind.as_str(), most: MAX_FURTHER });
    }
    Ok(())
}

fn amount(amount: u64) -> bool {
    (1..=MAX_AMOUNT).contains(&amount)
}

/// Amounts are bounded far below what would not fit.
fn difference(from: u64, take: u64) -> i64 {
    i64::try_from(from).unwrap_or(i64::MAX).saturating_sub(i64::try_from(take).unwrap_or(i64::MAX))
}
