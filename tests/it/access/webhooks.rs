//! Webhooks.

use serde_json::json;

use super::actors::{Actor, UNIT};
use super::rights::{MANAGE_WEBHOOKS, READ_WEBHOOKS};
use super::walk::{Line, Who, line, walk};
use super::world::World;
use blaupause_access::Role;

/// What a webhook of a unit tells is for those who may read the unit.
const READS: &[&str] = &["units:read"];

pub const LINES: &[Line] = &[
    line("create_webhook", Who::Holders(MANAGE_WEBHOOKS), "/webhooks")
        .body(|_| json!({"url": "https://a.example/", "unit": UNIT}))
        .also(READS),
    line("list_webhooks", Who::Within(READ_WEBHOOKS), "/webhooks"),
    line("get_webhook", Who::Holders(READ_WEBHOOKS), "/webhooks/{webhook}"),
    line("put_webhook", Who::Holders(MANAGE_WEBHOOKS), "/webhooks/{webhook}")
        .body(|_| json!({"url": "https://b.example/"}))
        .also(READS),
    line("rotate_secret", Who::Holders(MANAGE_WEBHOOKS), "/webhooks/{webhook}/rotate-secret")
        .body(|_| json!({}))
        .also(READS),
    line("disable_webhook", Who::Holders(MANAGE_WEBHOOKS), "/webhooks/{webhook}/disable").body(|_| json!({})),
    line("enable_webhook", Who::Holders(MANAGE_WEBHOOKS), "/webhooks/{webhook}/enable")
        .body(|_| json!({}))
        .also(READS),
    line("list_deliveries", Who::Holders(READ_WEBHOOKS), "/webhooks/{webhook}/deliveries").also(READS),
    line("get_delivery", Who::Holders(READ_WEBHOOKS), "/webhooks/{webhook}/deliveries/{event}").also(READS),
    line("redeliver", Who::Holders(MANAGE_WEBHOOKS), "/webhooks/{webhook}/deliveries/{event}/redeliver")
        .body(|_| json!({}))
        .also(READS),
    line("delete_webhook", Who::Holders(MANAGE_WEBHOOKS), "/webhooks/{webhook}").body(|_| json!({})),
];

#[test]
fn webhooks() {
    let app = super::super::webhooks::world();
    let editor = Actor::at_home(Role::Editor).token(&app);
    let made =
        app.post("/webhooks", &editor, &json!({"url": "http://127.0.0.1:9/", "unit": UNIT})).expect(201);
    let world = World::new(app);
    world.name("webhook", &made.header("location"));
    let text = json!({"de": "Modul", "en": "Module"});
    let mara = blaupause_tests::proving::manager(&world.app, "mara");
    let new =
        json!({"id": "dms", "owner": "it-harz", "kind": "application", "title": text, "description": text});
    world.app.post("/modules", &mara, &new).expect(201);
    // Nobody is there: the message waits.
    super::super::webhooks::work(&world.app);
    let events = world.app.get("/events?limit=500", "").expect(200);
    world.name("event", &events.text("/items/0/id"));
    walk(&world, LINES);
}
