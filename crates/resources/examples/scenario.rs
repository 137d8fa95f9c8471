//! Measures a crisis scenario of a provider with 500 units, from facts to the hashed record, beside the least that the same
//! facts could cost: writing and hashing them. One line of JSON for each round; see `docs/bench.md`.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use blaupause_kernel::{Digest, Timestamp};
use blaupause_resources::scenarios::{Facts, Scenario};
use serde_json::{Value, json};
use uuid::Uuid;

const UNITS: u64 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(3), |text| text.parse())?;
    let facts: Facts = serde_json::from_value(facts())?;
    let at: Timestamp = "2026-03-01T08:00:00Z".parse()?;
    for _ in 0..rounds {
        let id = Uuid::from_u128(1);
        let title = "60 % mobil".to_owned();
        let own = facts.clone();
        let (calculated, scenario) =
            timed(|| Ok(Scenario::calculate(id, "it-harz".parse()?, title, at, own)?));
        let scenario = scenario?;
        let (hashed, digest) = timed(|| Ok(Digest::of_document(&facts)?));
        black_box(digest?);
        let line = json!({
            "units": scenario.outcome.total.units, "actions": scenario.outcome.actions.len(),
            "calculatedMs": millis(calculated), "hashedMs": millis(hashed),
        });
        println!("{line}");
    }
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> Result<T, Box<dyn Error>>) -> (Duration, Result<T, Box<dyn Error>>) {
    let begin = Instant::now();
    let done = work();
    (begin.elapsed(), done)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Units of every size, most with rules, and twenty pools of each kind that can grow: as many as a provider may have.
fn facts() -> Value {
    let key = |n: u64| format!("03153{:07}", n);
    let video = |n: u64| if n.is_multiple_of(3) { Value::Null } else { json!("high") };
    let units: Vec<Value> = (0..UNITS)
        .map(|n| {
            json!({"unit": key(n), "staff": 20 + n * 37 % 900, "mobileDevices": n * 53 % 500, "asOf": "2026-01-01",
                "allowed": {"mobile": n * 7 % 101, "privateDevices": n * 3 % 40, "video": video(n)}})
        })
        .collect();
    let kinds = ["compute", "storage", "vpnSessions", "videoSeats", "bandwidth"];
    let pools: Vec<Value> =
        (0..100_u64).map(|n| pool(n, kinds.get(usize::try_from(n % 5).unwrap_or(0)), key)).collect();
    json!({
        "on": "2026-03-15", "units": units, "own": {"mobile": 100, "privateDevices": 0, "video": "veryHigh"}, "pools": pools,
        "parameters": {
            "share": 60, "days": 14, "durationDays": 90, "lostSite": "site-1", "confidentiality": "high",
            "sovereigntyRules": [{"rule": "hosting", "allowed": ["own", "eu"]}],
            "assumptions": {"vpnShare": 90, "videoShare": 25, "vpnKbit": 500, "videoKbit": 2000, "devicePrice": "900",
                "deviceLeadDays": 21},
            "ownStaff": {"staff": 300, "workplaces": 200, "mobileDevices": 250, "ordinaryShare": 40},
        },
    })
}

fn pool(n: u64, kind: Option<&&str>, key: impl Fn(u64) -> String) -> Value {
    let commitments: Vec<Value> = (0..UNITS)
        .filter(|unit| n < 10 && unit % 2 == n % 2)
        .map(|unit| json!({"unit": key(unit), "amount": 1 + unit % 40}))
        .collect();
    let further = json!({"most": 900 + n * 131 % 4_000, "monthly": format!("{}.{:02}", 1 + n % 7, n * 13 % 100),
        "setup": format!("{}", 100 + n * 977 % 9_000), "leadDays": n % 14});
    json!({
        "id": Uuid::from_u128(u128::from(n)), "provider": "it-harz", "revision": 1,
        "terms": {
            "title": format!("Pool {n}"), "kind": kind, "supply": "own", "processingAgreement": true,
            "sovereignty": {"operator": "public", "hosting": "own", "openLicence": true, "exitPlan": true},
            "sites": [{"site": format!("site-{}", n % 4), "amount": 200 + n * 71 % 900}], "peak": 300 + n * 71 % 900,
            "commitments": commitments, "further": further,
        },
    })
}
