//! Onboarding of new colleagues of units.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::small_world;
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{MANAGE_OFFERS, READ_UNIT, RUN_ONBOARDINGS};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const RUNNERS: Who = Who::Holders(RUN_ONBOARDINGS);

pub const LINES: &[Line] = &[
    line("create_onboarding_programme", Who::Holders(MANAGE_OFFERS), "/onboarding-programmes")
        .body(|_| programme()),
    line("list_onboarding_programmes", Who::Everyone, "/onboarding-programmes"),
    line("get_onboarding_programme", Who::Everyone, "/onboarding-programmes/{programme}"),
    line("revise_onboarding_programme", Who::Holders(MANAGE_OFFERS), "/onboarding-programmes/{programme}")
        .body(|_| json!({"title": "Ankommen", "items": [item()]})),
    line("begin_onboarding", RUNNERS, "/onboardings").body(|world| onboarding(&world.id("programme"))),
    line("list_onboardings", Who::Within(READ_UNIT), "/onboardings"),
    line("get_onboarding", Who::Holders(READ_UNIT), "/onboardings/{one}"),
    line("tick_onboarding_item", RUNNERS, "/onboardings/{one}/items/0/done").body(|_| json!({})),
    line("untick_onboarding_item", RUNNERS, "/onboardings/{one}/items/0/done").body(|_| json!({})),
    line("change_onboarding_mentor", RUNNERS, "/onboardings/{one}/change-mentor")
        .body(|_| json!({"mentor": "paul"})),
    line("complete_onboarding", RUNNERS, "/onboardings/{done}/complete").body(|_| json!({})),
    line("end_onboarding", RUNNERS, "/onboardings/{one}/end").body(|_| json!({"reason": "Doch nicht"})),
];

fn item() -> Value {
    json!({"text": "Arbeitsplatz zeigen", "dueDay": 0, "form": "presence"})
}

fn programme() -> Value {
    json!({"provider": PROVIDER, "title": "Ankommen", "items": [item()]})
}

fn onboarding(programme: &str) -> Value {
    json!({"programme": programme, "unit": UNIT, "post": "Bauamt", "mentor": "petra"})
}

#[test]
fn onboardings() {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some(PROVIDER));
    let programme = app.post("/onboarding-programmes", &cora, &programme()).expect(201).header("location");
    let id = programme.rsplit('/').next().unwrap();
    let begin = || {
        let made = app.post("/onboardings", &cora, &onboarding(id)).expect(201).header("location");
        made.trim_start_matches("/v1").to_owned()
    };
    let (one, done) = (begin(), begin());
    app.change("PUT", &format!("{done}/items/0/done"), &done, &cora, &json!({})).expect(200);
    let world = World::new(app);
    for (name, path) in [("programme", &programme), ("one", &one), ("done", &done)] {
        world.name(name, path);
    }
    walk(&world, LINES);
}
