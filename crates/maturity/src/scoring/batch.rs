//! Scoring many assessments of one model: score, bounds and stages without the explanation, from one byte per
//! answer. The model is taken apart once; what comes out is what [`score`](crate::score) gives.

mod compile;
mod fraction;
mod plan;

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug};

use self::fraction::{Fraction, Full};
use self::plan::{Failing, Plan};
use super::evaluate::{Inputs, Reading, evaluate};
use super::{Taken, stages, state};
use crate::{Answers, Error, Indicator, Missing, Model, ProviderLevels, SubjectProfile};

/// What one assessment says about one indicator, in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell(u8);

impl Cell {
    /// The indicator is left out: not applicable, or not asked of this unit.
    pub const ABSENT: Self = Self(u8::MAX);
    /// It is open, whatever the model says of blanks.
    pub const OPEN: Self = Self(u8::MAX - 1);
    /// There is no answer: open, or the lowest level if the model says so.
    pub const BLANK: Self = Self(u8::MAX - 2);

    /// A level by its place on the indicator's scale, counted from 0.
    pub const fn level(place: u8) -> Option<Self> {
        if place < Self::BLANK.0 { Some(Self(place)) } else { None }
    }

    /// The byte: the place of the level, or something beyond every scale.
    pub const fn byte(self) -> u8 {
        self.0
    }
}

/// The numbers of a result, without the explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Score over what is answered; nothing if nothing is.
    pub score: Option<Rational>,
    /// The score with everything open at its lowest level.
    pub lower: Rational,
    /// The score with everything open at its highest level.
    pub upper: Rational,
    /// Place of the proven stage in the model, the lowest being 1; 0 if not even that is.
    pub stage: usize,
    /// Place of the highest stage that the open answers can lead to.
    pub possible_stage: usize,
}

/// A model taken apart to score many assessments.
#[derive(Debug)]
pub struct Scorer<'m> {
    model: &'m Model,
    indicators: Vec<&'m Indicator>,
    places: BTreeMap<&'m Slug, usize>,
    /// Nothing if the model's numbers are too large for it.
    plan: Option<Plan>,
}

impl<'m> Scorer<'m> {
    /// Takes a model apart; nothing if it has measured scales, whose values do not fit a byte.
    pub fn of(model: &'m Model) -> Option<Self> {
        let indicators: Vec<_> = model.indicators().into_iter().map(|(_, indicator)| indicator).collect();
        if indicators.iter().any(|i| i.scale.is_measured()) {
            return None;
        }
        let places = indicators.iter().enumerate().map(|(place, i)| (&i.id, place)).collect();
        Some(Self { model, plan: Plan::of(model, &indicators), indicators, places })
    }

    /// The answers of an assessment as cells, one per indicator in the order of [`Model::indicators`].
    ///
    /// # Errors
    /// `UnknownIndicator` or `OffScale` for answers that do not fit the model.
    pub fn cells(
        &self,
        profile: &SubjectProfile,
        answers: &Answers,
        provider: &ProviderLevels,
    ) -> Result<Vec<Cell>, Error> {
        if let Some(id) = answers.0.keys().find(|id| !self.places.contains_key(id)) {
            return Err(Error::UnknownIndicator { indicator: id.clone() });
        }
        let cell = |indicator: &&Indicator| {
            Ok(match state(indicator, profile, answers.get(&indicator.id), provider)? {
                Taken::Level(value, _) => {
                    let place = indicator.scale.values().iter().position(|v| *v == value);
                    place.and_then(|p| u8::try_from(p).ok()).and_then(Cell::level).unwrap_or(Cell::OPEN)
                }
                Taken::Open => Cell::OPEN,
                Taken::CountedLowest => Cell::BLANK,
                Taken::NotApplicable | Taken::DoesNotApply => Cell::ABSENT,
            })
        };
        self.indicators.iter().map(cell).collect()
    }

    /// Scores one assessment. Cells that are missing at the end are blank; a place beyond a scale is its highest level.
    ///
    /// # Errors
    /// `NothingApplies` if everything is left out, `Overflow` if a number leaves the exact arithmetic.
    pub fn score(&self, cells: &[Cell]) -> Result<Totals, Error> {
        let quick = self.plan.as_ref().map(|plan| quick(plan, cells, self.model.stages.len()));
        match quick {
            Some(Ok(totals)) => totals.ok_or(Error::NothingApplies),
            Some(Err(Full)) | None => self.slow(cells),
        }
    }

    /// The same through the general calculation, whose numbers may be larger.
    fn slow(&self, cells: &[Cell]) -> Result<Totals, Error> {
        let leaf = |indicator: &Indicator| {
            let place = self.places.get(&indicator.id);
            let cell = place.and_then(|p| cells.get(*p)).copied().unwrap_or(Cell::BLANK);
            let (values, range) = (indicator.scale.values(), indicator.scale.range());
            Ok(match cell {
                Cell::ABSENT => None,
                Cell::BLANK if indicator.missing == Missing::AsLowest => Some(Reading::counted_lowest(range)),
                Cell::OPEN | Cell::BLANK => Some(Reading::open(range)),
                Cell(place) => Some(Reading::settled(*values.get(usize::from(place)).unwrap_or(&range.max))),
            })
        };
        let root = evaluate(self.model, &Inputs { leaf: &leaf, raised: None })?;
        let reading = root.reading.ok_or(Error::NothingApplies)?;
        Ok(Totals {
            score: reading.value,
            lower: reading.lower,
            upper: reading.upper,
            stage: stages::count(self.model, &root, |r| r.lower),
            possible_stage: stages::count(self.model, &root, |r| r.upper),
        })
    }
}

/// The quick way; nothing if everything is left out.
fn quick(plan: &Plan, cells: &[Cell], stages: usize) -> Result<Option<Totals>, Full> {
    let mut failing = Failing::none(stages);
    let values = plan.values(cells, &mut failing)?;
    let Some((lower, upper)) = values.ends else { return Ok(None) };
    let number = |value: Fraction| value.number().ok_or(Full);
    let lower = number(lower)?;
    let (score, upper) = if values.settled {
        (Some(lower), lower)
    } else {
        (values.value.map(number).transpose()?, number(upper)?)
    };
    Ok(Some(Totals { score, lower, upper, stage: failing.lower, possible_stage: failing.upper }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::fixtures::{absent, gated, indicator, level, model, num, outcome, slug, town, with};
    use crate::{Answer, builtin_models};

    /// Model `gated`: (3a + b) / 4; `gesichert` from 2 with a >= 2, `fortgeschritten` from 4 with a >= 4 and b >= 3.
    #[test]
    fn scores_from_one_byte_per_answer() {
        let model = gated();
        let scorer = Scorer::of(&model).unwrap();
        let place = |n| Cell::level(n).unwrap();
        let totals = |cells: &[Cell]| scorer.score(cells).unwrap();
        let open = totals(&[place(3), Cell::BLANK]);
        // 3 over what is answered; (9 + 0) / 4 to (9 + 5) / 4.
        assert_eq!((open.score, open.lower, open.upper), (Some(num("3")), num("9/4"), num("7/2")));
        assert_eq!((open.stage, open.possible_stage), (2, 2));
        // (15 + 2) / 4 is above 4, but b is below 3.
        assert_eq!(totals(&[place(5), place(2)]).stage, 2);
        assert_eq!(totals(&[place(5), place(3)]).stage, 3);
        assert_eq!(totals(&[Cell::ABSENT, place(4)]).score, Some(num("4")));
        assert_eq!(totals(&[Cell::OPEN, Cell::OPEN]).score, None);
        assert_eq!(scorer.score(&[Cell::ABSENT, Cell::ABSENT]), Err(Error::NothingApplies));
        let answers = BTreeMap::from([(slug("b"), level(4)), (slug("a"), absent())]);
        let cells = scorer.cells(&town(), &Answers(answers), &ProviderLevels::default()).unwrap();
        assert_eq!(cells, [Cell::ABSENT, place(4)]);
        let unknown = Answers(BTreeMap::from([(slug("x"), Answer::Unanswered)]));
        assert!(scorer.cells(&town(), &unknown, &ProviderLevels::default()).is_err());
    }

    #[test]
    fn models_as_they_are_take_the_quick_way() {
        let examples = [
            ("samm-2", include_str!("../../examples-models/samm-2.yaml")),
            ("losi-2022", include_str!("../../examples-models/losi-2022.yaml")),
            ("cyfun-basic", include_str!("../../examples-models/cyfun-basic.yaml")),
            ("ozg-reifegrad-1-1", include_str!("../../examples-models/ozg-reifegrad-1-1.yaml")),
        ];
        for (id, yaml) in builtin_models().iter().chain(&examples) {
            let model = Model::read(yaml).unwrap();
            let scorer = Scorer::of(&model).unwrap();
            let plan = scorer.plan.as_ref().unwrap();
            for shift in 0..8_usize {
                let cells: Vec<_> = (0..scorer.indicators.len())
                    .map(|n| match (n * 3 + shift + n / 8) % 8 {
                        6 => [Cell::BLANK, Cell::OPEN][n % 2],
                        7 => Cell::ABSENT,
                        place => Cell::level(u8::try_from(place % 4).unwrap()).unwrap(),
                    })
                    .collect();
                let quick = quick(plan, &cells, model.stages.len()).unwrap();
                assert_eq!(quick, scorer.slow(&cells).ok(), "{id}");
            }
        }
    }

    /// The sums of these weights do not fit 64 bits, but they fit 128.
    #[test]
    fn large_numbers_take_the_general_way() {
        let weights = ["1/999999937", "1/999999929", "1/999999893"];
        let indicators: Vec<_> = weights
            .iter()
            .enumerate()
            .map(|(n, w)| with(indicator(&format!("i-{n}")), "weight", *w))
            .collect();
        let model = model("weightedMean", &indicators);
        let scorer = Scorer::of(&model).unwrap();
        let levels = [1, 2, 4];
        assert!(scorer.plan.is_none());
        let cells: Vec<_> = levels.iter().map(|n| Cell::level(*n).unwrap()).collect();
        let given = [("i-0", level(1)), ("i-1", level(2)), ("i-2", level(4))];
        assert_eq!(scorer.score(&cells).unwrap().score, outcome(&model, &given).score.map(|s| s.exact));
    }
}
