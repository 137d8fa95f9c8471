//! Every `PATCH` is a merge patch (RFC 7396): `null` takes away what may be missing, and is refused elsewhere.

use blaupause_access::Role;
use blaupause_tests::assessing::begin;
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM};
use blaupause_tests::proving::{document, manager, module, pilot_document, published, world};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

/// Sends a patch as what it is.
fn patch(app: &TestApp, path: &str, token: &str, body: &Value) -> Reply {
    let request = app.request("PATCH", path).token(token).header("If-Match", "*");
    request.bytes("application/merge-patch+json", body.to_string().as_bytes()).send()
}

#[track_caller]
fn refused_at(reply: Reply, pointer: &str, code: &str) {
    let reply = reply.expect(422);
    let place = (reply.text("/errors/0/pointer"), reply.text("/errors/0/code"));
    assert_eq!(place, (pointer.to_owned(), code.to_owned()));
}

#[test]
fn a_module_keeps_what_is_left_out_and_all_it_has_to_have() {
    let app = world();
    module(&app);
    let (path, mara) = ("/modules/dms", manager(&app, "mara"));
    let before = app.get(path, "").json;
    for field in ["kind", "title", "description"] {
        refused_at(patch(&app, path, &mara, &json!({field: null})), &format!("/{field}"), "field-missing");
    }
    refused_at(patch(&app, path, &mara, &json!({"owner": "it-kueste"})), "/owner", "field-unknown");
    refused_at(patch(&app, path, &mara, &json!({"kind": "nothing"})), "/kind", "value-not-offered");
    assert_eq!(app.get(path, "").json, before, "nothing was changed");
    let changed = patch(&app, path, &mara, &json!({"title": {"de": "Ablage"}})).expect(200);
    assert_eq!(changed.at("/title"), &json!({"de": "Ablage", "en": "DMS"}), "the other language stays");
    assert_eq!((changed.at("/kind"), changed.at("/description")), (&before["kind"], &before["description"]));
    let changed = patch(&app, path, &mara, &json!({"title": {"en": null}})).expect(200);
    assert_eq!(changed.at("/title"), &json!({"de": "Ablage"}));
    refused_at(
        patch(&app, path, &mara, &json!({"title": {"de": null}})),
        "/title",
        "value-no-localized-text",
    );
}

#[test]
fn a_provider_loses_its_optional_facts_and_never_its_name() {
    let app = world();
    let (path, admin) = ("/providers/it-harz", app.token("a", Role::Admin, None, None));
    let all = json!({"homepage": "https://harz.example", "legalForm": "Zweckverband", "seat": GOSLAR});
    patch(&app, path, &admin, &all).expect(200);
    refused_at(patch(&app, path, &admin, &json!({"name": null})), "/name", "field-missing");
    refused_at(patch(&app, path, &admin, &json!({"id": "it-neu"})), "/id", "field-unknown");
    let gone = patch(&app, path, &admin, &json!({"homepage": null, "seat": null})).expect(200);
    assert_eq!((gone.at("/homepage"), gone.at("/seat")), (&json!(null), &json!(null)));
    assert_eq!(
        (gone.text("/legalForm"), gone.text("/name")),
        ("Zweckverband".into(), "IT-Verbund Harz".into())
    );
}

#[test]
fn a_pilot_loses_its_lists_and_nothing_else() {
    let app = world();
    let (path, mara) = ("/pilots/akte-goslar", manager(&app, "mara"));
    app.post("/pilots", &mara, &pilot_document()).expect(201);
    for field in ["title", "summary", "model", "budget", "plannedEffort", "plannedFrom", "plannedUntil"] {
        refused_at(patch(&app, path, &mara, &json!({field: null})), &format!("/{field}"), "field-missing");
    }
    for field in ["slug", "provider", "state"] {
        refused_at(patch(&app, path, &mara, &json!({field: "x"})), &format!("/{field}"), "field-unknown");
    }
    let changed = patch(&app, path, &mara, &json!({"goals": null, "budget": "9"})).expect(200);
    assert_eq!((changed.at("/goals"), changed.text("/budget")), (&json!([]), "9.00".into()));
    assert_eq!(changed.at("/units"), &json!([GOSLAR]));
    let changed = patch(&app, path, &mara, &json!({"units": null})).expect(200);
    assert_eq!(changed.at("/units"), &json!([]));
}

#[test]
fn answers_parameters_and_deviations_are_taken_away_one_by_one() {
    let app = published();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let level = json!({"kind": "level", "value": 2});
    patch(&app, &path, &anna, &json!({"answers": {"isms": level, "akte": level}})).expect(200);
    let left = patch(&app, &path, &anna, &json!({"answers": {"isms": null}})).expect(200);
    assert_eq!(left.at("/answers").as_object().unwrap().keys().collect::<Vec<_>>(), ["akte"]);
    refused_at(patch(&app, &path, &anna, &json!({"answers": null})), "/answers", "value-of-other-kind");
    refused_at(patch(&app, &path, &anna, &json!({"period": null})), "/period", "field-unknown");

    let new = json!({"unit": LANGELSHEIM, "blueprint": "e-akte", "version": document("1.0.0")["version"],
        "parameters": {"tenants": 1}, "deviations": ["Ohne Scanner"]});
    let made = app.post("/adoptions", &anna, &new).expect(201);
    let path = made.header("location").trim_start_matches("/v1").to_owned();
    refused_at(patch(&app, &path, &anna, &json!({"parameters": null})), "/parameters", "value-of-other-kind");
    refused_at(patch(&app, &path, &anna, &json!({"unit": GOSLAR})), "/unit", "field-unknown");
    let left = patch(&app, &path, &anna, &json!({"deviations": null})).expect(200);
    assert_eq!((left.at("/deviations"), left.at("/parameters/tenants")), (&json!([]), &json!(1)));
}

#[test]
fn both_media_types_are_taken_and_the_document_names_the_patch() {
    let app = world();
    let (path, admin) = ("/providers/it-harz", app.token("a", Role::Admin, None, None));
    let send = |media_type: &str, body: &[u8]| {
        let request = app.request("PATCH", path).token(&admin).header("If-Match", "*");
        request.bytes(media_type, body).send()
    };
    for media_type in ["application/json", "application/merge-patch+json"] {
        send(media_type, br#"{"name": "Harz"}"#).expect(200);
        send(media_type, b"[1]").expect(400);
    }
    send("text/plain", b"{}").expect(415);
    let document = app.get("/openapi.json", "").expect(200).json;
    let items = document["paths"].as_object().unwrap().values();
    let patches: Vec<&Value> = items.filter_map(|item| item.get("patch")).collect();
    assert_eq!(patches.len(), 7);
    for operation in patches {
        let content = operation["requestBody"]["content"].as_object().unwrap();
        assert_eq!(content.keys().collect::<Vec<_>>(), ["application/merge-patch+json"]);
        let schema = &content["application/merge-patch+json"]["schema"]["$ref"];
        let schema = document.pointer(schema.as_str().unwrap().trim_start_matches('#')).unwrap();
        assert_eq!(schema.get("required"), None, "no member of a patch has to be there: {schema}");
    }
}
