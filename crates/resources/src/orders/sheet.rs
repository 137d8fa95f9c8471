//! An order as a table for procurement, as a German spreadsheet opens it: semicolons, decimal comma, CRLF.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Euro};
use blaupause_territory::{guarded, quoted};

use super::{Order, OrderResult};

/// The order unit by unit, by key; its last row is the sum. Columns `unit`, `name`, `title`, `class`, `quantity`, `unitPrice`, `cost`.
pub fn sheet(order: &Order, result: &OrderResult, names: &BTreeMap<Ars, String>) -> String {
    let mut text = "\u{feff}unit;name;title;class;quantity;unitPrice;cost\r\n".to_owned();
    let mut row = |unit: &str, name: &str, quantity: u64, cost: Euro| {
        let price = result.price.map(comma).unwrap_or_default();
        let fields = [
            unit,
            &quoted(&guarded(name)),
            &quoted(&guarded(&order.terms.title)),
            order.terms.class.as_str(),
            &quantity.to_string(),
            &price,
            &comma(cost),
        ];
        text.push_str(&fields.join(";"));
        text.push_str("\r\n");
    };
    for share in &result.units {
        let name = names.get(&share.unit).map(String::as_str).unwrap_or_default();
        row(share.unit.as_str(), name, share.quantity.into(), share.cost);
    }
    row("", "", result.quantity, result.cost);
    text
}

fn comma(amount: Euro) -> String {
    amount.to_string().replace('.', ",")
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::{Date, Slug};
    use uuid::Uuid;

    use super::*;
    use crate::equipment::DeviceClass;
    use crate::orders::{PriceBreak, Terms};

    /// By hand: three at 999.90 are 2,999.70. A name that a spreadsheet would calculate stands as text.
    #[test]
    fn procurement_reads_who_gets_how_many_and_the_sum() {
        let (provider, today): (Slug, Date) = ("it-harz".parse().unwrap(), "2026-03-01".parse().unwrap());
        let breaks = vec![PriceBreak { from: 1, price: "999.90".parse().unwrap() }];
        let (title, class) = ("Notebooks; 14 Zoll".to_owned(), DeviceClass::Laptop);
        let terms = Terms { title, class, deadline: today, breaks };
        let order = Order::new(Uuid::nil(), provider, terms, today).unwrap();
        let (a, b): (Ars, Ars) = ("031530017017".parse().unwrap(), "031530019019".parse().unwrap());
        let taken = [order.commit(a.clone(), 1, today).unwrap(), order.commit(b.clone(), 2, today).unwrap()];
        let names = [(a, "Goslar, Stadt".to_owned()), (b, "=1+1".to_owned())].into();
        let text = sheet(&order, &order.result(&taken).unwrap(), &names);
        let expected = "\u{feff}unit;name;title;class;quantity;unitPrice;cost\r\n\
            031530017017;\"Goslar, Stadt\";\"Notebooks; 14 Zoll\";laptop;1;999,90;999,90\r\n\
            031530019019;'=1+1;\"Notebooks; 14 Zoll\";laptop;2;999,90;1999,80\r\n\
            ;;\"Notebooks; 14 Zoll\";laptop;3;999,90;2999,70\r\n";
        assert_eq!(text, expected);
    }
}
