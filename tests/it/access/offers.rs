//! Trainings and consultings of providers.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, publish_model, signed};
use blaupause_tests::fixture::{GOSLAR, small_world};
use serde_json::{Value, json};

use super::actors::{PROVIDER, UNIT};
use super::rights::{
    EDIT_ASSESSMENT, EDIT_PROVIDER, MANAGE_OFFERS, READ_SERVICE_AREA, READ_UNIT, REGISTER_FOR_OFFERS,
};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const MANAGERS: Who = Who::Holders(MANAGE_OFFERS);
const COMERS: Who = Who::Holders(REGISTER_FOR_OFFERS);
const NO_OFFER: &str = "offer-not-found";
const ONE: &str = "/offers/{public}/registrations/{one}";

pub const LINES: &[Line] = &[
    line("create_offer", MANAGERS, "/offers").body(|_| offer()),
    line("list_offers", Who::Everyone, "/offers"),
    line("get_offer", Who::Everyone, "/offers/{public}"),
    line("get_offer", Who::Hidden(READ_SERVICE_AREA, NO_OFFER), "/offers/{draft}"),
    line("change_offer", MANAGERS, "/offers/{draft}").hidden_elsewhere(NO_OFFER).body(|_| terms()),
    line("publish_offer", MANAGERS, "/offers/{draft}/publish").hidden_elsewhere(NO_OFFER).body(|_| json!({})),
    line("register_for_offer", COMERS, "/offers/{second}/registrations")
        .body(|_| json!({"unit": UNIT, "seats": 1})),
    line("list_offer_registrations", Who::Within(READ_UNIT), "/offers/{public}/registrations"),
    line("get_offer_registration", Who::Holders(READ_UNIT), ONE),
    line("list_registrations_of_unit", Who::Holders(READ_UNIT), "/municipalities/031530019019/registrations"),
    line("get_offer_calendar", Who::Holders(READ_UNIT), "/municipalities/031530019019/offer-calendar"),
    line("make_calendar_address", COMERS, "/municipalities/031530019019/calendar-address")
        .body(|_| json!({})),
    line("get_calendar_address", Who::Holders(READ_UNIT), "/municipalities/031530019019/calendar-address"),
    line("get_offer_calendar", Who::Everyone, "/municipalities/031530017017/offer-calendar?token={opens}"),
    line("end_calendar_address", COMERS, "/municipalities/031530019019/calendar-address").body(|_| json!({})),
    line("list_offer_suggestions", Who::Holders(READ_UNIT), "/municipalities/031530019019/offer-suggestions"),
    line("withdraw_offer_registration", COMERS, "/offers/{third}/registrations/{other}").body(|_| json!({})),
    line("note_attendance", MANAGERS, "/offers/{past}/registrations/{came}/attendance")
        .body(|_| json!({"attended": 1})),
    line("give_attendance", Who::Holders(EDIT_ASSESSMENT), "/offers/{past}/registrations/{came}/evidence")
        .alike(EDIT_PROVIDER)
        .body(|world| json!({"assessment": world.id("assessment"), "indicator": "akte"})),
    line("hold_offer", MANAGERS, "/offers/{past}/hold").body(|_| json!({})),
    line("cancel_offer", MANAGERS, "/offers/{public}/cancel").body(|_| json!({})),
];

fn terms() -> Value {
    json!({"kind": "consulting", "title": {"de": "Aktenplan"}, "description": {"de": "Wie man anfängt"},
        "topics": [{"model": "probe", "indicator": "akte"}],
        "sessions": [{"starts": "2026-05-04T08:00:00Z", "ends": "2026-05-04T12:00:00Z",
            "place": {"kind": "onSite", "address": "Rathaus"}}],
        "places": 30, "registerUntil": "2026-04-30"})
}

fn offer() -> Value {
    let mut offer = terms();
    offer["provider"] = json!(PROVIDER);
    offer
}

/// On 1 March, from 6 to 7: the clock of the tests stands after that.
fn past() -> Value {
    let mut offer = offer();
    offer["sessions"][0]["starts"] = json!("2026-03-01T06:00:00Z");
    offer["sessions"][0]["ends"] = json!("2026-03-01T07:00:00Z");
    offer["registerUntil"] = json!("2026-03-01");
    offer
}

#[test]
fn offers() {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    signed(&app, UNIT, "2026-01-01", [1, 1, 0, 4]);
    let draft = |offer: &Value| {
        let cora = app.token("cora", Role::Consultant, None, Some(PROVIDER));
        let made = app.post("/offers", &cora, offer).expect(201).header("location");
        made.trim_start_matches("/v1").to_owned()
    };
    let published = |offer: &Value| {
        let path = draft(offer);
        let cora = app.token("cora", Role::Consultant, None, Some(PROVIDER));
        app.transition(&path, "publish", &cora, &json!({})).expect(200);
        path
    };
    let register = |offer: &str| {
        let editor = app.token("anna", Role::Editor, Some(UNIT), None);
        let body = json!({"unit": UNIT, "seats": 1});
        app.post(&format!("{offer}/registrations"), &editor, &body).expect(201).header("location")
    };
    app.set_now("2026-03-01T05:00:00Z");
    let (own, public, past) = (draft(&offer()), published(&offer()), published(&past()));
    let (second, third) = (published(&offer()), published(&offer()));
    let (one, other, came) = (register(&public), register(&third), register(&past));
    app.set_now("2026-03-01T12:00:00Z");
    let assessment = begin(&app, UNIT, "2026-02-01");
    let gisa = app.token("gisa", Role::Editor, Some(GOSLAR), None);
    let address =
        app.post(&format!("/municipalities/{GOSLAR}/calendar-address"), &gisa, &json!({})).expect(201);
    let opens = address.text("/url").split_once("token=").unwrap().1.to_owned();
    let world = World::new(app);
    let named = [
        ("draft", &own),
        ("opens", &opens),
        ("public", &public),
        ("second", &second),
        ("third", &third),
        ("past", &past),
        ("one", &one),
        ("other", &other),
        ("came", &came),
        ("assessment", &assessment),
    ];
    for (name, path) in named {
        world.name(name, path);
    }
    walk(&world, LINES);
}
