//! What an analyst with a spreadsheet sends, every fault at its place, and the way there and back.

use std::collections::BTreeMap;

use blaupause_kernel::{Revision, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::scoring::fixtures::slug;
use crate::{Assessed, Assessment, ModelRef, NewAssessment, State};

fn faults(text: &str) -> Vec<(usize, usize, String)> {
    let defects = read(text.as_bytes()).unwrap_err();
    defects.into_iter().map(|d| (d.line, d.column, d.message.code)).collect()
}

#[test]
fn a_spreadsheet_in_german_is_read() {
    let text = "\u{feff}Unit;Model;Version;Period;Purpose;Indicator;Answer;Level;Reason;Comment\r\n\
        3153019;probe;1.0.0;30.06.2026;jährlich;isms;level;2,5;;\"Zeile 1\r\nZeile 2\"\r\n\
        03153019;probe;1.0.0;30.6.2026;jährlich;a;;3;;'=1+1\r\n\
        3153019;probe;1.0.0;30.06.2026;jährlich;akte;notapplicable;;kein Archiv;\r\n\
        ;;;;;;;;;\r\n";
    let sheet = read(text.as_bytes()).unwrap();
    assert_eq!(
        (sheet.assessments.len(), sheet.len()),
        (2, 3),
        "rows that begin otherwise are told apart here"
    );
    let first = &sheet.assessments[0];
    assert_eq!(first.subject, SheetSubject::Unit("03153019".parse().unwrap()));
    assert_eq!(first.period, "2026-06-30".parse().unwrap());
    assert_eq!(first.purpose.as_deref(), Some("jährlich"));
    let isms = &first.entries[&slug("isms")];
    assert_eq!(isms.answer, Answer::Level { value: "5/2".parse().unwrap() });
    assert_eq!((isms.comment.as_deref(), isms.line), (Some("Zeile 1\r\nZeile 2"), 2));
    assert_eq!(first.entries[&slug("akte")].answer, Answer::NotApplicable { reason: "kein Archiv".into() });
    assert_eq!(first.entries[&slug("akte")].line, 5, "after a comment of two lines");
    let second = &sheet.assessments[1].entries[&slug("a")];
    assert_eq!(second.comment.as_deref(), Some("=1+1"), "the mark of the spreadsheet is taken off");
    // Windows-1252, commas, a subset of the columns in another order.
    let text = b"indicator,answer,level,period,model,provider,purpose\nisms,level,1/3,2026-06-30,probe,it-harz,j\xe4hrlich\n";
    let sheet = read(text).unwrap();
    assert_eq!(sheet.assessments[0].subject, SheetSubject::Provider(slug("it-harz")));
    assert_eq!(sheet.assessments[0].purpose.as_deref(), Some("jährlich"));
    assert_eq!(sheet.assessments[0].version, None);
}

#[test]
fn every_fault_is_named_with_line_and_field() {
    let head = "unit;provider;model;version;period;indicator;answer;level;reason\n";
    let row = |row: &str| faults(&format!("{head}{row}\n"));
    let one = |line, column, code: &str| vec![(line, column, code.to_owned())];
    assert_eq!(row(";;probe;;2026-01-01;a;level;1;"), one(2, 1, "assessment-subject-missing"));
    assert_eq!(row("03;it-harz;probe;;2026-01-01;a;level;1;"), one(2, 2, "assessment-subject-twice"));
    assert_eq!(row("3,15E+10;;probe;;2026-01-01;a;level;1;"), one(2, 1, "sheet-unit-invalid"));
    assert_eq!(row("03;;Probe 1;;2026-01-01;a;level;1;"), one(2, 3, "sheet-model-invalid"));
    assert_eq!(row("03;;probe;eins;2026-01-01;a;level;1;"), one(2, 4, "sheet-version-invalid"));
    assert_eq!(row("03;;probe;;31.02.2026;a;level;1;"), one(2, 5, "sheet-period-invalid"));
    assert_eq!(row("03;;probe;;2026-01-01;A B;level;1;"), one(2, 6, "sheet-indicator-invalid"));
    assert_eq!(row("03;;probe;;2026-01-01;a;ja;;"), one(2, 7, "sheet-answer-invalid"));
    assert_eq!(row("03;;probe;;2026-01-01;a;level;viel;"), one(2, 8, "sheet-level-invalid"));
    assert_eq!(row("03;;probe;;2026-01-01;a;level;;"), one(2, 8, "sheet-level-invalid"));
    assert_eq!(row("03;;probe;;2026-01-01;a;byProvider;1;"), one(2, 8, "sheet-field-stray"));
    assert_eq!(row("03;;probe;;2026-01-01;a;level;1;darum"), one(2, 9, "sheet-field-stray"));
    assert_eq!(row("03;;probe;;2026-01-01;a;level;1"), one(2, 8, "csv-field-count"));
    assert_eq!(row("03;;probe;;2026-01-01;a;notAssessable;;x\u{7}"), one(2, 9, "text-character-forbidden"));
    // the faults of all rows at once; a faulty beginning is named at its first row only
    let found = row(
        "x;;probe;;2026-01-01;a;level;1;\nx;;probe;;2026-01-01;b;level;z;\n03;;probe;;2026-01-01;a;level;1;\n03;;probe;;2026-01-01;a;level;2;",
    );
    let expected =
        [(2, 1, "sheet-unit-invalid"), (3, 8, "sheet-level-invalid"), (5, 6, "sheet-indicator-repeated")];
    assert_eq!(found, expected.map(|(line, column, code)| (line, column, code.to_owned())));
    assert_eq!(
        faults("unit;modell\n"),
        [
            (1, 2, "csv-column-unknown".to_owned()),
            (1, 1, "csv-column-missing".to_owned()),
            (1, 1, "csv-column-missing".to_owned()),
            (1, 1, "csv-column-missing".to_owned()),
            (1, 1, "csv-column-missing".to_owned())
        ]
    );
    assert_eq!(faults(head), one(1, 1, "csv-empty"));
    let many: String = (0..500).map(|n| format!("03;;probe;;2026-01-01;a{n};level;x;\n")).collect();
    assert_eq!(row(&many).len(), blaupause_territory::MAX_DEFECTS);
}

fn assessment(
    answers: BTreeMap<Slug, Answer>,
    comments: BTreeMap<Slug, String>,
    purpose: Option<String>,
) -> Assessment {
    let model = ModelRef {
        id: slug("probe"),
        version: "1.0.0".parse().unwrap(),
        hash: blaupause_kernel::Digest::of(b""),
    };
    let new = NewAssessment {
        id: Uuid::from_u128(1),
        assessed: Assessed::Unit("031530019019".parse().unwrap()),
        model,
        period: "2026-06-30".parse().unwrap(),
        purpose,
    };
    let begun = Assessment::create(new, "anna", Timestamp::from_unix(0).unwrap());
    assert_eq!((begun.state, begun.revision), (State::Draft, Revision::FIRST));
    Assessment { answers: Answers(answers), comments, ..begun }
}

fn texts() -> impl Strategy<Value = String> {
    // what forms accept, with everything that a CSV or a spreadsheet could take amiss
    "[=+\\-@'\"; ,\\n\\ta-zäß]{1,12}"
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        (-8_i64..8, 1_i64..8)
            .prop_map(|(n, d)| Answer::Level { value: blaupause_kernel::Rational::new(n, d).unwrap() }),
        texts().prop_map(|reason| Answer::NotApplicable { reason }),
        proptest::option::of(texts()).prop_map(|reason| Answer::NotAssessable { reason }),
        Just(Answer::ByProvider),
        Just(Answer::Unanswered),
    ]
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(read(&bytes));
        let mut with_head = b"unit;provider;model;version;period;purpose;indicator;answer;level;reason;comment\n".to_vec();
        with_head.extend(bytes);
        drop(read(&with_head));
    }

    #[test]
    fn what_is_written_is_read_and_written_alike(
        answers in proptest::collection::btree_map("[a-e]", answer(), 1..5),
        comments in proptest::collection::btree_map("[a-e]", texts(), 0..5),
        purpose in proptest::option::of(texts()),
    ) {
        let answers: BTreeMap<Slug, Answer> = answers.into_iter().map(|(id, a)| (slug(&id), a)).collect();
        let comments: BTreeMap<Slug, String> = comments.into_iter().map(|(id, c)| (slug(&id), c)).collect();
        let before = assessment(answers, comments, purpose);
        let text = format!("{}{}", head(), rows(&before));
        let sheet = read(text.as_bytes()).unwrap();
        prop_assert_eq!(sheet.assessments.len(), 1);
        let only = &sheet.assessments[0];
        prop_assert!(only.is_content_of(&before.answers, &before.comments));
        let (answers, comments) = only.content();
        let after = assessment(answers.0, comments, only.purpose.clone());
        prop_assert_eq!(format!("{}{}", head(), rows(&after)), text.as_str());
        // nothing begins as a formula does, whatever the separator
        for field in csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes()).records().flat_map(|r| {
            let r = r.unwrap();
            [5_usize, 9, 10].map(|at| r.get(at).unwrap_or_default().to_owned())
        }) {
            prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", field);
        }
    }
}
