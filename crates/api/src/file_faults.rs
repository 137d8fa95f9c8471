//! The faults of a file that was read with patience.

use blaupause_app::messages::render;
use blaupause_interchange::{Fault, Severity};
use blaupause_kernel::Language;
use serde::Serialize;
use utoipa::ToSchema;

/// One fault of a file, or one assumption.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FileFault)]
pub(crate) struct FaultView {
    /// JSON pointer to the value in the file; empty if only its line is known.
    path: String,
    /// Line, from 1.
    line: Option<u64>,
    /// Column, from 1.
    column: Option<u64>,
    /// `warning`: the value was read with an assumption, or says more than the standard knows. `error`: it was left out,
    /// or is missing.
    #[schema(example = "warning")]
    severity: &'static str,
    /// Stable code.
    code: String,
    /// The fault in words.
    text: String,
}

impl FaultView {
    /// Every fault in this language.
    pub(crate) fn all(faults: Vec<Fault>, language: Language) -> Vec<Self> {
        let view = |fault: Fault| Self {
            text: render(language, &fault.message),
            path: fault.path,
            line: fault.line,
            column: fault.column,
            severity: match fault.severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            code: fault.message.code,
        };
        faults.into_iter().map(view).collect()
    }
}
