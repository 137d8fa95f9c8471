//! The register, its imports, and who succeeded whom.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use serde_json::json;

use super::rights::{DECIDE_SUCCESSION, IMPORT_REGISTER, READ_HISTORY};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const CASE: &str = "/successions/{case}";

pub const LINES: &[Line] = &[
    line("list_municipalities", Who::Everyone, "/municipalities"),
    line("get_municipality", Who::Everyone, "/municipalities/081150000001"),
    line("list_register_imports", Who::Holders(READ_HISTORY), "/register-imports"),
    line("get_register_import", Who::Holders(READ_HISTORY), "/register-imports/{import}"),
    line("list_register_changes", Who::Holders(READ_HISTORY), "/register-imports/{import}/changes"),
    line("list_successions", Who::Holders(READ_HISTORY), "/successions?open=true"),
    line("get_succession", Who::Holders(READ_HISTORY), CASE),
    line("decide_succession", Who::Holders(DECIDE_SUCCESSION), "/successions/{case}/decide")
        .body(|_| json!({"successors": [{"ars": "081150000001", "share": "1"}], "effective": "2024-01-01"})),
    line("decide_successions_by_list", Who::Holders(DECIDE_SUCCESSION), "/succession-lists").body(|_| {
        json!("predecessor,successor,share,effective,note\n081150000020,081150000002,1,2024-01-01,GVBl\n")
    }),
    line("import_register", Who::Holders(IMPORT_REGISTER), "/register-imports?dryRun=true")
        .body(|_| json!(register("20250131", 19))),
    line("import_register", Who::Holders(IMPORT_REGISTER), "/register-imports")
        .body(|_| json!(register("20250131", 19))),
];

/// A register file (GV100AD) of a Land with one Kreis and this many towns.
fn register(state: &str, towns: usize) -> String {
    let line = |kind: &str, key: &str, name: &str, more: &[(usize, &str)]| {
        let mut text = vec![' '; 220];
        for (at, field) in [(0, kind), (2, state), (10, key), (22, name)].iter().chain(more) {
            field.chars().enumerate().for_each(|(i, c)| text[at + i] = c);
        }
        text.into_iter().collect::<String>()
    };
    let town = [(122, "63"), (128, "00000001000"), (139, "00000005000"), (165, "70173")];
    let mut lines = vec![
        line("10", "08", "Land", &[(72, "Stadt 1")]),
        line("40", "08115", "Kreis", &[(72, "Stadt 1"), (122, "43")]),
        line("50", "08115   0000", "Verbandsfrei", &[(122, "50")]),
    ];
    for n in 1..=towns {
        lines.push(line("60", &format!("08115{n:03}0000"), &format!("Stadt {n}"), &town));
    }
    lines.join("\n") + "\n"
}

/// Two states of a register; the last town is gone in the second, and nobody can tell where it went.
fn world() -> World {
    let app = TestApp::start();
    let admin = app.token("registrar", Role::Admin, None, None);
    let import = |file: String| {
        app.request("POST", "/register-imports").token(&admin).bytes("text/plain", file.as_bytes()).send()
    };
    import(register("20231231", 20)).expect(201);
    let second = import(register("20240131", 19)).expect(201).header("location");
    let case = app.get("/successions", &admin).expect(200).text("/items/0/id");
    let world = World::new(app);
    world.name("import", &second);
    world.name("case", &case);
    world
}

#[test]
fn the_register() {
    walk(&world(), LINES);
}
