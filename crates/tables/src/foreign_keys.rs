//! Which columns of a table lead to columns of another one.

use blaupause_kernel::Slug;

use crate::{Name, Schema};

/// Columns whose values are those of columns of another table in the same package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The table it leads to.
    pub to: Slug,
    /// The columns, each with the one it leads to.
    pub fields: Vec<(Name, Name)>,
}

impl ForeignKey {
    /// The columns of the table itself.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(from, _)| from.as_str())
    }

    /// The columns they lead to.
    pub(crate) fn to_fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(_, to)| to.as_str())
    }

    /// Whether both tables have the columns.
    pub(crate) fn connects(&self, from: &Schema, to: &Schema) -> bool {
        let has = |schema: &Schema, name: &str| schema.fields().iter().any(|f| f.name.as_str() == name);
        !self.fields.is_empty()
            && self.fields().all(|name| has(from, name))
            && self.to_fields().all(|name| has(to, name))
    }
}
