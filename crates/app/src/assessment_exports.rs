//! Assessments for use elsewhere, page by page: as a table or as JSON, with the reach and the filters of the list.

use blaupause_access::Actor;
use blaupause_kernel::{Date, Page};
use blaupause_maturity::{Assessment, sheets};
use blaupause_store::assessments::{self as store, Filter, Order};

use crate::assessments::{Wanted, filter_of};
use crate::{App, Error};

/// The format of an export as JSON.
pub const JSON_FORMAT: &str = "blaupause/assessments@1";

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table, as [`crate::assessment_imports`] reads it: answers and comments.
    Csv,
    /// Everything: one object with the format and the assessments.
    Json,
}

impl Form {
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// An export in progress. Every part is read for itself: what changes meanwhile may be in it or not.
pub struct Export {
    form: Form,
    filter: Filter,
    show: fn(Assessment) -> Result<String, Error>,
    next: Next,
}

enum Next {
    First,
    After(Page),
    Done,
}

/// Begins an export.
///
/// # Errors
/// No such unit or provider; `Denied`; those of the store.
pub fn begin(
    app: &App,
    actor: &Actor,
    wanted: Wanted,
    form: Form,
    show: fn(Assessment) -> Result<String, Error>,
) -> Result<Export, Error> {
    let filter = app.read_blocking(|tx| filter_of(tx, actor, wanted))?;
    Ok(Export { form, filter, show, next: Next::First })
}

impl Export {
    /// The next part of the text; nothing after the last one.
    ///
    /// # Errors
    /// Those of the store.
    pub fn part(&mut self, app: &App) -> Result<Option<String>, Error> {
        let (is_first, page) = match std::mem::replace(&mut self.next, Next::Done) {
            Next::First => (true, Page::largest()),
            Next::After(page) => (false, page),
            Next::Done => return Ok(None),
        };
        let filter = &self.filter;
        let found = app.read_blocking(|tx| Ok(store::list_by(tx.conn(), filter, Order::Oldest, &page)?))?;
        let is_last = found.next.is_none();
        let text = match self.form {
            Form::Csv => self.table(is_first, &found.items),
            Form::Json => self.json(is_first, is_last, found.items)?,
        };
        if let Some(cursor) = found.next {
            self.next = Next::After(Page::largest_after(cursor));
        }
        Ok(Some(text))
    }

    fn table(&self, is_first: bool, assessments: &[Assessment]) -> String {
        let head = if is_first { sheets::head() } else { String::new() };
        std::iter::once(head).chain(assessments.iter().map(sheets::rows)).collect()
    }

    fn json(&self, is_first: bool, is_last: bool, assessments: Vec<Assessment>) -> Result<String, Error> {
        let mut text =
            if is_first { format!("{{\"format\":\"{JSON_FORMAT}\",\"items\":[") } else { String::new() };
        for (position, assessment) in assessments.into_iter().enumerate() {
            text.push_str(if is_first && position == 0 { "\n" } else { ",\n" });
            text.push_str(&(self.show)(assessment)?);
        }
        if is_last {
            text.push_str("\n]}\n");
        }
        Ok(text)
    }
}

/// The days whose state is described, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Periods {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}
