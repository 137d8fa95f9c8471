//! What a scenario assumes. Nothing is assumed in silence: who asks says every number.

use blaupause_catalog::SovereigntyRule;
use blaupause_kernel::{Euro, Message, Slug};
use serde::{Deserialize, Serialize};

use super::OwnStaff;
use crate::Error;
use crate::capacity::Pool;
use crate::error::Problems;
use crate::rules::Confidentiality;

/// Most days until it has to work, and longest delivery.
pub const MAX_DAYS: u32 = 365;
/// Longest crisis, in days: five years.
pub const MAX_DURATION: u32 = 1_826;
/// Most kilobits a second of one connection: a gigabit.
pub const MAX_KBIT: u32 = 1_000_000;
/// Most rules of sovereignty.
pub const MAX_RULES: usize = 20;
/// Highest price of one device: a million euros.
const MAX_PRICE: Euro = Euro::from_hundredths(100_000_000);

/// What happens, and what is assumed about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioParameters))]
pub struct Parameters {
    /// Share of the staff that has to work elsewhere, in percent.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100, example = 60))]
    pub share: u8,
    /// Days until they have to.
    #[cfg_attr(feature = "openapi", schema(maximum = 365, example = 14))]
    pub days: u32,
    /// How long it lasts, in days.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1826, example = 90))]
    pub duration_days: u32,
    /// The site that is lost, as the pools name it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub lost_site: Option<Slug>,
    /// The confidentiality of what is talked about in video conferences.
    pub confidentiality: Confidentiality,
    /// What capacity has to offer to be used.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub sovereignty_rules: Vec<SovereigntyRule>,
    /// What one person takes, and what a device costs.
    pub assumptions: Assumptions,
    /// The provider's own staff; it is left out if missing.
    #[serde(default)]
    pub own_staff: Option<OwnStaff>,
}

/// What one person who works elsewhere takes, and what a device costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioAssumptions))]
pub struct Assumptions {
    /// How many of them are in the VPN at once, in percent.
    #[cfg_attr(feature = "openapi", schema(maximum = 100, example = 100))]
    pub vpn_share: u8,
    /// How many of them are in a video conference at once, in percent.
    #[cfg_attr(feature = "openapi", schema(maximum = 100, example = 25))]
    pub video_share: u8,
    /// What a VPN session takes of the bandwidth, in kilobits a second.
    #[cfg_attr(feature = "openapi", schema(maximum = 1_000_000, example = 500))]
    pub vpn_kbit: u32,
    /// What a video seat takes of the bandwidth, in kilobits a second.
    #[cfg_attr(feature = "openapi", schema(maximum = 1_000_000, example = 2000))]
    pub video_kbit: u32,
    /// What one device costs. Without it buying has no cost and comes last.
    #[serde(default)]
    pub device_price: Option<Euro>,
    /// Days until a device is there.
    #[cfg_attr(feature = "openapi", schema(maximum = 365, example = 21))]
    pub device_lead_days: u32,
}

impl Parameters {
    /// Checks every number, and that the lost site is one of these pools.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self, pools: &[Pool]) -> Result<(), Error> {
        let mut problems = Problems::default();
        let given = &self.assumptions;
        let numbers = [
            ("/share", u32::from(self.share), 1, 100),
            ("/days", self.days, 0, MAX_DAYS),
            ("/durationDays", self.duration_days, 1, MAX_DURATION),
            ("/assumptions/vpnShare", u32::from(given.vpn_share), 0, 100),
            ("/assumptions/videoShare", u32::from(given.video_share), 0, 100),
            ("/assumptions/vpnKbit", given.vpn_kbit, 0, MAX_KBIT),
            ("/assumptions/videoKbit", given.video_kbit, 0, MAX_KBIT),
            ("/assumptions/deviceLeadDays", given.device_lead_days, 0, MAX_DAYS),
        ];
        let own = self.own_staff.as_ref().map(OwnStaff::numbers);
        for (path, number, least, most) in numbers.into_iter().chain(own.into_iter().flatten()) {
            problems.require((least..=most).contains(&number), path.to_owned(), || {
                Message::new("resources-out-of-range").with("least", least).with("most", most)
            });
        }
        let priced = given.device_price.is_none_or(|price| (Euro::ZERO..=MAX_PRICE).contains(&price));
        problems.require(priced, "/assumptions/devicePrice".to_owned(), || {
            Message::new("resources-price").with("most", MAX_PRICE)
        });
        let count = self.sovereignty_rules.len();
        problems.require(count <= MAX_RULES, "/sovereigntyRules".to_owned(), || {
            Message::new("resources-too-many").with("count", count).with("most", MAX_RULES)
        });
        if let Some(site) = &self.lost_site {
            let known = pools.iter().flat_map(|pool| &pool.terms.sites).any(|place| &place.site == site);
            problems.require(known, "/lostSite".to_owned(), || {
                Message::new("scenario-unknown-site").with("site", site)
            });
        }
        problems.into_result("scenario")
    }

    /// The months for which capacity is taken: begun ones count.
    pub fn months(&self) -> u32 {
        self.duration_days.div_ceil(30)
    }
}
