//! Small problems against trying everything, and what holds for every answer.

use proptest::prelude::*;

use super::*;

fn go_on(_: Progress) -> bool {
    true
}

/// Everything there is, one plan after the other: wishes first, then value. Written without the solver's parts.
fn by_trying(problem: &Problem) -> (usize, i64) {
    let sizes: Vec<usize> =
        problem.units.iter().flat_map(|unit| &unit.projects).map(|p| p.starts.len()).collect();
    let mut best = (usize::MAX, 0);
    let mut at = vec![0_usize; sizes.len()];
    loop {
        let mut flat = at.iter();
        let of = |unit: &Unit| -> Vec<Option<usize>> {
            unit.projects.iter().map(|_| flat.next().copied().unwrap().checked_sub(1)).collect()
        };
        let plan = Plan { starts: problem.units.iter().map(of).collect() };
        if problem.violations(&plan).is_empty() {
            let (unmet, value) = (problem.unmet(&plan).len(), problem.value(&plan));
            if unmet < best.0 || (unmet == best.0 && value > best.1) {
                best = (unmet, value);
            }
        }
        let Some(next) = (0..at.len()).find(|i| at[*i] < sizes[*i]) else { return best };
        at[next] += 1;
        at[..next].fill(0);
    }
}

fn project(quarters: usize) -> impl Strategy<Value = Project> {
    let start = prop_oneof![1 => Just(None), 5 => (1i64..30).prop_map(Some)];
    let used =
        (0usize..2, any::<bool>(), 0usize..2, 0i64..6).prop_map(|(resource, own, offset, amount)| Use {
            resource: if own { Resource::Own(resource) } else { Resource::Shared(resource) },
            offset,
            amount,
        });
    let due = proptest::collection::vec(0..quarters, 0..3);
    (proptest::collection::vec(start, quarters), 1usize..3, proptest::collection::vec(used, 1..4), due)
        .prop_map(|(starts, duration, uses, dues)| Project {
            starts,
            duration,
            uses,
            after: Vec::new(),
            dues,
        })
}

fn problem(units: usize, projects: usize, quarters: usize) -> impl Strategy<Value = Problem> {
    let series = move || proptest::collection::vec(0i64..8, quarters);
    let unit = (
        proptest::collection::vec(series(), 2),
        proptest::collection::vec(project(quarters), projects),
        0..projects,
        0..projects,
    )
        .prop_map(|(own, mut projects, after, before)| {
            if after != before {
                projects[after].after = vec![vec![before]];
            }
            Unit { own, projects }
        });
    (proptest::collection::vec(series(), 2), proptest::collection::vec(unit, units)).prop_map(
        move |(shared, units)| Problem {
            quarters,
            shared: shared.into_iter().map(|capacity| Shared { capacity }).collect(),
            units,
        },
    )
}

fn sound(problem: &Problem, effort: Effort) -> Answer {
    let answer = solve(problem, effort, &go_on).unwrap();
    assert_eq!(problem.violations(&answer.plan), []);
    assert_eq!(answer.value, problem.value(&answer.plan));
    assert_eq!(answer.unmet, problem.unmet(&answer.plan));
    assert!(answer.value <= answer.bound);
    let other = Effort { threads: 3 - effort.threads, ..effort };
    assert_eq!(
        solve(problem, other, &go_on).unwrap(),
        answer,
        "the same again, by another number of threads"
    );
    answer
}

fn by_columns() -> Effort {
    Effort { whole: 0, rounds: 8, nodes: 200, ..Effort::default() }
}

/// Nobody does better than the best, the bound holds, and a gap of nothing is the truth.
fn holds(problem: &Problem, effort: Effort) -> Result<(), TestCaseError> {
    let (unmet, value) = by_trying(problem);
    let answer = sound(problem, effort);
    prop_assert!(answer.unmet.len() >= unmet, "nobody fulfils more wishes");
    prop_assert!(answer.unmet_at_least <= unmet, "the proof holds");
    if answer.unmet.len() == unmet {
        prop_assert!(answer.value <= value && value <= answer.bound, "{value} {answer:?}");
        if answer.value == answer.bound {
            prop_assert_eq!(answer.value, value);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn small_problems_are_solved_to_the_optimum(problem in problem(2, 2, 3)) {
        let (unmet, value) = by_trying(&problem);
        let answer = sound(&problem, Effort::default());
        prop_assert_eq!((answer.unmet.len(), answer.value, answer.bound), (unmet, value, value));
        prop_assert_eq!(answer.unmet_at_least, unmet);
    }

    #[test]
    fn one_unit_is_solved_to_the_optimum_by_columns(mut problem in problem(1, 4, 3)) {
        let (unmet, _) = by_trying(&problem);
        holds(&problem, by_columns())?;
        prop_assert!(sound(&problem, by_columns()).unmet_at_least <= unmet);
        // With nothing shared the tree alone decides.
        for shared in &mut problem.shared {
            shared.capacity.fill(1_000);
        }
        let (unmet, value) = by_trying(&problem);
        let answer = sound(&problem, by_columns());
        prop_assert_eq!((answer.unmet.len(), answer.value, answer.bound), (unmet, value, value));
    }

    #[test]
    fn columns_bound_every_plan(problem in problem(3, 2, 2)) {
        holds(&problem, by_columns())?;
    }

    #[test]
    fn what_one_more_brings_is_what_it_brings(problem in problem(2, 2, 2)) {
        let answer = sound(&problem, Effort::default());
        let (unmet, value) = by_trying(&problem);
        for tight in &answer.tight {
            let mut more = problem.clone();
            let (Resource::Own(at) | Resource::Shared(at)) = tight.resource;
            match tight.unit {
                Some(unit) => more.units[unit].own[at][tight.quarter] += 1,
                None => more.shared[at].capacity[tight.quarter] += 1,
            }
            let (fewer, then) = by_trying(&more);
            prop_assert!(tight.exact);
            if fewer == unmet {
                prop_assert_eq!(tight.price, (then - value) << 16, "{:?}", tight);
            }
        }
    }
}

fn simple(value: i64, amount: i64, resource: Resource) -> Project {
    Project {
        starts: vec![Some(value); 2],
        duration: 1,
        uses: vec![Use { resource, offset: 0, amount }],
        after: Vec::new(),
        dues: Vec::new(),
    }
}

/// By hand: one team with 5 in each of two quarters, three units with one project of 5 each, worth 10, 20 and 30. Two find a
/// place. The wish of the least worth goes first all the same.
#[test]
fn a_wish_goes_before_worth() {
    let unit = |value: i64| Unit { own: Vec::new(), projects: vec![simple(value, 5, Resource::Shared(0))] };
    let shared = vec![Shared { capacity: vec![5, 5] }];
    let mut problem = Problem { quarters: 2, shared, units: vec![unit(10), unit(20), unit(30)] };
    for whole in [0, 100] {
        let effort = Effort { whole, ..Effort::default() };
        let answer = sound(&problem, effort);
        assert_eq!((answer.value, answer.bound), (50, 50), "{whole}");
        problem.units[0].projects[0].dues = vec![1];
        let answer = sound(&problem, effort);
        assert_eq!((answer.value, answer.unmet.clone(), answer.unmet_at_least), (40, vec![], 0), "{whole}");
        // Now everybody wishes, and one has to do without: it is said and proved.
        for unit in &mut problem.units {
            unit.projects[0].dues = vec![1];
        }
        let answer = sound(&problem, effort);
        assert_eq!((answer.value, answer.unmet, answer.unmet_at_least), (50, vec![(0, 0, 1)], 1), "{whole}");
        for unit in &mut problem.units {
            unit.projects[0].dues.clear();
        }
    }
}

/// By hand: of 9 days, projects of 5, 5 and 4 days worth 10, 9 and 6. The first and the last are 16; a tenth day makes place for
/// the second instead of the last, which is 3 more.
#[test]
fn what_is_scarce_has_a_price() {
    let projects = [(10, 5), (9, 5), (6, 4)].map(|(value, days)| {
        let mut project = simple(value, days, Resource::Own(0));
        project.starts = vec![Some(value)];
        project
    });
    let unit = Unit { own: vec![vec![9]], projects: projects.to_vec() };
    let problem = Problem { quarters: 1, shared: Vec::new(), units: vec![unit] };
    let answer = sound(&problem, Effort::default());
    let tight =
        Tight { unit: Some(0), resource: Resource::Own(0), quarter: 0, left: 0, price: 3 << 16, exact: true };
    assert_eq!((answer.value, answer.tight), (16, vec![tight]));
    // The relaxation takes up 4/5 of the second: a day is worth 9/5.
    let answer = sound(&problem, Effort { whole: 0, ..Effort::default() });
    let tight = answer.tight.first().copied().unwrap();
    assert_eq!((answer.value, answer.bound, tight.unit, tight.exact), (16, 16, Some(0), false));
    assert!((tight.price - 9 * 65_536 / 5).abs() <= 1, "{tight:?}");
}

/// Many units alike, more than are solved first for their prices: four quarters with 20 days each, 60 units that wish for one
/// project of 1 day by the third quarter and may take up another of 1 day, worth less the later it begins.
#[test]
fn many_units_share_what_there_is() {
    let starts = |value: i64| (0..4).map(|quarter| Some(value - quarter)).collect();
    let wish = Project { starts: starts(10), dues: vec![2], ..simple(0, 1, Resource::Shared(0)) };
    let other = Project { starts: starts(8), ..simple(0, 1, Resource::Shared(0)) };
    let unit = Unit { own: Vec::new(), projects: vec![wish, other] };
    let shared = vec![Shared { capacity: vec![20; 4] }];
    let problem = Problem { quarters: 4, shared, units: vec![unit; 120] };
    let answer = sound(&problem, Effort { rounds: 10, ..Effort::default() });
    // 60 of the 120 wishes find a place, 20 in each quarter; the last quarter is for the others, at 7 for a wish that is late.
    assert_eq!((answer.unmet.len(), answer.unmet_at_least), (60, 60));
    assert_eq!((answer.value, answer.bound), (20 * (10 + 9 + 8 + 7), 20 * (10 + 9 + 8 + 7)));
}

#[test]
fn what_is_needed_comes_first_and_takes_its_time() {
    let mut later = simple(100, 1, Resource::Own(0));
    later.starts = vec![Some(100); 3];
    later.after = vec![vec![1]];
    let mut first = simple(0, 1, Resource::Own(0));
    first.starts = vec![Some(0); 3];
    first.duration = 2;
    let unit = Unit { own: vec![vec![9; 3]], projects: vec![later, first] };
    let problem = Problem { quarters: 3, shared: Vec::new(), units: vec![unit] };
    for whole in [0, 100] {
        let answer = sound(&problem, Effort { whole, ..Effort::default() });
        assert_eq!(
            answer.plan.starts,
            [[Some(2), Some(0)]],
            "worth nothing in itself, and taken up all the same"
        );
    }
}

#[test]
fn nothing_is_planned_where_there_is_nothing() {
    let none = Problem { quarters: 2, shared: vec![Shared { capacity: vec![1, 1] }], units: Vec::new() };
    let unit = Unit { own: Vec::new(), projects: Vec::new() };
    for problem in [Problem { units: vec![unit; 3], ..none.clone() }, none] {
        for whole in [0, 100] {
            for rounds in [0, 1, 8] {
                let answer = sound(&problem, Effort { whole, rounds, ..Effort::default() });
                assert_eq!(answer.value, 0);
            }
        }
    }
}

#[test]
fn work_can_be_stopped_and_nonsense_is_refused() {
    let unit = Unit { own: Vec::new(), projects: vec![simple(1, 1, Resource::Shared(0)); 3] };
    let shared = vec![Shared { capacity: vec![1, 1] }];
    let problem = Problem { quarters: 2, shared, units: vec![unit; 5] };
    let effort = Effort { whole: 0, ..Effort::default() };
    assert_eq!(solve(&problem, effort, &|_| false), Err(Stopped::Stopped));
    let told = std::cell::Cell::new(0);
    let twice = |_: Progress| told.replace(told.get() + 1) < 2;
    assert_eq!(solve(&problem, effort, &twice), Err(Stopped::Stopped));
    assert_eq!(told.get(), 3, "nobody asks again");
    let unknown = |project: Project| Problem {
        units: vec![Unit { own: Vec::new(), projects: vec![project] }],
        ..problem.clone()
    };
    for bad in [
        unknown(simple(1, 1, Resource::Own(0))),
        unknown(simple(-1, 1, Resource::Shared(0))),
        unknown(simple(1, i64::MAX, Resource::Shared(0))),
        unknown(Project { after: vec![vec![7]], ..simple(1, 1, Resource::Shared(0)) }),
        Problem { quarters: 0, ..problem.clone() },
        Problem { quarters: 3, ..problem.clone() },
    ] {
        assert!(matches!(solve(&bad, effort, &go_on), Err(Stopped::Misfit(_))), "{bad:?}");
    }
}
