//! What the running server does besides answering.

use serde_json::json;

use crate::running::Place;

#[test]
fn what_happened_is_numbered_and_chained_though_nobody_reads_it() {
    let place = Place::make();
    let server = place.serve();
    server.says("journal numbered");
    let admin = place.token("registrar", "admin", &[]);
    server.client.post("/providers", &admin, &json!({"id": "it-harz", "name": "IT Harz"})).expect(201);
    server.says("journal numbered");
    server.kill();
    let verified = place.prints(&["audit", "verify"]);
    // The publications of the two built-in models, and the provider.
    assert!(verified.contains("lückenlos: 3 Einträge"), "{verified}");
}
