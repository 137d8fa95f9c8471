//! Roadmaps are made by the running program, also what was asked of one that is dead.

use serde_json::json;

use crate::running::Place;

#[test]
fn what_was_asked_of_a_server_that_is_killed_is_made_by_the_next_one() {
    let place = Place::make();
    // This one makes none, so the job is still waiting when it dies.
    let server = place.serve_with(&[("BLAUPAUSE__ROADMAPS__PLANNERS", "0")]);
    let admin = place.token("registrar", "admin", &[]);
    server.client.post("/providers", &admin, &json!({"id": "it-harz", "name": "IT Harz"})).expect(201);
    let mara = place.token("mara", "catalogManager", &["--provider", "it-harz"]);
    let models = server.client.get("/maturity-models", "").expect(200);
    let frame = json!({"model": models.text("/items/0/id"), "from": "9000-Q1", "quarters": 4});
    let asked =
        server.client.post("/roadmaps", &mara, &json!({"provider": "it-harz", "frame": frame})).expect(201);
    let path = asked.header("location").trim_start_matches("/v1").to_owned();
    server.kill();
    let next = place.serve_with(&[("BLAUPAUSE__ROADMAPS__POLL_MS", "20")]);
    next.says("roadmap made");
    let done = next.client.get(&path, &mara).expect(200);
    assert_eq!(done.text("/state"), "done", "{}", done.json);
    let result = next.client.get(&format!("{path}/result"), &mara).expect(200);
    assert_eq!((result.at("/items"), result.at("/gapPercent")), (&json!([]), &json!("0")));
}
