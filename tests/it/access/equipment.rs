//! Equipment and its renewal.

use blaupause_tests::TestApp;
use blaupause_tests::fixture::small_world;
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{EDIT_EQUIPMENT, READ_SERVICE_AREA, READ_UNIT};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const PLAN: &str = "/municipalities/031530019019/equipment-plan";
const TABLE: &str = "unit,class,quantity,bought,lifetimeMonths\n03153019,laptop,1,2022-06-15,48\n";

pub const LINES: &[Line] = &[
    line("put_equipment_plan", Who::Holders(EDIT_EQUIPMENT), PLAN).body(|_| equipment()),
    line("get_equipment_plan", Who::Holders(READ_UNIT), PLAN),
    line("forecast_renewals", Who::Holders(READ_UNIT), "/renewal-forecasts")
        .body(|_| json!({"unit": UNIT, "quarters": 4})),
    line("forecast_renewals", Who::Holders(READ_SERVICE_AREA), "/renewal-forecasts")
        .body(|_| json!({"provider": PROVIDER, "quarters": 4})),
    line("import_equipment", Who::Holders(EDIT_EQUIPMENT), "/equipment-imports?dryRun=true")
        .body(|_| json!(TABLE))
        .whole(),
    line("delete_equipment_plan", Who::Holders(EDIT_EQUIPMENT), PLAN).body(|_| json!({})),
];

fn equipment() -> Value {
    json!({"batches": [{"class": "laptop", "quantity": 1, "bought": "2022-06-15", "lifetimeMonths": 48}]})
}

#[test]
fn equipment_plans() {
    let app = TestApp::start();
    small_world(&app);
    walk(&World::new(app), LINES);
}
