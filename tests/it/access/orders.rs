//! Orders that units place together.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::small_world;
use serde_json::{Value, json};

use super::actors::PROVIDER;
use super::rights::{COMMIT_TO_ORDERS, MANAGE_ORDERS, READ_SERVICE_AREA, READ_UNIT};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const COMMITMENT: &str = "/pooled-orders/{open}/commitments/031530019019";

pub const LINES: &[Line] = &[
    line("open_pooled_order", Who::Holders(MANAGE_ORDERS), "/pooled-orders").body(|_| order()),
    line("list_pooled_orders", Who::Within(READ_UNIT), "/pooled-orders"),
    line("get_pooled_order", Who::Holders(READ_UNIT), "/pooled-orders/{open}"),
    line("put_order_commitment", Who::Holders(COMMIT_TO_ORDERS), COMMITMENT).body(|_| json!({"quantity": 3})),
    line("get_order_commitment", Who::Holders(READ_UNIT), COMMITMENT),
    line("export_pooled_order", Who::Holders(READ_SERVICE_AREA), "/pooled-orders/{open}/procurement"),
    line("delete_order_commitment", Who::Holders(COMMIT_TO_ORDERS), COMMITMENT).body(|_| json!({})),
    line("close_pooled_order", Who::Holders(MANAGE_ORDERS), "/pooled-orders/{open}/close")
        .body(|_| json!({})),
    line("place_pooled_order", Who::Holders(MANAGE_ORDERS), "/pooled-orders/{open}/place")
        .body(|_| json!({})),
    line("cancel_pooled_order", Who::Holders(MANAGE_ORDERS), "/pooled-orders/{other}/cancel")
        .body(|_| json!({})),
];

fn order() -> Value {
    json!({"provider": PROVIDER, "title": "Notebooks", "class": "laptop", "deadline": "2026-04-30",
        "breaks": [{"from": 1, "price": "1000"}]})
}

#[test]
fn orders() {
    let app = TestApp::start();
    small_world(&app);
    let cora = app.token("cora", Role::Consultant, None, Some(PROVIDER));
    let open = |app: &TestApp| app.post("/pooled-orders", &cora, &order()).expect(201).header("location");
    let (first, second) = (open(&app), open(&app));
    let world = World::new(app);
    world.name("open", &first);
    world.name("other", &second);
    walk(&world, LINES);
}
