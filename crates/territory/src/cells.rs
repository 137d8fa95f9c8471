//! Fields of a table that a spreadsheet opens: what would be taken for a formula, and what needs quotes.

/// What a spreadsheet takes for the beginning of a formula, and the mark that guards against it.
pub const GUARDED: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// A text that a spreadsheet does not take for a formula: with an apostrophe before it where it might.
pub fn guarded(text: &str) -> String {
    if text.starts_with(GUARDED) { format!("'{text}") } else { text.to_owned() }
}

/// A field as it stands in a row, in quotes where it needs them (RFC 4180).
pub fn quoted(field: &str) -> String {
    if field.contains(['"', ';', ',', '\n', '\r']) || field.trim() != field {
        return format!("\"{}\"", field.replace('"', "\"\""));
    }
    field.to_owned()
}
