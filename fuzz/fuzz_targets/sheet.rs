//! Any bytes as a table of assessments: defects or assessments, never a panic, and every defect within the text.
#![no_main]

use blaupause_maturity::sheets;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match sheets::read(bytes) {
        Ok(sheet) => assert!(!sheet.is_empty()),
        Err(defects) => assert!(defects.iter().all(|defect| defect.line > 0 && defect.column > 0)),
    }
});
