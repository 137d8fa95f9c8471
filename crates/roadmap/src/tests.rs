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
    let due = prop_oneof![2 => Just(None), 1 => (0..quarters).prop_map(Some)];
    (proptest::collection::vec(start, quarters), 1usize..3, proptest::collection::vec(used, 1..4), due)
        .prop_map(|(starts, duration, uses, due)| Project { starts, duration, uses, after: Vec::new(), due })
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
    assert_eq!(solve(problem, effort, &go_on).unwrap(), answer, "the same again");
    answer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn small_problems_are_solved_to_the_optimum(problem in problem(2, 2, 3)) {
        let (unmet, value) = by_trying(&problem);
        let answer = sound(&problem, Effort::default());
        prop_assert_eq!((answer.unmet.len(), answer.value, answer.bound), (unmet, value, value));
        prop_assert_eq!(answer.unmet_at_least, unmet);
    }

    #[test]
    fn one_unit_is_solved_to_the_optimum_by_branch_and_bound(problem in problem(1, 4, 3)) {
        let (unmet, value) = by_trying(&problem);
        let answer = sound(&problem, Effort { whole: 0, rounds: 40, ..Effort::default() });
        prop_assert_eq!((answer.unmet.len(), answer.value), (unmet, value));
        prop_assert!(answer.value <= answer.bound && answer.unmet_at_least <= unmet);
    }

    #[test]
    fn prices_bound_every_plan(problem in problem(3, 2, 2)) {
        let (unmet, value) = by_trying(&problem);
        let answer = sound(&problem, Effort { whole: 0, rounds: 40, ..Effort::default() });
        prop_assert!(answer.unmet.len() >= unmet, "nobody fulfils more wishes");
        prop_assert!(answer.unmet_at_least <= unmet, "the proof holds");
        if answer.unmet.len() == unmet {
            prop_assert!(answer.value <= value && value <= answer.bound, "{} {value} {}", answer.value, answer.bound);
        }
    }
}

fn simple(value: i64, amount: i64, resource: Resource) -> Project {
    Project {
        starts: vec![Some(value); 2],
        duration: 1,
        uses: vec![Use { resource, offset: 0, amount }],
        after: Vec::new(),
        due: None,
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
        problem.units[0].projects[0].due = Some(1);
        let answer = sound(&problem, effort);
        assert_eq!((answer.value, answer.unmet.clone(), answer.unmet_at_least), (40, vec![], 0), "{whole}");
        // Now everybody wishes, and one has to do without: it is said and proved.
        for unit in &mut problem.units {
            unit.projects[0].due = Some(1);
        }
        let answer = sound(&problem, effort);
        assert_eq!((answer.value, answer.unmet, answer.unmet_at_least), (50, vec![(0, 0)], 1), "{whole}");
        for unit in &mut problem.units {
            unit.projects[0].due = None;
        }
    }
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
fn work_can_be_stopped_and_nonsense_is_refused() {
    let unit = Unit { own: Vec::new(), projects: vec![simple(1, 1, Resource::Shared(0)); 3] };
    let shared = vec![Shared { capacity: vec![1, 1] }];
    let problem = Problem { quarters: 2, shared, units: vec![unit; 5] };
    let effort = Effort { whole: 0, ..Effort::default() };
    assert_eq!(solve(&problem, effort, &|_| false), Err(Stopped::Stopped));
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
