//! Modules, versions and installations for tests of the portfolio, made over HTTP as their owners would.

use serde_json::{Value, json};

use crate::{Reply, TestApp};

/// Makes a module of `it-harz`, named `Baustein {id}`.
pub fn module(app: &TestApp, token: &str, id: &str) {
    let text = named(id);
    let module =
        json!({"id": id, "owner": "it-harz", "kind": "application", "title": text, "description": text});
    app.post("/modules", token, &module).expect(201);
}

/// A version that is public, own, open and released on 1 January 2026, with further or other parts.
pub fn version(module: &str, number: &str, parts: &Value) -> Value {
    let text = named(module);
    let mut version = json!({"module": module, "version": number, "title": text, "summary": text,
        "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
        "lifeCycle": {"released": "2026-01-01"}});
    if let (Some(version), Some(parts)) = (version.as_object_mut(), parts.as_object()) {
        version.extend(parts.clone());
    }
    version
}

/// Publishes such a version.
pub fn publish(app: &TestApp, token: &str, module: &str, number: &str, parts: &Value) -> Reply {
    app.post(&format!("/modules/{module}/versions"), token, &version(module, number, parts))
}

/// Records that a module runs in a unit since 1 January 2026.
pub fn install(app: &TestApp, token: &str, unit: &str, module: &str, number: &str) {
    let path = format!("/municipalities/{unit}/installations/{module}");
    let facts = json!({"version": number, "customised": false, "since": "2026-01-01"});
    app.request("PUT", &path).token(token).json(&facts).send().expect(201);
}

fn named(id: &str) -> Value {
    json!({"de": format!("Baustein {id}"), "en": format!("Module {id}")})
}
