//! What of a small inventory falls due in the next two years.

use std::collections::BTreeMap;

use blaupause_kernel::Revision;
use blaupause_resources::equipment::{Batch, DeviceClass, EquipmentPlan, forecast};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = EquipmentPlan {
        unit: "031530019019".parse()?,
        as_of: "2026-03-01".parse()?,
        batches: vec![Batch {
            class: DeviceClass::Laptop,
            quantity: 40,
            bought: "2022-06-15".parse()?,
            lifetime_months: 48,
            mobile_ready: true,
        }],
        workplaces: Some(60),
        staff: Some(75),
        revision: Revision::FIRST,
    };
    plan.check()?;
    for renewal in forecast(&plan, "2026-Q2".parse()?, 8, &BTreeMap::new()).renewals {
        println!("{}: {} {}", renewal.quarter, renewal.quantity, renewal.class.as_str());
    }
    Ok(())
}
