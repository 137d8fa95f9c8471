//! The derivation of a contradiction as a list of sentences, in the order in which they follow.

use std::collections::BTreeSet;

use blaupause_kernel::{Message, Slug};
use pubgrub::{DerivationTree, External};

use super::demand::{Because, Exclusion, Wanted};
use super::refusal::Part;
use super::solver::Tree;
use super::universe::{Package, Set, Universe};
use super::wishes::Way;
use crate::{Requirement, VersionRange};

/// One fact of the contradiction: a package in these versions needs another in those.
struct Fact {
    subject: Package,
    versions: Set,
    /// Nothing if the subject contradicts itself.
    object: Option<(Package, Set)>,
}

/// The sentences: each wish with what follows from it, and each bound once it matters.
pub(super) fn explain(universe: &Universe<'_>, tree: &Tree) -> Vec<Message> {
    let mut facts = facts(tree);
    facts.sort_by(|a, b| (&a.subject, &a.object).cmp(&(&b.subject, &b.object)));
    let mut named = BTreeSet::new();
    let mut reasons = Vec::new();
    let is_wanted = |fact: &Fact| {
        let Package::Wish(index) = fact.subject else { return false };
        universe.wishes.get(index).is_some_and(|wish| matches!(wish.part, Part::Wanted { .. }))
    };
    while !facts.is_empty() {
        let follows = |fact: &Fact| named.contains(&fact.subject);
        let matters = |fact: &Fact| fact.object.as_ref().is_some_and(|(object, _)| named.contains(object));
        let bounds =
            |fact: &Fact| matches!(fact.subject, Package::Wish(_)) && !is_wanted(fact) && matters(fact);
        let next = facts.iter().position(follows);
        let next = next.or_else(|| facts.iter().position(bounds));
        let next = next.or_else(|| facts.iter().position(is_wanted)).unwrap_or(0);
        let fact = facts.remove(next);
        for reason in sentences(universe, &fact) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        named.extend(fact.object.map(|(object, _)| object));
    }
    reasons
}

/// The wishes a derivation rests on: they contradict each other.
pub(super) fn wishes_in(tree: &Tree) -> BTreeSet<usize> {
    let wish = |fact: Fact| if let Package::Wish(index) = fact.subject { Some(index) } else { None };
    facts(tree).into_iter().filter_map(wish).collect()
}

/// The leaves of the derivation; facts about several versions of one package that say the same become one.
fn facts(tree: &Tree) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        let fact = match node {
            DerivationTree::Derived(derived) => {
                if derived.shared_id.is_none_or(|id| seen.insert(id)) {
                    open.extend([derived.cause2.as_ref(), derived.cause1.as_ref()]);
                }
                continue;
            }
            DerivationTree::External(External::FromDependencyOf(subject, versions, object, needed)) => {
                let object = Some((*object, needed.clone()));
                Fact { subject: *subject, versions: versions.clone(), object }
            }
            DerivationTree::External(External::Custom(subject, versions, _)) => {
                Fact { subject: *subject, versions: versions.clone(), object: None }
            }
            // Sets hold only versions there are, so a set without versions is empty and was a fact before.
            DerivationTree::External(External::NotRoot(..) | External::NoVersions(..)) => continue,
        };
        let same = |other: &&mut Fact| other.subject == fact.subject && other.object == fact.object;
        match facts.iter_mut().find(same) {
            Some(other) => other.versions = other.versions.union(&fact.versions),
            None if fact.subject == Package::Root => {}
            None => facts.push(fact),
        }
    }
    facts
}

fn sentences(universe: &Universe<'_>, fact: &Fact) -> Vec<Message> {
    match (&fact.subject, &fact.object) {
        (Package::Wish(index), _) => of_wish(universe, *index, fact),
        (Package::Module(module), None) => {
            let message = Message::new("plan-version-unusable").with("module", name(universe, *module));
            vec![message.with("versions", versions(universe, *module, &fact.versions))]
        }
        (Package::Module(module), Some((object, needed))) => {
            relations(universe, fact, *module, *object, needed)
        }
        (Package::Interface(place), Some((Package::Module(module), needed))) => {
            let provided = universe.interfaces.get(*place);
            let interface = provided.map(|provided| format!("{}@{}", provided.id, provided.major));
            let message =
                Message::new("plan-interface-provider").with("interface", interface.unwrap_or_default());
            let message = message.with("module", name(universe, *module));
            vec![message.with("versions", versions(universe, *module, needed))]
        }
        _ => Vec::new(),
    }
}

/// What a wish says, and why nothing meets it if that is so.
fn of_wish(universe: &Universe<'_>, index: usize, fact: &Fact) -> Vec<Message> {
    let Some(wish) = universe.wishes.get(index) else { return Vec::new() };
    let demand = universe.demand;
    let mut sentences = match &wish.part {
        Part::Wanted { index } => demand.wanted.get(*index).map(wanted).into_iter().collect(),
        Part::Installed { module, version } => {
            vec![Message::new("plan-installed").with("module", module).with("version", version)]
        }
        Part::Without { index } => {
            let module = demand.without.get(*index);
            module.map(|module| Message::new("plan-without").with("module", module)).into_iter().collect()
        }
        Part::Pin { index } => {
            let pin = demand.pins.get(*index);
            let sentence = |pin: &crate::ModulePin| {
                Message::new("plan-pinned").with("module", &pin.module).with("version", &pin.version)
            };
            pin.map(sentence).into_iter().collect()
        }
        Part::Exclusion { index } => {
            let exclusion = demand.exclusions.get(*index);
            exclusion.and_then(|exclusion| excluded(universe, exclusion, fact)).into_iter().collect()
        }
    };
    let ways = wish.ways.iter().enumerate().filter(|(number, _)| fact.versions.contains(number));
    for (_, way) in ways {
        sentences.extend(match way {
            Way::Meet(requirement) => dead_end(universe, requirement, fact),
            Way::Pinned(pin) => {
                let range = format!("={}", pin.version).parse().ok();
                range.and_then(|range| no_version(universe, &pin.module, &range))
            }
            Way::Replaced(module, to) => {
                let message = Message::new("plan-replaceable").with("module", module);
                Some(message.with("other", &to.module).with("version", &to.version))
            }
            Way::Lowered(module) => Some(Message::new("plan-lowerable").with("module", module)),
            Way::Removed(module) => Some(Message::new("plan-removable").with("module", module)),
            Way::Stay(..) | Way::Absent(_) | Way::Excluded(_) => None,
        });
    }
    sentences
}

/// What somebody wants, and who says so.
fn wanted(wanted: &Wanted) -> Message {
    let ways = || wanted.any_of.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    match (&wanted.because, wanted.any_of.as_slice()) {
        (Because::Asked, [Requirement::Module(wanted)]) => {
            let message = Message::new("plan-wanted-module").with("module", &wanted.module);
            message.with("range", range_text(&wanted.range))
        }
        (Because::Asked, [Requirement::Interface { interface }]) => {
            Message::new("plan-wanted-interface").with("interface", interface)
        }
        (Because::Asked, _) => Message::new("plan-wanted-any").with("ways", ways()),
        (Because::Standard { id, version, requirement }, _) => {
            let message = Message::new("plan-standard-asks").with("standard", id).with("version", version);
            message.with("requirement", requirement).with("ways", ways())
        }
        (Because::Blueprint { id, version }, _) => {
            let message = Message::new("plan-blueprint-needs").with("blueprint", id).with("version", version);
            message.with("ways", ways())
        }
    }
}

/// What an exclusion takes away of the module the fact is about.
fn excluded(universe: &Universe<'_>, exclusion: &Exclusion, fact: &Fact) -> Option<Message> {
    let Some((Package::Module(module), allowed)) = &fact.object else { return None };
    let code = match exclusion {
        Exclusion::Module(_) => "plan-excluded-module",
        Exclusion::Sovereignty(_) => "plan-excluded-sovereignty",
        Exclusion::Unsuited(_) => "plan-excluded-unsuited",
        Exclusion::OutsidePortfolio(_) => "plan-excluded-portfolio",
    };
    let excluded = versions(universe, *module, &allowed.complement());
    let message = Message::new(code).with("module", name(universe, *module)).with("versions", excluded);
    Some(match exclusion {
        Exclusion::Sovereignty(rule) => message.with("rule", rule.name()),
        _ => message,
    })
}

/// What versions of a module require of another module or an interface, and what they exclude.
fn relations(
    universe: &Universe<'_>,
    fact: &Fact,
    module: usize,
    object: Package,
    needed: &Set,
) -> Vec<Message> {
    let own = versions(universe, module, &fact.versions);
    let about = |code: &str| Message::new(code).with("module", name(universe, module)).with("versions", &own);
    let subjects =
        (1..).zip(universe.candidates(module)).filter(|(number, _)| fact.versions.contains(number));
    let mut reasons = Vec::new();
    let mut add = |reason: Message| {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    };
    for document in subjects.filter_map(|(_, candidate)| candidate.document) {
        for requirement in &document.requires {
            match (requirement, object) {
                (Requirement::Module(wanted), Package::Module(other))
                    if universe.module(&wanted.module) == Some(other) =>
                {
                    let message = about("plan-requires-module").with("other", &wanted.module);
                    add(message.with("range", range_text(&wanted.range)));
                }
                (Requirement::Interface { interface }, Package::Interface(place))
                    if universe.interface(interface) == Some(place) =>
                {
                    add(about("plan-requires-interface").with("interface", interface));
                }
                _ => continue,
            }
            dead_end(universe, requirement, fact).into_iter().for_each(&mut add);
        }
        let Package::Module(other) = object else { continue };
        let is_other = |name: &Slug| universe.module(name) == Some(other);
        if document.conflicts.iter().any(|conflict| is_other(&conflict.module)) {
            let excluded = versions(universe, other, &needed.complement());
            let message = about("plan-conflicts").with("other", name(universe, other));
            add(message.with("otherVersions", excluded));
        }
    }
    reasons
}

/// Why nothing at all meets a requirement, if that is so.
fn dead_end(universe: &Universe<'_>, requirement: &Requirement, fact: &Fact) -> Option<Message> {
    fact.object.as_ref().filter(|(_, needed)| *needed == Set::empty())?;
    Some(match requirement {
        Requirement::Interface { interface } => {
            Message::new("plan-interface-unprovided").with("interface", interface)
        }
        Requirement::Module(wanted) => return no_version(universe, &wanted.module, &wanted.range),
    })
}

fn no_version(universe: &Universe<'_>, module: &Slug, range: &VersionRange) -> Option<Message> {
    let fits = |module| universe.set(module, |candidate| range.matches(&candidate.version));
    if universe.module(module).is_some_and(|module| fits(module) != Set::empty()) {
        return None; // This one can be met: it is another requirement that leaves nothing.
    }
    let known: Vec<_> = universe.demand.catalog.versions(module).map(|v| &v.version).collect();
    let fitting: Vec<_> = known.iter().filter(|version| range.matches(version)).collect();
    Some(if known.is_empty() {
        Message::new("plan-unknown-module").with("module", module)
    } else if fitting.is_empty() {
        let message = Message::new("plan-no-version").with("module", module).with("range", range_text(range));
        message.with("known", list(&known))
    } else {
        let message =
            Message::new("plan-not-offered").with("module", module).with("versions", list(&fitting));
        message.with("date", universe.demand.on)
    })
}

fn name<'u>(universe: &'u Universe<'_>, module: usize) -> &'u str {
    universe.name(module).map(Slug::as_str).unwrap_or_default()
}

/// A range as text; `any` if every release fits.
pub(super) fn range_text(range: &VersionRange) -> String {
    if *range == VersionRange::ANY { "any".to_owned() } else { range.to_string() }
}

/// The versions of a set as text; `all` if it holds every candidate.
fn versions(universe: &Universe<'_>, module: usize, set: &Set) -> String {
    let candidates = universe.candidates(module);
    let inside = (1..).zip(candidates).filter(|(number, _)| set.contains(number));
    let mut inside: Vec<_> = inside.map(|(_, candidate)| &candidate.version).collect();
    if inside.len() == candidates.len() {
        return "all".to_owned();
    }
    inside.sort();
    list(&inside)
}

/// Up to four versions one by one, more of them by the first two and the last.
fn list<V: ToString>(versions: &[V]) -> String {
    let texts: Vec<_> = versions.iter().map(ToString::to_string).collect();
    match texts.as_slice() {
        [first, second, _, _, .., last] => format!("{first}, {second}, …, {last}"),
        few => few.join(", "),
    }
}
