//! Capacity, rules in force and crisis scenarios.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, model, publish};
use blaupause_tests::fixture::small_world;
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{
    EDIT_ASSESSMENT, EDIT_PROVIDER, EDIT_RULES, MANAGE_CAPACITY, READ_PROVIDER, READ_SERVICE_AREA, READ_UNIT,
    RUN_SCENARIOS,
};
use super::walk::{Line, Who, line, walk};
use super::world::World;

pub const LINES: &[Line] = &[
    line("create_capacity_pool", Who::Holders(MANAGE_CAPACITY), "/capacity-pools").body(|_| pool(true)),
    line("list_capacity_pools", Who::Within(READ_SERVICE_AREA), "/capacity-pools"),
    line("get_capacity_pool", Who::Holders(READ_SERVICE_AREA), "/capacity-pools/{pool}"),
    line("put_capacity_pool", Who::Holders(MANAGE_CAPACITY), "/capacity-pools/{pool}").body(|_| pool(false)),
    line("plan_capacity", Who::Holders(READ_SERVICE_AREA), "/capacity-plans")
        .body(|_| json!({"provider": PROVIDER, "withinDays": 14, "months": 1})),
    line("delete_capacity_pool", Who::Holders(MANAGE_CAPACITY), "/capacity-pools/{other}")
        .body(|_| json!({})),
    line("create_rule", Who::Holders(EDIT_RULES), "/rules-in-force").body(|_| rule(true)),
    line("list_rules", Who::Within(READ_UNIT), "/rules-in-force").alike(READ_PROVIDER),
    line("list_rule_reminders", Who::Holders(READ_UNIT), "/rule-reminders?unit=031530019019"),
    line("get_rule", Who::Holders(READ_UNIT), "/rules-in-force/{rule}").alike(READ_PROVIDER),
    line("put_rule", Who::Holders(EDIT_RULES), "/rules-in-force/{rule}").body(|_| rule(false)),
    line("delete_rule", Who::Holders(EDIT_RULES), "/rules-in-force/{gone}").body(|_| json!({})),
    line("create_scenario", Who::Holders(RUN_SCENARIOS), "/scenarios").body(|_| scenario()),
    line("list_scenarios", Who::Within(READ_SERVICE_AREA), "/scenarios"),
    line("get_scenario", Who::Holders(READ_SERVICE_AREA), "/scenarios/{scenario}"),
    line(
        "compare_scenarios",
        Who::Holders(READ_SERVICE_AREA),
        "/scenarios/{scenario}/comparison?with={second}",
    ),
    line("get_crisis_readiness", Who::Holders(READ_UNIT), "/municipalities/031530019019/crisis-readiness"),
    line("give_scenario", Who::Holders(EDIT_ASSESSMENT), "/scenarios/{scenario}/evidence")
        .body(|world| json!({"assessment": world.id("draft"), "indicator": "backup"}))
        .alike(EDIT_PROVIDER),
    line("delete_scenario", Who::Holders(RUN_SCENARIOS), "/scenarios/{second}").body(|_| json!({})),
];

fn pool(new: bool) -> Value {
    let mut pool = json!({"title": "VPN", "kind": "vpnSessions", "supply": "own", "processingAgreement": true, "peak": 10,
        "sovereignty": {"operator": "public", "hosting": "own", "openLicence": true, "exitPlan": true},
        "sites": [{"site": "goslar", "amount": 100}]});
    if new {
        pool["provider"] = json!(PROVIDER);
    }
    pool
}

fn rule(new: bool) -> Value {
    let mut rule = json!({"content": {"kind": "privateDevices", "share": 20}, "from": "2026-01-01", "until": "2026-04-30",
        "source": {"title": "Dienstanweisung"}});
    if new {
        rule["unit"] = json!(UNIT);
    }
    rule
}

fn scenario() -> Value {
    json!({"provider": PROVIDER, "title": "Alle mobil", "parameters": {"share": 60, "days": 10, "durationDays": 30,
        "confidentiality": "normal",
        "assumptions": {"vpnShare": 100, "videoShare": 20, "vpnKbit": 500, "videoKbit": 2000, "deviceLeadDays": 20}}})
}

#[test]
fn resilience() {
    let app = TestApp::start();
    small_world(&app);
    let mut about_crises = model();
    about_crises["dimensions"][0]["indicators"][1]["tags"] = json!(["krise"]);
    publish(&app, &about_crises);
    let cora = app.token("cora", Role::Consultant, None, Some(PROVIDER));
    let make = |path: &str, body: &Value| app.post(path, &cora, body).expect(201).header("location");
    let named = [
        ("pool", make("/capacity-pools", &pool(true))),
        ("other", make("/capacity-pools", &pool(true))),
        ("rule", make("/rules-in-force", &rule(true))),
        ("gone", make("/rules-in-force", &rule(true))),
    ];
    let stock = json!({"batches": [], "staff": 75});
    app.request("PUT", &format!("/municipalities/{UNIT}/equipment-plan"))
        .token(&cora)
        .json(&stock)
        .send()
        .expect(201);
    let scenarios =
        [("scenario", make("/scenarios", &scenario())), ("second", make("/scenarios", &scenario()))];
    let draft = begin(&app, UNIT, "2026-02-01");
    let world = World::new(app);
    for (name, location) in named.iter().chain(&scenarios) {
        world.name(name, location);
    }
    world.name("draft", &draft);
    walk(&world, LINES);
}
