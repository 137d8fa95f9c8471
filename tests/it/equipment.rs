//! `/municipalities/{ars}/equipment-plan`, `/renewal-forecasts` and `/equipment-imports`: what there is, and what falls due.

use blaupause_access::Role;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

fn world() -> (TestApp, String, String) {
    let app = TestApp::start();
    small_world(&app);
    let anna = app.token("anna", Role::Editor, Some(LANGELSHEIM), None);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    (app, anna, cora)
}

fn plan(unit: &str) -> String {
    format!("/municipalities/{unit}/equipment-plan")
}

/// 40 notebooks of June 2022 for four years, 10 of May 2019 for five, 25 monitors of January 2020 for seven.
fn equipment() -> Value {
    json!({"batches": [
        {"class": "laptop", "quantity": 40, "bought": "2022-06-15", "lifetimeMonths": 48, "mobileReady": true},
        {"class": "laptop", "quantity": 10, "bought": "2019-05-02", "lifetimeMonths": 60},
        {"class": "monitor", "quantity": 25, "bought": "2020-01-31", "lifetimeMonths": 84}],
        "workplaces": 60, "staff": 75})
}

fn import(app: &TestApp, token: &str, query: &str, text: &str) -> Reply {
    let path = format!("/equipment-imports{query}");
    app.request("POST", &path).token(token).bytes("text/csv", text.as_bytes()).send()
}

#[test]
fn a_unit_states_what_it_has_and_changes_it_under_its_tag() {
    let (app, anna, cora) = world();
    let path = plan(LANGELSHEIM);
    assert_eq!(app.get(&path, &anna).expect(404).at("/code"), "equipment-plan-not-found");
    let put = |body: &Value| app.request("PUT", &path).token(&anna).json(body);
    let made = put(&equipment()).send().expect(201);
    assert_eq!((made.at("/asOf"), made.at("/staff")), (&json!("2026-03-01"), &json!(75)));
    put(&equipment()).send().expect(428);
    put(&equipment()).header("If-Match", "\"9-0\"").send().expect(412);
    let mut more = equipment();
    more["staff"] = json!(80);
    let changed = app.change("PUT", &path, &path, &cora, &more).expect(200);
    assert_eq!((changed.at("/revision"), changed.at("/staff")), (&json!(2), &json!(80)));
    let mut bad = equipment();
    bad["asOf"] = json!("2026-02-28");
    bad["batches"][0]["quantity"] = json!(0);
    bad["batches"][1]["lifetimeMonths"] = json!(361);
    bad["batches"][2]["bought"] = json!("2026-03-01");
    let refused = app.change("PUT", &path, &path, &anna, &bad).expect(422);
    let places: Vec<&Value> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
    assert_eq!(places, ["/batches/0/quantity", "/batches/1/lifetimeMonths", "/batches/2/bought"]);
    let toaster = json!({"batches": [{"class": "toaster", "quantity": 1, "bought": "2026-01-01", "lifetimeMonths": 1}]});
    let unknown = app.change("PUT", &path, &path, &anna, &toaster).expect(400);
    assert_eq!(unknown.at("/errors/0/pointer"), "/batches/0/class");
    app.change("DELETE", &path, &path, &anna, &json!({})).expect(204);
    app.get(&path, &anna).expect(404);
    let kinds = app.get("/events?limit=500", &anna).expect(200);
    let own = kinds.at("/items").as_array().unwrap().iter().filter(|e| e["unit"] == LANGELSHEIM);
    assert_eq!(
        own.map(|e| &e["kind"]).collect::<Vec<_>>(),
        ["equipmentPlan.put", "equipmentPlan.put", "equipmentPlan.deleted"]
    );
    let open = app.get("/events?limit=500", "").expect(200);
    assert_eq!(open.at("/items"), &json!([]), "what a unit has is not for everybody");
}

/// By hand: in Q2 2026 the 40 are due and the 10 have been since 2024: 50 at 1,100 are 55,000. The monitors are due in January 2027 and
/// have no price.
#[test]
fn renewals_are_foreseen_by_quarter_with_their_budget() {
    let (app, anna, _) = world();
    app.request("PUT", &plan(LANGELSHEIM)).token(&anna).json(&equipment()).send().expect(201);
    let ask = |body: Value| app.post("/renewal-forecasts", &anna, &body);
    let question =
        json!({"unit": LANGELSHEIM, "from": "2026-Q2", "quarters": 8, "prices": {"laptop": "1100"}});
    let found = ask(question).expect(200);
    let renewals = json!([
        {"quarter": "2026-Q2", "class": "laptop", "quantity": 50, "overdue": 10},
        {"quarter": "2027-Q1", "class": "monitor", "quantity": 25, "overdue": 0}]);
    assert_eq!(found.at("/renewals"), &renewals);
    let budget = json!([{"quarter": "2026-Q2", "cost": "55000.00", "unpriced": 0},
        {"quarter": "2027-Q1", "cost": "0.00", "unpriced": 25}]);
    assert_eq!(found.at("/budget"), &budget);
    let stock = json!([{"class": "laptop", "quantity": 50, "mobileReady": 40}, {"class": "monitor", "quantity": 25, "mobileReady": 0}]);
    assert_eq!(found.at("/stock"), &stock);
    // What if notebooks were used for six years? The 40 are due in June 2028, outside of the two years.
    let longer = json!({"unit": LANGELSHEIM, "from": "2026-Q2", "quarters": 8, "lifetimes": {"laptop": 72}});
    let later = ask(longer).expect(200);
    assert_eq!(
        later.at("/renewals/0"),
        &json!({"quarter": "2026-Q2", "class": "laptop", "quantity": 10, "overdue": 10})
    );
    assert_eq!(ask(json!({"unit": LANGELSHEIM, "quarters": 4})).expect(200).at("/from"), "2026-Q1");
    for (body, pointer) in [
        (json!({"unit": LANGELSHEIM, "quarters": 0}), "/quarters"),
        (json!({"unit": LANGELSHEIM, "quarters": 1, "lifetimes": {"laptop": 0}}), "/lifetimes/laptop"),
        (json!({"unit": LANGELSHEIM, "quarters": 1, "prices": {"laptop": "-1"}}), "/prices/laptop"),
        (json!({"quarters": 1}), "/unit"),
    ] {
        assert_eq!(ask(body).expect(422).at("/errors/0/pointer"), pointer);
    }
    ask(json!({"unit": KIEL, "quarters": 1})).expect(403);
    ask(json!({"provider": "it-harz", "quarters": 1})).expect(403);
}

/// The pooled demand of a provider is the sum over its units.
#[test]
fn a_table_states_the_equipment_of_many_units_and_the_provider_sees_the_sum() {
    let (app, anna, cora) = world();
    let table = "unit;class;quantity;bought;lifetimeMonths;mobileReady;workplaces;staff\n\
        03153019;laptop;40;15.06.2022;48;ja;60;75\n\
        03153019;monitor;25;2020-01-31;84;;;\n\
        031530017017;laptop;12;2021-05-01;60;ja;;\n";
    let tried = import(&app, &cora, "?dryRun=true", table).expect(200);
    assert_eq!(tried.json, json!({"created": 2, "changed": 0, "unchanged": 0, "devices": 77}));
    app.get(&plan(GOSLAR), &cora).expect(404);
    import(&app, &cora, "", table).expect(200);
    let again = import(&app, &cora, "", &table.replace(";12;", ";13;")).expect(200);
    assert_eq!(again.json, json!({"created": 0, "changed": 1, "unchanged": 1, "devices": 78}));
    assert_eq!(app.get(&plan(GOSLAR), &cora).expect(200).at("/batches/0/quantity"), &json!(13));
    let question = json!({"provider": "it-harz", "from": "2026-Q2", "quarters": 4});
    let pool = app.post("/renewal-forecasts", &cora, &question).expect(200);
    assert_eq!(
        pool.at("/renewals/0"),
        &json!({"quarter": "2026-Q2", "class": "laptop", "quantity": 53, "overdue": 0})
    );
    let units: Vec<(&Value, &Value)> = pool
        .at("/units")
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| (&unit["unit"], &unit["renewals"][0]["quantity"]))
        .collect();
    assert_eq!(units, [(&json!(GOSLAR), &json!(13)), (&json!(LANGELSHEIM), &json!(40))]);
    assert_eq!(pool.at("/withoutPlan"), &json!([]));
    // All or nothing: an unknown unit, a day in the future, and two numbers for the same thing.
    let bad = "unit;class;quantity;bought;lifetimeMonths;mobileReady;workplaces;staff\n\
        03153019;laptop;1;2022-06-15;48;;60;75\n\
        03153019;laptop;1;2026-03-02;48;;61;75\n\
        999999999999;laptop;1;2022-06-15;48;;;\n";
    let refused = import(&app, &cora, "", bad).expect(422);
    let places: Vec<&Value> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
    assert_eq!(places, ["3:4", "3:7", "4:1"]);
    assert_eq!(app.get(&plan(LANGELSHEIM), &cora).expect(200).at("/batches/0/quantity"), &json!(40));
    import(&app, &anna, "", &table.replace("031530017017", "03153019")).expect(200);
    import(&app, &anna, "", table).expect(403);
}
