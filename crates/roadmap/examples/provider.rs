//! A provider's roadmap of the size that is asked for: 500 units, 60 blueprints, 12 quarters. Prints time, proved gap and memory.
//! Arguments: units, blueprints, quarters, team days, units for each place, own budgets in percent, then the effort.

use std::cell::Cell;
use std::time::{Duration, Instant};

use blaupause_roadmap::{Effort, Problem, Project, Resource, Shared, Unit, Use, solve};

/// Numbers that look random and are the same every time (PCG, one of O'Neill's family).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 >> 33) ^ (self.0 >> 21);
        mixed % end
    }

    fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from + 1).unwrap_or(1);
        from + i64::try_from(self.below(span)).unwrap_or(0)
    }
}

/// What a blueprint takes of a unit of size 1, spread over its quarters.
struct Blueprint {
    duration: usize,
    unit_days: i64,
    team: usize,
    team_days: i64,
    cost: i64,
    training: Option<usize>,
    worth: i64,
    due: Option<usize>,
    after: Option<usize>,
}

fn blueprints(numbers: &mut Numbers, count: usize, quarters: usize) -> Vec<Blueprint> {
    let one = |at: usize| {
        let duration = numbers.between(1, 4);
        Blueprint {
            duration: usize::try_from(duration).unwrap_or(1),
            unit_days: duration * numbers.between(300, 1_200),
            team: usize::try_from(numbers.below(3)).unwrap_or(0),
            team_days: duration * numbers.between(150, 900),
            cost: duration * numbers.between(1_000, 10_000),
            training: (numbers.below(3) == 0).then_some(at % 4),
            worth: numbers.between(20, 100),
            due: (at < 3).then(|| (5 + at * 2).min(quarters - 1)),
            after: (at > 5 && numbers.below(4) == 0).then(|| at - 4),
        }
    };
    (0..count).map(one).collect()
}

fn unit(numbers: &mut Numbers, all: &[Blueprint], quarters: usize, percent: i64) -> Unit {
    // in tenths: a village to a town
    let size = numbers.between(6, 40);
    let money = (0..quarters).map(|_| size * numbers.between(700, 1_500) * percent / 100).collect();
    let people = (0..quarters).map(|_| size * numbers.between(70, 130) * percent / 100).collect();
    let mut place = vec![None; all.len()];
    let mut projects = Vec::new();
    for (at, blueprint) in all.iter().enumerate() {
        if blueprint.due.is_none() && numbers.below(10) < 4 {
            continue;
        }
        let gain = blueprint.worth * numbers.between(5, 15) / 10;
        let last = quarters.saturating_sub(blueprint.duration);
        let worth = |start: usize| {
            let after = i64::try_from(quarters - start - blueprint.duration + 1).unwrap_or(1);
            (start <= last).then_some(gain * after)
        };
        let spread = i64::try_from(blueprint.duration).unwrap_or(1);
        let mut uses = Vec::new();
        for offset in 0..blueprint.duration {
            uses.push(Use {
                resource: Resource::Own(0),
                offset,
                amount: blueprint.cost * size / 20 / spread,
            });
            uses.push(Use {
                resource: Resource::Own(1),
                offset,
                amount: blueprint.unit_days * size / 20 / spread,
            });
            let team_days = blueprint.team_days * (20 + size) / 40 / spread;
            uses.push(Use { resource: Resource::Shared(blueprint.team), offset, amount: team_days });
        }
        if let Some(training) = blueprint.training {
            uses.push(Use { resource: Resource::Shared(3 + training), offset: 0, amount: 2 });
        }
        let after = blueprint.after.and_then(|before| place.get(before).copied().flatten());
        if let Some(slot) = place.get_mut(at) {
            *slot = Some(projects.len());
        }
        projects.push(Project {
            starts: (0..quarters).map(worth).collect(),
            duration: blueprint.duration,
            uses,
            after: after.into_iter().map(|before| vec![before]).collect(),
            dues: blueprint.due.into_iter().collect(),
        });
    }
    Unit { own: vec![money, people], projects }
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |text| text.trim().to_owned())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut next = |default: usize| arguments.next().transpose().map(|found| found.unwrap_or(default));
    let (units, blueprints_count, quarters) = (next(500)?, next(60)?, next(12)?);
    // Days of each team per unit and quarter, units for each place of a training, own budgets in percent of the usual.
    let (days, units_per_place, percent) = (next(200)?, next(3)?, next(100)?);
    let usual = Effort::default();
    let effort = Effort {
        rounds: next(usual.rounds)?,
        nodes: next(usual.nodes)?,
        together: next(usual.together)?,
        threads: next(usual.threads)?,
        ..usual
    };
    let (days, percent) = (i64::try_from(days)?, i64::try_from(percent)?);
    let mut numbers = Numbers(20_260_101);
    let all = blueprints(&mut numbers, blueprints_count, quarters);
    let units: Vec<Unit> = (0..units).map(|_| unit(&mut numbers, &all, quarters, percent)).collect();
    let count = i64::try_from(units.len())?;
    let places = count / i64::try_from(units_per_place.max(1))? + 1;
    let teams = (0..3).map(|_| Shared { capacity: vec![count * days; quarters] });
    let trainings = (0..4).map(|_| Shared { capacity: vec![places; quarters] });
    let problem = Problem { quarters, shared: teams.chain(trainings).collect(), units };
    let begin = Instant::now();
    let (last, heard, silence) = (Cell::new(None), Cell::new(begin), Cell::new(Duration::ZERO));
    let answer = solve(&problem, effort, &|progress| {
        silence.set(silence.get().max(heard.replace(Instant::now()).elapsed()));
        if last.replace(Some(progress)) != Some(progress) {
            eprintln!("{:?} {progress:?}", begin.elapsed());
        }
        true
    })?;
    let taken = answer.plan.starts.iter().flatten().flatten().count();
    let thousandths = (answer.bound - answer.value) * 100_000 / answer.bound.max(1);
    println!(
        "value {} bound {} gap {}.{:03} %",
        answer.value,
        answer.bound,
        thousandths / 1000,
        thousandths % 1000
    );
    println!("projects {taken} unmet {} at least {}", answer.unmet.len(), answer.unmet_at_least);
    let own = answer.tight.iter().filter(|tight| tight.unit.is_some()).count();
    println!("scarce: shared {} own {own}", answer.tight.len() - own);
    println!(
        "time {:?} longest silence {:?} memory {} broken {}",
        begin.elapsed(),
        silence.get(),
        peak_memory(),
        problem.violations(&answer.plan).len()
    );
    Ok(())
}
