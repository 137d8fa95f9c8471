//! Orders that many units place together ("Sammelbestellung"; Handreichung, Beschaffung: many small uncoordinated requests did
//! not reach what one order does): price breaks, a deadline, what each unit commits itself to, and what it comes to.

mod sheet;
#[cfg(test)]
mod tests;

use blaupause_kernel::{Ars, Date, Euro, Message, Revision, Slug};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::equipment::{DeviceClass, MAX_QUANTITY};
use crate::error::Problems;

pub use sheet::sheet;

/// Most price breaks.
pub const MAX_BREAKS: usize = 20;
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
    /// How often it was changed.
    pub revision: Revision,
}

/// What a unit commits itself to. It stands for itself, so that units do not wait for each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Commitment {
    /// The order.
    pub order: Uuid,
    /// The unit.
    pub unit: Ars,
    /// How many it takes: at least one.
    pub quantity: u32,
    /// The day of the commitment or of its last change.
    pub on: Date,
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
        problems.require_title("/title", &self.title);
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
        Ok(Self { id, provider, terms, state: OrderState::Open, revision: Revision::FIRST })
    }

    /// The first commitment of a unit.
    ///
    /// # Errors
    /// Those of [`Self::accept`]; `Invalid` for none or more than there can be.
    pub fn commit(&self, unit: Ars, quantity: u32, today: Date) -> Result<Commitment, Error> {
        self.accept(today)?;
        let mut problems = Problems::default();
        problems.require((1..=MAX_QUANTITY).contains(&quantity), "/quantity".to_owned(), || {
            Message::new("resources-out-of-range").with("least", 1).with("most", MAX_QUANTITY)
        });
        problems.into_result("order")?;
        Ok(Commitment { order: self.id, unit, quantity, on: today, revision: Revision::FIRST })
    }

    /// Whether units may commit themselves today, change that and take it back.
    ///
    /// # Errors
    /// `WrongState` unless it is open, `Late` after the deadline.
    pub fn accept(&self, today: Date) -> Result<(), Error> {
        self.require(&[OrderState::Open], "commit")?;
        if today > self.terms.deadline { Err(Error::Late(self.terms.deadline)) } else { Ok(()) }
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

    /// What it comes to with these commitments to it.
    ///
    /// # Errors
    /// `TooLarge` if a sum leaves what can be kept exactly.
    pub fn result(&self, commitments: &[Commitment]) -> Result<OrderResult, Error> {
        let quantity: u64 = commitments.iter().map(|commitment| u64::from(commitment.quantity)).sum();
        let price = self.terms.price(quantity);
        let mut units = Vec::with_capacity(commitments.len());
        let (mut cost, mut saves) = (Euro::ZERO, Euro::ZERO);
        for Commitment { unit, quantity, .. } in commitments {
            let own = times(price.unwrap_or(Euro::ZERO), *quantity)?;
            let alone = times(self.terms.price(u64::from(*quantity)).unwrap_or(Euro::ZERO), *quantity)?;
            let saved = Euro::from_hundredths(alone.hundredths().saturating_sub(own.hundredths()));
            cost = cost.checked_add(own).ok_or(Error::TooLarge)?;
            saves = saves.checked_add(saved).ok_or(Error::TooLarge)?;
            units.push(UnitShare { unit: unit.clone(), quantity: *quantity, cost: own, alone, saves: saved });
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
