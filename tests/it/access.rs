//! The permission walk: every operation of the served document, for every role and every kind of bad token.
//! Who may do what is written by hand in `access/`, from what the roles are for; the code's own table is compared.

mod actors;
mod adoptions;
mod blueprints;
mod bulletins;
mod catalog;
mod engagements;
mod equipment;
mod maturity;
mod offers;
mod onboardings;
mod orders;
mod pilots;
mod provider_assessments;
mod providers;
mod register;
mod resilience;
mod respondents;
mod rights;
mod roadmaps;
mod service;
mod statistics;
mod walk;
mod webhooks;
mod world;

use std::collections::BTreeSet;

use blaupause_access::{Permission, Reach, Role};
use blaupause_tests::TestApp;

use self::rights::RIGHTS;
use self::walk::{Document, Line, Who};

/// The whole table of the walk, in the parts that are walked side by side.
const TABLES: &[&[Line]] = &[
    service::LINES,
    statistics::LINES,
    register::LINES,
    providers::LINES,
    maturity::LINES,
    provider_assessments::LINES,
    respondents::LINES,
    catalog::LINES,
    pilots::LINES,
    blueprints::LINES,
    adoptions::LINES,
    webhooks::LINES,
    roadmaps::LINES,
    engagements::LINES,
    equipment::LINES,
    orders::LINES,
    resilience::LINES,
    bulletins::LINES,
    offers::LINES,
    onboardings::LINES,
];

fn lines() -> impl Iterator<Item = &'static Line> {
    TABLES.iter().copied().flatten()
}

#[test]
fn every_operation_of_the_document_is_walked_and_no_other() {
    let document = Document::of(&TestApp::start());
    let walked: BTreeSet<&str> = lines().map(|line| line.operation).collect();
    let described: BTreeSet<&str> = document.names().collect();
    let missing: Vec<_> = described.difference(&walked).collect();
    assert!(missing.is_empty(), "without a line in `tests/it/access`: {missing:?}");
    let unknown: Vec<_> = walked.difference(&described).collect();
    assert!(unknown.is_empty(), "not in the document: {unknown:?}");
}

/// The document says `bearer` where a token is needed, and `bearer` or nothing where it shows more to some.
#[test]
fn the_document_asks_for_a_token_where_one_is_needed() {
    let document = Document::of(&TestApp::start());
    for name in document.names() {
        let of = || lines().filter(|line| line.operation == name);
        let open = of().any(|line| matches!(line.who, Who::Everyone | Who::Hidden(..)));
        let closed = of().any(|line| !matches!(line.who, Who::Everyone));
        let (without, with) = document.security(name);
        assert_eq!(without, open, "{name} without a token");
        assert!(with || !closed, "{name} with a token");
    }
}

#[test]
fn the_walk_expects_what_the_permission_table_says() {
    let known: BTreeSet<&str> = Permission::ALL.iter().map(|p| p.scope()).collect();
    let expected: BTreeSet<&str> = RIGHTS.iter().map(|right| right.scope).collect();
    assert_eq!(expected, known, "left: the walk, right: the permissions");
    for permission in Permission::ALL {
        let right = RIGHTS.iter().find(|right| right.scope == permission.scope()).unwrap();
        for role in Role::ALL {
            let letter = match permission.reach(role) {
                None => '-',
                Some(Reach::OwnUnit) => 'u',
                Some(Reach::OwnProvider) => 'p',
                Some(Reach::All) => 'x',
            };
            assert_eq!(right.letter(role), letter, "{} for {role}", right.scope);
        }
        let asked = lines().any(|line| line.who.right().is_some_and(|r| r.scope == right.scope));
        assert!(asked, "no operation of the walk needs {}", right.scope);
    }
}
