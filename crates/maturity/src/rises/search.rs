//! The search up the tree: for every number of rises and steps, the highest value a node can have by them.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug};

use crate::scoring::evaluate::{Node, add, divide, factor, multiply, rescale};
use crate::{Aggregation, Error, Indicator, NodeKind, Range};

/// Where an indicator may stand, and how many of its levels are between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub steps: u32,
    pub value: Rational,
}

/// How many indicators rise, and by how many levels in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    pub count: u32,
    pub steps: u32,
}

/// Why a search ended without an answer.
#[derive(Debug)]
pub(super) enum Stop {
    /// It would take too long.
    Budget,
    /// It cannot be calculated.
    Fault(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

/// The highest value by every way to it that no other way is as good as.
type Front = Vec<(Way, Rational)>;

/// One tree, the demands on it, and how much may still be tried.
pub(super) struct Search<'a> {
    root: &'a Node<'a>,
    places: BTreeMap<&'a Slug, usize>,
    threshold: Rational,
    gates: BTreeMap<Slug, Rational>,
    budget: u64,
    most: Way,
    /// Whether levels between the present one and the top are told apart.
    by_steps: bool,
}

impl<'a> Search<'a> {
    pub fn new(
        root: &'a Node<'a>,
        indicators: &[&'a Indicator],
        threshold: Rational,
        gates: BTreeMap<Slug, Rational>,
        budget: u64,
    ) -> Self {
        let places = indicators.iter().enumerate().map(|(place, i)| (&i.id, place)).collect();
        let most = Way { count: u32::MAX, steps: u32::MAX };
        Self { root, places, threshold, gates, budget, most, by_steps: false }
    }

    /// The fewest rises.
    pub fn count(&mut self, choices: &[Vec<Choice>]) -> Result<u32, Stop> {
        Ok(self.solve(choices)?.ok_or(Error::NothingApplies)?.count)
    }

    /// The fewest steps of so many rises.
    pub fn least(&mut self, count: u32, choices: &[Vec<Choice>]) -> Result<Way, Stop> {
        (self.by_steps, self.most) = (true, Way { count, steps: u32::MAX });
        Ok(self.solve(choices)?.ok_or(Error::NothingApplies)?)
    }

    /// Leaves every indicator the one choice that it has in the first of all ways that are this good: first whether
    /// it rises, in the order of the model, then how far.
    pub fn first(&mut self, choices: &mut [Vec<Choice>], best: Way, by_steps: bool) -> Result<(), Stop> {
        (self.by_steps, self.most) = (by_steps, best);
        let mut left = best.count;
        for place in 0..choices.len() {
            let Some(own) = choices.get_mut(place) else { break };
            if own.len() < 2 {
                continue;
            }
            let (stays, raised) = own.split_at(1);
            let (stays, raised) = (stays.to_vec(), raised.to_vec());
            *own = raised;
            if left > 0 && self.solve(choices)?.is_some() {
                left -= 1;
            } else if let Some(own) = choices.get_mut(place) {
                *own = stays;
            }
        }
        for place in 0..choices.len() {
            let raised = choices.get(place).cloned().unwrap_or_default();
            for choice in raised.iter().filter(|_| raised.len() > 1) {
                if let Some(own) = choices.get_mut(place) {
                    *own = vec![*choice];
                }
                if self.solve(choices)?.is_some() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The best way that meets every demand within the limits.
    fn solve(&mut self, choices: &[Vec<Choice>]) -> Result<Option<Way>, Stop> {
        let front = self.front(self.root, choices)?.unwrap_or_default();
        Ok(front.into_iter().find(|(_, value)| *value >= self.threshold).map(|(way, _)| way))
    }

    /// What a node can come to; nothing if it is left out.
    fn front(&mut self, node: &Node<'_>, choices: &[Vec<Choice>]) -> Result<Option<Front>, Stop> {
        let Some(aggregation) = node.aggregation else { return Ok(self.leaf(node, choices)) };
        let mut parts = Vec::with_capacity(node.children.len());
        for (number, child) in (1_i64..).zip(&node.children) {
            parts.extend(self.front(child, choices)?.map(|front| (number, child, front)));
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let mut joined = Joined::new(aggregation, node)?;
        let mut front = vec![(Way { count: 0, steps: 0 }, joined.none)];
        for (number, child, part) in parts {
            let part: Front = part
                .into_iter()
                .map(|(way, v)| Ok((way, joined.share(child, v)?)))
                .collect::<Result<_, Error>>()?;
            front = self.join(&front, &part, &joined)?;
            joined.passed(number, child)?;
        }
        let whole = front.into_iter().map(|(way, value)| Ok((way, joined.whole(value)?)));
        let mut front: Front = whole.collect::<Result<_, Error>>()?;
        self.keep(node, &mut front);
        Ok(Some(front))
    }

    fn leaf(&self, node: &Node<'_>, choices: &[Vec<Choice>]) -> Option<Front> {
        node.reading?;
        let own = self.places.get(node.id).and_then(|place| choices.get(*place))?;
        let way = |c: &Choice| Way {
            count: u32::from(c.steps > 0),
            steps: if self.by_steps { c.steps } else { 0 },
        };
        let mut front = own.iter().map(|c| (way(c), c.value)).collect();
        self.keep(node, &mut front);
        Some(front)
    }

    /// Drops what a gate refuses.
    fn keep(&self, node: &Node<'_>, front: &mut Front) {
        let gate = self.gates.get(node.id).filter(|_| node.kind != NodeKind::Model);
        if let Some(needed) = gate {
            front.retain(|(_, value)| value >= needed);
        }
    }

    /// Every way of one with every way of the other, as far as it is worth it.
    fn join(&mut self, one: &Front, other: &Front, joined: &Joined) -> Result<Front, Stop> {
        let mut found: BTreeMap<Way, Rational> = BTreeMap::new();
        for (a, x) in one {
            for (b, y) in other {
                self.budget = self.budget.checked_sub(1).ok_or(Stop::Budget)?;
                let way =
                    Way { count: a.count.saturating_add(b.count), steps: a.steps.saturating_add(b.steps) };
                if way.count > self.most.count || way.steps > self.most.steps {
                    continue;
                }
                let value = joined.with(*x, *y)?;
                found.entry(way).and_modify(|v| *v = value.max(*v)).or_insert(value);
            }
        }
        Ok(undominated(found))
    }
}

/// Leaves out what takes as many rises and steps as something that brings as much.
fn undominated(found: BTreeMap<Way, Rational>) -> Front {
    // The highest value of what was kept, by its steps: rising with them.
    let mut stairs: BTreeMap<u32, Rational> = BTreeMap::new();
    let mut front = Vec::with_capacity(found.len());
    for (way, value) in found {
        if stairs.range(..=way.steps).next_back().is_some_and(|(_, best)| *best >= value) {
            continue;
        }
        while let Some((&steps, _)) = stairs.range(way.steps..).next().filter(|(_, best)| **best <= value) {
            stairs.remove(&steps);
        }
        stairs.insert(way.steps, value);
        front.push((way, value));
    }
    front
}

/// How the children of a node come together, one after the other.
///
/// On a ladder a number above all ranks stands for one on which every step so far holds.
struct Joined {
    aggregation: Aggregation,
    range: Range,
    none: Rational,
    total: Rational,
    unbroken: Rational,
    steps: Rational,
    /// The rank if the step that comes next does not hold.
    reached: Rational,
}

impl Joined {
    fn new(aggregation: Aggregation, node: &Node<'_>) -> Result<Self, Error> {
        let steps = i64::try_from(node.children.len()).map_err(|_| Error::Overflow)?;
        let steps = Rational::from_int(steps);
        let unbroken = add(steps, Rational::ONE)?;
        let none = match aggregation {
            Aggregation::Ladder => unbroken,
            Aggregation::Min => node.range.max,
            _ => Rational::ZERO,
        };
        let (total, reached) = (Rational::ZERO, Rational::ZERO);
        Ok(Self { aggregation, range: node.range, none, total, unbroken, steps, reached })
    }

    /// What a child with this value brings.
    fn share(&self, child: &Node<'_>, value: Rational) -> Result<Rational, Error> {
        match self.aggregation {
            Aggregation::Ladder if value == child.range.max => Ok(self.unbroken),
            Aggregation::Ladder => Ok(self.reached),
            Aggregation::Min => rescale(value, child.range, self.range),
            _ => multiply(factor(self.aggregation, child)?, rescale(value, child.range, self.range)?),
        }
    }

    /// The children so far with one more.
    fn with(&self, before: Rational, share: Rational) -> Result<Rational, Error> {
        match self.aggregation {
            Aggregation::Ladder | Aggregation::Min => Ok(before.min(share)),
            _ => add(before, share),
        }
    }

    /// Remembers a child that has been taken in.
    fn passed(&mut self, number: i64, child: &Node<'_>) -> Result<(), Error> {
        self.reached = Rational::from_int(number);
        self.total = add(self.total, factor(self.aggregation, child)?)?;
        Ok(())
    }

    /// The value of the node from all its children.
    fn whole(&self, value: Rational) -> Result<Rational, Error> {
        match self.aggregation {
            Aggregation::Ladder => Ok(if value == self.unbroken { self.steps } else { value }),
            Aggregation::Min => Ok(value),
            _ => divide(value, self.total),
        }
    }
}
