//! The signed results of one model version, in columns.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use blaupause_kernel::{Date, Rational, Rounding, Slug, Version};
use blaupause_maturity::{MinimumStandard, Model};

use super::packed::Packed;
use super::{Dictionary, Quantity, Row};

/// A column of numbers; the score has three, its lower and its upper bound the other two.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) dictionary: Dictionary,
    pub(super) lanes: Vec<Packed>,
}

/// All signed results by one version of a model: one row each, by unit, then by day; of one day the last signed last.
#[derive(Debug, Clone)]
pub struct Results {
    model: Slug,
    version: Version,
    rounding: Rounding,
    /// Where the rows of each unit end.
    ends: Vec<u32>,
    days: Vec<Date>,
    day_codes: Packed,
    minimum_standards: Packed,
    stages: Vec<Slug>,
    stage_codes: Packed,
    columns: BTreeMap<Quantity, Column>,
}

const STANDARDS: [MinimumStandard; 4] =
    [MinimumStandard::None, MinimumStandard::Met, MinimumStandard::Open, MinimumStandard::Missed];

impl Results {
    /// The model.
    pub fn model(&self) -> &Slug {
        &self.model
    }

    /// Its version.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// How the model rounds its scores.
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// How many results.
    pub fn len(&self) -> usize {
        self.day_codes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many results there are about the unit at a place.
    pub fn count_of(&self, unit: usize) -> usize {
        self.rows_of(unit).len()
    }

    /// The stages of the model, the lowest first.
    pub fn stages(&self) -> &[Slug] {
        &self.stages
    }

    /// What can be asked for: the score, the dimensions, the indicators.
    pub fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        self.columns.keys()
    }

    /// The values that occur of a quantity; of an indicator all its levels.
    pub fn dictionary(&self, quantity: &Quantity) -> Option<&Dictionary> {
        self.columns.get(quantity).map(|column| &column.dictionary)
    }

    /// How many answers, with a level or without.
    pub fn answers(&self) -> usize {
        let indicators = self.columns.keys().filter(|quantity| matches!(quantity, Quantity::Indicator(_)));
        indicators.count() * self.len()
    }

    /// The memory that the rows take, in bytes.
    pub fn bytes(&self) -> usize {
        let column = |c: &Column| c.dictionary.bytes() + c.lanes.iter().map(Packed::bytes).sum::<usize>();
        let fixed = [&self.day_codes, &self.minimum_standards, &self.stage_codes];
        self.columns.values().map(column).sum::<usize>()
            + fixed.map(Packed::bytes).iter().sum::<usize>()
            + self.ends.capacity() * 4
            + self.days.capacity() * size_of::<Date>()
    }

    pub(super) fn column(&self, quantity: &Quantity) -> Option<&Column> {
        self.columns.get(quantity)
    }

    pub(super) fn stage_codes(&self) -> &Packed {
        &self.stage_codes
    }

    /// The days that occur, the first first.
    pub(super) fn days(&self) -> &[Date] {
        &self.days
    }

    /// The place of the day of a row.
    pub(super) fn day_code(&self, row: usize) -> Option<u32> {
        self.day_codes.get(row)
    }

    pub(super) fn minimum_standard(&self, row: usize) -> Option<MinimumStandard> {
        STANDARDS.get(usize::try_from(self.minimum_standards.get(row)?).ok()?).copied()
    }

    /// The rows of a unit.
    pub(super) fn rows_of(&self, unit: usize) -> Range<usize> {
        let end = |place: Option<usize>| {
            place
                .and_then(|p| self.ends.get(p))
                .and_then(|end| usize::try_from(*end).ok())
                .unwrap_or_default()
        };
        end(unit.checked_sub(1))..end(Some(unit)).max(end(unit.checked_sub(1)))
    }

    /// The unit of a row.
    pub(super) fn unit_of(&self, row: u32) -> Option<usize> {
        let unit = self.ends.partition_point(|end| *end <= row);
        (unit < self.ends.len()).then_some(unit)
    }

    /// Puts these rows, by day, in the place of those of a unit.
    pub(super) fn replace(&mut self, unit: usize, rows: &[Row]) {
        let old = self.rows_of(unit);
        if unit >= self.ends.len() {
            self.ends.resize(unit + 1, self.ends.last().copied().unwrap_or_default());
        }
        for row in rows {
            if let Err(place) = self.days.binary_search(&row.day) {
                self.days.insert(place, row.day);
                self.day_codes.move_up_from(u32::try_from(place).unwrap_or(u32::MAX));
            }
        }
        let day =
            |row: &Row| self.days.binary_search(&row.day).ok().and_then(|place| u32::try_from(place).ok());
        let days: Vec<Option<u32>> = rows.iter().map(day).collect();
        self.day_codes.splice(old.clone(), &days);
        let standards: Vec<_> = rows.iter().map(|row| standard_code(row.minimum_standard)).collect();
        self.minimum_standards.splice(old.clone(), &standards);
        let stages: Vec<_> = rows.iter().map(|row| stage_code(&self.stages, row)).collect();
        self.stage_codes.splice(old.clone(), &stages);
        for (quantity, column) in &mut self.columns {
            for row in rows {
                for value in values_of(quantity, row).into_iter().flatten() {
                    column.admit(value);
                }
            }
            let Column { dictionary, lanes } = column;
            for (place, lane) in lanes.iter_mut().enumerate() {
                let value = |row: &Row| values_of(quantity, row).get(place).copied().flatten();
                let code = |row: &Row| value(row).and_then(|value| dictionary.code(value).ok());
                lane.splice(old.clone(), &rows.iter().map(code).collect::<Vec<_>>());
            }
        }
        let (before, after) = (old.len(), rows.len());
        for end in self.ends.iter_mut().skip(unit) {
            let moved = usize::try_from(*end).unwrap_or_default() + after - before;
            *end = u32::try_from(moved).unwrap_or(u32::MAX);
        }
    }
}

impl Column {
    /// The code of a value, which gets one if it has none yet.
    fn admit(&mut self, value: Rational) -> u32 {
        match self.dictionary.code(value) {
            Ok(code) => code,
            Err(code) => {
                self.dictionary.insert(value);
                self.lanes.iter_mut().for_each(|lane| lane.move_up_from(code));
                code
            }
        }
    }
}

fn standard_code(standard: MinimumStandard) -> Option<u32> {
    STANDARDS.iter().position(|known| *known == standard).and_then(|place| u32::try_from(place).ok())
}

fn stage_code(stages: &[Slug], row: &Row) -> Option<u32> {
    let place = row.stage.as_ref().and_then(|stage| stages.iter().position(|known| known == stage));
    place.and_then(|place| u32::try_from(place).ok())
}

/// What a row says of a quantity, by lane; the second and third are used of the score only.
fn values_of(quantity: &Quantity, row: &Row) -> [Option<Rational>; 3] {
    match quantity {
        Quantity::Score => [row.score, Some(row.lower), Some(row.upper)],
        Quantity::Dimension(id) => [row.dimensions.get(id).copied(), None, None],
        Quantity::Indicator(id) => [row.levels.get(id).copied(), None, None],
    }
}

/// Takes the results of one model version in, unit by unit.
#[derive(Debug)]
pub struct ResultsBuilder {
    results: Results,
    growing: BTreeMap<Quantity, Growing>,
}

/// Values of a column in the order in which they came, before they are put into theirs.
#[derive(Debug, Default)]
struct Growing {
    places: HashMap<Rational, u32>,
    values: Vec<Rational>,
}

impl Growing {
    fn place(&mut self, value: Rational) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(value).or_insert(next);
        if place == next {
            self.values.push(value);
        }
        place
    }
}

impl ResultsBuilder {
    /// For the results by a model.
    pub fn new(model: &Model) -> Self {
        let mut columns = BTreeMap::new();
        let lanes = |count: usize| vec![Packed::default(); count];
        columns.insert(Quantity::Score, Column { dictionary: Dictionary::default(), lanes: lanes(3) });
        for dimension in model.all_dimensions() {
            let column = Column { dictionary: Dictionary::default(), lanes: lanes(1) };
            columns.insert(Quantity::Dimension(dimension.id.clone()), column);
        }
        for (_, indicator) in model.indicators() {
            let dictionary = if indicator.scale.is_measured() {
                Dictionary::default()
            } else {
                indicator.scale.values().iter().copied().collect()
            };
            let column = Column { dictionary, lanes: lanes(1) };
            columns.insert(Quantity::Indicator(indicator.id.clone()), column);
        }
        let growing = |(quantity, column): (&Quantity, &Column)| {
            column.dictionary.is_empty().then(|| (quantity.clone(), Growing::default()))
        };
        let growing = columns.iter().filter_map(growing).collect();
        let results = Results {
            model: model.id.clone(),
            version: model.version.clone(),
            rounding: model.rounding,
            ends: Vec::new(),
            days: Vec::new(),
            day_codes: Packed::default(),
            minimum_standards: Packed::default(),
            stages: model.stages.iter().map(|stage| stage.id.clone()).collect(),
            stage_codes: Packed::default(),
            columns,
        };
        Self { results, growing }
    }

    /// Takes in a result of the unit at a place. Units come in order, and the results of each by day.
    pub fn push(&mut self, unit: usize, row: &Row) {
        let results = &mut self.results;
        let rows = u32::try_from(results.len()).unwrap_or(u32::MAX);
        if unit >= results.ends.len() {
            results.ends.resize(unit + 1, rows);
        }
        if let Err(place) = results.days.binary_search(&row.day) {
            results.days.insert(place, row.day);
            results.day_codes.move_up_from(u32::try_from(place).unwrap_or(u32::MAX));
        }
        let day = results.days.binary_search(&row.day).ok().and_then(|place| u32::try_from(place).ok());
        results.day_codes.push(day);
        results.minimum_standards.push(standard_code(row.minimum_standard));
        results.stage_codes.push(stage_code(&results.stages, row));
        for (quantity, column) in &mut results.columns {
            let values = values_of(quantity, row);
            match self.growing.get_mut(quantity) {
                Some(growing) => {
                    for (lane, value) in column.lanes.iter_mut().zip(values) {
                        lane.push(value.map(|value| growing.place(value)));
                    }
                }
                None => {
                    let [value, ..] = values;
                    let code = value.map(|value| column.admit(value));
                    column.lanes.iter_mut().for_each(|lane| lane.push(code));
                }
            }
        }
        if let Some(end) = results.ends.last_mut() {
            *end = rows.saturating_add(1);
        }
    }

    /// The columns, for so many units.
    pub fn finish(mut self, units: usize) -> Results {
        for (quantity, growing) in self.growing {
            let Some(column) = self.results.columns.get_mut(&quantity) else { continue };
            let dictionary: Dictionary = growing.values.iter().copied().collect();
            let code = |value: &Rational| dictionary.code(*value).ok();
            let codes: Vec<Option<u32>> = growing.values.iter().map(code).collect();
            for lane in &mut column.lanes {
                let mut ordered = Packed::for_codes_below(dictionary.len(), lane.len());
                lane.iter().for_each(|place| {
                    ordered.push(place.and_then(|p| codes.get(usize::try_from(p).ok()?).copied().flatten()))
                });
                *lane = ordered;
            }
            column.dictionary = dictionary;
        }
        let rows = u32::try_from(self.results.len()).unwrap_or(u32::MAX);
        self.results.ends.resize(units, rows);
        self.results.ends.shrink_to_fit();
        self.results.shrink();
        self.results
    }
}

impl Results {
    /// Gives back what was reserved and not needed.
    fn shrink(&mut self) {
        let lanes = self.columns.values_mut().flat_map(|column| &mut column.lanes);
        let fixed = [&mut self.day_codes, &mut self.minimum_standards, &mut self.stage_codes];
        lanes.chain(fixed).for_each(Packed::shrink);
    }
}
