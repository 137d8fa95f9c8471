//! What may be done to the installed modules, pins, exclusions, several ways, upgrade paths and relaxations.

use blaupause_territory::SizeClass;

use super::*;
use crate::{ModulePin, UpgradePath};

fn pin(module: &str, version: &str) -> ModulePin {
    ModulePin { module: module.parse().unwrap(), version: version.parse().unwrap() }
}

fn path(from: &str, range: &str, to: &str, version: &str, days: &str) -> UpgradePath {
    let effort = json!([{"sizeClass": "ruralMunicipality", "personDays": days}]);
    let path = json!({"id": "pfad", "owner": "it-harz", "from": {"module": from, "range": range}, "to": {"module": to, "version": version},
        "steps": [{"de": "Sichern"}], "effort": effort, "dataMigration": {"de": "Die Akten ziehen um."}});
    serde_json::from_value(path).unwrap()
}

fn relaxations(demand: &Demand<'_>) -> Vec<Relaxation> {
    let refusal = demand.plan().unwrap_err();
    assert!(refusal.smallest);
    refusal.relaxations
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

/// Version 2 of the old thing excludes what the new one needs of it.
fn old_and_new() -> Catalog {
    catalog(&[
        ("neu", "1.0.0", json!({"requires": [{"module": "alt", "range": "^1"}]})),
        ("alt", "1.0.0", json!({})),
        ("alt", "1.1.0", json!({})),
        ("alt", "2.0.0", json!({})),
    ])
}

#[test]
fn a_downgrade_is_proposed_and_made_only_if_allowed() {
    let (catalog, have) = (old_and_new(), installed(&[("alt", "2.0.0")]));
    let mut demand = demand(&catalog, &have, json!([{"module": "neu"}]));
    let drop = Relaxation::Drop { of: Part::Wanted { index: 0 } };
    assert_eq!(relaxations(&demand), [drop, Relaxation::Downgrade { module: slug("alt") }]);
    demand.allowed.downgrade = true;
    assert_eq!(shown(&demand), ok(&["downgrade alt 1.1.0", "install neu 1.0.0"]));
    assert_eq!(demand.plan().unwrap().steps[0].from, Some("2.0.0".parse().unwrap()));
}

#[test]
fn what_is_in_the_way_is_removed_only_if_allowed_and_before_what_it_conflicts_with() {
    let catalog = catalog(&[
        ("alt", "1.0.0", json!({"provides": ["akte@1"]})),
        ("neu", "1.0.0", json!({"provides": ["akte@2"], "conflicts": [{"module": "alt"}]})),
    ]);
    let have = installed(&[("alt", "1.0.0")]);
    let mut demand = demand(&catalog, &have, json!([{"interface": "akte@2"}]));
    let drop = Relaxation::Drop { of: Part::Wanted { index: 0 } };
    assert_eq!(relaxations(&demand), [drop, Relaxation::Remove { module: slug("alt") }]);
    demand.allowed.removal = true;
    assert_eq!(shown(&demand), ok(&["remove alt 1.0.0", "install neu 1.0.0"]));
    let plan = demand.plan().unwrap();
    let interfaces = |list: &[Interface]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(interfaces(&plan.steps[0].closes), ["akte@1"]);
    assert_eq!(interfaces(&plan.steps[1].opens), ["akte@2"]);
}

#[test]
fn what_must_not_be_there_goes_and_nothing_may_need_it() {
    let catalog = old_and_new();
    let have = installed(&[("alt", "1.0.0")]);
    let mut demand = demand(&catalog, &have, json!([]));
    demand.without = vec![slug("alt")];
    assert_eq!(shown(&demand), ok(&["remove alt 1.0.0"]));
    demand.wanted = vec![Requirement::module(slug("neu"), "*".parse().unwrap()).into()];
    assert_eq!(shown(&demand), refused(&["plan-wanted-module", "plan-requires-module", "plan-without"]));
    let parts = [Part::Wanted { index: 0 }, Part::Without { index: 0 }];
    assert_eq!(demand.plan().unwrap_err().conflict, parts);
    assert_eq!(relaxations(&demand), parts.map(|of| Relaxation::Drop { of }));
}

#[test]
fn a_pin_holds_or_is_named_as_what_would_have_to_go() {
    let (catalog, none) = (old_and_new(), installed(&[]));
    let mut demand = demand(&catalog, &none, json!([{"module": "neu"}]));
    demand.pins = vec![pin("alt", "1.0.0")];
    assert_eq!(shown(&demand), ok(&["install alt 1.0.0", "install neu 1.0.0"]));
    demand.pins = vec![pin("alt", "2.0.0")];
    assert_eq!(shown(&demand), refused(&["plan-wanted-module", "plan-requires-module", "plan-pinned"]));
    let parts = [Part::Wanted { index: 0 }, Part::Pin { index: 0 }];
    assert_eq!(relaxations(&demand), parts.map(|of| Relaxation::Drop { of }));
    demand.pins = vec![pin("alt", "1.7.0")];
    let codes = ["plan-wanted-module", "plan-requires-module", "plan-pinned", "plan-no-version"];
    assert_eq!(shown(&demand), refused(&codes));
}

#[test]
fn a_pin_brings_nothing_in_by_itself() {
    let (catalog, none) = (old_and_new(), installed(&[]));
    let mut demand = demand(&catalog, &none, json!([{"module": "alt", "range": "^2"}]));
    demand.pins = vec![pin("neu", "1.0.0")];
    assert_eq!(shown(&demand), ok(&["install alt 2.0.0"]));
}

#[test]
fn an_exclusion_turns_to_the_next_best_and_spares_what_is_there() {
    let (catalog, none, there) = (old_and_new(), installed(&[]), installed(&[("alt", "2.0.0")]));
    let excluded = |range: &str| {
        vec![Exclusion::Module(crate::ModuleRange { module: slug("alt"), range: range.parse().unwrap() })]
    };
    let mut wish = demand(&catalog, &none, json!([{"module": "alt"}]));
    wish.exclusions = excluded("^2");
    assert_eq!(shown(&wish), ok(&["install alt 1.1.0"]));
    wish.exclusions = excluded("*");
    assert_eq!(shown(&wish), refused(&["plan-wanted-module", "plan-excluded-module"]));
    wish.installed = &there;
    assert_eq!(shown(&wish), ok(&["keep alt 2.0.0"]));
}

#[test]
fn what_does_not_suit_the_size_or_is_not_offered_by_the_provider_is_not_taken() {
    let catalog = catalog(&[
        ("klein", "1.0.0", json!({"suited": ["ruralMunicipality"], "provides": ["akte@1"]})),
        ("gross", "1.0.0", json!({"suited": ["largerCity"], "provides": ["akte@1"]})),
    ]);
    let none = installed(&[]);
    let mut demand = demand(&catalog, &none, json!([{"interface": "akte@1"}]));
    for (class, expected) in [
        (SizeClass::RuralMunicipality, "install klein 1.0.0"),
        (SizeClass::LargerCity, "install gross 1.0.0"),
    ] {
        demand.exclusions = vec![Exclusion::Unsuited(class)];
        assert_eq!(shown(&demand), ok(&[expected]));
    }
    let entry = |to: &str| -> crate::PortfolioEntry {
        let entry = json!({"provider": "it-harz", "module": "klein", "range": "^1", "from": "2026-01-01",
            "to": to, "revision": 1});
        serde_json::from_value(entry).unwrap()
    };
    demand.exclusions = vec![Exclusion::OutsidePortfolio(vec![entry("2026-06-01")])];
    assert_eq!(shown(&demand), ok(&["install klein 1.0.0"]));
    demand.exclusions = vec![Exclusion::OutsidePortfolio(vec![entry("2026-05-31")])];
    assert!(shown(&demand).unwrap_err().contains(&"plan-excluded-portfolio".to_owned()));
}

#[test]
fn of_several_ways_what_is_there_counts_then_the_first_that_works() {
    let catalog = catalog(&[
        ("a", "1.0.0", json!({"requires": [{"module": "nirgends"}]})),
        ("b", "1.0.0", json!({})),
        ("c", "1.0.0", json!({})),
    ]);
    let ways = wanted(json!([{"module": "a"}, {"module": "b"}, {"module": "c"}]));
    let because = Because::Standard {
        id: slug("mindeststandard"),
        version: "1.0.0".parse().unwrap(),
        requirement: slug("akte"),
    };
    let standard = |ways: &[Requirement]| Wanted { any_of: ways.to_vec(), because: because.clone() };
    let (none, there) = (installed(&[]), installed(&[("c", "1.0.0")]));
    let mut demand = demand(&catalog, &none, json!([])).wanting([standard(&ways)]);
    assert_eq!(shown(&demand), ok(&["install b 1.0.0"]));
    demand.wanted.push(Requirement::module(slug("c"), "*".parse().unwrap()).into());
    assert_eq!(shown(&demand), ok(&["install c 1.0.0"]), "one module fulfils both wishes");
    demand.installed = &there;
    assert_eq!(shown(&demand), ok(&["keep c 1.0.0"]));
    (demand.installed, demand.wanted) = (&none, vec![standard(&ways[..1])]);
    let codes = ["plan-standard-asks", "plan-requires-module", "plan-unknown-module"];
    assert_eq!(shown(&demand), refused(&codes));
}

#[test]
fn an_upgrade_prefers_where_a_path_leads_and_follows_a_chain() {
    let catalog = catalog(&[
        ("akte", "1.0.0", json!({})),
        ("akte", "2.0.0", json!({})),
        ("akte", "3.0.0", json!({})),
        ("akte", "3.1.0", json!({})),
    ]);
    let have = installed(&[("akte", "1.0.0")]);
    let paths = [path("akte", "^1", "akte", "2.0.0", "2.5"), path("akte", "^2", "akte", "3.0.0", "1.25")];
    let mut demand = demand(&catalog, &have, json!([{"module": "akte", "range": ">=2"}]));
    assert_eq!(shown(&demand), ok(&["upgrade akte 3.1.0"]), "without paths the highest");
    demand.size = Some(UnitSize { class: SizeClass::RuralMunicipality, population: 1_000 });
    assert_eq!(demand.plan().unwrap().effort_unknown, [slug("akte")]);
    demand.paths = &paths;
    let plan = demand.plan().unwrap();
    assert_eq!(plan.steps[0].version.to_string(), "3.0.0");
    assert_eq!(plan.steps[0].along, paths);
    // 2.5 + 1.25 person-days.
    assert_eq!((plan.effort.to_string().as_str(), plan.effort_unknown.len()), ("3.75", 0));
    demand.wanted =
        wanted(json!([{"module": "akte", "range": "^3.1"}])).into_iter().map(Into::into).collect();
    assert_eq!(shown(&demand), ok(&["upgrade akte 3.1.0"]), "a wish counts more than a path");
}

#[test]
fn a_path_to_another_module_lets_that_one_take_the_place() {
    let prices =
        |year: &str| json!([{"sizeClasses": ["ruralMunicipality"], "oneOff": "100", "perYear": year}]);
    let catalog = catalog(&[
        ("ablage", "1.0.0", json!({"prices": prices("40")})),
        ("akte", "2.0.0", json!({"prices": prices("70"), "conflicts": [{"module": "ablage"}]})),
    ]);
    let have = installed(&[("ablage", "1.0.0")]);
    let paths = [path("ablage", "^1", "akte", "2.0.0", "4")];
    let mut demand = demand(&catalog, &have, json!([{"module": "akte"}]));
    demand.size = Some(UnitSize { class: SizeClass::RuralMunicipality, population: 1_000 });
    assert!(demand.plan().is_err());
    demand.paths = &paths;
    assert_eq!(shown(&demand), ok(&["remove ablage 1.0.0", "install akte 2.0.0"]));
    let plan = demand.plan().unwrap();
    assert_eq!(plan.steps[0].replaced_by, Some(slug("akte")));
    assert_eq!(plan.steps[1].along, paths);
    // Once 100 for the new one; every year 70 more and 40 less. The effort is that of the path; that of the removal
    // alone is not known.
    let cost = (plan.cost.one_off.to_string(), plan.cost.per_year.to_string());
    assert_eq!(cost, ("100.00".to_owned(), "30.00".to_owned()));
    assert_eq!(plan.steps[1].effort.unwrap().to_string(), "4.00");
}

#[test]
fn the_reason_is_the_shortest_there_is() {
    // Wishes 0 to 2 contradict each other in a ring of three, wishes 3 and 4 directly.
    let conflict = |other: &str| json!({"conflicts": [{"module": other}]});
    let catalog = catalog(&[
        ("a", "1.0.0", json!({"requires": [{"module": "x", "range": "<3"}]})),
        ("b", "1.0.0", json!({"requires": [{"module": "x", "range": ">=2"}]})),
        ("c", "1.0.0", json!({"requires": [{"module": "x", "range": "<2.0.0"}]})),
        ("d", "1.0.0", conflict("e")),
        ("e", "1.0.0", json!({})),
        ("x", "1.0.0", json!({})),
        ("x", "2.0.0", json!({})),
    ]);
    let none = installed(&[]);
    let want = json!([{"module": "a"}, {"module": "b"}, {"module": "c"}, {"module": "d"}, {"module": "e"}]);
    let refusal = demand(&catalog, &none, want).plan().unwrap_err();
    assert!(refusal.smallest);
    assert_eq!(refusal.conflict.len(), 2);
    assert_eq!(refusal.relaxations, [], "two contradictions: no single change is enough");
}

#[test]
fn a_contradiction_deep_in_the_graph_is_told_from_the_wish_to_the_end() {
    let chain = |n: usize| json!({"requires": [{"module": format!("m{}", n + 1), "range": "^1"}]});
    let mut versions: Vec<_> = (0..12).map(|n| version(&format!("m{n}"), "1.0.0", chain(n))).collect();
    versions.push(version("m12", "1.0.0", json!({"requires": [{"module": "kern", "range": "^2"}]})));
    versions.push(version("kern", "1.0.0", json!({})));
    versions.push(version("kern", "2.0.0", json!({"conflicts": [{"module": "m5"}]})));
    let catalog = Catalog::new(versions).unwrap();
    let refusal = demand(&catalog, &[], json!([{"module": "m0"}])).plan().unwrap_err();
    let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code.as_str()).collect();
    let mut expected = vec!["plan-wanted-module"];
    expected.extend(["plan-requires-module"; 13]);
    expected.push("plan-conflicts");
    assert_eq!(codes, expected);
}
