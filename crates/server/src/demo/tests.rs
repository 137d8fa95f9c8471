//! The demo can be entered, once, and shows what it is meant to show.
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use blaupause_analytics::Breakdown;
use blaupause_app::portfolio_plans::{self, Order, Wish};
use blaupause_app::{
    App, Database, Options, adoptions, bulletins, cohorts, fragmentation, modules, offer_suggestions,
    onboardings, pooled_orders, recommendations, rules_in_force, scenarios, service_catalogues,
    standard_standings, standards, work_lists,
};
use blaupause_catalog::{Action, Allowed, Obligation, SovereigntyRule};
use blaupause_kernel::{Page, UnitKey};
use blaupause_support::engagements::Horizon;

use super::*;
use crate::system::System;

fn app(folder: &tempfile::TempDir) -> App {
    let url = format!("sqlite:{}", folder.path().join("demo.db").display());
    let options = Options { url, connections: 2, wait: Duration::from_secs(10) };
    let database = Database::open(&options).unwrap();
    database.migrate().unwrap();
    App::new(database, Arc::new(System), Arc::new(System))
}

#[test]
fn is_entered_once_and_shows_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(&folder);
    assert!(seed(&app).unwrap());
    assert!(!seed(&app).unwrap(), "the second start finds it there");

    let unit: Ars = "031530019019".parse().unwrap();
    let editor = persons::of_unit(blaupause_access::Role::Editor, &unit);
    let editor = blaupause_access::Actor::granted(editor);
    let key = UnitKey::Ars(unit);
    let found = app.read_blocking(|tx| recommendations::list(tx, &editor, &key)).unwrap();
    let order: Vec<_> = found.iter().map(|r| (r.document.blueprint.as_str(), r.fit.eligible)).collect();
    let expected =
        [("e-akte-kommune", true), ("mobiles-arbeiten", true), ("online-dienste-fit-connect", false)];
    assert_eq!(order, expected, "the electronic file comes first, online services lack prerequisites");
    let best = &found[0].fit;
    let stages = [&best.stage_before, &best.stage_after].map(|s| s.as_ref().unwrap().id.as_str());
    assert_eq!(stages, ["beginnend", "grundlegend"]);
    assert_eq!(best.nearest.as_ref().unwrap().unit.as_str(), "031530018018", "Clausthal-Zellerfeld");
    let asked = cohorts::Asked {
        release: cohorts::Released::Latest("kommune-digital".parse().unwrap(), None),
        filter: [(Breakdown::Level, "municipality".to_owned())].into(),
        group_by: BTreeSet::new(),
    };
    let public = app.read_blocking(|tx| cohorts::public(tx, &asked)).unwrap();
    let contributors = public.cells[0].score.contributors;
    assert!(contributors.is_some_and(|units| units > 20), "the figures of all: {contributors:?}");
    portfolio(&app, &editor, &key);
    crisis(&app, &editor, &key);
    accompaniment(&app, &editor, &key);
    let own = app.read_blocking(|tx| adoptions::list(tx, &editor, Some(&key), None, &Page::largest()));
    assert!(own.unwrap().items.is_empty(), "the way begins with the first adoption");
}

/// The portfolio is large enough that planning and fragmentation show something true to life.
fn portfolio(app: &App, editor: &blaupause_access::Actor, key: &UnitKey) {
    let all = app
        .read_blocking(|tx| modules::list(tx, &modules::Filter::default(), &[], &Page::largest()))
        .unwrap();
    assert!(all.items.len() >= 25, "{} modules", all.items.len());
    let standard: Slug = "mindeststandard-kommune".parse().unwrap();
    let (_, versions) = app.read_blocking(|tx| standards::all_versions(tx, &standard)).unwrap();
    assert_eq!(versions.len(), 2);
    let order = |pins: &str| Order {
        unit: key.clone(),
        on: Some(app.now().date().plus_days(130)),
        wishes: vec![Wish::Standard { id: standard.clone(), on: None, at_least: Obligation::Must }],
        without: Vec::new(),
        pins: serde_json::from_str(pins).unwrap(),
        excluded: Vec::new(),
        rules: vec![SovereigntyRule::PublicOperator],
        allowed: Allowed::default(),
        within_portfolio: true,
        suited_only: true,
    };
    let planned = app.read_blocking(|tx| portfolio_plans::plan(tx, editor, order("[]"))).unwrap();
    let plan = planned.outcome.expect("Langelsheim reaches the second version");
    let of = |module: &str| plan.steps.iter().find(|s| s.module.as_str() == module).map(|s| s.action);
    assert_eq!(of("dokumentenmanagement"), Some(Action::Upgrade), "the new file needs the new store");
    assert_eq!(of("fit-connect-zustellung"), Some(Action::Install));
    assert!(plan.steps.iter().any(|step| !step.along.is_empty()), "along an upgrade path");
    assert!(plan.effort_unknown.is_empty() && plan.cost_unknown.is_empty());
    let pins = r#"[{"module": "dokumentenmanagement", "version": "3.2.0"}]"#;
    let pinned = app.read_blocking(|tx| portfolio_plans::plan(tx, editor, order(pins))).unwrap();
    let refused = pinned.outcome.expect_err("the old store does not go with it");
    assert!(refused.smallest && !refused.relaxations.is_empty());

    let provider: Slug = "it-harz".parse().unwrap();
    let manager = persons::catalog_manager(&provider);
    let today = app.now().date();
    let report = app.read_blocking(|tx| fragmentation::report(tx, &manager, &provider, None, today)).unwrap();
    assert!(report.overall.services >= 6, "{:?}", report.overall);
    assert_eq!(
        report.units, 40,
        "every municipality and association once, without the place holders of the register"
    );
    let gains: BTreeSet<_> =
        report.rollouts.iter().filter_map(|r| r.gain_per_person_day.as_deref()).collect();
    assert!(gains.len() >= 3, "some heal more per person-day than others: {:?}", report.rollouts);
    assert!(!report.missing.is_empty(), "somebody lacks an interface");
    let services =
        app.read_blocking(|tx| service_catalogues::of_provider(tx, &manager, &provider, today)).unwrap();
    assert!(services.services.len() >= 6, "{} services are served", services.services.len());
    let standings = app.read_blocking(|tx| {
        let asked = (&standard, &provider);
        standard_standings::of_area(tx, &manager, asked, today, None, &Page::largest())
    });
    let counts = standings.unwrap().counts;
    assert!(counts.len() >= 2, "some keep up, some do not: {counts:?}");
}

/// A crisis is short of something, a lost site of more, and Langelsheim sees its part.
fn crisis(app: &App, editor: &blaupause_access::Actor, key: &UnitKey) {
    let provider: Slug = "it-harz".parse().unwrap();
    let consultant = persons::consultant(&provider);
    let kept = app.read_blocking(|tx| scenarios::list(tx, &consultant, None, &Page::largest())).unwrap();
    let [lost, whole] = kept.items.as_slice() else { panic!("{} scenarios", kept.items.len()) };
    assert!(whole.total.units >= 20 && whole.total.without_rule > 100, "{:?}", whole.total);
    assert!(whole.total.cost < lost.total.cost, "a lost site costs something");
    let own = app.read_blocking(|tx| scenarios::readiness(tx, editor, key)).unwrap();
    assert!(own.shortage.without_rule > 0 && own.shortage.devices_short > 0, "{:?}", own.shortage);
    let detail = app.read_blocking(|tx| scenarios::get(tx, &consultant, lost.id)).unwrap();
    assert!(detail.outcome.actions.len() >= 5 && detail.outcome.unknown.len() >= 2);
    assert!(detail.outcome.own.is_some_and(|own| own.places_free + own.places_short > 0));
    let due = app.read_blocking(|tx| rules_in_force::reminders(tx, editor, None, 90, &Page::largest()));
    assert_eq!(due.unwrap().items.len(), 1, "an agreement ends soon");
    let horizon = Horizon { ahead_days: 30, stalled_days: 20, question_days: 0 };
    let work = app.read_blocking(|tx| work_lists::of(tx, &consultant, None, false, &horizon));
    let waits: BTreeSet<_> = work.unwrap().items.into_iter().map(|(item, _)| item.kind).collect();
    assert!(waits.len() >= 4, "something of most kinds waits: {waits:?}");
    let orders = app.read_blocking(|tx| pooled_orders::list(tx, editor, None, None, &Page::largest()));
    assert_eq!(orders.unwrap().items.len(), 1);
}

/// There is something to read, something to learn, and somebody who waits for a place.
fn accompaniment(app: &App, editor: &blaupause_access::Actor, key: &UnitKey) {
    let all = bulletins::Wanted { unit: Some(key.clone()), ..bulletins::Wanted::default() };
    let told = app.read_blocking(|tx| bulletins::list(tx, editor, all, &Page::largest())).unwrap();
    let corrected = told.items.iter().filter(|seen| !seen.bulletin.corrections.is_empty()).count();
    assert_eq!((told.items.len(), corrected), (3, 1));
    let suggested = app.read_blocking(|tx| offer_suggestions::list(tx, editor, key, None)).unwrap();
    let first = suggested.first().expect("something helps");
    assert_eq!(first.offer.offer.terms.topics[0].indicator.as_str(), "e-akte");
    assert_eq!((first.offer.confirmed, first.offer.waiting, first.registered), (10, 3, false));
    let new = app.read_blocking(|tx| onboardings::list(tx, editor, None, None, &Page::largest())).unwrap();
    let [begun] = new.items.as_slice() else { panic!("{} onboardings", new.items.len()) };
    assert_eq!(begun.items.iter().filter(|item| item.done.is_some()).count(), 1);
}

#[test]
fn days_run_from_the_oldest_to_the_newest() {
    let timeline = Content::read().unwrap().timeline;
    let mut days: Vec<u32> = timeline.days.iter().map(|d| d.days_ago).collect();
    days.insert(0, timeline.begin);
    assert!(days.is_sorted_by(|a, b| a > b), "{days:?}");
    assert!(days.last().unwrap() > &0, "nothing lies in the future");
}
