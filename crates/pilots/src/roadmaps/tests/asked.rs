//! What is asked for, in time or not, and what is agreed or in use already.

use super::*;

/// What unmet demands a roadmap names: unit, whether it is in the plan later, and the quarters asked for.
fn open(roadmap: &Roadmap) -> Vec<(String, bool, Vec<String>)> {
    let by = |wish: &UnmetWish| wish.demands.iter().map(|demand| demand.by.to_string()).collect();
    roadmap.unmet.iter().map(|wish| (wish.unit.to_string(), wish.later, by(wish))).collect()
}

/// Who has only shown interest, or rests, has not done it.
#[test]
fn only_what_is_agreed_or_in_use_takes_a_demand_off() {
    let mut world = World::new("{}");
    world.units.truncate(1);
    world.units[0].obligations.push(obligation("2026-09-30"));
    for (state, demands, left_out) in [
        (AdoptionState::Interested, 1, 0),
        (AdoptionState::Paused { resume_to: crate::adoptions::ResumeTo::Running }, 0, 2),
        (AdoptionState::Live, 0, 0),
        (AdoptionState::Verified, 0, 0),
    ] {
        world.units[0].adoptions = vec![adoption_in(state)];
        let roadmap = world.plan();
        let asked: usize = roadmap.items.iter().map(|item| item.demands.len()).sum();
        assert_eq!((asked, roadmap.left_out.len()), (demands, left_out), "{state:?}: {:?}", roadmap.left_out);
    }
    // Agreed for later than it is asked for: nothing can be done about it, and it is said.
    let mut planned = adoption_in(AdoptionState::Planned);
    planned.steps.clear();
    for (from, expected) in [
        ("2026-07-01", vec![]),
        ("2026-10-01", vec!["2026-Q3".to_owned()]),
        ("2040-01-01", vec!["2026-Q3".to_owned()]),
    ] {
        planned.planned_from = Some(from.parse().unwrap());
        world.units[0].adoptions = vec![planned.clone()];
        let roadmap = world.plan();
        let quarters: Vec<String> =
            open(&roadmap).into_iter().flat_map(|(_, _, quarters)| quarters).collect();
        assert_eq!(quarters, expected, "{from}");
        assert_eq!(roadmap.unmet_at_least, u32::try_from(expected.len()).unwrap());
        assert_eq!(roadmap.items[0].demands.len(), 1);
    }
}

/// A standard that cannot be met in time does not swallow a wish that can.
#[test]
fn each_demand_counts_for_itself() {
    let mut world = World::new(r#"{"teams": [{"role": "providerIt", "personDays": ["0", "0", "4.5"]}]}"#);
    world.units[0].obligations.push(obligation("2026-06-30"));
    world.frame.wishes = serde_json::from_value(
        serde_json::json!([{"unit": FIRST, "blueprint": "e-akte-light", "by": "2026-Q4"}]),
    )
    .unwrap();
    // The second would gain nothing less by being chosen, were it not for the wish.
    world.units[0].assessed.as_mut().unwrap().1 = unit(FIRST, [2, 3, 3, 1]).assessed.unwrap().1;
    let roadmap = world.plan();
    assert_eq!(items(&roadmap), [item(FIRST, "e-akte-light", "2026-Q4", "2026-Q4")]);
    assert_eq!(open(&roadmap), [(FIRST.to_owned(), true, vec!["2026-Q2".to_owned()])]);
    assert_eq!(roadmap.unmet_at_least, 1);
}

/// A demand counts as early as it can be met along what has to come before.
#[test]
fn what_has_to_come_before_moves_a_demand() {
    let mut world = World::new("{}");
    world.units = vec![unit(FIRST, [1, 3, 1, 0])];
    world.units[0].obligations.push(obligation("2026-06-30"));
    world.documents.push(security());
    let roadmap = world.plan();
    // Two quarters for the other one first.
    let demand = &roadmap.items[1].demands[0];
    assert_eq!(
        (demand.by.to_string(), demand.counts.to_string()),
        ("2026-Q2".to_owned(), "2026-Q4".to_owned())
    );
    assert_eq!(roadmap.unmet, []);
}

/// A wish for what cannot be planned is open, and proved to be.
#[test]
fn a_wish_for_what_is_left_out_is_open() {
    let mut world = World::new("{}");
    world.units[0].installed.clear();
    world.frame.wishes =
        serde_json::from_value(serde_json::json!([{"blueprint": "e-akte-light", "by": "2026-Q4"}])).unwrap();
    let roadmap = world.plan();
    assert_eq!(open(&roadmap), [(FIRST.to_owned(), false, vec!["2026-Q4".to_owned()])]);
    assert_eq!(roadmap.unmet_at_least, 1);
}

/// What is in use counts from now on, whether or not an assessment shows it: nobody gains the same twice, and what needs it may begin.
#[test]
fn what_is_in_use_counts_before_an_assessment_shows_it() {
    let mut world = World::new("{}");
    world.units = vec![unit(FIRST, [1, 3, 1, 0])];
    let mut live = adoption_in(AdoptionState::Live);
    live.blueprint = slug("grundschutz");
    world.pinned.insert((slug("grundschutz"), "1.0.0".parse().unwrap()), security());
    world.units[0].adoptions.push(live);
    let roadmap = world.plan();
    assert_eq!(items(&roadmap), [item(FIRST, "e-akte-light", "2026-Q2", "2026-Q2")]);
    // security is 2 already: (2 * 2.5 + 0.5) / 3 = 11/6 = 1.83 before.
    assert_eq!(roadmap.paths[0].points[0].score.rounded, "1.83");
}

/// A newer version can be planned once the older one is verified, and is named while the older one is only live.
#[test]
fn a_newer_version_follows_a_verified_one() {
    let mut world = World::new("{}");
    world.units.truncate(1);
    let mut newer = world.documents[0].clone();
    newer.version = "1.1.0".parse().unwrap();
    newer.modules[0].version = "2.1.0".parse().unwrap();
    // The older one had another module, so it does not fulfil what is asked.
    let key = (slug("e-akte-light"), "1.0.0".parse().unwrap());
    world.pinned.get_mut(&key).unwrap().modules.clear();
    world.documents = vec![newer];
    world.units[0].obligations.push(obligation("2026-12-31"));
    world.units[0].adoptions = vec![adoption_in(AdoptionState::Verified)];
    assert_eq!(world.plan().items[0].version, "1.1.0".parse().unwrap());
    world.units[0].adoptions = vec![adoption_in(AdoptionState::Live)];
    let roadmap = world.plan();
    assert_eq!(
        (items(&roadmap), roadmap.left_out[0].reason.code.as_str()),
        (vec![], "roadmap-newer-version-first")
    );
}

#[test]
fn money_and_people_are_limited_each_for_itself() {
    let limits: Limits = serde_json::from_str(
        r#"{"default": {"budget": "0", "personDays": "5"}, "sizes": {"ruralMunicipality": {"budget": "7"}},
            "units": {"031530019019": {"personDays": "9"}}}"#,
    )
    .unwrap();
    let of = |unit: &str, size| limits.of(&unit.parse().unwrap(), size);
    let rural = Some(SizeClass::RuralMunicipality);
    let said = of(FIRST, rural);
    assert_eq!(said.budget, Some(Series::Same("7".parse().unwrap())));
    assert_eq!(said.person_days, Some(Series::Same("9".parse().unwrap())));
    assert_eq!(of(SECOND, None), limits.default);
}

#[test]
fn the_end_of_time_is_not_passed() {
    let mut world = World::new("{}");
    world.frame.from = "9999-Q3".parse().unwrap();
    assert!(matches!(world.frame.check(), Err(crate::Error::Invalid { .. })));
    world.frame.from = "9999-Q1".parse().unwrap();
    world.frame.check().unwrap();
    let text = serde_json::to_string(&world.plan()).unwrap();
    serde_json::from_str::<Roadmap>(&text).unwrap();
}
