//! Questions about the results of a service area: figures, ranks, the way to the median, tables, and who asked what.

use std::fs;
use std::process::Command;

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{provider_model, publish, publish_model};
use blaupause_tests::towns::{Town, result, settle};
use serde_json::{Value, json};

const COHORTS: &str = "/providers/it-west/cohorts";

/// Twelve rural towns and three larger ones in one Kreis; `it-west` serves the first six of the rural ones.
fn towns() -> Vec<Town> {
    (0..15).map(|n| Town::new("98001", n, if n < 12 { 3_000 } else { 12_000 }, n < 6)).collect()
}

/// All with one result of 2025, whose four levels are alike: 0 1 2 3 4 0 1 2 3 4 0 1 2 3 4.
fn filled() -> TestApp {
    let app = TestApp::start();
    publish_model(&app);
    settle(&app, &towns());
    for (n, town) in towns().iter().enumerate() {
        result(&app, &town.ars, "2025-06-30", [[0, 1, 2, 3, 4][n % 5]; 4]);
    }
    app
}

fn analyst(app: &TestApp) -> String {
    app.token("nele", Role::Analyst, None, Some("it-west"))
}

#[test]
fn figures_are_those_of_every_single_result() {
    let app = filled();
    let nele = analyst(&app);
    let asked = "?model=probe&groupBy=sizeClass&values=score,dimension:dienste,indicator:isms&atLeast=2,3&\
        correlate=indicator:isms,indicator:akte,score";
    let found = app.get(&format!("{COHORTS}{asked}"), &nele).expect(200);
    assert_eq!(found.at("/items/1"), &Value::Null, "one size class only");
    let cohort = found.at("/items/0");
    assert_eq!(
        (&cohort["group"], &cohort["results"]),
        (&json!({"sizeClass": "ruralMunicipality"}), &json!(6))
    );
    // 0 0 1 2 3 4: the mean is 10/6; the 2nd, 3rd and 5th are the quartiles
    let numbers = json!({"contributors": 6, "mean": "1.67", "min": "0.00", "lowerQuartile": "0.00",
        "median": "1.00", "upperQuartile": "3.00", "max": "4.00", "atLeast": [
        {"value": "2", "results": 3, "share": "0.5000"}, {"value": "3", "results": 2, "share": "0.3333"}]});
    assert_eq!(cohort["score"], numbers);
    assert_eq!(cohort["dimensions"], json!({"dienste": numbers}));
    assert_eq!(cohort["indicators"]["isms"]["levels"], json!({"0": 2, "1": 1, "2": 1, "3": 1, "4": 1}));
    assert_eq!(cohort["stages"]["counts"], json!({"basis": 3, "gesichert": 1, "vorn": 2, "withoutStage": 0}));
    let pair =
        |first, second| json!({"first": first, "second": second, "results": 6, "coefficient": "1.0000"});
    let pairs = [("isms", "akte")].map(|(a, b)| (format!("indicator:{a}"), format!("indicator:{b}")));
    assert_eq!(cohort["correlations"][0], pair(&pairs[0].0, &pairs[0].1));
    assert_eq!(cohort["correlations"].as_array().unwrap().len(), 3, "each with each other one");
    assert_eq!(found.at("/titles"), &json!({"dienste": "Dienste", "isms": "ISMS"}));
    assert_eq!((found.at("/model"), found.at("/version")), (&json!("probe"), &json!("1.0.0")));
    // the segments of the single results come from other code
    let standings = app.get("/providers/it-west/standings?model=probe", &nele).expect(200);
    for segment in ["frontRunner", "middle", "laggard"] {
        let of = |item: &&Value| item["segment"] == segment;
        let count = standings.at("/items").as_array().unwrap().iter().filter(of).count();
        assert_eq!(cohort["segments"]["counts"][segment], json!(count), "{segment}");
    }
}

#[test]
fn what_is_signed_off_is_in_the_next_answer() {
    let app = filled();
    let nele = analyst(&app);
    let by_year = || app.get(&format!("{COHORTS}?model=probe&groupBy=year"), &nele).expect(200);
    assert_eq!(by_year().at("/items/0/group"), &json!({"year": "2025"}));
    assert_eq!(by_year().at("/items/1"), &Value::Null);
    // 2 becomes 4; the last result of 2026 counts
    for (day, level) in [("2026-01-10", 3), ("2026-01-20", 4)] {
        result(&app, &towns()[2].ars, day, [level; 4]);
    }
    let after = by_year();
    assert_eq!(after.at("/items/1/group"), &json!({"year": "2026"}));
    assert_eq!((after.at("/items/1/results"), after.at("/items/1/score/mean")), (&json!(1), &json!("4.00")));
    // over all years the last result of each counts: 0 1 4 3 4 0
    let whole = app.get(&format!("{COHORTS}?model=probe"), &nele).expect(200);
    assert_eq!((whole.at("/items/0/results"), whole.at("/items/0/score/mean")), (&json!(6), &json!("2.00")));
    let before = app.get(&format!("{COHORTS}?model=probe&to=2025-12-31"), &nele).expect(200);
    assert_eq!(before.at("/items/0/score/mean"), "1.67");
    // who is served is a matter of the register: the columns follow it
    let admin = app.token("admin", Role::Admin, None, None);
    let area = format!("/providers/it-west/service-area/{}", towns()[9].ars);
    let entry = json!({"from": "2020-01-01"});
    app.change("PUT", &area, "/providers/it-west", &admin, &entry).expect(200);
    let whole = app.get(&format!("{COHORTS}?model=probe"), &nele).expect(200);
    assert_eq!(whole.at("/items/0/results"), &json!(7));
}

#[test]
fn another_server_follows() {
    let app = filled();
    let other = app.second_server();
    let mut following = other.following();
    other.follow(&mut following);
    let model = "probe".parse().unwrap();
    let version = "1.0.0".parse().unwrap();
    let results = |app: &blaupause_app::App| app.snapshot().unwrap().results(&model, &version).unwrap().len();
    assert_eq!(results(&other), 15);
    let mut listener = other.database().listener().unwrap();
    result(&app, &towns()[0].ars, "2026-01-10", [4; 4]);
    assert_eq!(results(&other), 15, "readers are not held up");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    if let Some(listener) = &mut listener {
        while !listener.heard().unwrap() {
            assert!(std::time::Instant::now() < deadline, "no signal came");
            std::thread::yield_now();
        }
    }
    while results(&other) < 16 {
        other.follow(&mut following);
        assert!(std::time::Instant::now() < deadline, "the other server does not follow");
    }
    let nele = analyst(&app);
    let whole = app.get(&format!("{COHORTS}?model=probe"), &nele).expect(200);
    assert_eq!(whole.at("/items/0/score/mean"), "2.33", "4 1 2 3 4 0");
}

#[test]
fn ranks_and_the_way_of_the_laggards() {
    let app = filled();
    let nele = analyst(&app);
    let ranks = app.get(&format!("{COHORTS}/ranks?model=probe&by=dimension:dienste"), &nele).expect(200);
    let found: Vec<(&str, u64, u64)> = ranks
        .at("/items")
        .as_array()
        .unwrap()
        .iter()
        .map(|i| (i["value"].as_str().unwrap(), i["rank"].as_u64().unwrap(), i["equal"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        found,
        [("4.00", 1, 1), ("3.00", 2, 1), ("2.00", 3, 1), ("1.00", 4, 1), ("0.00", 5, 2), ("0.00", 5, 2)]
    );
    assert_eq!(ranks.at("/items/0/unit"), &json!(towns()[4].ars));
    let way = |asked: &str| app.get(&format!("{COHORTS}/catching-up?model=probe{asked}"), &nele).expect(200);
    assert_eq!(way("").at("/items/0/reason"), "noHistory");
    // three miss isms >= 2 and lag: 0, 0 and 1, median 1. The one with 1 had 0 two years before: 1/2 a year. The mean distance
    // is (1 + 1 + 0) / 3, two steps of 1/2.
    result(&app, &towns()[1].ars, "2023-06-30", [0; 4]);
    let found = way("");
    let item = json!({"group": {}, "results": 6, "laggards": 3, "withHistory": 1, "median": "1.00",
        "meanDistance": "0.67", "meanPace": "0.50", "periods": 2});
    assert_eq!(found.at("/items/0"), &item);
    assert_eq!(way("&per=quarter").at("/items/0/periods"), &json!(6), "an eighth a quarter");
}

#[test]
fn an_auditor_sees_who_asked_what() {
    let app = filled();
    let nele = analyst(&app);
    app.get(&format!("{COHORTS}?model=probe&groupBy=land,year&land=98"), &nele).expect(200);
    app.get(&format!("{COHORTS}/ranks?model=probe"), &nele).expect(200);
    let other = app.token("olga", Role::Analyst, None, Some("it-ost"));
    app.get(&format!("{COHORTS}?model=probe"), &other).expect(403);
    app.write(|tx| blaupause_app::journal::number_pending(tx).map(|_| ())).unwrap();
    let kim = app.token("kim", Role::Auditor, None, None);
    let mut entries = Vec::new();
    let mut path = "/audit?limit=500".to_owned();
    loop {
        let page = app.get(&path, &kim).expect(200);
        entries.extend(page.at("/items").as_array().unwrap().iter().cloned());
        match page.at("/next").as_str() {
            Some(next) => path = format!("/audit?limit=500&cursor={next}"),
            None => break,
        }
    }
    let asked: Vec<&Value> = entries.iter().filter(|e| e["action"] == "cohorts.asked").collect();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked.iter().all(|e| e["actor"] == "nele" && e["subject"] == "/providers/it-west/cohorts"));
    assert_eq!(asked[0]["detail"]["groupBy"], json!(["land", "year"]));
    assert_eq!(asked[0]["detail"]["filter"], json!({"level": ["municipality"], "land": ["98"]}));
    assert_eq!(asked[1]["detail"]["question"], "ranks");
    let events = app.get("/events?limit=500", &kim).expect(200);
    assert!(!events.json.to_string().contains("cohorts.asked"), "nobody else hears of it");
    assert!(blaupause_app::journal::verify_audit(&app.app).unwrap().is_ok());
}

#[test]
fn questions_without_an_answer_are_refused() {
    let app = filled();
    let nele = analyst(&app);
    let refused = |asked: &str, status: u16| {
        let reply = app.get(&format!("{COHORTS}?model=probe&{asked}"), &nele).expect(status);
        let code = reply.at("/errors/0/code").as_str().unwrap_or_default().to_owned();
        if code.is_empty() { reply.text("/code") } else { code }
    };
    for (asked, status, code) in [
        ("groupBy=planet", 400, "question-unknown-key"),
        ("groupBy=year,quarter", 422, "question-key-twice"),
        ("groupBy=land,land", 422, "question-key-twice"),
        ("groupBy=land,county,kind,sizeClass", 422, "question-too-many-keys"),
        ("values=punkte", 400, "question-unknown-quantity"),
        ("values=indicator:niemand", 422, "question-unknown-quantity"),
        ("correlate=score,dimension:niemand", 422, "question-unknown-quantity"),
        ("atLeast=viel", 400, "filter-not-a-number"),
        ("sizeClass=riesig", 400, "filter-unknown-value"),
        ("kind=planet", 400, "filter-unknown-value"),
        ("land=9%278", 400, "filter-unknown-value"),
        ("version=9.9.9", 404, "maturity-model-not-found"),
    ] {
        assert_eq!(refused(asked, status), code, "{asked}");
    }
    let many = vec!["score"; 101].join(",");
    assert_eq!(refused(&format!("values={many}"), 400), "filter-too-many");
    publish(&app, &provider_model());
    let reply = app.get(&format!("{COHORTS}?model=probe-provider"), &nele).expect(422);
    assert_eq!(reply.at("/errors/0/code"), "release-model-subject");
    // what nobody is in has no cohort
    let nobody = app.get(&format!("{COHORTS}?model=probe&land=97"), &nele).expect(200);
    assert_eq!(nobody.at("/items"), &json!([]));
}

/// The same table in three forms, read by DuckDB, pandas and a validator of JSON-stat.
#[test]
fn tables_open_elsewhere() {
    let app = filled();
    let nele = analyst(&app);
    let asked = "?model=probe&groupBy=sizeClass,year&values=score,indicator:isms";
    let get = |form: &str| app.get(&format!("{COHORTS}{asked}&format={form}"), &nele).expect(200);
    let csv = get("csv");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"cohorts-it-west.csv\"");
    assert_eq!(csv.header("cache-control"), "private, no-store");
    let rows = [
        "sizeClass,year,value,contributors,mean,min,lowerQuartile,median,upperQuartile,max",
        "ruralMunicipality,2025,score,6,1.67,0.00,0.00,1.00,3.00,4.00",
        "ruralMunicipality,2025,indicator:isms,6,1.67,0.00,0.00,1.00,3.00,4.00",
        "",
    ];
    assert_eq!(String::from_utf8(csv.bytes.clone()).unwrap(), rows.join("\r\n"));
    let stages = app.get(&format!("{COHORTS}?model=probe&format=csv&table=stages"), &nele).expect(200);
    let lines = ["stage,results", "basis,3", "gesichert,1", "vorn,2", "withoutStage,0", ""].join("\r\n");
    assert_eq!(String::from_utf8(stages.bytes).unwrap(), lines);
    let levels =
        app.get(&format!("{COHORTS}?model=probe&format=csv&table=levels&values=score"), &nele).expect(200);
    let lines = ["value,level,results", "score,0,2", "score,1,1", "score,2,1", "score,3,1", "score,4,1", ""];
    assert_eq!(String::from_utf8(levels.bytes).unwrap(), lines.join("\r\n"));
    let cube = get("jsonStat");
    assert_eq!(cube.at("/dimension/sizeClass/category/label/ruralMunicipality"), "Landgemeinde");
    assert_eq!(cube.at("/id"), &json!(["sizeClass", "year", "value", "metric"]));
    let nobody = app.get(&format!("{COHORTS}?model=probe&land=97&groupBy=land&format=jsonStat"), &nele);
    assert_eq!(nobody.expect(200).at("/value/0"), &Value::Null);
    // a refusal is an answer like any other, whatever the form
    app.get(&format!("{COHORTS}?model=probe&values=indicator:niemand&format=csv"), &nele).expect(422);
    let Ok(python) = std::env::var("BLAUPAUSE_PYTHON") else {
        return eprintln!("BLAUPAUSE_PYTHON is not set: `cargo xtask test` reads these with Python");
    };
    let folder = tempfile::tempdir().unwrap();
    let files = [("csv", &csv), ("parquet", &get("parquet")), ("json", &cube)].map(|(extension, reply)| {
        let path = folder.path().join(format!("cohorts.{extension}"));
        fs::write(&path, &reply.bytes).unwrap();
        path
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/read_tables.py");
    let output = Command::new(python).arg(script).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let expected = json!([cells(rows[1]), cells(rows[2])]);
    assert_eq!(seen["names"], json!(cells(rows[0])));
    let decimals = ["DECIMAL(18,2)"; 6];
    assert_eq!(seen["types"], json!([["VARCHAR"; 3].as_slice(), &["BIGINT"], &decimals].concat()));
    for reader in ["/duckdb/parquet", "/duckdb/csv", "/pandas/parquet", "/pandas/csv"] {
        assert_eq!(seen.pointer(reader), Some(&expected), "{reader}");
    }
    // one size class, one year, two numbers, seven figures of each
    assert_eq!(seen["cells"], 14);
}

/// The public gets the same forms, with what must not be shown empty and the reason beside it.
#[test]
fn public_tables_hide_what_the_answer_hides() {
    let app = filled();
    blaupause_tests::towns::release(&app, 2025);
    let get =
        |asked: &str| app.get(&format!("/cohorts?model=probe&groupBy=sizeClass{asked}"), "").expect(200);
    let answer = get("");
    let csv = get("&format=csv");
    assert_eq!(csv.header("cache-control"), "public, no-cache");
    let text = String::from_utf8(csv.bytes.clone()).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("level,sizeClass,value,contributors,mean,lowerQuartile,median,upperQuartile,reason")
    );
    let mut seen = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let of = |item: &&Value| item["group"]["sizeClass"] == cells[1];
        let item = answer.at("/items").as_array().unwrap().iter().find(of).unwrap();
        let numbers = match cells[2].split_once(':') {
            Some((_, dimension)) => &item["dimensions"][dimension],
            None => &item["score"],
        };
        let cell = |name: &str| numbers[name].as_str().unwrap_or_default();
        assert_eq!((cells[4], cells[8]), (cell("mean"), cell("reason")), "{line}");
        seen += 1;
    }
    assert_eq!(seen, 6, "two cohorts with a score and two dimensions");
    let cube = get("&format=jsonStat");
    assert!(cube.at("/status").as_object().is_some_and(|status| status.values().any(|s| s == "tooFew")));
    app.get("/cohorts?model=probe&format=csv&table=levels", "").expect(400);
}
