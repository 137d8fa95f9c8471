//! Bulletins of providers.

use std::cell::RefCell;
use std::time::Duration;

use blaupause_access::Role;
use blaupause_app::bulletin_mails::work;
use blaupause_support::mails::{Mail, Post, Posted};
use blaupause_support::subscriptions::Purpose;
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
    line("request_bulletins", Who::Everyone, "/bulletin-subscriptions")
        .body(|_| json!({"address": "rathaus@stadt.example", "topics": ["news"], "rhythm": "daily"})),
    line("show_confirmation", Who::Everyone, "/bulletin-subscriptions/{mails}/confirm?token={confirm}"),
    line("confirm_bulletins", Who::Everyone, "/bulletin-subscriptions/{mails}/confirm?token={confirm}"),
    line("get_bulletin_subscription", Who::Everyone, "/bulletin-subscriptions/{mails}")
        .header("Subscription-Token", |world| world.id("manage")),
    line("change_bulletin_subscription", Who::Everyone, "/bulletin-subscriptions/{mails}")
        .header("Subscription-Token", |world| world.id("manage"))
        .body(|_| json!({"topics": ["news"], "rhythm": "weekly"})),
    line("show_unsubscription", Who::Everyone, "/bulletin-subscriptions/{mails}/unsubscribe?token={manage}"),
    line("end_bulletin_subscription", Who::Everyone, "/bulletin-subscriptions/{mails}")
        .header("Subscription-Token", |world| world.id("manage")),
    line(
        "unsubscribe_from_bulletins",
        Who::Everyone,
        "/bulletin-subscriptions/{mails}/unsubscribe?token={manage}",
    ),
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

/// What the last mail said.
#[derive(Default)]
struct Noted(RefCell<String>);

impl Post for Noted {
    fn post(&self, mail: &Mail) -> Posted {
        self.0.replace(mail.text.clone());
        Posted::Accepted
    }
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
    let asked = json!({"address": "amt@stadt.example", "topics": ["news"], "rhythm": "daily"});
    app.post("/bulletin-subscriptions", "", &asked).expect(202);
    let noted = Noted::default();
    assert!(work(&app.app, &noted, Duration::from_secs(60)).unwrap());
    let text = noted.0.take();
    let (_, link) = text.split_once("/bulletin-subscriptions/").unwrap();
    let (mails, confirm) = link.lines().next().unwrap().split_once("/confirm?token=").unwrap();
    let (mails, confirm) = (mails.to_owned(), confirm.to_owned());
    let key = app.app.mailing().unwrap().key.clone();
    let manage = key.token(Purpose::Manage, mails.parse().unwrap());
    let world = World::new(app);
    let tokens = [("mails", &mails), ("confirm", &confirm), ("manage", &manage)];
    let named = [("draft", &own), ("review", &review), ("other", &other), ("public", &public)];
    for (name, path) in named.into_iter().chain(tokens) {
        world.name(name, path);
    }
    walk(&world, LINES);
}
