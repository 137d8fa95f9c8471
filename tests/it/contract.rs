//! What all operations have in common: problems, conditions, pages, languages, idempotency.

use blaupause_access::Role;
use blaupause_app::journal;
use blaupause_tests::TestApp;
use serde_json::json;

#[test]
fn problems_speak_the_callers_language() {
    let app = TestApp::start();
    let german = app.get("/audit", "").expect(401);
    assert_eq!(german.header("content-type"), "application/problem+json");
    assert_eq!(german.header("www-authenticate"), "Bearer");
    assert_eq!(german.text("/title"), "Anmeldung erforderlich");
    let english = app.request("GET", "/audit").header("Accept-Language", "en").send().expect(401);
    assert_eq!(english.text("/title"), "Sign-in required");
    let page = app.get(&format!("/problems/{}", english.text("/code")), "").expect(200);
    assert_eq!(page.text("/title"), "Anmeldung erforderlich");
}

#[test]
fn unknown_addresses_methods_and_parameters_are_problems() {
    let app = TestApp::start();
    assert_eq!(app.get("/nothing", "").expect(404).text("/code"), "route-not-found");
    let method = app.request("DELETE", "/status").send().expect(405);
    assert_eq!(method.header("allow"), "GET");
    for query in ["limit=0", "limit=501", "limit=x", "cursor=nonsense", "unknown=1"] {
        let reply = app.get(&format!("/events?{query}"), "").expect(400);
        assert_eq!(reply.header("content-type"), "application/problem+json", "{query}");
    }
}

#[test]
fn what_the_caller_holds_already_is_not_sent_again() {
    let app = TestApp::start();
    let tag = app.get("/status", "").expect(200).header("etag");
    let again = app.request("GET", "/status").header("If-None-Match", &tag).send().expect(304);
    assert!(again.bytes.is_empty());
    assert_eq!(again.header("etag"), tag);
}

#[test]
fn requests_keep_their_id_and_get_one_if_they_have_none() {
    let app = TestApp::start();
    let sent = app.request("GET", "/status").header("X-Request-Id", "abc-1").send();
    assert_eq!(sent.header("x-request-id"), "abc-1");
    let made = app.request("GET", "/status").header("X-Request-Id", "not sound!").send();
    assert_eq!(made.header("x-request-id").len(), 36);
    assert_eq!(made.header("api-version"), "1.0.0");
}

#[test]
fn tokens_end_and_belong_to_one_audience() {
    let app = TestApp::start();
    let auditor = app.token("x", Role::Auditor, None, None);
    app.get("/audit", &auditor).expect(200);
    app.set_now("2026-03-03T08:00:00Z");
    assert_eq!(app.get("/audit", &auditor).expect(401).text("/code"), "token-invalid");
}

/// What the parsers say in English stays inside: place, value and what is possible are told in the caller's language.
#[test]
fn what_does_not_fit_is_named_in_the_callers_language() {
    let app = TestApp::start();
    let admin = app.token("a", Role::Admin, None, None);
    let refused = |method: &str, path: &str, body: &str, language: &str| {
        let request = app.request(method, path).token(&admin).header("Accept-Language", language);
        let request = request.bytes("application/json", body.as_bytes()).send().expect(400);
        (request.text("/errors/0/pointer"), request.text("/errors/0/code"), request.text("/errors/0/detail"))
    };
    for (method, path, body, pointer, code, german) in [
        (
            "GET",
            "/pilots?state=gesichert",
            "",
            "state",
            "value-not-offered",
            "„gesichert“ gibt es hier nicht. Möglich sind: call, prepared, running, evaluated, finished, aborted.",
        ),
        (
            "GET",
            "/pilots?zustand=x",
            "",
            "zustand",
            "field-unknown",
            "Eine Angabe „zustand“ gibt es hier nicht. Möglich sind: provider, state, unit, limit, cursor.",
        ),
        (
            "GET",
            "/pilots?limit=viele",
            "",
            "limit",
            "value-no-whole-number",
            "Dies ist keine ganze Zahl, die hier möglich ist.",
        ),
        (
            "GET",
            "/pilots?limit=0",
            "",
            "limit",
            "page-size-out-of-range",
            "Möglich sind 1 bis 500 Einträge je Seite.",
        ),
        (
            "GET",
            "/pilots?unit=1",
            "",
            "unit",
            "value-no-regional-key",
            "„1“ ist kein Regionalschlüssel: 2, 3, 4, 5, 9 oder 12 Ziffern (ARS), 8 Ziffern (AGS) \
                oder außerhalb Deutschlands ein NUTS-Code wie FRK28, bei Gemeinden mit ihrem LAU-Code (FRK28.01004).",
        ),
        (
            "GET",
            "/blueprints/e-akte/versions/1/fit?unit=03",
            "",
            "version",
            "value-no-version",
            "„1“ ist keine Versionsnummer wie 1.4.0.",
        ),
        (
            "GET",
            "/blueprints/e-akte/versions/1.0.0/fit",
            "",
            "unit",
            "field-missing",
            "Die Angabe „unit“ fehlt.",
        ),
        (
            "GET",
            "/modules/E_Akte",
            "",
            "id",
            "value-no-slug",
            "„E_Akte“ ist kein Kurzname: Kleinbuchstaben a-z, Ziffern und einzelne Bindestriche, 1 bis 64 Zeichen.",
        ),
        ("GET", "/assessments/1", "", "id", "value-no-uuid", "Dies ist keine Kennung (UUID)."),
        (
            "POST",
            "/providers",
            "{\"id\": \"it\"",
            "",
            "json-syntax",
            "In Zeile 1, Spalte 11 ist der Inhalt kein JSON mehr.",
        ),
        ("POST", "/providers", "{\"id\": \"it\"}", "/name", "field-missing", "Die Angabe „name“ fehlt."),
        (
            "POST",
            "/providers",
            "{\"id\": \"it\", \"name\": null}",
            "/name",
            "value-of-other-kind",
            "Hier steht nichts, erwartet wird ein Text.",
        ),
        (
            "POST",
            "/providers",
            "{\"id\": \"it\", \"name\": 1}",
            "/name",
            "value-of-other-kind",
            "Hier steht eine ganze Zahl, erwartet wird ein Text.",
        ),
        (
            "POST",
            "/providers",
            "{\"id\": \"it\", \"namen\": 1}",
            "/namen",
            "field-unknown",
            "Eine Angabe „namen“ gibt es hier nicht. Möglich sind: id, name, homepage, legalForm, seat.",
        ),
        (
            "POST",
            "/providers",
            "{\"id\": \"I T\"}",
            "/id",
            "value-no-slug",
            "„I T“ ist kein Kurzname: Kleinbuchstaben a-z, Ziffern und einzelne Bindestriche, 1 bis 64 Zeichen.",
        ),
    ] {
        let found = refused(method, path, body, "de");
        assert_eq!(found, (pointer.into(), code.into(), german.into()), "{method} {path} {body}");
        assert_ne!(refused(method, path, body, "en").2, german);
    }
}

/// Numbering writes: nobody starts it who may not read its result.
#[test]
fn who_may_not_read_the_audit_log_numbers_nothing_in_it() {
    let app = TestApp::start();
    let admin = app.token("a", Role::Admin, None, None);
    app.post("/providers", &admin, &serde_json::json!({"id": "it", "name": "IT"})).expect(201);
    let pending = || app.read(journal::has_pending).unwrap();
    assert!(pending());
    app.get("/audit", "").expect(401);
    app.get("/audit", &app.token("e", Role::Editor, Some("031530019019"), None)).expect(403);
    assert!(pending());
    let log = app.get("/audit", &app.token("x", Role::Auditor, None, None)).expect(200);
    assert_eq!(log.at("/items/0/position"), &serde_json::json!(1));
    assert!(!pending());
}

/// What somebody may not send at all is not looked at: no answer tells what a text without the right to send it lacks.
#[test]
fn the_permission_comes_before_the_text_of_an_upload() {
    let app = TestApp::start();
    blaupause_tests::fixture::small_world(&app);
    let manager = app.token("m", Role::CatalogManager, None, Some("it-harz"));
    let module = serde_json::json!({"id": "e-akte", "kind": "application", "title": {"de": "E"}, "description": {"de": "Akte"}, "owner": "it-harz"});
    app.post("/modules", &manager, &module).expect(201);
    let blueprint = serde_json::json!({"slug": "e-akte", "owner": "it-harz", "title": {"de": "E"}});
    app.post("/blueprints", &manager, &blueprint).expect(201);
    let editor = app.token("x", Role::Editor, Some("031530019019"), None);
    for (method, path, right) in [
        ("POST", "/register-imports", app.token("a", Role::Admin, None, None)),
        ("POST", "/register-imports?dryRun=true", app.token("a", Role::Admin, None, None)),
        ("POST", "/succession-lists", app.token("a", Role::Admin, None, None)),
        ("POST", "/maturity-models", app.token("a", Role::Admin, None, None)),
        ("POST", "/modules/e-akte/versions", manager.clone()),
        ("PUT", "/blueprints/e-akte/versions/1.0.0", manager.clone()),
    ] {
        for rubbish in [&b"rubbish"[..], &[0xff, 0xfe, 0x00], b""] {
            let send =
                |token: &str| app.request(method, path).token(token).bytes("text/plain", rubbish).send();
            send("").expect(401);
            send(&editor).expect(403);
            let refused = send(&right);
            assert_eq!(refused.status, 422, "{path} {}", refused.json);
        }
    }
}

#[test]
fn characters_that_deceive_or_cannot_be_stored_are_refused_everywhere() {
    let app = TestApp::start();
    let admin = app.token("a", Role::Admin, None, None);
    let body = json!({"id": "it-neu", "name": "IT\u{0}Neu"});
    let refused = app.post("/providers", &admin, &body).expect(400);
    assert_eq!(
        (refused.text("/code"), refused.text("/errors/0/pointer")),
        ("json-invalid".into(), "/name".into())
    );
    let turned = json!({"id": "it-neu", "name": "IT \u{202e}ueN"});
    app.post("/providers", &admin, &turned).expect(400);
    let query = app.get("/municipalities?name=a%00b", "").expect(400);
    assert_eq!(
        (query.text("/code"), query.text("/errors/0/pointer")),
        ("parameter-invalid".into(), "name".into())
    );
    app.get("/providers/a%00b", "").expect(400);
    app.post("/providers", &admin, &json!({"id": "it-neu", "name": "Zeile\tTab Straße"})).expect(201);
}

#[test]
fn a_list_is_no_object_and_head_is_get_without_a_body() {
    let app = TestApp::start();
    let admin = app.token("a", Role::Admin, None, None);
    let list = app.post("/providers", &admin, &json!(["it-neu", "IT Neu", null])).expect(400);
    assert_eq!(list.text("/errors/0/code"), "value-of-other-kind");
    let get = app.get("/municipalities", "").expect(200);
    let head = app.request("HEAD", "/municipalities").send().expect(200);
    assert_eq!((head.header("etag"), head.bytes.len()), (get.header("etag"), 0));
    assert_eq!(app.request("HEAD", "/nothing").send().status, 404);
}
