//! What can be refused in this crate: each variant states a fact.

use blaupause_kernel::Slug;

use crate::{Decimal, Name};

/// Why something was refused. Rows are counted from 1, without the header.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not a machine name of a column.
    #[error("`{0}` is not a name in camelCase: a letter a-z, then letters and digits, at most 64 characters")]
    Name(String),
    /// Not an exact decimal number.
    #[error("`{0}` is not a decimal number of at most 18 digits such as 2.65")]
    Decimal(String),

    /// A table, a column or a package without a name for people.
    #[error("`{0}` has no title")]
    NoTitle(String),
    /// No column, or too many.
    #[error("{found} columns are not 1 to {most}")]
    Columns {
        /// How many.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A name another column has, or one JSON-stat needs.
    #[error("the column `{field}` has a name that is taken, upper and lower case being the same")]
    SameName {
        /// The second column.
        field: Name,
    },
    /// More digits than a decimal has.
    #[error(
        "the column `{field}` has {digits} digits after the decimal point, more than a decimal of 18 digits"
    )]
    Digits {
        /// The column.
        field: Name,
        /// Digits after the decimal point.
        digits: u8,
    },
    /// A role that does not go with what the column holds.
    #[error("the column `{field}` (kind {kind}, required: {required}) cannot be a {role}")]
    Role {
        /// The column.
        field: Name,
        /// Its role.
        role: &'static str,
        /// What it holds.
        kind: &'static str,
        /// Whether every row has a value.
        required: bool,
    },
    /// A second column with reasons.
    #[error("the column `{field}` is a second one that says why measures are empty")]
    SecondStatus {
        /// The second column.
        field: Name,
    },
    /// A column with reasons in a table whose measures are never empty.
    #[error("the column `{field}` says why measures are empty, and no measure can be")]
    NothingToExplain {
        /// The column.
        field: Name,
    },
    /// A code that no cell of the column can hold.
    #[error("the code `{code}` of the column `{field}` is not written as its cells are")]
    BadCode {
        /// The column.
        field: Name,
        /// The code.
        code: String,
    },
    /// A code that is there twice.
    #[error("the column `{field}` has the code `{code}` twice")]
    SameCode {
        /// The column.
        field: Name,
        /// The code.
        code: String,
    },

    /// A row with too few or too many values.
    #[error("row {row} has {found} values for {expected} columns")]
    Width {
        /// The row.
        row: u64,
        /// How many values it has.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// No value where there has to be one.
    #[error("row {row} has no value for `{field}`")]
    Missing {
        /// The row.
        row: u64,
        /// The column.
        field: Name,
    },
    /// A value of another kind than the column's.
    #[error(
        "row {row} has a value of the kind {found} for `{field}`, which holds values of the kind {expected}"
    )]
    WrongKind {
        /// The row.
        row: u64,
        /// The column.
        field: Name,
        /// The kind of the column.
        expected: &'static str,
        /// The kind of the value.
        found: &'static str,
    },
    /// An empty text, which CSV cannot tell from no value.
    #[error("row {row} has an empty text for `{field}`")]
    EmptyText {
        /// The row.
        row: u64,
        /// The column.
        field: Name,
    },
    /// A text that is too long.
    #[error("row {row} has a text of {length} bytes for `{field}`, more than {most}")]
    LongText {
        /// The row.
        row: u64,
        /// The column.
        field: Name,
        /// Its bytes.
        length: usize,
        /// Bytes allowed.
        most: usize,
    },
    /// A number that would have to be rounded.
    #[error("row {row} has `{number}` for `{field}`, which has {digits} digits after the decimal point")]
    TooManyDigits {
        /// The row.
        row: u64,
        /// The column.
        field: Name,
        /// The number.
        number: Decimal,
        /// Digits of the column.
        digits: u8,
    },
    /// A number that has more than 18 digits once it is written with those of the column.
    #[error(
        "row {row} has `{number}` for `{field}`, more than 18 digits with {digits} after the decimal point"
    )]
    TooLarge {
        /// The row.
        row: u64,
        /// The column.
        field: Name,
        /// The number.
        number: Decimal,
        /// Digits of the column.
        digits: u8,
    },
    /// A value the column is not limited to.
    #[error("row {row} has `{code}` for `{field}`, which is none of its categories")]
    UnknownCode {
        /// The row.
        row: u64,
        /// The column.
        field: Name,
        /// The value.
        code: String,
    },
    /// A reason in a row that lacks nothing.
    #[error("row {row} says in `{field}` why a measure is empty, and none is")]
    ReasonWithoutGap {
        /// The row.
        row: u64,
        /// The column with the reason.
        field: Name,
    },

    /// A table without figures, which is no cube.
    #[error("the table `{0}` has no measure")]
    NoMeasure(Slug),
    /// A dimension that is not limited to categories, which is none of a cube.
    #[error("the dimension `{field}` has no categories")]
    OpenDimension {
        /// The column.
        field: Name,
    },
    /// More cells than a cube may have.
    #[error("the table `{table}` has more than {most} cells")]
    TooManyCells {
        /// The table.
        table: Slug,
        /// Cells allowed.
        most: usize,
    },
    /// Two rows with the same categories.
    #[error("row {row} is a second one for {categories}")]
    SameCell {
        /// The second row.
        row: u64,
        /// The categories of both.
        categories: String,
    },

    /// Not a path below the folder of the package.
    #[error("`{0}` is not a relative path of letters a-z, digits, points, hyphens and underscores")]
    Path(String),
    /// A second resource with the same table and format, or with the same path.
    #[error("the package has a resource `{name}` or a file `{path}` already")]
    SameResource {
        /// The name of the second resource.
        name: String,
        /// Its path.
        path: String,
    },
    /// A foreign key without columns, or with columns that one of both tables lacks, or to a table without CSV.
    #[error("a foreign key of the table `{table}` does not lead to columns of a CSV file of `{to}`")]
    ForeignKey {
        /// The table it belongs to.
        table: Slug,
        /// The table it leads to.
        to: Slug,
    },
    /// A package without any CSV file, about which CSVW has nothing to say.
    #[error("the package `{0}` has no CSV file")]
    NoCsv(Slug),

    /// The CSV could not be written.
    #[error("the CSV could not be written")]
    Csv(#[from] csv::Error),
    /// The Parquet file could not be written.
    #[error("the Parquet file could not be written")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The JSON could not be written.
    #[error("the JSON could not be written")]
    Json(#[from] serde_json::Error),
    /// What takes the bytes does not.
    #[error("the bytes could not be written")]
    Io(#[from] std::io::Error),
}
