//! Small random catalogues, compared with trying every combination.

use proptest::prelude::*;

use super::*;

const NUMBERS: [&str; 4] = ["1.0.0", "1.1.0", "2.0.0-rc.1", "2.0.0"];
const RANGES: [&str; 6] = ["*", "^1", "^2", "=1.0.0", ">=1.1", ">=2.0.0-rc.1"];

fn module_name() -> impl Strategy<Value = String> {
    (0..4_u8).prop_map(|n| format!("m{n}"))
}

fn module_range() -> impl Strategy<Value = Value> {
    (module_name(), proptest::sample::select(&RANGES[..]))
        .prop_map(|(module, range)| json!({"module": module, "range": range}))
}

fn interface() -> impl Strategy<Value = String> {
    (0..2_u8, 0..2_u8).prop_map(|(id, minor)| format!("i{id}@1.{minor}"))
}

fn requirement() -> impl Strategy<Value = Value> {
    prop_oneof![3 => module_range(), 1 => interface().prop_map(|i| json!({"interface": i}))]
}

fn some_version() -> impl Strategy<Value = ModuleVersion> {
    let lists = (
        proptest::collection::vec(requirement(), 0..3),
        proptest::collection::vec(module_range(), 0..2),
        proptest::collection::vec(interface(), 0..2),
    );
    (module_name(), proptest::sample::select(&NUMBERS[..]), lists).prop_map(|(module, number, lists)| {
        let (requires, conflicts, provides) = lists;
        version(&module, number, json!({"requires": requires, "conflicts": conflicts, "provides": provides}))
    })
}

type Set<'a> = BTreeMap<&'a str, (&'a Version, Option<&'a ModuleVersion>)>;

/// Whether a set is an answer, by the rules alone.
fn is_answer(set: &Set<'_>, have: &[Installation], want: &[Wanted]) -> bool {
    let members = || set.iter().map(|(module, (version, document))| (*module, *version, *document));
    let met = |requirement: &Requirement| {
        members().any(|(module, version, document)| match requirement {
            Requirement::Module(wanted) => wanted.module.as_str() == module && wanted.range.matches(version),
            Requirement::Interface { interface } => {
                document.is_some_and(|d| d.provides.iter().any(|i| i.satisfies(interface)))
            }
        })
    };
    let kept =
        |i: &Installation| set.get(i.module.as_str()).is_some_and(|(version, _)| **version >= i.version);
    let holds = |document: &ModuleVersion| {
        let clash = |(module, version, _): (&str, &Version, _)| {
            document.conflicts.iter().any(|c| c.module.as_str() == module && c.range.matches(version))
        };
        document.requires.iter().all(met) && !members().any(clash)
    };
    want.iter().all(met)
        && have.iter().all(kept)
        && members().all(|(.., document)| document.is_none_or(holds))
}

/// Every set of versions that may be chosen.
fn every_set<'a>(catalog: &'a Catalog, have: &'a [Installation], want: &[Wanted]) -> Vec<Set<'a>> {
    let ranges = catalog.all().flat_map(|v| &v.requires).chain(want);
    let ranges: Vec<_> =
        ranges.filter_map(|r| if let Requirement::Module(m) = r { Some(m) } else { None }).collect();
    let mut options = BTreeMap::<&str, BTreeMap<&Version, Option<&ModuleVersion>>>::new();
    for document in catalog.all() {
        let named = ranges.iter().any(|r| r.matches(&document.module, &document.version));
        let own = |i: &Installation| (&i.module, &i.version) == (&document.module, &document.version);
        if document.version.as_semver().pre.is_empty() || named || have.iter().any(own) {
            options.entry(document.module.as_str()).or_default().insert(&document.version, Some(document));
        }
    }
    for i in have {
        options.entry(i.module.as_str()).or_default().entry(&i.version).or_insert(None);
    }
    options.into_iter().fold(vec![Set::new()], |sets, (module, versions)| {
        let with = |set: &Set<'a>, version, document| {
            let mut set = set.clone();
            set.insert(module, (version, document));
            set
        };
        let added: Vec<_> =
            sets.iter().flat_map(|set| versions.iter().map(move |(v, d)| with(set, *v, *d))).collect();
        sets.into_iter().chain(added).collect()
    })
}

/// The wishes a refusal names.
fn named_in(refusal: &Refusal, have: &[Installation], want: &[Wanted]) -> (Vec<Installation>, Vec<Wanted>) {
    let says = |code: &str, args: [&str; 2]| {
        let same = |r: &Message| r.code == code && r.args.iter().map(|(_, v)| v.as_str()).eq(args);
        refusal.reasons.iter().any(same)
    };
    let installed = |i: &&Installation| says("plan-installed", [i.module.as_str(), &i.version.to_string()]);
    let mut wishes: Vec<Wanted> = Vec::new();
    for wish in want {
        let named = match wish {
            Requirement::Module(m) => {
                let range = m.range.to_string();
                says("plan-wanted-module", [m.module.as_str(), if range == "*" { "any" } else { &range }])
            }
            Requirement::Interface { interface } => {
                let wanted = Message::new("plan-wanted-interface").with("interface", interface);
                refusal.reasons.contains(&wanted)
            }
        };
        if named && !wishes.contains(wish) {
            wishes.push(wish.clone());
        }
    }
    (have.iter().filter(installed).cloned().collect(), wishes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// A plan meets every rule; a refusal is right, for no combination of versions does, and names no wish in vain.
    #[test]
    fn agrees_with_trying_everything(
        versions in proptest::collection::vec(some_version(), 0..12),
        have in proptest::collection::btree_map(module_name(), proptest::sample::select(&NUMBERS[..]), 0..3),
        want in proptest::collection::vec(requirement(), 0..3),
    ) {
        let distinct: BTreeMap<_, _> =
            versions.into_iter().map(|v| ((v.module.clone(), v.version.clone()), v)).collect();
        let catalog = Catalog::new(distinct.into_values()).unwrap();
        let have = installed(&have.iter().map(|(m, v)| (m.as_str(), *v)).collect::<Vec<_>>());
        let want = wanted(want.into());
        let day = "2026-06-01".parse().unwrap();
        match plan(&catalog, &have, &want, day) {
            Ok(found) => {
                let member = |s: &'_ Step| catalog.get(&s.module, &s.version).map(AsRef::as_ref);
                let set: Set<'_> =
                    found.steps.iter().map(|s| (s.module.as_str(), (&s.version, member(s)))).collect();
                prop_assert!(is_answer(&set, &have, &want), "{:?}", found);
                prop_assert_eq!(set.len(), found.steps.len());
                prop_assert_eq!(plan(&catalog, &have, &want, day), Ok(found));
            }
            Err(refusal) => {
                let sets = every_set(&catalog, &have, &want);
                prop_assert!(!sets.iter().any(|set| is_answer(set, &have, &want)), "{:?}", refusal);
                prop_assert!(!refusal.reasons.is_empty());
                let too_complex = refusal.reasons.iter().any(|reason| reason.code == "plan-too-complex");
                prop_assert!(!too_complex);
                let (have, want) = named_in(&refusal, &have, &want);
                for i in 0..have.len() + want.len() {
                    let (mut fewer, mut less) = (have.clone(), want.clone());
                    if i < fewer.len() { fewer.remove(i); } else { less.remove(i - fewer.len()); }
                    prop_assert!(sets.iter().any(|set| is_answer(set, &fewer, &less)), "{:?}", refusal);
                }
            }
        }
    }
}
