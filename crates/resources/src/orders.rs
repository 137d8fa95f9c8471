//! Orders that many units place together ("Sammelbestellung"; Handreichung, Beschaffung: many small uncoordinated requests did
//! not reach what one order does): price breaks, a deadline, what each unit commits itself to, and what it comes to.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Euro, Message, Revision, Slug};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::equipment::{DeviceClass, MAX_QUANTITY};
use crate::error::Problems;

/// Most price breaks.
pub const MAX_BREAKS: usize = 20;
/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Highest price of one device: a million euros.
const MAX_PRICE: Euro = Euro::from_hundredths(100_000_000);

/// From this quantity on, one device costs so much (Staffelpreis).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceBreak {
    /// The quantity.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub from: u32,
    /// The price of one.
    pub price: Euro,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OrderState {
    /// Units commit themselves.
    Open,
    /// The deadline is over or the provider ended it: what is committed stands.
    Closed,
    /// It was ordered.
    Placed,
    /// It came to nothing.
    Cancelled,
}

impl OrderState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Placed => "placed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What an order is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// What is ordered, in the words of the provider.
    pub title: String,
    /// The class of devices.
    pub class: DeviceClass,
    /// The last day on which units commit themselves.
    pub deadline: Date,
    /// The prices by quantity, the smallest quantity first; the first begins at 1.
    pub breaks: Vec<PriceBreak>,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Its id.
    pub id: Uuid,
    /// The provider that places it.
    pub provider: Slug,
    /// What it is about.
    pub terms: Terms,
    /// Where it stands.
    pub state: OrderState,
    /// What each unit commits itself to.
    pub commitments: BTreeMap<Ars, u32>,
    /// How often it was changed.
    pub revision: Revision,
}

/// What an order comes to for one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitShare {
    /// The unit.
    pub unit: Ars,
    /// How many it takes.
    pub quantity: u32,
    /// What it pays: its quantity at the price of the whole.
    pub cost: Euro,
    /// What it would pay alone: its quantity at the price of its quantity.
    pub alone: Euro,
    /// What it saves.
    pub saves: Euro,
}

/// What an order comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderResult {
    /// How many all units take.
    pub quantity: u64,
    /// The price of one; nothing while nobody takes any.
    pub price: Option<Euro>,
    /// What all pay: the sum over the units.
    pub cost: Euro,
    /// What all save together.
    pub saves: Euro,
    /// How many more would reach the next price, and which that is.
    pub next_break: Option<NextBreak>,
    /// Unit by unit, by key.
    pub units: Vec<UnitShare>,
}

/// The next price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextBreak {
    /// How many more it takes.
    pub missing: u64,
    /// The price of one from then on.
    pub price: Euro,
}

impl Terms {
    /// Checks prices, title and deadline.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self, today: Date) -> Result<(), Error> {
        let mut problems = Problems::default();
        let title = self.title.trim();
        let plain =
            !title.is_empty() && title.chars().count() <= MAX_TITLE && !title.contains(char::is_control);
        problems.require(plain, "/title".to_owned(), || Message::new("order-title").with("most", MAX_TITLE));
        problems.require(today <= self.deadline, "/deadline".to_owned(), || {
            Message::new("order-deadline-past").with("date", self.deadline)
        });
        let first = self.breaks.first().map(|first| first.from);
        problems.require(first == Some(1), "/breaks".to_owned(), || Message::new("order-breaks-from-one"));
        problems.require(self.breaks.len() <= MAX_BREAKS, "/breaks".to_owned(), || {
            Message::new("resources-too-many").with("count", self.breaks.len()).with("most", MAX_BREAKS)
        });
        for (i, step) in self.breaks.iter().enumerate() {
            let priced = step.price > Euro::ZERO && step.price <= MAX_PRICE;
            problems.require(priced, format!("/breaks/{i}/price"), || {
                Message::new("order-price").with("most", MAX_PRICE)
            });
            let before = i.checked_sub(1).and_then(|before| self.breaks.get(before));
            let rises = before.is_none_or(|before| before.from < step.from) && step.from <= MAX_QUANTITY;
            problems.require(rises, format!("/breaks/{i}/from"), || Message::new("order-breaks-rise"));
            let falls = before.is_none_or(|before| step.price < before.price);
            problems.require(falls, format!("/breaks/{i}/price"), || Message::new("order-prices-fall"));
        }
        problems.into_result("order")
    }

    /// The price of one if so many are taken.
    fn price(&self, quantity: u64) -> Option<Euro> {
        let mut reached = self.breaks.iter().filter(|step| u64::from(step.from) <= quantity);
        reached.next_back().map(|step| step.price)
    }
}

impl Order {
    /// A new order, open.
    ///
    /// # Errors
    /// `Invalid` with every problem of the terms.
    pub fn new(id: Uuid, provider: Slug, terms: Terms, today: Date) -> Result<Self, Error> {
        terms.check(today)?;
        let (state, commitments, revision) = (OrderState::Open, BTreeMap::new(), Revision::FIRST);
        Ok(Self { id, provider, terms, state, commitments, revision })
    }

    /// A unit commits itself to a quantity; to none takes its commitment back.
    ///
    /// # Errors
    /// `WrongState` unless it is open, `Late` after the deadline, `Invalid` for more than there can be.
    pub fn commit(mut self, unit: Ars, quantity: u32, today: Date) -> Result<Self, Error> {
        self.require(&[OrderState::Open], "commit")?;
        if today > self.terms.deadline {
            return Err(Error::Late(self.terms.deadline));
        }
        let mut problems = Problems::default();
        problems.require(quantity <= MAX_QUANTITY, "/quantity".to_owned(), || {
            Message::new("resources-out-of-range").with("least", 0).with("most", MAX_QUANTITY)
        });
        problems.into_result("order")?;
        if quantity == 0 {
            self.commitments.remove(&unit);
        } else {
            self.commitments.insert(unit, quantity);
        }
        Ok(self.changed())
    }

    /// Ends the time in which units commit themselves.
    ///
    /// # Errors
    /// `WrongState` unless it is open.
    pub fn close(self) -> Result<Self, Error> {
        self.to(&[OrderState::Open], OrderState::Closed, "close")
    }

    /// Notes that it was ordered.
    ///
    /// # Errors
    /// `WrongState` unless it is closed.
    pub fn place(self) -> Result<Self, Error> {
        self.to(&[OrderState::Closed], OrderState::Placed, "place")
    }

    /// Notes that it came to nothing.
    ///
    /// # Errors
    /// `WrongState` once it is placed or cancelled.
    pub fn cancel(self) -> Result<Self, Error> {
        self.to(&[OrderState::Open, OrderState::Closed], OrderState::Cancelled, "cancel")
    }

    /// What it comes to.
    ///
    /// # Errors
    /// `TooLarge` if a sum leaves what can be kept exactly.
    pub fn result(&self) -> Result<OrderResult, Error> {
        let quantity: u64 = self.commitments.values().map(|quantity| u64::from(*quantity)).sum();
        let price = self.terms.price(quantity);
        let mut units = Vec::with_capacity(self.commitments.len());
        let (mut cost, mut saves) = (Euro::ZERO, Euro::ZERO);
        for (unit, taken) in &self.commitments {
            let own = times(price.unwrap_or(Euro::ZERO), *taken)?;
            let alone = times(self.terms.price(u64::from(*taken)).unwrap_or(Euro::ZERO), *taken)?;
            let saved = Euro::from_hundredths(alone.hundredths().saturating_sub(own.hundredths()));
            cost = cost.checked_add(own).ok_or(Error::TooLarge)?;
            saves = saves.checked_add(saved).ok_or(Error::TooLarge)?;
            units.push(UnitShare { unit: unit.clone(), quantity: *taken, cost: own, alone, saves: saved });
        }
        let next = self.terms.breaks.iter().find(|step| u64::from(step.from) > quantity);
        let next_break = next
            .filter(|_| quantity > 0)
            .map(|step| NextBreak { missing: u64::from(step.from) - quantity, price: step.price });
        Ok(OrderResult { quantity, price, cost, saves, next_break, units })
    }

    fn require(&self, states: &[OrderState], transition: &'static str) -> Result<(), Error> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Error::WrongState { state: self.state.as_str(), transition })
    }

    fn to(self, from: &[OrderState], state: OrderState, transition: &'static str) -> Result<Self, Error> {
        self.require(from, transition)?;
        Ok(Self { state, ..self }.changed())
    }

    fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

fn times(price: Euro, quantity: u32) -> Result<Euro, Error> {
    let product = price.hundredths().checked_mul(quantity.into()).ok_or(Error::TooLarge)?;
    Ok(Euro::from_hundredths(product))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: &str = "2026-03-01";

    fn terms(breaks: &[(u32, &str)]) -> Terms {
        let step = |(from, price): &(u32, &str)| PriceBreak { from: *from, price: price.parse().unwrap() };
        Terms {
            title: "Notebooks 14 Zoll".to_owned(),
            class: DeviceClass::Laptop,
            deadline: "2026-04-30".parse().unwrap(),
            breaks: breaks.iter().map(step).collect(),
        }
    }

    fn order(commitments: &[(&str, u32)]) -> Order {
        let terms = terms(&[(1, "1000"), (50, "900.50"), (200, "800")]);
        let open =
            Order::new(Uuid::nil(), "it-harz".parse().unwrap(), terms, TODAY.parse().unwrap()).unwrap();
        commitments.iter().fold(open, |order, (unit, quantity)| {
            order.commit(unit.parse().unwrap(), *quantity, TODAY.parse().unwrap()).unwrap()
        })
    }

    fn euro(text: &str) -> Euro {
        text.parse().unwrap()
    }

    /// 60 and 15 are 75 at 900.50: 54,030 and 13,507.50. Alone the 60 have the same price, the 15 would cost 15,000.
    #[test]
    fn together_they_get_the_price_of_the_whole() {
        let result = order(&[("031530017017", 60), ("031530019019", 15)]).result().unwrap();
        assert_eq!((result.quantity, result.price), (75, Some(euro("900.50"))));
        let shares: Vec<_> =
            result.units.iter().map(|s| (s.quantity, s.cost.to_string(), s.saves.to_string())).collect();
        assert_eq!(
            shares,
            [
                (60, "54030.00".to_owned(), "0.00".to_owned()),
                (15, "13507.50".to_owned(), "1492.50".to_owned())
            ]
        );
        assert_eq!((result.cost, result.saves), (euro("67537.50"), euro("1492.50")));
        assert_eq!(result.next_break, Some(NextBreak { missing: 125, price: euro("800") }));
        let nobody = order(&[]).result().unwrap();
        assert_eq!((nobody.quantity, nobody.price, nobody.next_break), (0, None, None));
    }

    #[test]
    fn a_commitment_is_changed_and_taken_back_until_the_deadline() {
        let unit: Ars = "031530017017".parse().unwrap();
        let order = order(&[("031530017017", 60), ("031530017017", 20)]);
        assert_eq!(order.commitments.get(&unit), Some(&20));
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(order.clone().commit(unit.clone(), 0, day("2026-04-30")).unwrap().commitments.len(), 0);
        assert_eq!(
            order.clone().commit(unit.clone(), 1, day("2026-05-01")),
            Err(Error::Late(day("2026-04-30")))
        );
        let closed = order.close().unwrap();
        assert!(matches!(closed.clone().commit(unit, 1, day(TODAY)), Err(Error::WrongState { .. })));
        assert!(closed.clone().close().is_err());
        let placed = closed.clone().place().unwrap();
        assert!(placed.clone().cancel().is_err() && placed.place().is_err());
        assert!(closed.cancel().unwrap().cancel().is_err());
    }

    #[test]
    fn terms_that_make_no_sense_are_refused_at_every_place() {
        let mut bad = terms(&[(2, "10"), (2, "10"), (5, "0")]);
        bad.title = " ".to_owned();
        bad.deadline = "2026-02-28".parse().unwrap();
        let Err(Error::Invalid { problems, .. }) = bad.check(TODAY.parse().unwrap()) else {
            panic!("accepted")
        };
        let paths: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(
            paths,
            ["/title", "/deadline", "/breaks", "/breaks/1/from", "/breaks/1/price", "/breaks/2/price"]
        );
    }

    proptest! {
        /// What all pay and take is the sum over the units, and nobody pays more than alone.
        #[test]
        fn the_pool_is_the_sum_of_its_units(quantities in prop::collection::vec(1u32..400, 0..20)) {
            let keys: Vec<String> = (0..quantities.len()).map(|n| format!("0315300{n:05}")).collect();
            let commitments: Vec<(&str, u32)> = keys.iter().map(String::as_str).zip(quantities.iter().copied()).collect();
            let result = order(&commitments).result().unwrap();
            prop_assert_eq!(result.quantity, quantities.iter().map(|q| u64::from(*q)).sum::<u64>());
            let cost: i64 = result.units.iter().map(|share| share.cost.hundredths()).sum();
            prop_assert_eq!(result.cost.hundredths(), cost);
            for share in &result.units {
                prop_assert!(share.cost <= share.alone && share.saves >= Euro::ZERO);
            }
        }
    }
}
