//! `/pooled-orders`: what the units of a provider order together.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use serde_json::{Value, json};

struct World {
    app: TestApp,
    /// Approvers of Langelsheim and of Goslar, and a consultant of their provider.
    ben: String,
    gisa: String,
    cora: String,
    /// An order that is open until the end of April.
    order: String,
}

fn terms() -> Value {
    json!({"provider": "it-harz", "title": "Notebooks 14 Zoll", "class": "laptop", "deadline": "2026-04-30",
        "breaks": [{"from": 1, "price": "1000"}, {"from": 50, "price": "900.50"}, {"from": 200, "price": "800"}]})
}

fn world() -> World {
    let app = TestApp::start();
    small_world(&app);
    let ben = app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let gisa = app.token("gisa", Role::Approver, Some(GOSLAR), None);
    let cora = app.token("cora", Role::Consultant, None, Some("it-harz"));
    let made = app.post("/pooled-orders", &cora, &terms()).expect(201);
    let order = made.header("location").trim_start_matches("/v1").to_owned();
    World { app, ben, gisa, cora, order }
}

impl World {
    fn commitment(&self, unit: &str) -> String {
        format!("{}/commitments/{unit}", self.order)
    }

    fn commit(&self, token: &str, unit: &str, quantity: u32) -> blaupause_tests::Reply {
        let body = json!({"quantity": quantity});
        self.app.request("PUT", &self.commitment(unit)).token(token).json(&body).send()
    }
}

/// By hand: 60 and 15 are 75 at 900.50, 67,537.50 together. The 60 have that price alone as well; the 15 would cost 15,000 and cost
/// 13,507.50, so 1,492.50 less. 125 more would reach 200.
#[test]
fn units_pay_the_price_of_the_whole_and_see_their_own_share() {
    let world = world();
    let World { app, ben, gisa, cora, order } = &world;
    let empty = app.get(order, ben).expect(200);
    assert_eq!((empty.at("/quantity"), empty.at("/price")), (&json!(0), &Value::Null));
    let made = world.commit(gisa, GOSLAR, 60).expect(201);
    assert_eq!(made.header("location"), format!("/v1{}", world.commitment(GOSLAR)));
    world.commit(ben, LANGELSHEIM, 20).expect(201);
    world.commit(ben, LANGELSHEIM, 15).expect(428);
    let own = world.commitment(LANGELSHEIM);
    let changed = app.change("PUT", &own, &own, ben, &json!({"quantity": 15})).expect(200);
    assert_eq!((changed.at("/quantity"), changed.at("/revision")), (&json!(15), &json!(2)));
    let all = app.get(order, cora).expect(200);
    let sums = ["/quantity", "/price", "/cost", "/saves"].map(|place| all.at(place).clone());
    assert_eq!(sums, [json!(75), json!("900.50"), json!("67537.50"), json!("1492.50")]);
    assert_eq!(all.at("/nextBreak"), &json!({"missing": 125, "price": "800.00"}));
    let share = json!({"unit": LANGELSHEIM, "quantity": 15, "cost": "13507.50", "alone": "15000.00", "saves": "1492.50"});
    assert_eq!((all.at("/units/0/unit"), all.at("/units/1")), (&json!(GOSLAR), &share));
    let seen = app.get(order, ben).expect(200);
    assert_eq!((seen.at("/units"), seen.at("/quantity")), (&json!([share]), &json!(75)));
    app.get(&world.commitment(GOSLAR), ben).expect(403);
    let table = app.get(&format!("{order}/procurement"), cora).expect(200);
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    let text = String::from_utf8(table.bytes).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "unit;name;title;class;quantity;unitPrice;cost");
    assert!(lines[1].starts_with(&format!("{GOSLAR};")), "{lines:?}");
    assert!(lines[1].ends_with(";Notebooks 14 Zoll;laptop;60;900,50;54030,00"), "{lines:?}");
    assert_eq!(lines[3], ";;Notebooks 14 Zoll;laptop;75;900,50;67537,50");
    app.get(&format!("{order}/procurement"), ben).expect(403);
}

#[test]
fn who_is_not_served_neither_sees_nor_joins() {
    let world = world();
    let World { app, ben, cora, order, .. } = &world;
    let kim = app.token("kim", Role::Approver, Some(KIEL), None);
    app.get(order, &kim).expect(403);
    assert_eq!(app.get("/pooled-orders", &kim).expect(200).at("/items"), &json!([]));
    world.commit(&kim, KIEL, 1).expect(403);
    world.commit(ben, KIEL, 1).expect(403);
    // To commit a unit is a decision of the unit, not of its provider.
    world.commit(cora, LANGELSHEIM, 1).expect(403);
    let seen = app.get("/pooled-orders?provider=it-harz&state=open", ben).expect(200);
    assert_eq!(seen.at("/items/0/title"), "Notebooks 14 Zoll");
    assert_eq!(app.get("/pooled-orders?provider=it-kueste", ben).expect(200).at("/items"), &json!([]));
    assert_eq!(app.get("/pooled-orders?state=placed", ben).expect(200).at("/items"), &json!([]));
}

#[test]
fn nobody_joins_or_leaves_after_the_deadline_or_the_end() {
    let world = world();
    let World { app, ben, order, .. } = &world;
    world.commit(ben, LANGELSHEIM, 15).expect(201);
    let own = world.commitment(LANGELSHEIM);
    app.change("DELETE", &own, &own, ben, &json!({})).expect(204);
    app.get(&own, ben).expect(404);
    world.commit(ben, LANGELSHEIM, 0).expect(422);
    world.commit(ben, LANGELSHEIM, 12).expect(201);
    app.set_now("2026-05-01T08:00:00Z");
    let gisa = &app.token("gisa", Role::Approver, Some(GOSLAR), None);
    let ben = &app.token("ben", Role::Approver, Some(LANGELSHEIM), None);
    let cora = &app.token("cora", Role::Consultant, None, Some("it-harz"));
    let late = world.commit(gisa, GOSLAR, 5).expect(409);
    assert_eq!(late.at("/code"), "order-late");
    app.change("DELETE", &own, &own, ben, &json!({})).expect(409);
    app.transition(order, "close", cora, &json!({})).expect(200);
    let over = world.commit(gisa, GOSLAR, 5).expect(409);
    assert_eq!(over.at("/code"), "order-wrong-state");
    let placed = app.transition(order, "place", cora, &json!({})).expect(200);
    assert_eq!((placed.at("/state"), placed.at("/quantity")), (&json!("placed"), &json!(12)));
    let told = app.get("/events?limit=500", "").expect(200);
    let kinds: Vec<&str> =
        told.at("/items").as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    let kinds: Vec<&str> = kinds.into_iter().filter(|kind| kind.to_lowercase().contains("order")).collect();
    assert_eq!(kinds, ["pooledOrder.opened", "pooledOrder.closed", "pooledOrder.placed"]);
}

#[test]
fn terms_are_refused_at_every_place() {
    let World { app, cora, .. } = world();
    let mut bad = terms();
    bad["deadline"] = json!("2026-02-28");
    bad["breaks"] = json!([{"from": 2, "price": "10"}, {"from": 2, "price": "10"}]);
    let refused = app.post("/pooled-orders", &cora, &bad).expect(422);
    let places: Vec<&Value> =
        refused.at("/errors").as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
    assert_eq!(places, ["/deadline", "/breaks", "/breaks/1/from", "/breaks/1/price"]);
    let mut foreign = terms();
    foreign["provider"] = json!("it-kueste");
    app.post("/pooled-orders", &cora, &foreign).expect(403);
}
