//! Modules, their versions, and where they run.

use blaupause_tests::proving::{module, world};
use serde_json::{Value, json};

use super::rights::{EDIT_INSTALLATIONS, MANAGE_MODULES, READ_UNIT};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const INSTALLED: &str = "/municipalities/031530019019/installations/dms";

pub const LINES: &[Line] = &[
    line("list_modules", Who::Everyone, "/modules"),
    line("get_module", Who::Everyone, "/modules/dms"),
    line("list_module_versions", Who::Everyone, "/modules/dms/versions"),
    line("get_module_version", Who::Everyone, "/modules/dms/versions/2.1.0"),
    line("create_module", Who::Holders(MANAGE_MODULES), "/modules").body(|_| {
        json!({"id": "scan", "owner": "it-harz", "kind": "application", "title": text(), "description": text()})
    }),
    line("change_module", Who::Holders(MANAGE_MODULES), "/modules/dms").body(|_| json!({"title": text()})),
    line("publish_module_version", Who::Holders(MANAGE_MODULES), "/modules/dms/versions").body(|_| {
        let version = json!({"module": "dms", "version": "2.2.0", "title": text(), "summary": text(),
            "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
            "lifeCycle": {"released": "2025-06-01"}});
        json!(version.to_string())
    }),
    line("list_module_changes", Who::Everyone, "/modules/dms/changes?from=2.1.0&to=2.2.0"),
    line("get_life_cycle", Who::Everyone, "/modules/dms/versions/2.1.0/life-cycle"),
    line("deprecate_module_version", Who::Holders(MANAGE_MODULES), "/modules/dms/versions/2.1.0/deprecate")
        .body(|_| json!({"on": "2027-01-01"})),
    line("sunset_module_version", Who::Holders(MANAGE_MODULES), "/modules/dms/versions/2.1.0/sunset")
        .body(|_| json!({"on": "2027-06-01"})),
    line("compute_portfolio_plan", Who::Holders(READ_UNIT), "/portfolio-plans")
        .body(|_| json!({"unit": "031530019019", "wanted": [{"module": "dms"}]}))
        .whole(),
    line("put_installation", Who::Holders(EDIT_INSTALLATIONS), INSTALLED)
        .body(|_| json!({"version": "2.1.0", "customised": false, "since": "2026-01-01"})),
    line("list_installations", Who::Holders(READ_UNIT), "/municipalities/031530019019/installations"),
    line("get_installation", Who::Holders(READ_UNIT), INSTALLED),
    line("delete_installation", Who::Holders(EDIT_INSTALLATIONS), INSTALLED),
];

fn text() -> Value {
    json!({"de": "Scannen", "en": "Scanning"})
}

#[test]
fn modules_and_installations() {
    let app = world();
    module(&app);
    walk(&World::new(app), LINES);
}
