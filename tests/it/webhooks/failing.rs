//! What happens when a receiver is away, refuses, or wants nothing any more.

use blaupause_tests::Receiver;
use serde_json::{Value, json};

use super::{anna, delivery, event_of, happens, webhook, work, world};

#[test]
fn a_receiver_that_is_down_for_a_while_misses_nothing_and_gets_nothing_twice() {
    let app = world();
    let receiver = Receiver::start();
    let port = receiver.port();
    let hook = webhook(&app, &receiver, &["module.created"]);
    happens(&app, "erstes");
    work(&app);
    assert_eq!(receiver.received().len(), 1);
    drop(receiver);
    happens(&app, "zweites");
    work(&app);
    happens(&app, "drittes");
    app.set_now("2026-03-01T08:00:04Z");
    work(&app);
    let waits = delivery(&app, &hook, "zweites");
    assert_eq!((&waits["state"], waits["attempts"].as_array().unwrap().len()), (&json!("pending"), 1));
    assert_eq!(waits["attempts"][0]["failure"], "connection");
    assert_eq!(waits["refusals"], 0, "it was not the message that was refused");
    // Five seconds after the first time, and still away.
    app.set_now("2026-03-01T08:00:05Z");
    work(&app);
    assert_eq!(delivery(&app, &hook, "zweites")["attempts"].as_array().unwrap().len(), 2);
    assert_eq!(delivery(&app, &hook, "drittes")["attempts"], json!([]), "one message asks for all");
    let receiver = Receiver::at(port);
    app.set_now("2026-03-01T08:05:04Z");
    work(&app);
    assert_eq!(receiver.received().len(), 0, "not before five minutes are over");
    app.set_now("2026-03-01T08:05:05Z");
    work(&app);
    let ids: Vec<String> = receiver.received().iter().map(blaupause_tests::Received::id).collect();
    assert_eq!(ids, [event_of(&app, "zweites"), event_of(&app, "drittes")]);
}

#[test]
fn a_message_that_is_refused_for_days_fails_while_the_others_go_on() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    happens(&app, "giftig");
    receiver.will_answer(&[500]);
    work(&app);
    happens(&app, "harmlos");
    work(&app);
    assert_eq!(delivery(&app, &hook, "harmlos")["state"], "delivered");
    // After 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h.
    let times = [
        "2026-03-01T08:00:05Z",
        "2026-03-01T08:05:05Z",
        "2026-03-01T08:35:05Z",
        "2026-03-01T10:35:05Z",
        "2026-03-01T15:35:05Z",
        "2026-03-02T01:35:05Z",
        "2026-03-02T15:35:05Z",
        "2026-03-03T11:35:05Z",
        "2026-03-04T11:35:05Z",
    ];
    for (at, count) in times.into_iter().zip(3..) {
        assert_eq!(delivery(&app, &hook, "giftig")["nextAt"], at);
        app.set_now(at);
        receiver.will_answer(&[500]);
        work(&app);
        assert_eq!(receiver.received().len(), count);
    }
    let failed = delivery(&app, &hook, "giftig");
    assert_eq!(
        (&failed["state"], &failed["refusals"], &failed["nextAt"]),
        (&json!("failed"), &json!(10), &Value::Null)
    );
    assert_eq!(failed["attempts"][9]["status"], 500);
    let list = app.get(&format!("{hook}/deliveries?state=failed"), &anna(&app)).expect(200);
    assert_eq!(list.at("/items").as_array().unwrap().len(), 1);
    // By hand, under the same id.
    let id = event_of(&app, "giftig");
    let again = format!("{hook}/deliveries/{id}/redeliver");
    assert_eq!(app.post(&again, &anna(&app), &json!({})).expect(200).at("/state"), "pending");
    work(&app);
    assert_eq!(receiver.received().last().unwrap().id(), id);
    assert_eq!(delivery(&app, &hook, "giftig")["state"], "delivered");
    app.post(
        &format!("{hook}/deliveries/01900000-0000-7000-8000-ffffffffffff/redeliver"),
        &anna(&app),
        &json!({}),
    )
    .expect(404);
}

#[test]
fn redirects_are_not_followed() {
    let (app, receiver, elsewhere) = (world(), Receiver::start(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    happens(&app, "dms");
    receiver.will_answer_with(307, "location", &elsewhere.url("/anderswo"));
    work(&app);
    assert_eq!((receiver.received().len(), elsewhere.received().len()), (1, 0));
    let refused = delivery(&app, &hook, "dms");
    assert_eq!((&refused["state"], &refused["attempts"][0]["status"]), (&json!("pending"), &json!(307)));
}

#[test]
fn a_receiver_asks_for_more_time() {
    let (app, receiver) = (world(), Receiver::start());
    webhook(&app, &receiver, &["module.created"]);
    happens(&app, "dms");
    receiver.will_answer_with(503, "retry-after", "3600");
    work(&app);
    for (at, count) in [("2026-03-01T08:59:59Z", 1), ("2026-03-01T09:00:00Z", 2)] {
        app.set_now(at);
        work(&app);
        assert_eq!(receiver.received().len(), count, "{at}");
    }
}

#[test]
fn gone_disables_it_and_enabling_sends_what_was_kept() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    happens(&app, "erstes");
    receiver.will_answer(&[410]);
    work(&app);
    let disabled = app.get(&hook, &anna(&app)).expect(200);
    assert_eq!(
        (disabled.at("/state"), disabled.at("/disabledBecause")),
        (&json!("disabled"), &json!("gone"))
    );
    happens(&app, "zweites");
    work(&app);
    assert_eq!(receiver.received().len(), 1);
    let why = app.transition(&hook, "disable", &anna(&app), &json!({})).expect(409);
    assert_eq!(why.at("/code"), "webhook-state");
    let enabled = app.transition(&hook, "enable", &anna(&app), &json!({})).expect(200);
    assert_eq!((enabled.at("/state"), enabled.at("/disabledBecause")), (&json!("active"), &Value::Null));
    work(&app);
    let ids: Vec<String> = receiver.received().iter().map(blaupause_tests::Received::id).collect();
    let (first, second) = (event_of(&app, "erstes"), event_of(&app, "zweites"));
    assert_eq!(ids, [first.clone(), first, second]);
}

#[test]
fn a_receiver_that_is_away_for_days_disables_it_and_still_misses_nothing() {
    let app = world();
    let receiver = Receiver::start();
    let port = receiver.port();
    let hook = webhook(&app, &receiver, &["module.created"]);
    drop(receiver);
    happens(&app, "dms");
    // Some three and a half days; each look is later than the next time that is planned.
    for day in ["01T08", "01T09", "01T10", "01T13", "01T19", "02T06", "02T21", "03T18", "04T19"] {
        app.set_now(&format!("2026-03-{day}:30:00Z"));
        work(&app);
        assert_eq!(app.get(&hook, &anna(&app)).expect(200).at("/state"), "active", "{day}");
    }
    app.set_now("2026-03-05T20:00:00Z");
    work(&app);
    let disabled = app.get(&hook, &anna(&app)).expect(200);
    assert_eq!(disabled.at("/disabledBecause"), "unreachable");
    let told = app.get("/events?limit=500", &anna(&app)).expect(200);
    let kinds: Vec<&Value> = told.at("/items").as_array().unwrap().iter().map(|e| &e["kind"]).collect();
    assert!(kinds.contains(&&json!("webhook.disabled")), "{kinds:?}");
    let receiver = Receiver::at(port);
    app.transition(&hook, "enable", &anna(&app), &json!({})).expect(200);
    work(&app);
    assert_eq!(receiver.received().len(), 1);
}

/// If it is one message that the receiver cannot answer, the others get through all the same.
#[test]
fn a_message_that_is_never_answered_does_not_hold_the_others_for_ever() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    happens(&app, "giftig");
    happens(&app, "harmlos");
    receiver.will_answer(&[503, 503, 503]);
    for at in ["2026-03-01T08:00:00Z", "2026-03-01T08:00:05Z", "2026-03-01T08:05:05Z"] {
        app.set_now(at);
        work(&app);
    }
    let ids: Vec<String> = receiver.received().iter().map(blaupause_tests::Received::id).collect();
    assert_eq!(ids, vec![event_of(&app, "giftig"); 3]);
    // The fourth time another one asks, and the first follows.
    app.set_now("2026-03-01T08:35:05Z");
    work(&app);
    let ids: Vec<String> = receiver.received().iter().skip(3).map(blaupause_tests::Received::id).collect();
    assert_eq!(ids, [event_of(&app, "harmlos"), event_of(&app, "giftig")]);
    assert_eq!(delivery(&app, &hook, "giftig")["state"], "delivered");
}

#[test]
fn another_address_and_a_message_sent_again_by_hand_are_tried_at_once() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    happens(&app, "dms");
    receiver.will_answer(&[503, 503]);
    work(&app);
    app.set_now("2026-03-01T08:00:05Z");
    work(&app);
    assert_eq!(
        delivery(&app, &hook, "dms")["nextAt"],
        "2026-03-01T08:05:05Z",
        "not before the receiver is asked again"
    );
    let again = format!("{hook}/deliveries/{}/redeliver", event_of(&app, "dms"));
    receiver.will_answer(&[503]);
    app.post(&again, &anna(&app), &json!({})).expect(200);
    work(&app);
    assert_eq!(receiver.received().len(), 3);
    let other = Receiver::start();
    let wishes = json!({"url": other.url("/"), "kinds": ["module.created"]});
    app.change("PUT", &hook, &hook, &anna(&app), &wishes).expect(200);
    work(&app);
    assert_eq!((receiver.received().len(), other.received().len()), (3, 1));
}
