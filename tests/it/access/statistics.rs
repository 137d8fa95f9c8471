//! Public figures, and what a provider and a unit see of others.

use blaupause_access::Role;
use blaupause_tests::assessing::signed;
use blaupause_tests::proving::world as small_world;
use serde_json::{Value, json};

use super::actors::UNIT;
use super::rights::{READ_SERVICE_AREA, READ_UNIT, RELEASE_STATISTICS, SAVE_QUERIES};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const SPAN: fn(&str, &str) -> Value =
    |from, to| json!({"model": "probe", "version": "1.0.0", "from": from, "to": to});

pub const LINES: &[Line] = &[
    line("list_statistical_releases", Who::Everyone, "/statistical-releases"),
    line("release_statistics", Who::Holders(RELEASE_STATISTICS), "/statistical-releases")
        .body(|_| SPAN("2026-01-01", "2026-01-31")),
    line("get_statistical_release", Who::Everyone, "/statistical-releases/{release}"),
    line("get_cohorts", Who::Everyone, "/cohorts?model=probe"),
    line("get_peers", Who::Holders(READ_UNIT), "/municipalities/031530019019/peers"),
    line("get_standings", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/standings?model=probe"),
    line("get_area_cohorts", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/cohorts?model=probe"),
    line("get_area_ranks", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/cohorts/ranks?model=probe"),
    line("get_data_package", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/data-package"),
    line("get_adoption_curves", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/adoption-curves"),
    line(
        "get_catching_up",
        Who::Holders(READ_SERVICE_AREA),
        "/providers/it-harz/cohorts/catching-up?model=probe",
    ),
    line("create_cohort_query", Who::Holders(SAVE_QUERIES), QUERIES).body(|_| query()),
    line("list_cohort_queries", Who::Holders(READ_SERVICE_AREA), QUERIES),
    line("get_cohort_query", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/cohort-queries/{query}"),
    line("put_cohort_query", Who::Holders(SAVE_QUERIES), "/providers/it-harz/cohort-queries/{query}")
        .body(|_| query()),
    line(
        "get_cohort_query_result",
        Who::Holders(READ_SERVICE_AREA),
        "/providers/it-harz/cohort-queries/{query}/result",
    ),
    line("delete_cohort_query", Who::Holders(SAVE_QUERIES), "/providers/it-harz/cohort-queries/{other}")
        .body(|_| json!({})),
];

const QUERIES: &str = "/providers/it-harz/cohort-queries";

fn query() -> Value {
    json!({"name": "Alle", "question": "cohorts", "parameters": {"model": "probe"}})
}

#[test]
fn statistics() {
    let app = small_world();
    signed(&app, UNIT, "2025-06-30", [1, 2, 3, 4]);
    signed(&app, UNIT, "2026-01-20", [2, 2, 3, 4]);
    let admin = app.token("admin", Role::Admin, None, None);
    let made = app.post("/statistical-releases", &admin, &SPAN("2025-01-01", "2025-12-31")).expect(201);
    let nele = app.token("nele", Role::Analyst, None, Some("it-harz"));
    let queries = ["query", "other"].map(|name| (name, app.post(QUERIES, &nele, &query()).expect(201)));
    let world = World::new(app);
    for (name, saved) in &queries {
        world.name(name, &saved.header("location"));
    }
    world.name("release", &made.header("location"));
    walk(&world, LINES);
}
