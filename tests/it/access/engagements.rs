//! Consultants and the units they accompany.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::small_world;
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{ACCOMPANY_UNITS, ASK_IN_ENGAGEMENT, READ_SERVICE_AREA, READ_UNIT};
use super::walk::{Line, Who, line, walk};
use super::world::World;

pub const LINES: &[Line] = &[
    line("begin_engagement", Who::Holders(ACCOMPANY_UNITS), "/engagements").body(|_| engagement()),
    line("list_engagements", Who::Within(READ_UNIT), "/engagements"),
    line("get_engagement", Who::Holders(READ_UNIT), "/engagements/{one}"),
    line("get_work_list", Who::Within(READ_SERVICE_AREA), "/work-list?questionDays=0"),
    line("add_engagement_goal", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/goals")
        .body(|_| json!({"text": "Alle Akten elektronisch"})),
    line("close_engagement_goal", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/goals/{goal}/close")
        .body(|_| json!({"outcome": "reached"})),
    line("add_engagement_visit", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/visits")
        .body(|_| json!({"on": "2026-03-01", "form": "phone", "summary": "Stand besprochen"})),
    line("add_engagement_note", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/notes")
        .body(|_| json!({"visibility": "internal", "text": "Vermerk"})),
    line("ask_in_engagement", Who::Holders(ASK_IN_ENGAGEMENT), "/engagements/{one}/questions")
        .body(|_| json!({"text": "Wer schult?"})),
    line(
        "answer_in_engagement",
        Who::Holders(ASK_IN_ENGAGEMENT),
        "/engagements/{one}/questions/{question}/answer",
    )
    .body(|_| json!({"text": "Wir."})),
    line("put_engagement_next_step", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/next-step")
        .body(|_| json!({"text": "Termin", "due": "2026-03-31"})),
    line("delete_engagement_next_step", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/next-step")
        .body(|_| json!({})),
    line("hand_over_engagement", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/hand-over")
        .body(|_| json!({"consultant": "carl"})),
    line("end_engagement", Who::Holders(ACCOMPANY_UNITS), "/engagements/{one}/end").body(|_| json!({})),
];

fn engagement() -> Value {
    json!({"unit": UNIT, "provider": PROVIDER})
}

#[test]
fn engagements() {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some(PROVIDER));
    let made = app.post("/engagements", &cora, &engagement()).expect(201).header("location");
    let path = made.trim_start_matches("/v1").to_owned();
    let add = |part: &str, body: Value| {
        app.change("POST", &format!("{path}/{part}"), &path, &cora, &body).expect(200)
    };
    let goal = add("goals", json!({"text": "Ziel"})).text("/goals/0/id");
    let question = add("questions", json!({"text": "Frage"})).text("/questions/0/id");
    let world = World::new(app);
    world.name("one", &made);
    world.name("goal", &goal);
    world.name("question", &question);
    walk(&world, LINES);
}
