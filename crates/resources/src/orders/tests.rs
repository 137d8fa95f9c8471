//! Prices, commitments and terms of orders, against tables calculated by hand.

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

fn order() -> Order {
    let terms = terms(&[(1, "1000"), (50, "900.50"), (200, "800")]);
    Order::new(Uuid::nil(), "it-harz".parse().unwrap(), terms, TODAY.parse().unwrap()).unwrap()
}

fn result(commitments: &[(&str, u32)]) -> OrderResult {
    let order = order();
    let commit = |(unit, quantity): &(&str, u32)| {
        order.commit(unit.parse().unwrap(), *quantity, TODAY.parse().unwrap()).unwrap()
    };
    order.result(&commitments.iter().map(commit).collect::<Vec<_>>()).unwrap()
}

fn euro(text: &str) -> Euro {
    text.parse().unwrap()
}

/// 60 and 15 are 75 at 900.50: 54,030 and 13,507.50. Alone the 60 have the same price, the 15 would cost 15,000.
#[test]
fn together_they_get_the_price_of_the_whole() {
    let result = result(&[("031530017017", 60), ("031530019019", 15)]);
    assert_eq!((result.quantity, result.price), (75, Some(euro("900.50"))));
    let shares: Vec<_> =
        result.units.iter().map(|s| (s.quantity, s.cost.to_string(), s.saves.to_string())).collect();
    assert_eq!(
        shares,
        [(60, "54030.00".to_owned(), "0.00".to_owned()), (15, "13507.50".to_owned(), "1492.50".to_owned())]
    );
    assert_eq!((result.cost, result.saves), (euro("67537.50"), euro("1492.50")));
    assert_eq!(result.next_break, Some(NextBreak { missing: 125, price: euro("800") }));
}

#[test]
fn an_order_that_nobody_joined_has_no_price_yet() {
    let nobody = result(&[]);
    assert_eq!((nobody.quantity, nobody.price, nobody.next_break), (0, None, None));
}

#[test]
fn units_commit_themselves_until_the_deadline_while_it_is_open() {
    let unit: Ars = "031530017017".parse().unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    let order = order();
    let made = order.commit(unit.clone(), 20, day("2026-04-30")).unwrap();
    assert_eq!((made.quantity, made.on), (20, day("2026-04-30")));
    assert_eq!(order.commit(unit.clone(), 1, day("2026-05-01")), Err(Error::Late(day("2026-04-30"))));
    for none in [0, MAX_QUANTITY + 1] {
        assert!(matches!(order.commit(unit.clone(), none, day(TODAY)), Err(Error::Invalid { .. })));
    }
    let closed = order.close().unwrap();
    assert!(matches!(closed.commit(unit, 1, day(TODAY)), Err(Error::WrongState { .. })));
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
    let Err(Error::Invalid { problems, .. }) = bad.check(TODAY.parse().unwrap()) else { panic!("accepted") };
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
        let result = result(&commitments);
        prop_assert_eq!(result.quantity, quantities.iter().map(|q| u64::from(*q)).sum::<u64>());
        let cost: i64 = result.units.iter().map(|share| share.cost.hundredths()).sum();
        prop_assert_eq!(result.cost.hundredths(), cost);
        for share in &result.units {
            prop_assert!(share.cost <= share.alone && share.saves >= Euro::ZERO);
        }
    }
}
