//! Equipment as a table, one row for each batch of a unit. Whether a unit exists is not known here. The format is described in
//! `docs/formats/equipment-csv.md`.

use blaupause_kernel::{Message, UnitKey};
use blaupause_territory::{Defect, Defects, Fields, Row, day, table_rows, yes_or_no};

use super::{Batch, MAX_LIFETIME, MAX_QUANTITY};

/// The columns, in any order; the first five must be there.
pub const COLUMNS: [&str; 8] =
    ["unit", "class", "quantity", "bought", "lifetimeMonths", "mobileReady", "workplaces", "staff"];
const REQUIRED: usize = 5;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquipmentRow {
    /// The unit.
    pub unit: UnitKey,
    /// The devices.
    pub batch: Batch,
    /// Places to work at in the buildings of the unit, if the row says so.
    pub workplaces: Option<u32>,
    /// People who work for the unit, if the row says so.
    pub staff: Option<u32>,
    /// The line, counted from 1.
    pub line: usize,
}

/// Reads a table, separated by `;` or `,`. UTF-8 with or without byte order mark or Windows-1252, plain or gzip.
///
/// # Errors
/// Every defect with line and field number, up to [`blaupause_territory::MAX_DEFECTS`]. Then nothing is read.
pub fn read_sheet(bytes: &[u8]) -> Result<Vec<EquipmentRow>, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = table_rows(bytes, &COLUMNS, REQUIRED, &mut defects)?;
    if rows.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    let found = rows.iter().filter_map(|row| read(row, &mut defects)).collect();
    defects.or(found)
}

fn read(row: &Row, defects: &mut Defects) -> Option<EquipmentRow> {
    let mut field = Fields::of(row, defects);
    let number = |least: u32, most: u32| {
        move |text: &str| text.parse::<u32>().ok().filter(|n| (least..=most).contains(n))
    };
    let unit = field.needed(0, "sheet-unit-invalid", |t| t.parse().ok());
    let class = field.needed(1, "sheet-device-class-invalid", |t| t.parse().ok());
    let quantity = field.needed(2, "sheet-quantity-invalid", number(1, MAX_QUANTITY));
    let bought = field.needed(3, "sheet-day-invalid", day);
    let lifetime = field.needed(4, "sheet-lifetime-invalid", number(1, MAX_LIFETIME));
    let mobile = field.optional(5, "sheet-yes-or-no", yes_or_no);
    let workplaces = field.optional(6, "sheet-quantity-invalid", number(0, MAX_QUANTITY));
    let staff = field.optional(7, "sheet-quantity-invalid", number(0, MAX_QUANTITY));
    Some(EquipmentRow {
        unit: unit?,
        batch: Batch {
            class: class?,
            quantity: quantity?,
            bought: bought?,
            lifetime_months: lifetime?,
            mobile_ready: mobile?.unwrap_or_default(),
        },
        workplaces: workplaces?,
        staff: staff?,
        line: row.line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equipment::DeviceClass;

    #[test]
    fn reads_rows_of_a_german_spreadsheet() {
        let text = "\u{feff}unit;class;quantity;bought;lifetimeMonths;mobileReady;workplaces;staff\r\n\
            03153019;laptop;40;15.06.2022;48;ja;60;75\r\n031530017017;monitor;25;2020-01-31;84;;;\r\n";
        let rows = read_sheet(text.as_bytes()).unwrap();
        let first = &rows[0];
        assert_eq!((first.batch.class, first.batch.quantity), (DeviceClass::Laptop, 40));
        assert_eq!((first.batch.mobile_ready, first.workplaces, first.staff), (true, Some(60), Some(75)));
        assert_eq!((rows[1].batch.mobile_ready, rows[1].workplaces, rows[1].line), (false, None, 3));
    }

    #[test]
    fn names_every_defect_with_line_and_field() {
        let text = "unit,class,quantity,bought,lifetimeMonths,mobileReady,workplaces,staff\n\
            abc,toaster,0,32.01.2026,361,vielleicht,-1,viele\n";
        let found = read_sheet(text.as_bytes()).unwrap_err();
        let places: Vec<_> = found.iter().map(|d| (d.line, d.column, d.message.code.as_str())).collect();
        let codes = [
            "sheet-unit-invalid",
            "sheet-device-class-invalid",
            "sheet-quantity-invalid",
            "sheet-day-invalid",
            "sheet-lifetime-invalid",
            "sheet-yes-or-no",
            "sheet-quantity-invalid",
            "sheet-quantity-invalid",
        ];
        assert_eq!(places, (1..).zip(codes).map(|(column, code)| (2, column, code)).collect::<Vec<_>>());
    }
}
