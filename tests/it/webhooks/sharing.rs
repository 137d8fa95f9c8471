//! Several workers: none sends what another one is sending, and one that is cut off is followed by another.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use blaupause_app::{App, Transport, webhook_deliveries};
use blaupause_kernel::Timestamp;
use blaupause_sender::HttpTransport;
use blaupause_tests::Receiver;
use blaupause_webhooks::{Answer, Target};
use serde_json::json;

use super::{anna, event_of, happens, here, number, webhook, work, world};

const LEASE: Duration = Duration::from_secs(60);

/// Sends, and does something else before the answer is noted.
struct Meanwhile<F: Fn() + Send + Sync>(HttpTransport, F);

impl<F: Fn() + Send + Sync> Transport for Meanwhile<F> {
    fn send(&self, target: &Target, headers: &[(&str, String)], body: &[u8], now: Timestamp) -> Answer {
        let answer = self.0.send(target, headers, body, now);
        (self.1)();
        answer
    }
}

fn one_round(app: &App, transport: &dyn Transport) -> bool {
    webhook_deliveries::work(app, transport, LEASE, &|| true).unwrap()
}

#[test]
fn a_webhook_is_one_workers_at_a_time() {
    let (app, receiver) = (world(), Receiver::start());
    webhook(&app, &receiver, &["module.created"]);
    happens(&app, "erstes");
    happens(&app, "zweites");
    number(&app);
    let other = app.app.clone();
    let second = move || assert!(!one_round(&other, &HttpTransport::new(here())), "nothing is free");
    assert!(one_round(&app.app, &Meanwhile(HttpTransport::new(here()), second)));
    assert_eq!(receiver.received().len(), 2);
}

#[test]
fn a_worker_that_is_cut_off_is_followed_by_another_one_under_the_same_id() {
    let (app, receiver) = (world(), Receiver::start());
    webhook(&app, &receiver, &["module.created"]);
    happens(&app, "erstes");
    happens(&app, "zweites");
    number(&app);
    let dies = Meanwhile(HttpTransport::new(here()), || panic!("cut off after sending, before noting it"));
    catch_unwind(AssertUnwindSafe(|| one_round(&app.app, &dies))).unwrap_err();
    work(&app);
    assert_eq!(receiver.received().len(), 1, "it may still be at work");
    app.set_now("2026-03-01T08:01:00Z");
    work(&app);
    let ids: Vec<String> = receiver.received().iter().map(blaupause_tests::Received::id).collect();
    let (first, second) = (event_of(&app, "erstes"), event_of(&app, "zweites"));
    assert_eq!(ids, [first.clone(), first, second]);
}

/// Of a worker that took too long, what it sent is noted, and nothing more is sent by it.
#[test]
fn a_worker_that_took_too_long_lets_go() {
    let (app, receiver) = (world(), Receiver::start());
    let hook = webhook(&app, &receiver, &["module.created"]);
    happens(&app, "erstes");
    happens(&app, "zweites");
    number(&app);
    let other = app.app.clone();
    let slow = || {
        if receiver.received().len() == 1 {
            app.set_now("2026-03-01T08:02:00Z");
            assert!(one_round(&other, &HttpTransport::new(here())));
        }
    };
    assert!(one_round(&app.app, &Meanwhile(HttpTransport::new(here()), slow)));
    let mut counts = BTreeMap::<String, usize>::new();
    for message in receiver.received() {
        *counts.entry(message.id()).or_default() += 1;
    }
    let (first, second) = (event_of(&app, "erstes"), event_of(&app, "zweites"));
    assert_eq!(counts, BTreeMap::from([(first, 2), (second, 1)]));
    let pending = app.get(&format!("{hook}/deliveries?state=pending"), &anna(&app)).expect(200);
    assert_eq!(pending.at("/items"), &json!([]));
}

/// Who answers slowly has its turn for a while, and then the others have theirs.
#[test]
fn a_slow_receiver_does_not_hold_the_senders_up() {
    let (app, slow, quick) = (world(), Receiver::start(), Receiver::start());
    webhook(&app, &slow, &["module.created"]);
    let second =
        json!({"url": quick.url("/"), "kinds": ["module.created"], "unit": blaupause_tests::fixture::GOSLAR});
    app.set_now("2026-03-01T08:00:01Z");
    app.post("/webhooks", &anna(&app), &second).expect(201);
    for module in ["eins", "zwei", "drei"] {
        happens(&app, module);
    }
    number(&app);
    let seconds = std::sync::atomic::AtomicU32::new(1);
    // Each answer takes six seconds.
    let waits = || {
        let now = seconds.fetch_add(6, std::sync::atomic::Ordering::SeqCst) + 6;
        app.set_now(&format!("2026-03-01T08:00:{now:02}Z"));
    };
    assert!(one_round(&app.app, &Meanwhile(HttpTransport::new(here()), waits)));
    assert_eq!((slow.received().len(), quick.received().len()), (2, 0), "after twelve seconds");
    assert!(one_round(&app.app, &HttpTransport::new(here())));
    assert_eq!((slow.received().len(), quick.received().len()), (2, 3));
}

#[test]
fn many_workers_send_everything_once_and_in_order() {
    let (app, receiver) = (world(), Receiver::start());
    let hooks = 6;
    for n in 0..hooks {
        let body = json!({"url": receiver.url(&format!("/{n}")), "kinds": ["module.created"],
            "unit": blaupause_tests::fixture::GOSLAR});
        app.post("/webhooks", &anna(&app), &body).expect(201);
    }
    let modules: Vec<String> = (0..8).map(|n| format!("modul-{n}")).collect();
    modules.iter().for_each(|module| happens(&app, module));
    number(&app);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let own = app.app.clone();
            scope.spawn(move || {
                let transport = HttpTransport::new(here());
                while one_round(&own, &transport) {}
            });
        }
    });
    // Whoever found everything taken has ended; what they left is done by one more.
    work(&app);
    let expected: Vec<String> = modules.iter().map(|module| event_of(&app, module)).collect();
    for n in 0..hooks {
        let to = receiver.received().into_iter().filter(|message| message.path == format!("/{n}"));
        let ids: Vec<String> = to.map(|message| message.id()).collect();
        assert_eq!(ids, expected, "/{n}");
    }
}
