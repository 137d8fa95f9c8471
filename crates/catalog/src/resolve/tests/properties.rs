//! Small random demands, compared with trying every combination.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::{ModulePin, ModuleRange, UpgradePath};

const NUMBERS: [&str; 4] = ["1.0.0", "1.1.0", "2.0.0-rc.1", "2.0.0"];
const RANGES: [&str; 6] = ["*", "^1", "^2", "=1.0.0", ">=1.1", ">=2.0.0-rc.1"];

fn module_name() -> impl Strategy<Value = String> {
    (0..4_u8).prop_map(|n| format!("m{n}"))
}

fn module_range() -> impl Strategy<Value = Value> {
    (module_name(), select(&RANGES[..])).prop_map(|(module, range)| json!({"module": module, "range": range}))
}

fn module_pin() -> impl Strategy<Value = Value> {
    (module_name(), select(&NUMBERS[..]))
        .prop_map(|(module, version)| json!({"module": module, "version": version}))
}

fn interface() -> impl Strategy<Value = String> {
    (0..2_u8, 0..2_u8).prop_map(|(id, minor)| format!("i{id}@1.{minor}"))
}

fn requirement() -> impl Strategy<Value = Value> {
    prop_oneof![3 => module_range(), 1 => interface().prop_map(|i| json!({"interface": i}))]
}

fn upgrade_path() -> impl Strategy<Value = UpgradePath> {
    (module_range(), module_pin()).prop_map(|(from, to)| {
        serde_json::from_value(
            json!({"id": "p", "owner": "o", "from": from, "to": to, "steps": [{"de": "s"}]}),
        )
        .unwrap()
    })
}

fn some_version() -> impl Strategy<Value = ModuleVersion> {
    let lists = (vec(requirement(), 0..3), vec(module_range(), 0..2), vec(interface(), 0..2));
    (module_name(), select(&NUMBERS[..]), lists).prop_map(|(module, number, lists)| {
        let (requires, conflicts, provides) = lists;
        version(&module, number, json!({"requires": requires, "conflicts": conflicts, "provides": provides}))
    })
}

/// The parts of a demand that hold only within bounds: without, pins, excluded ranges, downgrade, removal.
type Bounds = (Vec<String>, Vec<Value>, Vec<Value>, bool, bool);

fn bounds() -> impl Strategy<Value = Bounds> {
    let lists = (vec(module_name(), 0..2), vec(module_pin(), 0..2), vec(module_range(), 0..2));
    (lists, any::<bool>(), any::<bool>()).prop_map(|((without, pins, excluded), downgrade, removal)| {
        (without, pins, excluded, downgrade, removal)
    })
}

fn read<T: serde::de::DeserializeOwned>(value: impl Into<Value>) -> T {
    serde_json::from_value(value.into()).unwrap()
}

/// A choice: every module that is there, in a version, with its document if it has one.
type Set<'a> = BTreeMap<&'a Slug, (&'a Version, Option<&'a ModuleVersion>)>;

fn met(set: &Set<'_>, requirement: &Requirement) -> bool {
    set.iter().any(|(module, (version, document))| match requirement {
        Requirement::Module(wanted) => wanted.module == **module && wanted.range.matches(version),
        Requirement::Interface { interface } => {
            document.is_some_and(|d| d.provides.iter().any(|i| i.satisfies(interface)))
        }
    })
}

/// Whether every member has what it needs and none excludes another.
fn is_consistent(set: &Set<'_>) -> bool {
    let clash = |document: &ModuleVersion| {
        let with = |c: &ModuleRange| set.get(&c.module).is_some_and(|(version, _)| c.range.matches(version));
        document.conflicts.iter().any(with)
    };
    let documents = set.values().filter_map(|(_, document)| *document);
    documents.into_iter().all(|d| d.requires.iter().all(|r| met(set, r)) && !clash(d))
}

/// Everything that chains of paths reach from an installed version, by going on until nothing new comes.
fn reached(demand: &Demand<'_>, installation: &Installation) -> BTreeSet<ModulePin> {
    let start = ModulePin { module: installation.module.clone(), version: installation.version.clone() };
    let mut pins = BTreeSet::from([start]);
    loop {
        let next = |path: &&UpgradePath| pins.iter().any(|pin| path.from.matches(&pin.module, &pin.version));
        let more: Vec<_> = demand.paths.iter().filter(next).map(|path| path.to.clone()).collect();
        let before = pins.len();
        pins.extend(more);
        if pins.len() == before {
            return pins;
        }
    }
}

/// Whether a part of the demand holds for a choice; of what is installed, with what is allowed besides.
fn holds(demand: &Demand<'_>, part: &Part, set: &Set<'_>, allowed: Allowed) -> bool {
    match part {
        Part::Wanted { index } => demand.wanted[*index].any_of.iter().any(|r| met(set, r)),
        Part::Without { index } => !set.contains_key(&demand.without[*index]),
        Part::Pin { index } => {
            let pin = &demand.pins[*index];
            set.get(&pin.module).is_none_or(|(version, _)| **version == pin.version)
        }
        Part::Exclusion { index } => {
            let Exclusion::Module(range) = &demand.exclusions[*index] else { panic!() };
            set.iter().all(|(module, (version, document))| {
                let release = version.to_string().split('-').next().unwrap().parse().unwrap();
                let named = range.module == **module
                    && (range.range.matches(version) || range.range.matches(&release));
                let there = |i: &Installation| i.module == **module && i.version == **version;
                !named || document.is_none() || demand.installed.iter().any(there)
            })
        }
        Part::Installed { module, version } => {
            let own = demand.installed.iter().find(|i| i.module == *module).unwrap();
            let replaced = || {
                let pins = reached(demand, own);
                let there = |to: &ModulePin| set.get(&to.module).is_some_and(|(v, _)| **v == to.version);
                pins.iter().filter(|to| to.module != *module).any(there)
            };
            match set.get(module) {
                Some((now, _)) => *now >= version || allowed.downgrade,
                None => allowed.removal || replaced(),
            }
        }
    }
}

fn parts(demand: &Demand<'_>) -> Vec<Part> {
    let installed = demand.installed.iter().filter(|i| !demand.without.contains(&i.module));
    let installed =
        installed.map(|i| Part::Installed { module: i.module.clone(), version: i.version.clone() });
    let wanted = (0..demand.wanted.len()).map(|index| Part::Wanted { index });
    let without = (0..demand.without.len()).map(|index| Part::Without { index });
    let pins = (0..demand.pins.len()).map(|index| Part::Pin { index });
    let exclusions = (0..demand.exclusions.len()).map(|index| Part::Exclusion { index });
    wanted.chain(without).chain(pins).chain(exclusions).chain(installed).collect()
}

/// The ranges named by what the wishes can reach, a pre-release of which may be chosen.
fn named_ranges(demand: &Demand<'_>) -> Vec<ModuleRange> {
    let mut open: Vec<Requirement> = demand.wanted.iter().flat_map(|w| w.any_of.clone()).collect();
    let pins = demand.installed.iter().flat_map(|i| reached(demand, i));
    let any = |module: Slug| Requirement::module(module, "*".parse().unwrap());
    let touched = pins.map(|pin| pin.module).chain(demand.without.iter().cloned()).map(any);
    open.extend(touched.collect::<Vec<_>>());
    let mut seen: Vec<Requirement> = Vec::new();
    while let Some(requirement) = open.pop() {
        let names = |v: &&std::sync::Arc<ModuleVersion>| match &requirement {
            Requirement::Module(wanted) => wanted.module == v.module,
            Requirement::Interface { interface } => v.provides.iter().any(|i| i.id == interface.id),
        };
        let modules: BTreeSet<_> = demand.catalog.all().filter(names).map(|v| &v.module).collect();
        if !seen.contains(&requirement) {
            open.extend(
                modules.into_iter().flat_map(|m| demand.catalog.versions(m)).flat_map(|v| v.requires.clone()),
            );
            seen.push(requirement);
        }
    }
    let module = |r: Requirement| if let Requirement::Module(m) = r { Some(m) } else { None };
    // What was added only to be looked at names every release, so it lets no pre-release in.
    seen.into_iter().filter_map(module).collect()
}

/// Every consistent choice.
fn every_set<'a>(demand: &Demand<'a>) -> Vec<Set<'a>> {
    let ranges = named_ranges(demand);
    let routed: BTreeSet<_> = demand.installed.iter().flat_map(|i| reached(demand, i)).collect();
    let mut options = BTreeMap::<&Slug, BTreeMap<&Version, Option<&ModuleVersion>>>::new();
    for document in demand.catalog.all() {
        let pin = ModulePin { module: document.module.clone(), version: document.version.clone() };
        let named = ranges.iter().any(|r| r.matches(&document.module, &document.version))
            || demand.pins.contains(&pin)
            || routed.contains(&pin);
        let own = |i: &Installation| i.module == pin.module && i.version == pin.version;
        if document.version.as_semver().pre.is_empty() || named || demand.installed.iter().any(own) {
            options.entry(&document.module).or_default().insert(&document.version, Some(document));
        }
    }
    for i in demand.installed {
        options.entry(&i.module).or_default().entry(&i.version).or_insert(None);
    }
    let all = options.into_iter().fold(vec![Set::new()], |sets, (module, versions)| {
        let with = |set: &Set<'a>, version, document| {
            let mut set = set.clone();
            set.insert(module, (version, document));
            set
        };
        let added: Vec<_> =
            sets.iter().flat_map(|set| versions.iter().map(move |(v, d)| with(set, *v, *d))).collect();
        sets.into_iter().chain(added).collect()
    });
    all.into_iter().filter(is_consistent).collect()
}

/// Every subset of `parts` with this many members.
fn subsets(parts: &[Part], size: usize) -> Vec<Vec<Part>> {
    let Some(fewer) = size.checked_sub(1) else { return vec![Vec::new()] };
    let from = |(i, part): (usize, &Part)| {
        let rest = subsets(&parts[i + 1..], fewer);
        rest.into_iter()
            .map(|mut set| {
                set.insert(0, part.clone());
                set
            })
            .collect::<Vec<_>>()
    };
    parts.iter().enumerate().flat_map(from).collect()
}

/// What alone would help, found by trying every change.
fn expected_relaxations(demand: &Demand<'_>, sets: &[Set<'_>], refusal: &Refusal) -> Vec<Relaxation> {
    let all = parts(demand);
    let helps = |changed: &Part, how: &dyn Fn(&Set<'_>) -> bool| {
        let others = |set: &&Set<'_>| {
            all.iter().filter(|part| *part != changed).all(|part| holds(demand, part, set, demand.allowed))
        };
        sets.iter().filter(others).any(how)
    };
    let mut expected = Vec::new();
    for part in &refusal.conflict {
        if let Part::Installed { module, .. } = part {
            if !demand.allowed.downgrade && helps(part, &|set| set.contains_key(module)) {
                expected.push(Relaxation::Downgrade { module: module.clone() });
            }
            if !demand.allowed.removal && helps(part, &|set| !set.contains_key(module)) {
                expected.push(Relaxation::Remove { module: module.clone() });
            }
        } else if helps(part, &|_| true) {
            expected.push(Relaxation::Drop { of: part.clone() });
        }
    }
    expected
}

/// A plan says what happens to every module, each step in the words its versions ask for.
fn check_steps(demand: &Demand<'_>, plan: &Plan) -> Result<(), TestCaseError> {
    for i in demand.installed {
        prop_assert!(plan.steps.iter().any(|step| step.module == i.module), "{:?}", plan);
    }
    for step in &plan.steps {
        let before = demand.installed.iter().find(|i| i.module == step.module).map(|i| &i.version);
        let expected = match before {
            None => Action::Install,
            Some(_) if step.action == Action::Remove => Action::Remove,
            Some(before) => match step.version.cmp(before) {
                std::cmp::Ordering::Less => Action::Downgrade,
                std::cmp::Ordering::Equal => Action::Keep,
                std::cmp::Ordering::Greater => Action::Upgrade,
            },
        };
        prop_assert_eq!(step.action, expected);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2500))]

    /// A plan meets every part of the demand; a refusal is right, for no combination of versions does; the parts it
    /// names are a smallest contradiction, and the relaxations are exactly the single changes to them that help.
    #[test]
    fn agrees_with_trying_everything(
        versions in vec(some_version(), 0..12),
        have in btree_map(module_name(), select(&NUMBERS[..]), 0..3),
        want in vec(vec(requirement(), 1..3), 0..3),
        paths in vec(upgrade_path(), 0..3),
        (without, pins, excluded, downgrade, removal) in bounds(),
    ) {
        let distinct: BTreeMap<_, _> =
            versions.into_iter().map(|v| ((v.module.clone(), v.version.clone()), v)).collect();
        let catalog = Catalog::new(distinct.into_values()).unwrap();
        let have = installed(&have.iter().map(|(m, v)| (m.as_str(), *v)).collect::<Vec<_>>());
        let any_of = |ways: Vec<Value>| Wanted { any_of: read(ways), because: Because::Asked };
        let mut demand = Demand::new(&catalog, &have, "2026-06-01".parse().unwrap());
        demand.wanted = want.into_iter().map(any_of).collect();
        demand.without = read(without);
        demand.pins = read(pins);
        demand.exclusions = excluded.into_iter().map(|range| Exclusion::Module(read(range))).collect();
        demand.allowed = Allowed { downgrade, removal };
        demand.paths = &paths;
        let sets = every_set(&demand);
        let hold = |parts: &[Part], set: &Set<'_>| parts.iter().all(|p| holds(&demand, p, set, demand.allowed));
        let all = parts(&demand);
        match demand.plan() {
            Ok(found) => {
                let there = found.steps.iter().filter(|step| step.action != Action::Remove);
                let set: Set<'_> = there
                    .map(|s| (&s.module, (&s.version, catalog.get(&s.module, &s.version).map(AsRef::as_ref))))
                    .collect();
                prop_assert!(sets.contains(&set) && hold(&all, &set), "{:?}", found);
                check_steps(&demand, &found)?;
                prop_assert_eq!(demand.plan(), Ok(found));
            }
            Err(refusal) => {
                prop_assert!(!sets.iter().any(|set| hold(&all, set)), "{:?}", refusal);
                prop_assert!(!refusal.reasons.is_empty());
                prop_assert!(refusal.reasons.iter().all(|reason| reason.code != "plan-too-complex"));
                prop_assert!(!sets.iter().any(|set| hold(&refusal.conflict, set)), "{:?}", refusal);
                prop_assert!(refusal.smallest);
                for fewer in subsets(&all, refusal.conflict.len() - 1) {
                    prop_assert!(sets.iter().any(|set| hold(&fewer, set)), "{:?} against {:?}", fewer, refusal);
                }
                prop_assert_eq!(&refusal.relaxations, &expected_relaxations(&demand, &sets, &refusal));
            }
        }
    }
}
