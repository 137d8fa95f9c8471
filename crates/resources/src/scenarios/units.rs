//! What one unit needs in a scenario, what of it is short, and what of the common cover it gets.

use blaupause_kernel::{Ars, Euro};
use serde::{Deserialize, Serialize};

use super::actions::{self, Action};
use super::{Facts, Parameters, UnitFacts};
use crate::Error;
use crate::capacity::CapacityKind;

/// The kinds that people who work elsewhere use; the others are used by programs.
pub(super) const BY_PEOPLE: [CapacityKind; 3] =
    [CapacityKind::VpnSessions, CapacityKind::VideoSeats, CapacityKind::Bandwidth];

/// What a unit, or the provider's own staff, needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need {
    /// The unit; nothing for the provider's own staff.
    pub(super) unit: Option<Ars>,
    /// People who have to work elsewhere.
    pub(super) mobile: u64,
    /// Those of them whom a rule allows to.
    pub(super) permitted: u64,
    /// Devices that are missing.
    pub(super) devices_short: u64,
    /// Private devices that stand in.
    pub(super) private_devices: u64,
    /// Whether a rule allows some private devices.
    pub(super) private_rule: bool,
    /// Whether no video tool is approved for what is talked about.
    pub(super) video_rule_missing: bool,
    /// What they use, by kind of [`BY_PEOPLE`].
    pub(super) demand: [u64; 3],
}

/// What a unit gets of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioUnitCapacity))]
pub struct UnitCapacity {
    /// The kind.
    pub kind: CapacityKind,
    /// What it needs.
    pub demand: u64,
    /// What of it pools promised it and still have.
    pub committed: u64,
    /// What is short: demand less what is promised.
    pub short: u64,
    /// What the provider's own pools cover of that.
    pub own: u64,
    /// What clustered pools cover.
    pub clustered: u64,
    /// What rented pools cover.
    pub rented: u64,
    /// What more capacity covers that is taken for the crisis.
    pub further: u64,
    /// What nothing covers.
    pub uncovered: u64,
}

/// What a unit is short of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioUnit))]
pub struct UnitShortage {
    /// The unit.
    pub unit: Ars,
    /// People who have to work elsewhere.
    pub mobile: u64,
    /// Those of them whom a rule allows to.
    pub permitted: u64,
    /// Those whom no rule allows to.
    pub without_rule: u64,
    /// Devices that are missing.
    pub devices_short: u64,
    /// Private devices that stand in, as far as a rule allows them (BYOD).
    pub private_devices: u64,
    /// Devices to buy.
    pub devices_to_buy: u64,
    /// What they cost; nothing if the price is not known.
    pub device_cost: Option<Euro>,
    /// Whether no video tool is approved for what is talked about.
    pub video_rule_missing: bool,
    /// VPN sessions, video seats and bandwidth.
    pub capacity: Vec<UnitCapacity>,
    /// What the unit has to decide or buy, first things first.
    pub actions: Vec<Action>,
}

/// A share of a whole in percent, rounded down.
pub(super) fn part(whole: u64, percent: u8) -> u64 {
    whole.saturating_mul(u64::from(percent)) / 100
}

/// A share of a whole in percent, rounded up.
pub(super) fn part_up(whole: u64, percent: u8) -> u64 {
    whole.saturating_mul(u64::from(percent)).div_ceil(100)
}

impl Need {
    pub(super) fn of(unit: &UnitFacts, parameters: &Parameters) -> Self {
        let staff = u64::from(unit.staff.unwrap_or_default());
        let devices = unit.mobile_devices.unwrap_or_default();
        Self::new(Some(unit.unit.clone()), staff, devices, unit.allowed, parameters)
    }

    pub(super) fn new(
        unit: Option<Ars>,
        staff: u64,
        devices: u64,
        allowed: crate::rules::Allowed,
        parameters: &Parameters,
    ) -> Self {
        let given = &parameters.assumptions;
        let mobile = part_up(staff, parameters.share);
        let devices_short = mobile.saturating_sub(devices);
        let vpn = part_up(mobile, given.vpn_share);
        let video = part_up(mobile, given.video_share);
        let kbit = vpn * u64::from(given.vpn_kbit) + video * u64::from(given.video_kbit);
        Self {
            unit,
            mobile,
            permitted: mobile.min(part(staff, allowed.mobile)),
            devices_short,
            private_devices: devices_short.min(part(staff, allowed.private_devices)),
            private_rule: allowed.private_devices > 0,
            video_rule_missing: mobile > 0
                && allowed.video.is_none_or(|approved| approved < parameters.confidentiality),
            demand: [vpn, video, kbit.div_ceil(1_000)],
        }
    }

    pub(super) fn to_buy(&self) -> u64 {
        self.devices_short - self.private_devices
    }

    /// What a unit is short of, with its share of the cover; nothing for the provider's own staff.
    pub(super) fn shortage(
        self,
        facts: &Facts,
        capacity: Vec<UnitCapacity>,
    ) -> Result<Option<UnitShortage>, Error> {
        let actions = actions::of_unit(facts, &self)?;
        let device_cost = actions::device_cost(facts, self.to_buy())?;
        let devices_to_buy = self.to_buy();
        Ok(self.unit.map(|unit| UnitShortage {
            unit,
            mobile: self.mobile,
            permitted: self.permitted,
            without_rule: self.mobile - self.permitted,
            devices_short: self.devices_short,
            private_devices: self.private_devices,
            devices_to_buy,
            device_cost,
            video_rule_missing: self.video_rule_missing,
            capacity,
            actions,
        }))
    }
}
