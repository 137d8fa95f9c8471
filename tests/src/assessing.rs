//! A small maturity model and assessments by it, for every test that needs a result.

use blaupause_access::Role;
use serde_json::{Value, json};

use crate::TestApp;

/// Id of the small model.
pub const MODEL: &str = "probe";

/// The small model: 0 to 4; `sicherheit` (weight 2) of `isms` (weight 3, evidence from 3 on) and `backup` (weight 1),
/// `dienste` (weight 1) of `akte` and `portal`; stages `basis` from 0, `gesichert` from 2 with isms >= 2,
/// `vorn` from 3 with isms >= 3 and dienste >= 3.
pub fn model() -> Value {
    let text = |t: &str| json!({"de": t, "en": format!("{t} (en)")});
    let levels: Vec<Value> =
        (0..=4).map(|v| json!({"value": v, "text": text(&format!("Stufe {v}"))})).collect();
    let indicator = |id: &str, weight: i64| {
        json!({"id": id, "title": text(&id.to_uppercase()), "question": text("Wie weit?"), "weight": weight,
            "levels": levels, "source": "test"})
    };
    let mut isms = indicator("isms", 3);
    isms["evidence"] = json!({"rule": "required", "fromLevel": 3});
    json!({
        "format": "blaupause/maturity-model@1", "id": MODEL, "version": "1.0.0", "subject": "municipality",
        "title": text("Probe"), "languages": ["de", "en"], "scale": {"min": 0, "max": 4},
        "rounding": {"mode": "halfUp", "digits": 2}, "aggregation": "weightedMean",
        "dimensions": [
            {"id": "sicherheit", "title": text("Sicherheit"), "weight": 2, "aggregation": "weightedMean",
                "indicators": [isms, indicator("backup", 1)]},
            {"id": "dienste", "title": text("Dienste"), "weight": 1, "aggregation": "weightedMean",
                "indicators": [indicator("akte", 1), indicator("portal", 1)]}],
        "stages": [
            {"id": "basis", "title": text("Basis"), "threshold": 0},
            {"id": "gesichert", "title": text("Gesichert"), "threshold": 2,
                "gates": [{"node": "isms", "atLeast": 2, "reason": text("Grundschutz")}]},
            {"id": "vorn", "title": text("Vorn"), "threshold": 3,
                "gates": [{"node": "isms", "atLeast": 3}, {"node": "dienste", "atLeast": 3}]}]
    })
}

/// Publishes the small model.
pub fn publish_model(app: &TestApp) {
    publish(app, &model());
}

/// Publishes a model.
pub fn publish(app: &TestApp, model: &Value) {
    let admin = app.token("admin", Role::Admin, None, None);
    app.post("/maturity-models", &admin, model).expect(201);
}

/// Id of the small model for providers.
pub const PROVIDER_MODEL: &str = "probe-provider";

/// The small model for providers: 0 to 4; `betrieb` (weight 3) and `beratung` (weight 1); stages `basis` from 0 and
/// `tragend` from 2 with betrieb >= 2.
pub fn provider_model() -> Value {
    let text = |t: &str| json!({"de": t, "en": format!("{t} (en)")});
    let levels: Vec<Value> =
        (0..=4).map(|v| json!({"value": v, "text": text(&format!("Stufe {v}"))})).collect();
    let indicator = |id: &str, weight: i64| {
        json!({"id": id, "title": text(&id.to_uppercase()), "question": text("Wie weit?"), "weight": weight,
            "levels": levels, "source": "test"})
    };
    json!({
        "format": "blaupause/maturity-model@1", "id": PROVIDER_MODEL, "version": "1.0.0", "subject": "provider",
        "title": text("Probe für Dienstleister"), "languages": ["de", "en"], "scale": {"min": 0, "max": 4},
        "rounding": {"mode": "halfUp", "digits": 2}, "aggregation": "weightedMean",
        "dimensions": [{"id": "leistung", "title": text("Leistung"), "aggregation": "weightedMean",
            "indicators": [indicator("betrieb", 3), indicator("beratung", 1)]}],
        "stages": [
            {"id": "basis", "title": text("Basis"), "threshold": 0},
            {"id": "tragend", "title": text("Tragend"), "threshold": 2,
                "gates": [{"node": "betrieb", "atLeast": 2}]}]
    })
}

/// Begins an assessment of a provider by its small model as `nele`, its analyst, and gives its path.
pub fn begin_of_provider(app: &TestApp, provider: &str, period: &str) -> String {
    let nele = app.token("nele", Role::Analyst, None, Some(provider));
    let body = json!({"provider": provider, "model": PROVIDER_MODEL, "period": period});
    let made = app.post("/assessments", &nele, &body);
    made.expect(201).header("location").trim_start_matches("/v1").to_owned()
}

/// An assessment of a provider with these levels of betrieb and beratung, submitted by `nele`, its analyst, and signed
/// off by `mara`, its catalog manager. Gives its path.
pub fn signed_of_provider(app: &TestApp, provider: &str, period: &str, levels: [i64; 2]) -> String {
    let path = begin_of_provider(app, provider, period);
    let nele = app.token("nele", Role::Analyst, None, Some(provider));
    let mara = app.token("mara", Role::CatalogManager, None, Some(provider));
    let [betrieb, beratung] = levels.map(level);
    let body = json!({"answers": {"betrieb": betrieb, "beratung": beratung}});
    app.change("PATCH", &path, &path, &nele, &body).expect(200);
    app.transition(&path, "submit", &nele, &json!({})).expect(200);
    app.transition(&path, "start-review", &mara, &json!({})).expect(200);
    app.transition(&path, "sign-off", &mara, &json!({})).expect(200);
    path
}

/// A level as an answer.
pub fn level(value: i64) -> Value {
    json!({"kind": "level", "value": value})
}

/// Begins an assessment by the small model as `anna`, editor of the unit, and gives its path.
pub fn begin(app: &TestApp, unit: &str, period: &str) -> String {
    let anna = app.token("anna", Role::Editor, Some(unit), None);
    let made = app.post("/assessments", &anna, &json!({"unit": unit, "model": MODEL, "period": period}));
    made.expect(201).header("location").trim_start_matches("/v1").to_owned()
}

/// An assessment by the small model with these answers (levels of isms, backup, akte, portal), answered and submitted
/// by `anna`, signed off by `ben`. Gives its path.
pub fn signed(app: &TestApp, unit: &str, period: &str, levels: [i64; 4]) -> String {
    let path = begin(app, unit, period);
    let anna = app.token("anna", Role::Editor, Some(unit), None);
    let ben = app.token("ben", Role::Approver, Some(unit), None);
    let [isms, backup, akte, portal] = levels.map(level);
    let body = json!({"answers": {"isms": isms, "backup": backup, "akte": akte, "portal": portal},
        "evidence": {"isms": [{"title": "Zertifikat"}]}});
    app.change("PATCH", &path, &path, &anna, &body).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    app.transition(&path, "sign-off", &ben, &json!({})).expect(200);
    path
}
