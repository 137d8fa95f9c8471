//! The page of a data package for people: what is in it and how to read it.

use std::fmt::Write as _;

use blaupause_kernel::{Language, Message};
use blaupause_tables::DataPackage;

use super::internal;
use super::tables::TABLES;
use crate::cohort_tables::Form;
use crate::{Error, messages};

/// The text of `README.md`.
pub(super) fn text(
    language: Language,
    package: &DataPackage,
    description: &str,
    form: Form,
) -> Result<String, Error> {
    let word = |code: &str| messages::render(language, &Message::new(code));
    let heading = |code: &str| word(&format!("package-readme-{code}-heading"));
    let mut page = format!("# {}\n\n{description}\n", package.title());
    for part in ["keys", "missing", "numbers", "rows"] {
        let text = word(&format!("package-readme-{part}"));
        write!(page, "\n## {}\n\n{text}\n", heading(part)).map_err(internal)?;
    }
    write!(page, "\n## {}\n", heading("tables")).map_err(internal)?;
    for table in TABLES {
        let schema = table.schema(language)?;
        let (id, extension) = (table.id, form.extension());
        let about = schema.description().unwrap_or_default();
        write!(page, "\n### `{id}.{extension}`: {}\n\n{about}\n\n", schema.title()).map_err(internal)?;
        for field in schema.fields() {
            let about = field.description.as_deref().unwrap_or_default();
            writeln!(page, "- `{}`: {}. {about}", field.name, field.title).map_err(internal)?;
        }
        for (to, fields) in table.leads {
            let columns: Vec<String> = fields.iter().map(|(from, _)| format!("`{from}`")).collect();
            let leads =
                Message::new("package-readme-leads").with("columns", columns.join(", ")).with("table", to);
            writeln!(page, "- {}", messages::render(language, &leads)).map_err(internal)?;
        }
    }
    Ok(page)
}
