//! Modules, their versions, and where they run.

use blaupause_access::Role;
use blaupause_tests::proving::{manager, module, world};
use blaupause_tests::{TestApp, modular};
use serde_json::{Value, json};

use super::rights::{
    EDIT_INSTALLATIONS, IMPORT_CODE_LISTS, IMPORT_SERVICES, MANAGE_MODULES, MANAGE_STANDARDS,
    READ_SERVICE_AREA, READ_UNIT,
};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const INSTALLED: &str = "/municipalities/031530019019/installations/dms";

const CONFIRMED: &str = "/municipalities/031530019019/installations/scan/confirm";
const FRAGMENTED: &str = "/providers/it-harz/fragmentation/services/99012001001000";

const CODE_LIST: &str = include_str!("../../../crates/interchange/examples/laender.json");

const PUBLICCODE: &str = "/publiccode-imports?owner=it-harz&operator=public&hosting=own";

pub const LINES: &[Line] = &[
    line("list_modules", Who::Everyone, "/modules"),
    line("get_module", Who::Everyone, "/modules/dms"),
    line("list_module_versions", Who::Everyone, "/modules/dms/versions"),
    line("get_module_version", Who::Everyone, "/modules/dms/versions/2.1.0"),
    line("create_module", Who::Holders(MANAGE_MODULES), "/modules").body(|_| {
        json!({"id": "druck", "owner": "it-harz", "kind": "application", "title": text(), "description": text()})
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
    line("import_installations", Who::Holders(EDIT_INSTALLATIONS), "/installation-imports?dryRun=true")
        .body(|_| json!("unit,module,version,since\n031530019019,dms,2.1.0,2026-01-01\n"))
        .whole(),
    line("import_publiccode", Who::Holders(MANAGE_MODULES), PUBLICCODE).body(|_| json!(publiccode("ris"))),
    line("get_publiccode", Who::Everyone, "/modules/ratsinfo/versions/1.0.0/publiccode"),
    line("list_code_lists", Who::Everyone, "/code-lists"),
    line("import_code_list", Who::Holders(IMPORT_CODE_LISTS), "/code-lists?dryRun=true")
        .body(|_| json!(CODE_LIST)),
    line("get_code_list", Who::Everyone, "/code-lists/bundesland").before(|world| code_list(&world.app)),
    line("get_code_list_version", Who::Everyone, "/code-lists/bundesland/versions/2010-04-01"),
    line("get_code", Who::Everyone, "/code-lists/bundesland/versions/2010-04-01/codes/03"),
    line("list_services", Who::Everyone, "/services"),
    line("get_service", Who::Everyone, "/services/99012001001000"),
    line("list_ozg_services", Who::Everyone, "/ozg-services"),
    line("get_ozg_service", Who::Everyone, "/ozg-services/10513").before(|world| ozg_services(&world.app)),
    line("import_services", Who::Holders(IMPORT_SERVICES), "/service-imports?dryRun=true")
        .body(|_| json!("leika_id,name\n99012001001000,Abbruch\n")),
    line("get_service_coverage", Who::Holders(READ_UNIT), "/municipalities/031530019019/service-coverage"),
    line("get_provider_service_coverage", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/service-coverage"),
    line("get_service_catalogue", Who::Holders(READ_UNIT), "/municipalities/031530019019/service-catalogue"),
    line("get_provider_service_catalogue", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/service-catalogue"),
    line("get_data_sets", Who::Everyone, "/data-sets"),
    line("confirm_installation", Who::Holders(EDIT_INSTALLATIONS), CONFIRMED)
        .before(|world| installed(&world.app))
        .body(|_| json!({"until": "2027-01-01"})),
    line("get_fragmentation", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/fragmentation"),
    line("list_fragmented_services", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/fragmentation/services"),
    line("get_fragmented_service", Who::Holders(READ_SERVICE_AREA), FRAGMENTED).before(|world| installed(&world.app)),
    line("list_provider_installations", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/installations"),
    line("get_provider_customisation", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/customisation"),
    line("get_provider_sovereignty", Who::Holders(READ_SERVICE_AREA), "/providers/it-harz/sovereignty"),
    line("get_customisation", Who::Holders(READ_UNIT), "/municipalities/031530019019/customisation"),
    line("get_sovereignty", Who::Holders(READ_UNIT), "/municipalities/031530019019/sovereignty"),
    line("get_version_sovereignty", Who::Everyone, "/modules/dms/versions/2.1.0/sovereignty"),
    line("list_standards", Who::Everyone, "/minimum-standards"),
    line("get_standard", Who::Everyone, "/minimum-standards/basis"),
    line("get_standard_status", Who::Everyone, "/minimum-standards/basis/status"),
    line("list_standard_versions", Who::Everyone, "/minimum-standards/basis/versions"),
    line("get_standard_version", Who::Everyone, "/minimum-standards/basis/versions/1.0.0"),
    line("diff_standard", Who::Everyone, "/minimum-standards/basis/diff?from=1.0.0&to=1.0.0"),
    line("create_standard", Who::Holders(MANAGE_STANDARDS), "/minimum-standards")
        .body(|_| json!({"id": "neu", "owner": "it-harz", "title": text()})),
    line("change_standard", Who::Holders(MANAGE_STANDARDS), "/minimum-standards/basis")
        .body(|_| json!({"title": text()})),
    line("publish_standard_version", Who::Holders(MANAGE_STANDARDS), "/minimum-standards/basis/versions")
        .body(|_| json!(standard("1.1.0").to_string())),
    line("put_standard_timeline", Who::Holders(MANAGE_STANDARDS), "/minimum-standards/basis/timeline")
        .body(|_| json!({"timeline": [{"date": "2026-03-01", "version": "1.0.0", "status": "effective"}]})),
    line("list_standard_units", Who::Holders(READ_SERVICE_AREA), "/minimum-standards/basis/units?provider=it-harz"),
    line("get_standard_delta", Who::Holders(READ_UNIT), "/municipalities/031530019019/standard-delta"),
    line("list_upgrade_paths", Who::Everyone, "/upgrade-paths"),
    line("get_upgrade_path", Who::Everyone, "/upgrade-paths/auf-zwei"),
    line("publish_upgrade_path", Who::Holders(MANAGE_MODULES), "/upgrade-paths")
        .body(|_| json!(path("weiter").to_string()))
        .whole(),
    line("withdraw_upgrade_path", Who::Holders(MANAGE_MODULES), "/upgrade-paths/auf-zwei/withdraw")
        .body(|_| json!({})),
    line("put_installation", Who::Holders(EDIT_INSTALLATIONS), INSTALLED)
        .body(|_| json!({"version": "2.1.0", "customised": false, "since": "2026-01-01"})),
    line("list_installations", Who::Holders(READ_UNIT), "/municipalities/031530019019/installations"),
    line("get_installation", Who::Holders(READ_UNIT), INSTALLED),
    line("delete_installation", Who::Holders(EDIT_INSTALLATIONS), INSTALLED),
];

/// A module of its own that runs in the unit and serves a service.
fn installed(app: &TestApp) {
    let mara = manager(app, "mara");
    if app.get("/modules/scan", "").status == 404 {
        modular::module(app, &mara, "scan");
        modular::publish(app, &mara, "scan", "1.0.0", &json!({"leika": ["99012001001000"]})).expect(201);
        let editor = app.token("erna", Role::Editor, Some("031530019019"), None);
        modular::install(app, &editor, "031530019019", "scan", "1.0.0");
    }
}

fn ozg_services(app: &TestApp) {
    let ada = app.token("ada", Role::Admin, None, None);
    let list = "ozg_id,name\n10513,Abbruchgenehmigung\n";
    app.request("POST", "/service-imports?list=ozg")
        .token(&ada)
        .bytes("text/csv", list.as_bytes())
        .send()
        .expect(200);
}

fn code_list(app: &TestApp) {
    let ada = app.token("ada", Role::Admin, None, None);
    app.request("POST", "/code-lists")
        .token(&ada)
        .bytes("application/json", CODE_LIST.as_bytes())
        .send()
        .expect(201);
}

fn publiccode(name: &str) -> String {
    let long = "Ein langer Text. ".repeat(12);
    format!(
        "publiccodeYmlVersion: '0.7'\nname: {name}\nurl: https://example.org/ris.git\nsoftwareVersion: 1.0.0\n\
         platforms: [web]\ndevelopmentStatus: stable\nsoftwareType: addon\n\
         description: {{de: {{shortDescription: Kurz, longDescription: {long}, features: [Eins]}}}}\n\
         legal: {{license: MIT}}\nmaintenance: {{type: none}}\n\
         localisation: {{localisationReady: false, availableLanguages: [de]}}\n"
    )
}

fn standard(version: &str) -> Value {
    let requirement = json!({"id": "dms", "level": "must", "area": "domainLogic", "text": text(),
        "satisfiedBy": [{"module": "dms", "range": "*"}]});
    json!({"id": "basis", "version": version, "title": text(), "requirements": [requirement]})
}

fn path(id: &str) -> Value {
    json!({"id": id, "owner": "it-harz", "from": {"module": "alt", "range": "*"},
        "to": {"module": "dms", "version": "2.1.0"}, "steps": [text()]})
}

fn text() -> Value {
    json!({"de": "Scannen", "en": "Scanning"})
}

#[test]
fn modules_and_installations() {
    let app = world();
    module(&app);
    let mara = manager(&app, "mara");
    let new = json!({"id": "basis", "owner": "it-harz", "title": text()});
    app.post("/minimum-standards", &mara, &new).expect(201);
    app.post("/minimum-standards/basis/versions", &mara, &standard("1.0.0")).expect(201);
    app.post("/upgrade-paths", &mara, &path("auf-zwei")).expect(201);
    let file = app.request("POST", PUBLICCODE).token(&mara);
    file.bytes("application/yaml", publiccode("ratsinfo").as_bytes()).send().expect(200);
    let admin = app.token("adam", Role::Admin, None, None);
    let list = app.request("POST", "/service-imports").token(&admin);
    list.bytes("text/csv", b"leika_id,name\n99012001001000,Abbruch\n").send().expect(200);
    walk(&World::new(app), LINES);
}
