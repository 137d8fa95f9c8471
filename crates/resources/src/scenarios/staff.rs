//! The provider's own staff ("Interne Perspektive" of the Handreichung): who works elsewhere on an ordinary day, whether there
//! are places for those who come (Desk-Sharing), and what the scenario asks of them.

use serde::{Deserialize, Serialize};

use super::Parameters;
use super::units::{Need, UnitCapacity, part};
use crate::equipment::MAX_QUANTITY;
use crate::rules::Allowed;

/// What is known of the provider's own staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioOwnStaff))]
pub struct OwnStaff {
    /// The people who work for it.
    #[cfg_attr(feature = "openapi", schema(maximum = 1_000_000))]
    pub staff: u32,
    /// Places to work at in its buildings.
    #[cfg_attr(feature = "openapi", schema(maximum = 1_000_000))]
    pub workplaces: u32,
    /// Devices to work with elsewhere.
    #[cfg_attr(feature = "openapi", schema(maximum = 1_000_000))]
    pub mobile_devices: u32,
    /// Share of the staff that works elsewhere on an ordinary day, in percent.
    #[cfg_attr(feature = "openapi", schema(maximum = 100))]
    pub ordinary_share: u8,
}

/// What a scenario asks of the provider's own staff, and how many places an ordinary day takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioStaffView))]
pub struct StaffView {
    /// People who come on an ordinary day.
    pub present: u64,
    /// Places that are not taken then.
    pub places_free: u64,
    /// Places that are missing then.
    pub places_short: u64,
    /// How many people could work for it before a place is missing on an ordinary day; nothing if nobody ever comes.
    pub staff_by_places: Option<u64>,
    /// People who come during the crisis.
    pub present_in_crisis: u64,
    /// People who have to work elsewhere.
    pub mobile: u64,
    /// Those whom no rule allows to.
    pub without_rule: u64,
    /// Devices that are missing.
    pub devices_short: u64,
    /// Private devices that stand in.
    pub private_devices: u64,
    /// Devices to buy.
    pub devices_to_buy: u64,
    /// Whether no video tool is approved for what is talked about.
    pub video_rule_missing: bool,
    /// VPN sessions, video seats and bandwidth.
    pub capacity: Vec<UnitCapacity>,
}

impl OwnStaff {
    /// Every number with its place and range.
    pub(super) fn numbers(&self) -> [(&'static str, u32, u32, u32); 4] {
        [
            ("/ownStaff/staff", self.staff, 0, MAX_QUANTITY),
            ("/ownStaff/workplaces", self.workplaces, 0, MAX_QUANTITY),
            ("/ownStaff/mobileDevices", self.mobile_devices, 0, MAX_QUANTITY),
            ("/ownStaff/ordinaryShare", u32::from(self.ordinary_share), 0, 100),
        ]
    }

    pub(super) fn need(&self, parameters: &Parameters, allowed: Allowed) -> Need {
        Need::new(None, u64::from(self.staff), u64::from(self.mobile_devices), allowed, parameters)
    }

    pub(super) fn view(&self, need: &Need, capacity: Vec<UnitCapacity>) -> StaffView {
        let (staff, places) = (u64::from(self.staff), u64::from(self.workplaces));
        let present = staff - part(staff, self.ordinary_share);
        // The most people of whom no more than there are places come: their share that comes, rounded up, fits.
        let coming = 100 - u64::from(self.ordinary_share.min(100));
        StaffView {
            present,
            places_free: places.saturating_sub(present),
            places_short: present.saturating_sub(places),
            staff_by_places: (coming > 0).then(|| places * 100 / coming),
            present_in_crisis: staff - need.mobile,
            mobile: need.mobile,
            without_rule: need.mobile - need.permitted,
            devices_short: need.devices_short,
            private_devices: need.private_devices,
            devices_to_buy: need.to_buy(),
            video_rule_missing: need.video_rule_missing,
            capacity,
        }
    }
}
