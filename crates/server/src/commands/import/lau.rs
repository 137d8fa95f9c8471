//! What an import of Eurostat's list of local administrative units says, beside what any register says.

use std::path::Path;

use blaupause_app::App;
use blaupause_app::register::{self, Terms};
use blaupause_kernel::{Country, Date, Language, Message};

use super::register::{Progress, Report, name_of, store};
use crate::failure::Failure;
use crate::files;

/// The files of one import.
pub(super) struct Files<'a> {
    /// The list.
    pub(super) units: &'a Path,
    /// Inhabitants of French communes.
    pub(super) french: Option<&'a Path>,
}

/// Imports units of other countries, or only says what that would change.
pub(super) fn units(
    app: &App,
    language: Language,
    from: &Files<'_>,
    state: Date,
    reformed: Vec<Country>,
    dry_run: bool,
) -> Result<(), Failure> {
    let read = |file: &Path| files::bytes(file, blaupause_territory::MAX_BYTES);
    let (bytes, french) = (read(from.units)?, from.french.map(read).transpose()?);
    let progress = Progress::begin(language);
    let mut count = 0;
    let reading = register::read_lau(&bytes, french.as_deref(), state, &mut |lines| {
        count = lines;
        progress.show(&Message::new("lau-rows-read").with("lines", lines));
    })?;
    progress.done(&Message::new("lau-rows-read").with("lines", count));
    let terms = Terms { source: name_of(from.units), reformed: reformed.into_iter().collect() };
    let (said, plan) = store(app, &progress, &reading.register, &terms, dry_run)?;
    progress.end();
    let report = Report { language };
    report.line("", &said)?;
    let countries: Vec<String> = reading.register.countries().iter().map(ToString::to_string).collect();
    report.line("  ", &Message::new("lau-countries").with("countries", countries.join(", ")))?;
    report.plan("lau-count", &plan)?;
    report.line("  ", &Message::new("lau-german-rows").with("count", reading.german))?;
    if from.french.is_some() {
        report.line("  ", &Message::new("lau-filled").with("count", reading.filled))?;
    }
    Ok(())
}
