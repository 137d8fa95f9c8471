//! `/portfolio-plans`: from what a unit has and wants to a plan, or to sentences that say why not and what would help.

use blaupause_access::Role;
use blaupause_tests::fixture::{KIEL, LANGELSHEIM, small_world};
use blaupause_tests::proving::published;
use blaupause_tests::{TestApp, modular};
use serde_json::{Value, json};

/// `akte` needs `ablage` by range and a transport by interface; two modules provide that, one of them private.
fn world() -> (TestApp, String, String) {
    let app = TestApp::start();
    small_world(&app);
    let mia = app.token("mia", Role::CatalogManager, None, Some("it-harz"));
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    for id in ["akte", "ablage", "bote", "kurier"] {
        modular::module(&app, &mia, id);
    }
    let prices = json!([{"sizeClasses": ["largerSmallTown"], "oneOff": "1000", "perYear": "100",
        "perInhabitantPerYear": "0.10"}]);
    let effort = json!([{"sizeClass": "largerSmallTown", "personDays": "4.5"}]);
    publish(
        &app,
        &mia,
        "akte",
        "2.0.0",
        json!({"requires": [{"module": "ablage", "range": "^2"},
        {"interface": "xta@2.1"}], "provides": ["xdomea@3"], "prices": prices, "effort": effort,
        "suited": ["largerSmallTown"]}),
    );
    publish(&app, &mia, "ablage", "1.0.0", json!({}));
    publish(&app, &mia, "ablage", "2.0.0", json!({}));
    publish(&app, &mia, "bote", "1.0.0", json!({"provides": ["xta@2.1"]}));
    let private = json!({"provides": ["xta@2.3"], "operator": "private", "hosting": "thirdCountry"});
    publish(&app, &mia, "kurier", "1.0.0", private);
    (app, mia, anna)
}

fn publish(app: &TestApp, token: &str, module: &str, number: &str, parts: Value) {
    modular::publish(app, token, module, number, &parts).expect(201);
}

fn plan(app: &TestApp, token: &str, request: Value) -> blaupause_tests::Reply {
    let mut body = json!({"unit": LANGELSHEIM});
    body.as_object_mut().unwrap().extend(request.as_object().unwrap().clone());
    app.post("/portfolio-plans", token, &body)
}

fn steps(reply: &blaupause_tests::Reply) -> Vec<String> {
    let steps = reply.at("/plan/steps").as_array().unwrap();
    let text = |step: &Value, name: &str| step[name].as_str().unwrap().to_owned();
    steps.iter().map(|s| ["action", "module", "version"].map(|name| text(s, name)).join(" ")).collect()
}

#[test]
fn a_plan_says_what_to_do_in_which_order_at_what_effort_and_cost() {
    let (app, _, anna) = world();
    app.request("PUT", &format!("/municipalities/{LANGELSHEIM}/installations/ablage"))
        .token(&anna)
        .json(&json!({"version": "1.0.0", "customised": true, "since": "2026-01-01"}))
        .send()
        .expect(201);
    let found = plan(&app, &anna, json!({"wanted": [{"module": "akte"}]})).expect(200);
    let expected = ["upgrade ablage 2.0.0", "install kurier 1.0.0", "install akte 2.0.0"];
    assert_eq!(steps(&found), expected);
    assert_eq!(found.text("/plan/steps/2/text"), "„Baustein akte“ 2.0.0 einführen.");
    assert_eq!(found.at("/plan/steps/2/opens"), &json!(["xdomea@3"]));
    assert_eq!(found.at("/plan/steps/1/neededBy"), &json!(["akte"]));
    assert_eq!(found.at("/plan/steps/0/customised"), &json!(true));
    // Langelsheim has 15,043 inhabitants: 100.00 + 15,043 x 0.10 = 1,604.30 every year. Nobody says what the other
    // two cost or how much work they are.
    assert_eq!(found.at("/plan/cost"), &json!({"oneOff": "1000.00", "perYear": "1604.30"}));
    assert_eq!(found.text("/plan/effort"), "4.50");
    assert_eq!(found.at("/plan/costUnknown"), &json!(["ablage", "kurier"]));
    let free = json!({"wanted": [{"module": "akte"}],
        "rules": [{"rule": "hosting", "allowed": ["own", "publicCluster", "eu"]}, {"rule": "publicOperator"}]});
    let free = plan(&app, &anna, free).expect(200);
    assert_eq!(steps(&free), ["upgrade ablage 2.0.0", "install bote 1.0.0", "install akte 2.0.0"]);
    assert_eq!(plan(&app, &anna, json!({"wanted": [{"module": "akte"}]})).json, found.json);
}

#[test]
fn a_refusal_is_told_in_numbered_sentences_with_what_alone_would_help() {
    let (app, _, anna) = world();
    let request = json!({"wanted": [{"module": "akte"}], "pins": [{"module": "ablage", "version": "1.0.0"}]});
    let refused = plan(&app, &anna, request.clone()).expect(200);
    assert_eq!(refused.at("/plan"), &Value::Null);
    let texts = |reply: &blaupause_tests::Reply, list: &str| -> Vec<String> {
        let list = reply.at(list).as_array().unwrap().clone();
        list.iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        texts(&refused, "/refusal/reasons"),
        [
            "Gewünscht ist der Baustein „akte“ (beliebige Version).",
            "„akte“ (alle Versionen) setzt den Baustein „ablage“ voraus (Versionsbereich ^2).",
            "Der Baustein „ablage“ ist auf Version 1.0.0 festgelegt.",
        ]
    );
    assert_eq!(refused.at("/refusal/reasons/2/number"), &json!(3));
    assert_eq!(
        texts(&refused, "/refusal/relaxations"),
        ["Auf diesen Wunsch verzichten: akte *.", "„ablage“ nicht auf Version 1.0.0 festlegen."]
    );
    let conflict = json!([{"part": "wanted", "index": 0}, {"part": "pin", "index": 0}]);
    assert_eq!(refused.at("/refusal/conflict"), &conflict);
    let mut body = request;
    body["unit"] = json!(LANGELSHEIM);
    let english = app.request("POST", "/portfolio-plans").token(&anna).header("Accept-Language", "en");
    let english = english.json(&body).send().expect(200);
    assert_eq!(english.text("/refusal/relaxations/1/text"), "Do not pin “ablage” to version 1.0.0.");
}

#[test]
fn only_what_the_provider_offers_and_what_suits_is_newly_installed_unless_somebody_says_so() {
    let (app, mia, anna) = world();
    let wish = |more: Value| {
        let mut wish = json!({"wanted": [{"module": "akte"}]});
        wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        wish
    };
    for module in ["akte", "ablage"] {
        let path = format!("/providers/it-harz/portfolio/{module}");
        app.request("PUT", &path).token(&mia).json(&json!({"from": "2026-01-01"})).send().expect(201);
    }
    let refused = plan(&app, &anna, wish(json!({}))).expect(200);
    let relaxations = refused.at("/refusal/relaxations").as_array().unwrap();
    let portfolio = relaxations.iter().find(|r| r["of"]["part"] == "exclusion").unwrap();
    let text = "Auch Bausteine zulassen, die nicht im Portfolio des IT-Dienstleisters stehen.";
    assert_eq!(portfolio["text"], text);
    let index = usize::try_from(portfolio["of"]["index"].as_u64().unwrap()).unwrap();
    assert_eq!(refused.at(&format!("/exclusions/{index}")), &json!({"outsidePortfolioOf": ["it-harz"]}));
    plan(&app, &anna, wish(json!({"withinPortfolio": false}))).expect(200).at("/plan/steps/2");
    publish(&app, &mia, "akte", "3.0.0", json!({"suited": ["largerCity"]}));
    let suited = plan(&app, &anna, wish(json!({"withinPortfolio": false}))).expect(200);
    assert!(steps(&suited).contains(&"install akte 2.0.0".to_owned()));
    let any = plan(&app, &anna, wish(json!({"withinPortfolio": false, "suitedOnly": false}))).expect(200);
    assert_eq!(steps(&any), ["install akte 3.0.0"]);
}

#[test]
fn a_blueprint_asks_for_the_version_that_was_proven() {
    let app = published();
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let mara = app.token("mara", Role::CatalogManager, None, Some("it-harz"));
    publish(&app, &mara, "dms", "2.2.0", json!({}));
    let wish = json!({"wanted": [{"blueprint": {"id": "e-akte", "version": "1.0.0"}}]});
    let found = plan(&app, &anna, wish.clone()).expect(200);
    assert_eq!(steps(&found), ["install dms 2.1.0"]);
    assert_eq!(found.at("/wanted/0/blueprint"), &json!({"id": "e-akte", "version": "1.0.0"}));
    // The range ^2.0 allows another one where the proven one cannot be had.
    let mut without = wish;
    without["excluded"] = json!([{"module": "dms", "range": "=2.1.0"}]);
    assert_eq!(steps(&plan(&app, &anna, without).expect(200)), ["install dms 2.2.0"]);
    let nothing = json!({"wanted": [{"module": "dms"}, {"blueprint": {"id": "nichts", "version": "1.0.0"}}]});
    let refused = plan(&app, &anna, nothing).expect(422);
    assert_eq!(refused.text("/errors/0/pointer"), "/wanted/1/blueprint");
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    let (app, _, anna) = world();
    for (request, pointer) in [
        (json!({"wanted": [{"module": "akte", "interface": "xta@2"}]}), "/wanted/0"),
        (json!({"wanted": [{"range": "^1"}]}), "/wanted/0"),
        (json!({"wanted": vec![json!({"module": "akte"}); 201]}), "/wanted"),
    ] {
        let refused = plan(&app, &anna, request).expect(422);
        assert_eq!(refused.text("/errors/0/pointer"), pointer, "{}", refused.json);
    }
    plan(&app, &anna, json!({"rules": [{"rule": "hosting", "allowed": ["moon"]}]})).expect(400);
    let kim = app.token("kim", Role::Editor, Some(KIEL), None);
    plan(&app, &kim, json!({})).expect(403);
    plan(&app, "", json!({})).expect(401);
}
