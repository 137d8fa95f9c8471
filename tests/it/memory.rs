//! Published answers in memory: used, and never older than what was committed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use blaupause_access::{Actor, Role};
use blaupause_app::{Expected, providers};
use blaupause_territory::Provider;
use blaupause_tests::fixture::small_world;
use blaupause_tests::{Client, TestApp};
use diesel::connection::SimpleConnection;
use serde_json::json;

const PROVIDER: &str = "/providers/it-harz";

fn filled() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    app
}

fn rename(client: &Client, admin: &str, name: &str) {
    client.change("PATCH", PROVIDER, PROVIDER, admin, &json!({"name": name})).expect(200);
}

/// Changes the name behind the back of the service until it is not seen any more: then the answer is from memory. On the
/// embedded database it takes a moment until it is known that nobody else writes. Gives the name that is there unseen.
fn from_memory(app: &TestApp) -> String {
    let deadline = Instant::now() + Duration::from_secs(10);
    for n in 0.. {
        let name = format!("unseen {n}");
        let sql = format!("UPDATE providers SET name = '{name}' WHERE id = 'it-harz'");
        app.write(|tx| {
            tx.conn().batch_execute(&sql).unwrap();
            Ok(())
        })
        .unwrap();
        if app.get(PROVIDER, "").expect(200).text("/name") != name {
            return name;
        }
        assert!(Instant::now() < deadline, "nothing is kept in memory");
    }
    unreachable!("names do not end")
}

#[test]
fn an_answer_is_given_again_until_something_published_changes() {
    let app = filled();
    let admin = app.token("admin", Role::Admin, None, None);
    let unseen = from_memory(&app);
    assert_eq!(app.get(PROVIDER, &admin).expect(200).text("/name"), unseen, "with a token it is always read");
    rename(&app, &admin, "IT Neu");
    assert_eq!(app.get(PROVIDER, "").expect(200).text("/name"), "IT Neu");
    let whole = app.get(PROVIDER, "").expect(200);
    let tag = whole.header("etag");
    let known = app.request("GET", PROVIDER).header("If-None-Match", &tag).send().expect(304);
    assert!(known.bytes.is_empty());
    for name in ["etag", "cache-control", "vary", "api-version"] {
        assert_eq!(known.header(name), whole.header(name), "{name}");
    }
    assert_ne!(whole.header("x-request-id"), known.header("x-request-id"), "every request has its own");
    let feed = |language: &str| {
        let request = app.request("GET", "/feeds/register/json").header("Accept-Language", language);
        request.send().expect(200).text("/title")
    };
    let (german, english) = (feed("de"), feed("en"));
    assert_ne!(german, english);
    assert_eq!((feed("de"), feed("en")), (german, english), "each from its own");
    let head = app.request("HEAD", PROVIDER).send().expect(200);
    assert_eq!((head.header("etag"), head.bytes.len()), (tag, 0));
}

/// A provider that serves until a day is among those of a municipality on that day and not on the next one, although nothing
/// was written in between.
#[test]
fn what_depends_on_the_day_is_good_for_the_day() {
    let app = filled();
    let admin = app.token("admin", Role::Admin, None, None);
    let kiel = "/municipalities/010020000000";
    let area = format!("{PROVIDER}/service-area/010020000000");
    let serves = json!({"from": "2026-01-01", "to": "2026-03-01"});
    app.change("PUT", &area, PROVIDER, &admin, &serves).expect(200);
    from_memory(&app);
    let providers = || app.get(kiel, "").expect(200).at("/providers").clone();
    let today = (providers(), providers());
    assert!(today.0.to_string().contains("it-harz"), "{}", today.0);
    assert_eq!(today.0, today.1);
    app.set_now("2026-03-02T00:00:01Z");
    assert!(!providers().to_string().contains("it-harz"));
}

#[test]
fn nobody_is_told_of_less_than_was_committed() {
    let app = filled();
    let admin = app.token("admin", Role::Admin, None, None);
    rename(&app, &admin, "0");
    let done = AtomicBool::new(false);
    let number = |client: &Client| client.get(PROVIDER, "").expect(200).text("/name").parse::<u32>().unwrap();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let seen = number(&app);
                    assert!(seen >= last, "{seen} after {last}");
                    last = seen;
                }
            });
        }
        for n in 1..=60_u32 {
            rename(&app, &admin, &n.to_string());
            let seen = number(&app);
            assert_eq!(seen, n, "the writer's own change");
        }
        done.store(true, Ordering::Relaxed);
    });
}

/// On PostgreSQL there may be several servers, and a client that is served by one and then by the other.
#[test]
fn another_server_tells_of_what_this_one_committed() {
    let app = filled();
    let admin = app.token("admin", Role::Admin, None, None);
    let second = app.second_server();
    if app.app.database().is_embedded() {
        // there, others are commands, which do not end before the server has noticed
        let (actor, id) = (Actor::operator(), "it-harz".parse().unwrap());
        for n in 0..3 {
            let name = format!("IT {n}");
            let renamed = |provider| Ok(Provider { name: name.clone(), ..provider });
            from_memory(&app);
            second.write_blocking(|tx| providers::edit(tx, &actor, &id, Expected::Any, renamed)).unwrap();
            second.settle();
            assert_eq!(app.get(PROVIDER, "").expect(200).text("/name"), name);
        }
        return;
    }
    let beside = app.serve_beside(second);
    let (one, other): (&Client, &Client) = (&app, &beside);
    for n in 0..40 {
        let (writes, reads) = if n % 2 == 0 { (one, other) } else { (other, one) };
        rename(writes, &admin, &format!("IT {n}"));
        assert_eq!(reads.get(PROVIDER, "").expect(200).text("/name"), format!("IT {n}"));
        assert_eq!(writes.get(PROVIDER, "").expect(200).text("/name"), format!("IT {n}"));
    }
}
