//! The demo can be entered, once, and shows what it is meant to show.
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use blaupause_analytics::Breakdown;
use blaupause_app::{App, Database, Options, adoptions, cohorts, recommendations};
use blaupause_kernel::{Page, UnitKey};

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
    let own = app.read_blocking(|tx| adoptions::list(tx, &editor, Some(&key), None, &Page::largest()));
    assert!(own.unwrap().items.is_empty(), "the way begins with the first adoption");
}

#[test]
fn days_run_from_the_oldest_to_the_newest() {
    let timeline = Content::read().unwrap().timeline;
    let mut days: Vec<u32> = timeline.days.iter().map(|d| d.days_ago).collect();
    days.insert(0, timeline.begin);
    assert!(days.is_sorted_by(|a, b| a > b), "{days:?}");
    assert!(days.last().unwrap() > &0, "nothing lies in the future");
}
