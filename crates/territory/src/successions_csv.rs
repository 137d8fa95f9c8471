//! Reads an official list of changes (Gebietsänderungen) as CSV into decisions.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Described as _, Message, Rational};

use crate::defects::{Defects, excerpt};
use crate::tables::{Row, rows};
use crate::{Basis, Decision, Defect, Error, Successor};

/// The columns, in any order; only `note` may be missing.
pub const COLUMNS: [&str; 5] = ["predecessor", "successor", "share", "effective", "note"];

/// A decision with the place of each of its successors in the file, in the same order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The decision.
    pub decision: Decision,
    /// The rows it was read from.
    pub places: Vec<Place>,
}

/// Where one row of a decision stands: its line and the fields in it, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The field of the predecessor.
    pub predecessor: usize,
    /// The field of the successor.
    pub successor: usize,
    /// The field of the share.
    pub share: usize,
}

impl Listed {
    /// An error of the decision at the place it is about: the row of the successor, else the first row.
    pub fn defect(&self, error: &Error) -> Defect {
        let own = self.decision.index_of(error).and_then(|index| self.places.get(index));
        let place = own.or_else(|| self.places.first()).copied();
        let place = place.unwrap_or(Place { line: 1, predecessor: 1, successor: 1, share: 1 });
        let column = match (own, error) {
            (None, Error::SharesNotWhole { .. }) | (Some(_), Error::ShareNotPositive { .. }) => place.share,
            (None, _) => place.predecessor,
            (Some(_), _) => place.successor,
        };
        Defect::new(place.line, column, error.message())
    }
}

/// Reads decisions, separated by `;` or `,`: one row per successor, several rows per predecessor.
///
/// Keys are ARS, as an AGS does not say which of several ARS is meant. A share is a fraction (`1/3`) or a decimal
/// (`0.25`, or `0,25` where `;` separates). Whether the units exist is checked by [`Decision::validate`].
///
/// # Errors
/// Every defect with line and field number, up to [`crate::MAX_DEFECTS`]. Then nothing is read.
pub fn read(bytes: &[u8]) -> Result<Vec<Listed>, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = rows(bytes, &COLUMNS, 4, &mut defects)?;
    if rows.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    let mut decisions: BTreeMap<Ars, Listed> = BTreeMap::new();
    for row in &rows {
        let Some((predecessor, successor, effective)) = entry(row, &mut defects) else { continue };
        let new = || Decision {
            predecessor: predecessor.clone(),
            successors: Vec::new(),
            effective,
            basis: Basis::Official,
            note: None,
        };
        let listed = decisions.entry(predecessor.clone());
        let listed = listed.or_insert_with(|| Listed { decision: new(), places: Vec::new() });
        let field = |index| row.field(index).0;
        let (line, predecessor, share) = (row.line, field(0), field(2));
        listed.places.push(Place { line, predecessor, successor: field(1), share });
        let decision = &mut listed.decision;
        if decision.effective != effective {
            let message = Message::new("succession-dates-differ")
                .with("first", decision.effective)
                .with("value", effective);
            defects.add(row.line, row.field(3).0, message);
        }
        decision.successors.push(successor);
        add_note(&mut decision.note, row.field(4).1);
    }
    for listed in decisions.values().filter(|_| defects.is_empty()).collect::<Vec<_>>() {
        for Defect { line, column, message } in
            listed.decision.share_errors().iter().map(|e| listed.defect(e))
        {
            defects.add(line, column, message);
        }
    }
    defects.or(decisions.into_values().collect())
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
        let listed = read(csv.as_bytes()).unwrap();
        let lines: Vec<Vec<usize>> =
            listed.iter().map(|l| l.places.iter().map(|p| p.line).collect()).collect();
        assert_eq!(lines, [vec![4], vec![2, 3]]);
        for other in
            [csv.replace('\n', "\r\n"), csv.replacen("2023-01-01;Teil B\n", "2023-01-01;Teil B\n\n", 1)]
        {
            let listed = read(other.as_bytes()).unwrap();
            let after_empty = usize::from(other.contains("\n\n"));
            assert_eq!(listed[0].places[0].line, 4 + after_empty, "{other:?}");
        }
        let decisions: Vec<Decision> = listed.into_iter().map(|l| l.decision).collect();
        assert_eq!(decisions[1].successors[1].share, Rational::new(2, 3).unwrap());
        assert_eq!(decisions[1].note.as_deref(), Some("Teil A; Teil B"));
        assert_eq!((decisions[0].basis, &decisions[0].note), (Basis::Official, &None));
        let decimal = csv.replace("1/3", "0,25").replace("2/3", "0.75");
        let listed = read(decimal.as_bytes()).unwrap();
        assert_eq!(listed[1].decision.successors[0].share, Rational::new(1, 4).unwrap());
    }

    #[test]
    fn names_every_defect_with_line_and_field() {
        let head = "predecessor,successor,share,effective\n";
        for (rows, expected) in [
            ("03153006,031530019019,1,2021-11-01\n", (2, 1, "succession-key-invalid")),
            ("031535401006,,1,2021-11-01\n", (2, 2, "succession-key-invalid")),
            ("031535401006,031530019019,half,2021-11-01\n", (2, 3, "succession-share-invalid")),
            ("031535401006,031530019019,1,01.11.2021\n", (2, 4, "succession-date-invalid")),
            ("031535401006,031530019019,1/3,2021-11-01\n", (2, 3, "succession-shares-not-whole")),
            ("031535401006,031530019019,0,2021-11-01\n", (2, 3, "succession-share-not-positive")),
            (
                "031535401006,031530019019,1/2,2021-11-01\n031535401006,031530019020,1/2,2021-12-01\n",
                (3, 4, "succession-dates-differ"),
            ),
            (
                "031535401006,031530019019,1/2,2021-11-01\n031535401006,031530019019,1/2,2021-11-01\n",
                (3, 2, "succession-successor-repeated"),
            ),
            ("", (1, 1, "csv-empty")),
        ] {
            let defects = read(format!("{head}{rows}").as_bytes()).unwrap_err();
            let first = &defects[0];
            assert_eq!((first.line, first.column, first.message.code.as_str()), expected, "{rows}");
        }
    }
}
