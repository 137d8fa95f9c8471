//! Bulletins of providers.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::small_world;
use serde_json::{Value, json};

use super::actors::PROVIDER;
use super::rights::{PUBLISH_BULLETINS, READ_BULLETIN_DRAFTS, WRITE_BULLETINS};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const WRITERS: Who = Who::Holders(WRITE_BULLETINS);
const PUBLISHERS: Who = Who::Holders(PUBLISH_BULLETINS);
const NO_BULLETIN: &str = "bulletin-not-found";

pub const LINES: &[Line] = &[
    line("create_bulletin", WRITERS, "/bulletins").body(|_| bulletin()),
    line("list_bulletins", Who::Everyone, "/bulletins"),
    line("list_bulletins", Who::Within(READ_BULLETIN_DRAFTS), "/bulletins?state=draft"),
    line("get_bulletin", Who::Everyone, "/bulletins/{public}"),
    line("get_bulletin", Who::Hidden(READ_BULLETIN_DRAFTS, NO_BULLETIN), "/bulletins/{draft}"),
    line("revise_bulletin", WRITERS, "/bulletins/{draft}").hidden_elsewhere(NO_BULLETIN).body(|_| content()),
    line("submit_bulletin", WRITERS, "/bulletins/{draft}/submit")
        .hidden_elsewhere(NO_BULLETIN)
        .body(|_| json!({})),
    line("return_bulletin", PUBLISHERS, "/bulletins/{review}/return")
        .hidden_elsewhere(NO_BULLETIN)
        .body(|_| json!({"note": "Bitte kürzen"})),
    line("publish_bulletin", PUBLISHERS, "/bulletins/{other}/publish")
        .hidden_elsewhere(NO_BULLETIN)
        .body(|_| json!({})),
    line("propose_bulletin_correction", WRITERS, "/bulletins/{public}/propose-correction")
        .body(|_| correction()),
    line("reject_bulletin_correction", WRITERS, "/bulletins/{public}/reject-correction").body(|_| json!({})),
    line("approve_bulletin_correction", PUBLISHERS, "/bulletins/{public}/approve-correction")
        .before(propose)
        .body(|_| json!({})),
    line("withdraw_bulletin", PUBLISHERS, "/bulletins/{public}/withdraw")
        .body(|_| json!({"reason": {"de": "Irrtum"}})),
];

fn texts() -> Value {
    json!({"de": {"title": "Neue Fristen", "summary": "Kurz", "body": "Lang"}})
}

fn content() -> Value {
    json!({"topic": "privacy", "texts": texts()})
}

fn bulletin() -> Value {
    json!({"provider": PROVIDER, "topic": "privacy", "texts": texts()})
}

fn correction() -> Value {
    json!({"texts": texts(), "note": {"de": "Falscher Tag"}})
}

/// By somebody who walks nowhere.
fn propose(world: &World) {
    let wilma = world.app.token("wilma", Role::Consultant, None, Some(PROVIDER));
    let path = world.fill("/bulletins/{public}");
    world.app.transition(&path, "propose-correction", &wilma, &correction()).expect(200);
}

#[test]
fn bulletins() {
    let app = TestApp::start();
    small_world(&app);
    let consultant = |name: &str| app.token(name, Role::Consultant, None, Some(PROVIDER));
    let wilma = consultant("wilma");
    let draft = |token: &str| {
        let made = app.post("/bulletins", token, &bulletin()).expect(201);
        made.header("location").trim_start_matches("/v1").to_owned()
    };
    let submitted = || {
        let path = draft(&wilma);
        app.transition(&path, "submit", &wilma, &json!({})).expect(200);
        path
    };
    // the walk's own consultant is the author: nobody else could write it anew
    let own = draft(&consultant(&format!("{} of {PROVIDER}", Role::Consultant)));
    let (review, other, public) = (submitted(), submitted(), submitted());
    app.transition(&public, "publish", &consultant("winni"), &json!({})).expect(200);
    let world = World::new(app);
    for (name, path) in [("draft", &own), ("review", &review), ("other", &other), ("public", &public)] {
        world.name(name, path);
    }
    walk(&world, LINES);
}
