//! `/scenarios`: what a crisis takes, calculated again by another program from the explanation alone.

use std::io::Write;
use std::process::{Command, Stdio};

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, model, publish};
use blaupause_tests::fixture::{GOSLAR, LANGELSHEIM, small_world};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

fn parameters() -> Value {
    json!({"share": 60, "days": 10, "durationDays": 45, "confidentiality": "high",
        "assumptions": {"vpnShare": 90, "videoShare": 25, "vpnKbit": 500, "videoKbit": 2000,
            "devicePrice": "800", "deviceLeadDays": 21}})
}

fn scenario(title: &str, parameters: &Value) -> Value {
    json!({"provider": "it-harz", "title": title, "parameters": parameters})
}

/// Langelsheim: 100 people, 40 notebooks to take home; half may work elsewhere in a crisis, one in ten with a private device. Goslar
/// has said nothing. 70 VPN sessions at two sites, of which 60 are promised to Langelsheim.
fn world() -> (TestApp, String, String) {
    let app = TestApp::start();
    small_world(&app);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let stock = json!({"staff": 100, "batches": [
        {"class": "laptop", "quantity": 40, "bought": "2024-06-15", "lifetimeMonths": 48, "mobileReady": true},
        {"class": "headset", "quantity": 90, "bought": "2024-06-15", "lifetimeMonths": 48, "mobileReady": true},
        {"class": "desktop", "quantity": 60, "bought": "2024-06-15", "lifetimeMonths": 48}]});
    let plan = format!("/municipalities/{LANGELSHEIM}/equipment-plan");
    app.request("PUT", &plan).token(&anna).json(&stock).send().expect(201);
    for content in [
        json!({"kind": "mobileWork", "ordinary": 30, "crisis": 50}),
        json!({"kind": "privateDevices", "share": 10}),
    ] {
        let rule =
            json!({"unit": LANGELSHEIM, "content": content, "from": "2025-01-01", "source": {"title": "DV"}});
        app.post("/rules-in-force", &anna, &rule).expect(201);
    }
    let pool = json!({"provider": "it-harz", "title": "VPN", "kind": "vpnSessions", "supply": "own", "peak": 40,
        "sovereignty": {"operator": "public", "hosting": "own", "openLicence": true, "exitPlan": true},
        "processingAgreement": true,
        "sites": [{"site": "goslar", "amount": 40}, {"site": "seesen", "amount": 30}],
        "commitments": [{"unit": LANGELSHEIM, "amount": 60}],
        "further": {"most": 100, "monthly": "2", "setup": "50", "leadDays": 5}});
    app.post("/capacity-pools", &cora, &pool).expect(201);
    (app, anna, cora)
}

/// By hand: 60 people, 20 devices short, 10 private ones, 10 to buy for 8,000. 54 sessions; all are promised, and without Goslar
/// 30 are left, so 24 more for 50.00 and 24 x 2.00 in two months each: 146.00.
#[test]
fn a_scenario_is_kept_compared_and_seen_by_the_unit() {
    let (app, _, cora) = world();
    let whole = app.post("/scenarios", &cora, &scenario("Alle Standorte", &parameters())).expect(201);
    assert_eq!(
        (whole.at("/outcome/total/devices/toBuy"), whole.at("/outcome/total/cost")),
        (&json!(10), &json!("8000.00"))
    );
    assert_eq!(whole.at("/outcome/unknown"), &json!([GOSLAR]));
    let mut without = parameters();
    without["lostSite"] = json!("goslar");
    let tried = app.post("/scenarios?dryRun=true", &cora, &scenario("Probe", &without)).expect(200);
    assert_eq!((tried.at("/id"), tried.at("/outcome/total/cost")), (&Value::Null, &json!("8146.00")));
    app.set_now("2026-03-05T08:00:00Z");
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let lost = app.post("/scenarios", &cora, &scenario("Ohne Goslar", &without)).expect(201);
    assert_eq!(
        lost.at("/outcome/units/0/capacity/0"),
        &json!({"kind": "vpnSessions", "demand": 54, "committed": 30, "short": 24, "own": 0, "clustered": 0, "rented": 0,
            "further": 24, "uncovered": 0})
    );
    let path = lost.header("location").trim_start_matches("/v1").to_owned();
    let first = whole.header("location").trim_start_matches("/v1").to_owned();
    let compared = app.get(&format!("{first}/comparison?with={}", lost.text("/id")), &cora).expect(200);
    let figures = compared.at("/figures").as_array().unwrap().clone();
    let changed: Vec<_> = figures.iter().filter(|figure| figure["change"] != 0).collect();
    assert_eq!(
        changed,
        [&json!({"what": "short", "capacity": "vpnSessions", "first": 0, "second": 24, "change": 24})]
    );
    let listed = app.get("/scenarios", &cora).expect(200);
    assert_eq!(
        (listed.at("/items/0/title"), listed.at("/items/1/title")),
        (&json!("Ohne Goslar"), &json!("Alle Standorte"))
    );
    // The unit sees its own part of the latest one, and nothing else.
    app.set_now("2026-03-15T08:00:00Z");
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let own = app.get(&format!("/municipalities/{LANGELSHEIM}/crisis-readiness"), &anna).expect(200);
    assert_eq!((own.at("/ageDays"), own.at("/scenario/title")), (&json!(10), &json!("Ohne Goslar")));
    assert_eq!((own.at("/facts/mobileDevices"), own.at("/shortage/withoutRule")), (&json!(40), &json!(10)));
    app.get(&path, &anna).expect(403);
    let gisa = app.token("gisa", Role::Editor, Some(GOSLAR), None);
    let none = app.get(&format!("/municipalities/{GOSLAR}/crisis-readiness"), &gisa).expect(404);
    assert_eq!(none.at("/code"), "crisis-readiness-not-found");
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    app.request("DELETE", &path).token(&cora).json(&json!({})).send().expect(428);
    app.change("DELETE", &path, &path, &cora, &json!({})).expect(204);
    assert_eq!(app.get(&path, &cora).expect(404).at("/code"), "scenario-not-found");
}

#[test]
fn what_makes_no_sense_is_refused_at_every_place() {
    let (app, _, cora) = world();
    let mut bad = parameters();
    (bad["share"], bad["durationDays"], bad["lostSite"]) = (json!(101), json!(0), json!("atlantis"));
    bad["assumptions"]["devicePrice"] = json!("-5");
    let refused = app.post("/scenarios", &cora, &scenario("Probe", &bad)).expect(422);
    let places: Vec<&str> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    let expected = ["share", "durationDays", "assumptions/devicePrice", "lostSite"];
    assert_eq!(places, expected.map(|place| format!("/parameters/{place}")));
    let blank = app.post("/scenarios", &cora, &scenario(" ", &parameters())).expect(422);
    assert_eq!(blank.at("/errors/0/pointer"), "/title");
    app.post("/scenarios", &cora, &scenario("x", &json!({"share": 1}))).expect(400);
    assert_eq!(app.get("/scenarios", &cora).expect(200).at("/items"), &json!([]));
}

/// The entry holds for a year from the calculation, names the hash, and goes only where crises are asked about.
#[test]
fn a_scenario_is_evidence_with_an_age() {
    let (app, anna, cora) = world();
    let mut about_crises = model();
    about_crises["dimensions"][0]["indicators"][1]["tags"] = json!(["krise"]);
    publish(&app, &about_crises);
    let made = app.post("/scenarios", &cora, &scenario("Alle mobil", &parameters())).expect(201);
    let draft = begin(&app, LANGELSHEIM, "2026-02-01");
    let give = |indicator: &str| {
        let body = json!({"assessment": draft.rsplit('/').next(), "indicator": indicator});
        app.change("POST", &format!("/scenarios/{}/evidence", made.text("/id")), &draft, &anna, &body)
    };
    let refused = give("isms").expect(422);
    assert_eq!(refused.at("/errors/0/pointer"), "/indicator");
    let given = give("backup").expect(200);
    let entry = given.at("/evidence/backup/0");
    assert_eq!(
        (&entry["title"], &entry["validUntil"]),
        (&json!("Alle mobil (2026-03-01)"), &json!("2027-03-01"))
    );
    assert_eq!(&entry["sha256"], made.at("/hash"));
    assert!(entry["url"].as_str().unwrap().ends_with(&format!("/scenarios/{}", made.text("/id"))));
    let due = app.get("/evidence-reminders?days=400", &anna).expect(200);
    assert_eq!((due.at("/items/0/indicator"), due.at("/items/0/daysLeft")), (&json!("backup"), &json!(365)));
    // Goslar is not calculated, so the scenario proves nothing about it.
    let gisa = app.token("anna", Role::Editor, Some(GOSLAR), None);
    let other = begin(&app, GOSLAR, "2026-02-01");
    let body = json!({"assessment": other.rsplit('/').next(), "indicator": "backup"});
    app.change("POST", &format!("/scenarios/{}/evidence", made.text("/id")), &other, &gisa, &body)
        .expect(403);
}

/// 500 units of the Landkreis with staff, equipment and rules of every sort, and pools of every supply.
fn large() -> (TestApp, String) {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let keys: Vec<String> = (0..500).map(|n| format!("03153{:04}{:03}", 1000 + n, n % 1000)).collect();
    let units: Vec<String> = keys
        .iter()
        .map(|key| {
            format!(
                "('{key}', NULL, 'municipality', 64, 'Gemeinde {key}', 'gemeinde {key}', '03153', '03', 3000, 1000, '2023-11-30', 1)"
            )
        })
        .collect();
    let sql = format!(
        "INSERT INTO units (ars, ags, level, kind, name, search_name, parent, land, population, area_hectares, valid_from, revision) VALUES {};",
        units.join(",")
    );
    app.app.database().write(|conn| Ok::<(), blaupause_store::Error>(conn.batch_execute(&sql)?)).unwrap();
    let mut table = "unit;class;quantity;bought;lifetimeMonths;mobileReady;staff\n".to_owned();
    // A unit in ten is not known; the others have very different staff, devices and rules.
    for (n, key) in keys.iter().enumerate().filter(|(n, _)| n % 10 != 7) {
        let (staff, devices) = (5 + n * 37 % 400, 1 + n * 53 % 300);
        table.push_str(&format!("{key};laptop;{devices};2024-01-15;60;ja;{staff}\n"));
    }
    app.request("POST", "/equipment-imports")
        .token(&cora)
        .bytes("text/csv", table.as_bytes())
        .send()
        .expect(200);
    let rule = |n: usize, key: &str| {
        let content = match n % 4 {
            0 => json!({"kind": "mobileWork", "ordinary": n % 50, "crisis": 50 + n % 51}),
            1 => json!({"kind": "privateDevices", "share": 1 + n % 40}),
            2 => {
                let class = ["normal", "high", "veryHigh"][n % 3];
                json!({"kind": "videoTool", "tool": "OpenTalk", "confidentiality": class})
            }
            _ => return None,
        };
        Some(json!({"unit": key, "content": content, "from": "2025-01-01", "source": {"title": "DV"}}))
    };
    for (n, key) in keys.iter().enumerate().step_by(3) {
        if let Some(rule) = rule(n / 3, key) {
            app.post("/rules-in-force", &cora, &rule).expect(201);
        }
    }
    let pool = |kind: &str,
                supply: &str,
                hosting: &str,
                amounts: [u64; 2],
                promised: usize,
                further: Value| {
        let commitments: Vec<Value> = keys
            .iter()
            .take(promised)
            .enumerate()
            .map(|(n, key)| json!({"unit": key, "amount": 1 + n % 90}))
            .collect();
        let [first, second] = amounts;
        json!({"provider": "it-harz", "title": kind, "kind": kind, "supply": supply, "peak": (first + second) * 3 / 4,
            "sovereignty": {"operator": "public", "hosting": hosting, "openLicence": true, "exitPlan": hosting != "eu"},
            "processingAgreement": true, "commitments": commitments, "further": further,
            "sites": [{"site": "goslar", "amount": first}, {"site": "seesen", "amount": second}]})
    };
    let more = |most: u64, monthly: &str, setup: &str, lead: u32| json!({"most": most, "monthly": monthly, "setup": setup, "leadDays": lead});
    for pool in [
        pool("vpnSessions", "own", "own", [9_000, 7_000], 300, more(9_000, "2.50", "4000", 3)),
        pool("vpnSessions", "clustered", "publicCluster", [2_000, 1_500], 0, more(20_000, "3.10", "900", 9)),
        pool("vpnSessions", "rented", "eu", [500, 500], 20, more(20_000, "2.95", "2500", 10)),
        pool("vpnSessions", "rented", "thirdCountry", [90_000, 1], 0, more(90_000, "0.10", "0", 0)),
        pool("videoSeats", "own", "own", [2_000, 1_000], 200, more(2_500, "1.15", "99.99", 20)),
        pool("videoSeats", "rented", "eu", [100, 50], 0, more(9_999, "1.99", "10", 1)),
        pool("bandwidth", "own", "own", [10_000, 10_000], 0, more(40_000, "1.20", "5000", 8)),
        pool("storage", "own", "own", [70_000, 50_000], 0, more(10_000, "0.02", "1", 2)),
        pool("storage", "clustered", "publicCluster", [5_001, 1], 0, Value::Null),
    ] {
        app.post("/capacity-pools", &cora, &pool).expect(201);
    }
    (app, cora)
}

/// What the other program says of an answer, in full if it does not agree.
fn recomputed(python: &str, scenario: &Value) -> Result<u32, String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/recompute_scenario.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(scenario.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match output.status.success() {
        true => Ok(text.parse().unwrap()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

#[test]
fn another_program_calculates_the_same_from_the_explanation_alone() {
    let Ok(python) = std::env::var("BLAUPAUSE_PYTHON") else {
        return eprintln!("BLAUPAUSE_PYTHON is not set: `cargo xtask test` calculates this with Python");
    };
    let (app, cora) = large();
    let mut cases = vec![parameters()];
    let rules = json!([{"rule": "hosting", "allowed": ["own", "publicCluster", "eu"]}]);
    let own = json!({"staff": 777, "workplaces": 300, "mobileDevices": 500, "ordinaryShare": 55});
    for (share, lost, class) in [(35, "goslar", "normal"), (100, "seesen", "veryHigh")] {
        let mut case = parameters();
        (case["share"], case["lostSite"], case["confidentiality"]) =
            (json!(share), json!(lost), json!(class));
        (case["sovereigntyRules"], case["ownStaff"]) = (rules.clone(), own.clone());
        cases.push(case);
    }
    cases[2]["sovereigntyRules"] = json!([{"rule": "exitPlan"}, rules[0].clone()]);
    cases[2]["assumptions"]["devicePrice"] = Value::Null;
    for case in &cases {
        let made = app.post("/scenarios", &cora, &scenario("Alle mobil", case)).expect(201).json;
        assert_eq!(made["outcome"]["units"].as_array().unwrap().len(), 450);
        let checks = recomputed(&python, &made).unwrap_or_else(|wrong| panic!("{wrong}"));
        assert!(checks > 1_800, "{checks}");
        // It does notice a wrong number.
        let mut wrong = made.clone();
        wrong["outcome"]["units"][17]["capacity"][0]["further"] = json!(999_999);
        assert!(recomputed(&python, &wrong).unwrap_err().contains("vpnSessions of"));
    }
}
