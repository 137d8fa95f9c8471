//! Equipment plans ("Ausstattungs- und Erneuerungspläne"; Handreichung, Beschaffung): what a unit has, and what of it falls
//! due for renewal when.

mod forecast;
mod pooled;
mod sheets;

use std::str::FromStr;

use blaupause_kernel::{Ars, Date, Message, Revision};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::error::Problems;

pub use forecast::{Forecast, Renewal, Stock, forecast};
pub use pooled::{BudgetLine, Prices, budget, together};
pub use sheets::{COLUMNS, EquipmentRow, read_sheet};

/// Most batches of a plan.
pub const MAX_BATCHES: usize = 2_000;
/// Largest quantity of a batch, and most workplaces and people.
pub const MAX_QUANTITY: u32 = 1_000_000;
/// Longest lifetime, in months: thirty years.
pub const MAX_LIFETIME: u32 = 360;

/// Writes the classes with their names once.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident $text:literal,)*) => {
        /// A class of devices (Geräteklasse).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum DeviceClass { $($(#[$doc])* $name,)* }

        impl DeviceClass {
            /// Every class.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in JSON and in tables.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

classes! {
    /// Notebook.
    Laptop "laptop",
    /// Arbeitsplatzrechner.
    Desktop "desktop",
    /// Thin Client.
    ThinClient "thinClient",
    /// Bildschirm.
    Monitor "monitor",
    /// Dockingstation.
    Dock "dock",
    /// Headset.
    Headset "headset",
    /// Kamera.
    Camera "camera",
    /// Mobiltelefon.
    Smartphone "smartphone",
    /// Tablet.
    Tablet "tablet",
    /// Telefon am Arbeitsplatz.
    DeskPhone "deskPhone",
    /// Drucker and devices that scan and copy as well.
    Printer "printer",
    /// Server.
    Server "server",
    /// Netzkomponente.
    Network "network",
    /// Videoanlage eines Raumes.
    VideoRoom "videoRoom",
}

impl DeviceClass {
    /// Whether it is what somebody works with, and not something beside it.
    pub const fn is_worked_with(self) -> bool {
        matches!(self, Self::Laptop | Self::Desktop | Self::ThinClient | Self::Tablet)
    }
}

impl FromStr for DeviceClass {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|class| class.as_str() == text);
        found.copied().ok_or_else(|| format!("`{text}` is not a device class"))
    }
}

/// Devices of one class that were bought together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EquipmentBatch))]
pub struct Batch {
    /// What they are.
    pub class: DeviceClass,
    /// How many.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub quantity: u32,
    /// The day they were bought.
    pub bought: Date,
    /// Nutzungsdauer, in months.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 360))]
    pub lifetime_months: u32,
    /// Whether one can work with them elsewhere.
    #[serde(default)]
    pub mobile_ready: bool,
}

/// What a unit has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EquipmentPlan {
    /// The unit.
    pub unit: Ars,
    /// The day whose state it describes.
    pub as_of: Date,
    /// What it has.
    pub batches: Vec<Batch>,
    /// Places to work at in its buildings, if known.
    pub workplaces: Option<u32>,
    /// People who work for it, if known.
    pub staff: Option<u32>,
    /// How often it was changed.
    pub revision: Revision,
}

impl EquipmentPlan {
    /// Devices that somebody can work with elsewhere.
    pub fn mobile_devices(&self) -> u64 {
        let mobile = self.batches.iter().filter(|batch| batch.mobile_ready && batch.class.is_worked_with());
        mobile.map(|batch| u64::from(batch.quantity)).sum()
    }

    /// Checks every number.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        let mut problems = Problems::default();
        let range = |least: u32, most: u32| {
            move || Message::new("resources-out-of-range").with("least", least).with("most", most)
        };
        let few = self.batches.len() <= MAX_BATCHES;
        problems.require(few, "/batches".to_owned(), || {
            Message::new("resources-too-many").with("count", self.batches.len()).with("most", MAX_BATCHES)
        });
        for (i, batch) in self.batches.iter().enumerate() {
            let at = |field: &str| format!("/batches/{i}/{field}");
            let quantity = (1..=MAX_QUANTITY).contains(&batch.quantity);
            problems.require(quantity, at("quantity"), range(1, MAX_QUANTITY));
            let lifetime = (1..=MAX_LIFETIME).contains(&batch.lifetime_months);
            problems.require(lifetime, at("lifetimeMonths"), range(1, MAX_LIFETIME));
            problems.require(batch.bought <= self.as_of, at("bought"), || {
                Message::new("equipment-bought-later").with("date", batch.bought).with("as-of", self.as_of)
            });
        }
        for (field, value) in [("workplaces", self.workplaces), ("staff", self.staff)] {
            let fits = value.is_none_or(|value| value <= MAX_QUANTITY);
            problems.require(fits, format!("/{field}"), range(0, MAX_QUANTITY));
        }
        problems.into_result("equipment-plan")
    }
}
