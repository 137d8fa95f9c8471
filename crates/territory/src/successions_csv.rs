//! Reads an official list of changes (Gebietsänderungen) as CSV into decisions.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Described as _, Message, Rational};

use crate::defects::{Defects, excerpt};
use crate::tables::{Row, rows};
use crate::{Basis, Decision, Defect, Successor};

/// The columns, in any order; only `note` may be missing.
pub const COLUMNS: [&str; 5] = ["predecessor", "successor", "share", "effective", "note"];

/// Reads decisions, separated by `;` or `,`: one row per successor, several rows per predecessor.
///
/// Keys are ARS, as an AGS does not say which of several ARS is meant. A share is a fraction (`1/3`) or a decimal
/// (`0.25`, or `0,25` where `;` separates). Whether the units exist is checked by [`Decision::validate`].
///
/// # Errors
/// Every defect with line and field number, up to [`crate::MAX_DEFECTS`]. Then nothing is read.
pub fn read(bytes: &[u8]) -> Result<Vec<Decision>, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = rows(bytes, &COLUMNS, 4, &mut defects)?;
    if rows.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    let mut decisions: BTreeMap<Ars, (usize, Decision)> = BTreeMap::new();
    for row in &rows {
        let Some((predecessor, successor, effective)) = entry(row, &mut defects) else { continue };
        let new = || Decision {
            predecessor: predecessor.clone(),
            successors: Vec::new(),
            effective,
            basis: Basis::Official,
            note: None,
        };
        let (_, decision) = decisions.entry(predecessor.clone()).or_insert_with(|| (row.line, new()));
        if decision.effective != effective {
            let message = Message::new("succession-dates-differ")
                .with("first", decision.effective)
                .with("value", effective);
            defects.add(row.line, row.field(3).0, message);
        }
        decision.successors.push(successor);
        add_note(&mut decision.note, row.field(4).1);
    }
    for (line, decision) in decisions.values().filter(|_| defects.is_empty()).collect::<Vec<_>>() {
        for error in decision.share_errors() {
            defects.add(*line, 1, error.message());
        }
    }
    defects.or(decisions.into_values().map(|(_, decision)| decision).collect())
}

fn entry(row: &Row, defects: &mut Defects) -> Option<(Ars, Successor, Date)> {
    let predecessor: Option<Ars> = value(row, 0, "succession-key-invalid", defects, |t| t.parse().ok());
    let successor: Option<Ars> = value(row, 1, "succession-key-invalid", defects, |t| t.parse().ok());
    let share = value(row, 2, "succession-share-invalid", defects, share_of);
    let effective = value(row, 3, "succession-date-invalid", defects, |t| t.parse().ok());
    Some((predecessor?, Successor { ars: successor?, share: share? }, effective?))
}

fn share_of(text: &str) -> Option<Rational> {
    text.replace(',', ".").parse().ok()
}

fn value<T>(
    row: &Row,
    index: usize,
    code: &str,
    defects: &mut Defects,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let (column, text) = row.field(index);
    let value = parse(text);
    if value.is_none() {
        defects.add(row.line, column, Message::new(code).with("value", excerpt(text)));
    }
    value
}

/// Keeps every different remark on one predecessor.
fn add_note(note: &mut Option<String>, text: &str) {
    if text.is_empty() {
        return;
    }
    match note {
        Some(all) if all.split("; ").any(|n| n == text) => {}
        Some(all) => {
            all.push_str("; ");
            all.push_str(text);
        }
        None => *note = Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_the_rows_of_one_predecessor() {
        let csv = "predecessor;successor;share;effective;note\n\
            160640073073;160640046046;1/3;2023-01-01;Teil A\n\
            160640073073;160640071071;2/3;2023-01-01;Teil B\n\
            031535401006;031530019019;1;2021-11-01;\n";
        let decisions = read(csv.as_bytes()).unwrap();
        assert_eq!(decisions.len(), 2);
        assert_eq!(decisions[1].successors[1].share, Rational::new(2, 3).unwrap());
        assert_eq!(decisions[1].note.as_deref(), Some("Teil A; Teil B"));
        assert_eq!((decisions[0].basis, &decisions[0].note), (Basis::Official, &None));
        let decimal = csv.replace("1/3", "0,25").replace("2/3", "0.75");
        assert_eq!(read(decimal.as_bytes()).unwrap()[1].successors[0].share, Rational::new(1, 4).unwrap());
    }

    #[test]
    fn names_every_defect_with_line_and_field() {
        let head = "predecessor,successor,share,effective\n";
        for (rows, expected) in [
            ("03153006,031530019019,1,2021-11-01\n", (2, 1, "succession-key-invalid")),
            ("031535401006,,1,2021-11-01\n", (2, 2, "succession-key-invalid")),
            ("031535401006,031530019019,half,2021-11-01\n", (2, 3, "succession-share-invalid")),
            ("031535401006,031530019019,1,01.11.2021\n", (2, 4, "succession-date-invalid")),
            ("031535401006,031530019019,1/3,2021-11-01\n", (2, 1, "succession-shares-not-whole")),
            ("031535401006,031530019019,0,2021-11-01\n", (2, 1, "succession-share-not-positive")),
            (
                "031535401006,031530019019,1/2,2021-11-01\n031535401006,031530019020,1/2,2021-12-01\n",
                (3, 4, "succession-dates-differ"),
            ),
            (
                "031535401006,031530019019,1/2,2021-11-01\n031535401006,031530019019,1/2,2021-11-01\n",
                (2, 1, "succession-successor-repeated"),
            ),
            ("", (1, 1, "csv-empty")),
        ] {
            let defects = read(format!("{head}{rows}").as_bytes()).unwrap_err();
            let first = &defects[0];
            assert_eq!((first.line, first.column, first.message.code.as_str()), expected, "{rows}");
        }
    }
}
