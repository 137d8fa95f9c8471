//! Figures calculated by hand, and what holds for any fleet.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{Catalog, ModuleVersion, PortfolioEntry};
use blaupause_kernel::Date;
use blaupause_territory::SizeClass;

const BUILDING: &str = "99012001001000";
const PARKING: &str = "99108001001000";

fn version(module: &str, number: &str, parts: Value) -> ModuleVersion {
    let mut document = json!({
        "module": module, "version": number, "title": {"de": "t"}, "summary": {"de": "s"},
        "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true,
        "lifeCycle": {"released": "2026-01-01"},
    });
    document.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    serde_json::from_value(document).unwrap()
}

fn day() -> Date {
    "2026-06-01".parse().unwrap()
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).unwrap()
}

/// `alt` and `neu` serve BUILDING, `neu` and `park` serve PARKING; `neu` takes 2 person-days in a rural municipality.
fn catalog() -> Catalog {
    let effort = json!([{"sizeClass": "ruralMunicipality", "personDays": "2"}]);
    let gone = json!({"released": "2025-01-01", "sunset": "2026-01-01"});
    Catalog::new([
        version("alt", "1.0.0", json!({"leika": [BUILDING]})),
        version("alt", "0.9.0", json!({"leika": [BUILDING], "lifeCycle": gone})),
        version(
            "neu",
            "2.0.0",
            json!({"leika": [BUILDING, PARKING], "effort": effort, "suited": ["ruralMunicipality"],
            "requires": [{"interface": "xta@2.1"}]}),
        ),
        version("park", "1.0.0", json!({"leika": [PARKING]})),
        version("bote", "1.0.0", json!({"provides": ["xta@2.3"]})),
    ])
    .unwrap()
}

/// Units by what runs in them, as `module version` and `!` for a customised copy.
fn in_use(units: &[&[&str]]) -> Vec<(usize, Slug, Version, bool)> {
    let parse = |(unit, text): (usize, &str)| {
        let (module, version) = text.trim_end_matches('!').split_once(' ').unwrap();
        (unit, slug(module), version.parse().unwrap(), text.ends_with('!'))
    };
    units
        .iter()
        .enumerate()
        .flat_map(|(unit, list)| list.iter().map(move |text| (unit, *text)))
        .map(parse)
        .collect()
}

fn fleet<'a>(
    catalog: &'a Catalog,
    classes: &[SizeClass],
    list: &'a [(usize, Slug, Version, bool)],
) -> Fleet<'a> {
    let one = |(unit, module, version, customised): &'a (usize, Slug, Version, bool)| InUse {
        unit: *unit,
        module,
        version,
        customised: *customised,
    };
    Fleet::new(catalog, classes.to_vec(), list.iter().map(one), day())
}

const RURAL: SizeClass = SizeClass::RuralMunicipality;
const CITY: SizeClass = SizeClass::LargerCity;

fn entry(module: &str) -> PortfolioEntry {
    serde_json::from_value(
        json!({"provider": "it-harz", "module": module, "range": "*", "from": "2026-01-01",
        "revision": 1}),
    )
    .unwrap()
}

#[test]
fn shares_index_and_rate_as_by_hand() {
    let catalog = catalog();
    // BUILDING: unit 0 alt 1.0, unit 1 alt 0.9, unit 2 neu, unit 3 alt 1.0 and neu; unit 4 has nothing for it.
    let list = in_use(&[
        &["alt 1.0.0"],
        &["alt 0.9.0"],
        &["neu 2.0.0"],
        &["alt 1.0.0", "neu 2.0.0"],
        &["park 1.0.0!", "fremd 7.0.0"],
    ]);
    let fleet = fleet(&catalog, &[RURAL; 5], &list);
    let services = fleet.services();
    let building = services.iter().find(|s| s.service.to_string() == BUILDING).unwrap();
    // alt: 1 + 1 + 1/2 = 5/2 of 4 units = 5/8; neu: 1 + 1/2 = 3/2 of 4 = 3/8.
    let shares: Vec<_> =
        building.solutions.iter().map(|s| (s.module.as_str(), s.units, s.share, s.versions)).collect();
    assert_eq!(shares, [("alt", 3, ratio(5, 8), 2), ("neu", 2, ratio(3, 8), 1)]);
    // 25/64 + 9/64 = 34/64 = 17/32.
    assert_eq!((building.units, building.herfindahl), (4, ratio(17, 32)));
    // Versions: alt 1.0 3/8, alt 0.9 2/8, neu 3/8: 9/64 + 4/64 + 9/64 = 22/64 = 11/32.
    assert_eq!((building.versions, building.herfindahl_versions), (3, ratio(11, 32)));
    // Only unit 0 has the common one alone in a version on offer.
    assert_eq!((building.standardised, building.standardisation_rate), (1, ratio(1, 4)));
    let parking = services.iter().find(|s| s.service.to_string() == PARKING).unwrap();
    // neu 2 of 3, park 1 of 3: 4/9 + 1/9 = 5/9; both neu alone for parking: 2/3.
    assert_eq!((parking.herfindahl, parking.standardisation_rate), (ratio(5, 9), ratio(2, 3)));
    let overall = fleet.overall(&services);
    // (4 x 17/32 + 3 x 5/9) / 7 = (17/8 + 5/3) / 7 = (51 + 40)/24 / 7 = 91/168 = 13/24.
    assert_eq!(
        (overall.herfindahl, overall.fragmentation),
        (Some("0.541667".into()), Some("0.458333".into()))
    );
    // (4 x 1/4 + 3 x 2/3) / 7 = 3/7.
    assert_eq!(overall.standardisation_rate, Some("0.428571".into()));
    assert_eq!((overall.solutions, overall.versions, overall.unknown), (4, 5, 1));
}

#[test]
fn rollouts_are_ranked_by_gain_for_each_person_day() {
    let catalog = catalog();
    // Three villages and a city: BUILDING alt, alt, neu, alt (city); PARKING park (0), neu (2).
    let list = in_use(&[&["alt 1.0.0", "park 1.0.0"], &["alt 1.0.0"], &["neu 2.0.0"], &["alt 1.0.0"]]);
    let fleet = fleet(&catalog, &[RURAL, RURAL, RURAL, CITY], &list);
    let rollouts = fleet.rollouts(&[entry("neu"), entry("alt"), entry("park"), entry("bote")]);
    let shown: Vec<_> = rollouts
        .iter()
        .map(|r| (r.module.as_str(), r.units, r.gain.as_str(), r.gain_per_person_day.as_deref()))
        .collect();
    // neu: BUILDING 3/4 neu, 1/4 alt: 10/16, as before (alt 3/4): no gain. PARKING 1/2 -> 1: gain 1/2 x 2 units; over
    // 4 + 2 = 6 units: 1/6. Only unit 0 introduces it: 2 person-days, 1/12 for each.
    // alt: BUILDING 10/16 -> 1: 3/8 x 4 = 3/2 over 6 = 1/4; unit 2 introduces it, the effort is not known.
    // park: PARKING 1/2 -> 1: 1/6; unit 2, effort not known. bote serves nothing.
    assert_eq!(
        shown,
        [
            ("neu", 1, "0.166666667", Some("0.083333333")),
            ("alt", 1, "0.250000000", None),
            ("park", 1, "0.166666667", None),
        ]
    );
    assert_eq!(rollouts[0].effort.unwrap().to_string(), "2.00");
    assert_eq!(rollouts[0].services, 1);
}

#[test]
fn a_missing_interface_names_who_needs_it_and_who_has_it() {
    let catalog = catalog();
    let list = in_use(&[&["neu 2.0.0"], &["neu 2.0.0", "bote 1.0.0"], &["alt 1.0.0"]]);
    let fleet = fleet(&catalog, &[RURAL; 3], &list);
    let found = fleet.missing_interfaces(&[]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].interface.to_string().as_str(), found[0].units, found[0].standard),
        ("xta@2.1", 1, false)
    );
    assert_eq!((&found[0].needed_by, &found[0].offered_by), (&vec![slug("neu")], &vec![slug("bote")]));
    let standard = [vec!["xta@2".parse().unwrap(), "fit-connect@1".parse().unwrap()]];
    let found = fleet.missing_interfaces(&standard);
    let shown: Vec<_> = found.iter().map(|m| (m.interface.to_string(), m.units, m.standard)).collect();
    assert_eq!(shown, [("xta@2".to_owned(), 2, true), ("xta@2.1".to_owned(), 1, false)]);
}

#[test]
fn nothing_in_use_has_no_figures() {
    let catalog = catalog();
    let fleet = fleet(&catalog, &[RURAL], &[]);
    assert_eq!((fleet.services(), fleet.rollouts(&[entry("neu")])), (vec![], vec![]));
    assert_eq!(fleet.overall(&[]).fragmentation, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The index lies between 1/n and 1, the shares are one whole, and after a rollout to all units it is 1.
    #[test]
    fn the_index_keeps_its_bounds(units in proptest::collection::vec(proptest::collection::vec(0..3_usize, 1..4), 1..40)) {
        let names = ["a", "b", "c"];
        let versions = names.map(|name| version(name, "1.0.0", json!({"leika": [BUILDING]})));
        let catalog = Catalog::new(versions).unwrap();
        let texts: Vec<Vec<String>> =
            units.iter().map(|unit| unit.iter().map(|m| format!("{} 1.0.0", names[*m])).collect()).collect();
        let texts: Vec<Vec<&str>> = texts.iter().map(|unit| unit.iter().map(String::as_str).collect()).collect();
        let texts: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
        let list = in_use(&texts);
        let fleet = fleet(&catalog, &vec![RURAL; units.len()], &list);
        let service = &fleet.services()[0];
        let solutions = i64::try_from(service.solutions.len()).unwrap();
        prop_assert!(ratio(1, solutions) <= service.herfindahl && service.herfindahl <= Rational::ONE);
        let whole = service.solutions.iter().try_fold(Rational::ZERO, |sum, s| sum.checked_add(s.share));
        prop_assert_eq!(whole, Some(Rational::ONE));
        let before = Rational::ONE.checked_sub(service.herfindahl).unwrap().rounded(GAIN);
        for rollout in fleet.rollouts(&[entry("a"), entry("b"), entry("c")]) {
            prop_assert_eq!(&rollout.gain, &before, "all units have one solution afterwards");
        }
    }
}
