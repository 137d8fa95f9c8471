//! Hand-made catalogues with known answers.

mod bounds;
mod properties;

use blaupause_kernel::{Message, Revision};
use serde_json::{Value, json};

use super::*;
use crate::{Catalog, Installation, ModuleVersion, Requirement};

fn version(module: &str, number: &str, parts: Value) -> ModuleVersion {
    let mut document = json!({
        "module": module, "version": number, "title": {"de": "t"}, "summary": {"de": "s"},
        "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
        "lifeCycle": {"released": "2026-01-01"},
    });
    document.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    serde_json::from_value(document).unwrap()
}

fn catalog(versions: &[(&str, &str, Value)]) -> Catalog {
    Catalog::new(versions.iter().map(|(module, number, parts)| version(module, number, parts.clone())))
        .unwrap()
}

fn installed(list: &[(&str, &str)]) -> Vec<Installation> {
    let installation = |(module, version): &(&str, &str)| Installation {
        unit: "031530019019".parse().unwrap(),
        module: module.parse().unwrap(),
        version: version.parse().unwrap(),
        maturity: None,
        customised: false,
        deviations: Vec::new(),
        since: "2026-01-01".parse().unwrap(),
        confirmed_until: None,
        revision: Revision::FIRST,
    };
    list.iter().map(installation).collect()
}

fn wanted(list: Value) -> Vec<Requirement> {
    serde_json::from_value(list).unwrap()
}

fn demand<'a>(catalog: &'a Catalog, have: &'a [Installation], want: Value) -> Demand<'a> {
    Demand::new(catalog, have, "2026-06-01".parse().unwrap()).wanting(wanted(want))
}

/// The steps as `action module version`, or the codes of the reasons.
fn answer(catalog: &Catalog, have: &[(&str, &str)], want: Value) -> Result<Vec<String>, Vec<String>> {
    shown(&demand(catalog, &installed(have), want))
}

fn shown(demand: &Demand<'_>) -> Result<Vec<String>, Vec<String>> {
    match demand.plan() {
        Ok(plan) => {
            let show = |s: &Step| format!("{:?} {} {}", s.action, s.module, s.version).to_lowercase();
            Ok(plan.steps.iter().map(show).collect())
        }
        Err(refusal) => Err(refusal.reasons.into_iter().map(|reason| reason.code).collect()),
    }
}

fn ok(steps: &[&str]) -> Result<Vec<String>, Vec<String>> {
    Ok(steps.iter().map(|step| (*step).to_owned()).collect())
}

fn refused(codes: &[&str]) -> Result<Vec<String>, Vec<String>> {
    Err(codes.iter().map(|code| (*code).to_owned()).collect())
}

fn diamond(lower: &str, upper: &str) -> Catalog {
    catalog(&[
        ("portal", "1.0.0", json!({"requires": [{"module": "akte"}, {"module": "bezahlen"}]})),
        ("akte", "1.0.0", json!({"requires": [{"module": "ablage", "range": lower}]})),
        ("bezahlen", "1.0.0", json!({"requires": [{"module": "ablage", "range": upper}]})),
        ("ablage", "1.0.0", json!({})),
        ("ablage", "1.5.0", json!({})),
        ("ablage", "2.0.0", json!({})),
    ])
}

#[test]
fn a_diamond_takes_the_highest_version_both_sides_accept() {
    let steps =
        ok(&["install ablage 1.5.0", "install akte 1.0.0", "install bezahlen 1.0.0", "install portal 1.0.0"]);
    assert_eq!(answer(&diamond("^1", ">=1.2"), &[], json!([{"module": "portal"}])), steps);
}

#[test]
fn a_diamond_with_incompatible_ranges_is_explained_from_the_wish_to_the_contradiction() {
    let catalog = diamond("^1", "^2");
    let refusal = demand(&catalog, &[], json!([{"module": "portal"}])).plan().unwrap_err();
    let sentence = |code: &str, args: &[(&str, &str)]| {
        args.iter().fold(Message::new(code), |message, (name, value)| message.with(name, value))
    };
    let requires = |module: &str, other: &str, range: &str| {
        let args = [("module", module), ("versions", "all"), ("other", other), ("range", range)];
        sentence("plan-requires-module", &args)
    };
    let expected = [
        sentence("plan-wanted-module", &[("module", "portal"), ("range", "any")]),
        requires("portal", "akte", "any"),
        requires("akte", "ablage", "^1"),
        requires("portal", "bezahlen", "any"),
        requires("bezahlen", "ablage", "^2"),
    ];
    let missing: Vec<_> = expected.iter().filter(|reason| !refusal.reasons.contains(reason)).collect();
    assert!(missing.is_empty() && refusal.reasons.len() == 5, "{:?}", refusal.reasons);
    assert_eq!(refusal.reasons[0], expected[0]);
}

#[test]
fn what_is_installed_is_kept_if_it_fits_and_never_downgraded() {
    let catalog = diamond("^1", "^1");
    let want = json!([{"module": "akte"}]);
    assert_eq!(
        answer(&catalog, &[("ablage", "1.0.0")], want.clone()),
        ok(&["keep ablage 1.0.0", "install akte 1.0.0"])
    );
    assert_eq!(
        answer(&catalog, &[("ablage", "2.0.0")], want),
        refused(&["plan-wanted-module", "plan-requires-module", "plan-installed"])
    );
    let newer = json!([{"module": "ablage", "range": "^2"}]);
    assert_eq!(answer(&catalog, &[("ablage", "1.0.0")], newer), ok(&["upgrade ablage 2.0.0"]));
}

#[test]
fn an_installed_version_nobody_knows_may_stay() {
    assert_eq!(answer(&Catalog::default(), &[("alt", "0.9.0")], json!([])), ok(&["keep alt 0.9.0"]));
    let catalog = catalog(&[("alt", "1.0.0", json!({}))]);
    let want = json!([{"module": "alt", "range": "^1"}]);
    assert_eq!(answer(&catalog, &[("alt", "0.9.0")], want), ok(&["upgrade alt 1.0.0"]));
}

#[test]
fn an_interface_comes_from_who_is_there_else_from_the_highest() {
    let catalog = catalog(&[
        ("fach", "1.0.0", json!({"requires": [{"interface": "xta@2.1"}]})),
        ("bote", "1.0.0", json!({"provides": ["xta@2.1"]})),
        ("kurier", "1.0.0", json!({"provides": ["xta@2.3"]})),
        ("alt", "1.0.0", json!({"provides": ["xta@2"]})),
    ]);
    let want = json!([{"module": "fach"}]);
    assert_eq!(answer(&catalog, &[], want.clone()), ok(&["install kurier 1.0.0", "install fach 1.0.0"]));
    let have = [("bote", "1.0.0")];
    assert_eq!(answer(&catalog, &have, want), ok(&["keep bote 1.0.0", "install fach 1.0.0"]));
    let both = json!([{"module": "bote"}, {"module": "fach"}]);
    assert_eq!(answer(&catalog, &[], both), ok(&["install bote 1.0.0", "install fach 1.0.0"]));
    let more = json!([{"interface": "xta@2.4"}]);
    assert_eq!(answer(&catalog, &[], more), refused(&["plan-wanted-interface", "plan-interface-unprovided"]));
}

#[test]
fn every_provider_is_named_when_none_can_be_had() {
    let catalog = catalog(&[
        ("bote", "1.0.0", json!({"provides": ["xta@2.1"], "conflicts": [{"module": "alt"}]})),
        ("kurier", "1.0.0", json!({"provides": ["xta@2.1"], "requires": [{"module": "nirgends"}]})),
        ("alt", "1.0.0", json!({})),
    ]);
    let Err(codes) = answer(&catalog, &[("alt", "1.0.0")], json!([{"interface": "xta@2"}])) else { panic!() };
    assert_eq!(codes.iter().filter(|code| *code == "plan-interface-provider").count(), 2, "{codes:?}");
    for code in ["plan-installed", "plan-wanted-interface", "plan-conflicts", "plan-unknown-module"] {
        assert!(codes.iter().any(|c| c == code), "{code} in {codes:?}");
    }
}

#[test]
fn an_impossible_pin_names_the_versions_there_are() {
    let catalog = diamond("^1", "^1");
    let want = json!([{"module": "ablage", "range": "=1.4.2"}, {"module": "akte"}]);
    let refusal = demand(&catalog, &[], want).plan().unwrap_err();
    let known = Message::new("plan-no-version").with("module", "ablage").with("range", "=1.4.2");
    let pinned = Message::new("plan-wanted-module").with("module", "ablage").with("range", "=1.4.2");
    assert_eq!(refusal.reasons, [pinned, known.with("known", "1.0.0, 1.5.0, 2.0.0")]);
}

#[test]
fn requirements_that_leave_nothing_together_are_both_named() {
    let requires =
        json!({"requires": [{"module": "ablage", "range": "^1"}, {"module": "ablage", "range": "^2"}]});
    let catalog = catalog(&[
        ("akte", "1.0.0", requires),
        ("ablage", "1.0.0", json!({})),
        ("ablage", "2.0.0", json!({})),
    ]);
    let codes = ["plan-wanted-module", "plan-requires-module", "plan-requires-module"];
    assert_eq!(answer(&catalog, &[], json!([{"module": "akte"}])), refused(&codes));
}

#[test]
fn a_pre_release_is_taken_only_if_named() {
    let catalog = catalog(&[("a", "1.0.0", json!({})), ("a", "2.0.0-rc.1", json!({}))]);
    let any = json!([{"module": "a"}]);
    assert_eq!(answer(&catalog, &[], any.clone()), ok(&["install a 1.0.0"]));
    assert_eq!(
        answer(&catalog, &[], json!([{"module": "a", "range": ">=2.0.0-rc"}])),
        ok(&["install a 2.0.0-rc.1"])
    );
    let no_release = json!([{"module": "a", "range": "^2"}]);
    assert_eq!(answer(&catalog, &[], no_release), refused(&["plan-wanted-module", "plan-no-version"]));
    assert_eq!(answer(&catalog, &[("a", "2.0.0-rc.1")], json!([])), ok(&["keep a 2.0.0-rc.1"]));
}

#[test]
fn a_conflict_is_met_by_absence_or_another_version() {
    let catalog = catalog(&[
        ("neu", "1.0.0", json!({"conflicts": [{"module": "alt", "range": "<3"}]})),
        ("alt", "2.0.0", json!({})),
        ("alt", "3.0.0", json!({})),
        ("fest", "1.0.0", json!({"requires": [{"module": "alt", "range": "^2"}]})),
    ]);
    let want = json!([{"module": "neu"}]);
    assert_eq!(answer(&catalog, &[], want.clone()), ok(&["install neu 1.0.0"]));
    assert_eq!(answer(&catalog, &[("alt", "2.0.0")], want), ok(&["upgrade alt 3.0.0", "install neu 1.0.0"]));
    let both = json!([{"module": "neu"}, {"module": "fest"}]);
    let codes = ["plan-wanted-module", "plan-wanted-module", "plan-requires-module", "plan-conflicts"];
    let Err(mut found) = answer(&catalog, &[], both) else { panic!() };
    found.sort();
    let mut codes = codes.to_vec();
    codes.sort_unstable();
    assert_eq!(found, codes);
}

#[test]
fn what_is_not_on_offer_is_not_installed_but_may_stay() {
    let gone = json!({"lifeCycle": {"released": "2025-01-01", "sunset": "2026-01-01"}});
    let catalog =
        catalog(&[("a", "1.0.0", gone), ("a", "2.0.0", json!({"lifeCycle": {"released": "2027-01-01"}}))]);
    let want = json!([{"module": "a"}]);
    assert_eq!(answer(&catalog, &[], want.clone()), refused(&["plan-wanted-module", "plan-not-offered"]));
    assert_eq!(answer(&catalog, &[("a", "1.0.0")], want), ok(&["keep a 1.0.0"]));
}

#[test]
fn modules_that_need_each_other_are_planned_in_order_of_their_keys() {
    let catalog = catalog(&[
        ("b", "1.0.0", json!({"requires": [{"module": "a"}]})),
        ("a", "1.0.0", json!({"requires": [{"module": "b"}]})),
    ]);
    let plan = demand(&catalog, &[], json!([{"module": "b"}])).plan().unwrap();
    let steps: Vec<_> = plan.steps.iter().map(|s| (s.module.as_str(), s.needed_by[0].as_str())).collect();
    assert_eq!(steps, [("a", "b"), ("b", "a")]);
}

#[test]
fn a_large_catalogue_is_planned_quickly() {
    let mut versions = Vec::new();
    for module in 0..120 {
        for minor in 0..10 {
            let requires: Vec<_> = (module + 1..120)
                .step_by(7)
                .take(6)
                .map(|other| json!({"module": format!("m{other}"), "range": format!("<=1.{}", (minor + 5).min(9))}))
                .chain([json!({"interface": format!("i{}@1.{minor}", module % 5)})])
                .collect();
            let provides = json!([format!("i{}@1.{minor}", (module + 1) % 5)]);
            let parts = json!({"requires": requires, "provides": provides});
            versions.push(version(&format!("m{module}"), &format!("1.{minor}.0"), parts));
        }
    }
    let catalog = Catalog::new(versions).unwrap();
    let have: Vec<_> = (0..60).map(|m| (format!("m{m}"), "1.0.0".to_owned())).collect();
    let have: Vec<_> = have.iter().map(|(module, version)| (module.as_str(), version.as_str())).collect();
    assert!(answer(&catalog, &have, json!([{"module": "m0", "range": "^1.5"}])).is_ok());
}
