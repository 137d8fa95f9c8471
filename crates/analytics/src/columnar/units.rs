//! Units with what they are grouped and filtered by, as codes.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::Date;

use super::Key;
use super::packed::Packed;

/// What a unit is put into groups by; `None` where the register does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitFacts {
    /// Its key, of whatever country.
    pub key: String,
    /// Country, two letters (ISO 3166-1).
    pub country: String,
    /// Administrative level.
    pub level: String,
    /// The region of the first order: the Land.
    pub land: Option<String>,
    /// The region below: the Kreis.
    pub county: Option<String>,
    /// Size class by population.
    pub size_class: Option<String>,
    /// Kind of administration (Textkennzeichen).
    pub kind: Option<String>,
    /// Who serves it, when.
    pub serving: Vec<Serving>,
}

/// A provider that serves a unit, from a first to a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// The provider.
    pub provider: String,
    /// First day.
    pub from: Date,
    /// Last day; open if there is none.
    pub to: Option<Date>,
}

/// The values of one key: `codes` are places in `names`.
#[derive(Debug, Clone, Default)]
pub(super) struct Attribute {
    pub(super) names: Vec<String>,
    pub(super) codes: Packed,
}

impl Attribute {
    /// The code of a name.
    pub(super) fn code(&self, name: &str) -> Option<u32> {
        self.names.iter().position(|known| known == name).and_then(|place| u32::try_from(place).ok())
    }
}

/// A provider at a unit.
#[derive(Debug, Clone)]
struct Served {
    provider: u32,
    from: Date,
    to: Option<Date>,
}

/// The units of a register in the order of their keys.
#[derive(Debug, Clone, Default)]
pub struct UnitTable {
    keys: String,
    ends: Vec<u32>,
    attributes: BTreeMap<Key, Attribute>,
    providers: Vec<String>,
    served: Vec<Served>,
    served_ends: Vec<u32>,
}

impl UnitTable {
    /// How many units.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The key of a unit by its place.
    pub fn key(&self, unit: usize) -> Option<&str> {
        let (start, end) = range(&self.ends, unit)?;
        self.keys.get(start..end)
    }

    /// The place of a unit by its key.
    pub fn place(&self, key: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.key(middle)?.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub(super) fn attribute(&self, key: Key) -> Option<&Attribute> {
        self.attributes.get(&key)
    }

    /// The providers, by name.
    pub(super) fn providers(&self) -> &[String] {
        &self.providers
    }

    /// The codes of the providers that serve a unit on a day.
    pub(super) fn serving(&self, unit: usize, day: Date) -> impl Iterator<Item = u32> + '_ {
        let served = range(&self.served_ends, unit).and_then(|(start, end)| self.served.get(start..end));
        let on = move |s: &&Served| s.from <= day && s.to.is_none_or(|to| day <= to);
        served.unwrap_or_default().iter().filter(on).map(|served| served.provider)
    }

    pub(super) fn bytes(&self) -> usize {
        let attributes: usize = self.attributes.values().map(|a| a.codes.bytes()).sum();
        let served = self.served.capacity() * size_of::<Served>();
        let ends = (self.ends.capacity() + self.served_ends.capacity()) * 4;
        self.keys.capacity() + attributes + served + ends
    }
}

/// Where the part with this number begins and ends.
fn range(ends: &[u32], part: usize) -> Option<(usize, usize)> {
    let start = match part.checked_sub(1) {
        Some(before) => usize::try_from(*ends.get(before)?).ok()?,
        None => 0,
    };
    Some((start, usize::try_from(*ends.get(part)?).ok()?))
}

/// Takes units in, in any order.
#[derive(Debug, Default)]
pub struct UnitTableBuilder {
    units: BTreeMap<String, UnitFacts>,
    orders: BTreeMap<Key, Vec<String>>,
}

impl UnitTableBuilder {
    /// The order of the names of a key where it is not that of the alphabet.
    #[must_use]
    pub fn ordered(mut self, key: Key, names: Vec<String>) -> Self {
        self.orders.insert(key, names);
        self
    }

    /// Takes a unit in; one with the same key goes.
    pub fn push(&mut self, unit: UnitFacts) {
        self.units.insert(unit.key.clone(), unit);
    }

    /// The table.
    pub fn finish(self) -> UnitTable {
        let mut table = UnitTable::default();
        for key in Key::OF_UNITS {
            let order = self.orders.get(&key).cloned().unwrap_or_default();
            table.attributes.insert(key, attribute(&self.units, key, order));
        }
        let all = self.units.values().flat_map(|unit| &unit.serving);
        let providers: BTreeSet<&String> = all.map(|serving| &serving.provider).collect();
        table.providers = providers.into_iter().cloned().collect();
        for unit in self.units.values() {
            table.keys.push_str(&unit.key);
            table.ends.push(u32::try_from(table.keys.len()).unwrap_or(u32::MAX));
            for serving in &unit.serving {
                let place = table.providers.binary_search(&serving.provider).unwrap_or_default();
                let provider = u32::try_from(place).unwrap_or(u32::MAX);
                table.served.push(Served { provider, from: serving.from, to: serving.to });
            }
            table.served_ends.push(u32::try_from(table.served.len()).unwrap_or(u32::MAX));
        }
        table
    }
}

fn attribute(units: &BTreeMap<String, UnitFacts>, key: Key, order: Vec<String>) -> Attribute {
    let named: BTreeSet<&str> = units.values().filter_map(|unit| key.of(unit)).collect();
    let rest = named.into_iter().filter(|name| !order.iter().any(|known| known == name));
    let rest: Vec<String> = rest.map(str::to_owned).collect();
    let names = [order, rest].concat();
    let places: BTreeMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
    let mut codes = Packed::for_codes_below(names.len(), units.len());
    units.values().for_each(|unit| codes.push(key.of(unit).and_then(|name| places.get(name).copied())));
    Attribute { names, codes }
}
