//! What a table is about and which columns it has.

use std::collections::HashSet;

use blaupause_kernel::{Language, Slug};

use crate::codes::Codes;
use crate::{Decimal, Error, Field, Kind, Role};

/// The most columns a table has.
pub const MAX_COLUMNS: usize = 256;

/// The name of the dimension that JSON-stat makes of the measures; no column has it.
pub const METRIC: &str = "metric";

/// A table without its rows. Its texts are in one language.
#[derive(Debug, Clone)]
pub struct Schema {
    id: Slug,
    language: Language,
    title: String,
    description: Option<String>,
    fields: Vec<Field>,
    codes: Vec<Codes>,
}

impl Schema {
    /// A table with these columns.
    ///
    /// # Errors
    /// If there is no column or there are too many, two have names that differ at most in upper and lower case, a title
    /// is blank, a code is no value of its column, or a role does not go with what the column holds: see [`Role`].
    pub fn new(
        id: Slug,
        language: Language,
        title: impl Into<String>,
        fields: Vec<Field>,
    ) -> Result<Self, Error> {
        let title = title.into();
        if title.trim().is_empty() {
            return Err(Error::NoTitle(id.to_string()));
        }
        if !(1..=MAX_COLUMNS).contains(&fields.len()) {
            return Err(Error::Columns { found: fields.len(), most: MAX_COLUMNS });
        }
        fields.iter().try_for_each(check_field)?;
        check_together(&fields)?;
        let codes = fields.iter().map(Codes::of).collect::<Result<_, _>>()?;
        Ok(Self { id, language, title, description: None, fields, codes })
    }

    /// The same table with a description.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// What files and documents call the table.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// The language of its texts.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Its name for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it shows.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Its columns, in the order of the values of a row.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Its columns with their codes.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&Field, &Codes)> {
        self.fields.iter().zip(&self.codes)
    }

    /// The columns that together say which row it is.
    pub(crate) fn dimensions(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_dimension())
    }

    /// The columns with figures.
    pub(crate) fn measures(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_measure())
    }
}

fn check_field(field: &Field) -> Result<(), Error> {
    let name = || field.name.clone();
    if field.title.trim().is_empty() {
        return Err(Error::NoTitle(field.name.to_string()));
    }
    if field.kind.digits() > Decimal::PRECISION {
        return Err(Error::Digits { field: name(), digits: field.kind.digits() });
    }
    let fits = match &field.role {
        Role::Dimension { .. } => field.required && !matches!(field.kind, Kind::Decimal { .. }),
        Role::Measure { .. } => matches!(field.kind, Kind::Integer | Kind::Decimal { .. }),
        Role::Status { reasons } => field.kind == Kind::Text && !field.required && !reasons.is_empty(),
        Role::Attribute => true,
    };
    let (role, kind, required) = (field.role.name(), field.kind.name(), field.required);
    if fits { Ok(()) } else { Err(Error::Role { field: name(), role, kind, required }) }
}

/// What no column can break alone. Names are told apart without their case, as SQL engines do.
fn check_together(fields: &[Field]) -> Result<(), Error> {
    let mut names = HashSet::from([METRIC.to_owned()]);
    if let Some(twice) = fields.iter().find(|field| !names.insert(field.name.as_str().to_ascii_lowercase())) {
        return Err(Error::SameName { field: twice.name.clone() });
    }
    let mut statuses = fields.iter().filter(|field| field.is_status());
    let gaps = fields.iter().any(|field| field.is_measure() && !field.required);
    match (statuses.next(), statuses.next()) {
        (Some(field), None) if !gaps => Err(Error::NothingToExplain { field: field.name.clone() }),
        (Some(_), Some(second)) => Err(Error::SecondStatus { field: second.name.clone() }),
        _ => Ok(()),
    }
}
