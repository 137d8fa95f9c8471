//! The life cycle as a table, four eyes, required evidence and the chain.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Timestamp};

use super::*;
use crate::scoring::fixtures::{
    answers, dimension, document, exact, indicator, level, open, read, slug, town, with,
};
use crate::{Model, ProviderLevels, score};

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(seconds).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// `a` needs evidence from level 3 on, `b` never.
pub(crate) fn model() -> Model {
    let need = serde_json::json!({"rule": "required", "fromLevel": 3});
    let indicators = [with(indicator("a"), "evidence", need), indicator("b")];
    read(&document("mean", &[dimension("alles", "mean", &indicators)]))
}

fn draft(model: &Model) -> Assessment {
    let new = NewAssessment {
        id: Uuid::from_u128(1),
        assessed: Assessed::Unit("031530019019".parse().unwrap()),
        model: model.reference().unwrap(),
        period: day("2026-06-30"),
        purpose: None,
    };
    Assessment { answers: answers(&[("b", level(1))]), ..Assessment::create(new, "anna", at(0)) }
}

pub(crate) fn outcome(model: &Model, assessment: &Assessment) -> Outcome {
    score(model, model.hash().unwrap(), &town(), &assessment.answers, &ProviderLevels::default()).unwrap()
}

fn said(text: &str) -> Remarks {
    Remarks { comment: Some(text.to_owned()), ..Remarks::default() }
}

fn entry(valid_until: Option<&str>) -> Evidence {
    Evidence { title: "Konzept".into(), url: None, sha256: None, valid_until: valid_until.map(day) }
}

pub(crate) fn in_state(model: &Model, state: State) -> Assessment {
    let draft = draft(model);
    let submitted = || draft.clone().submit("anna", at(1), model, &[]).unwrap();
    let review = || submitted().start_review("rita", at(2)).unwrap();
    match state {
        State::Draft => draft.clone(),
        State::Submitted => submitted(),
        State::InReview => review(),
        State::Returned => review().return_with("rita", model, said("bitte ergänzen"), at(3)).unwrap(),
        State::SignedOff => review().sign_off("rita", outcome(model, &draft), None, at(3)).unwrap().0,
    }
}

#[test]
fn every_transition_in_every_state() {
    use State::{Draft, InReview, Returned, SignedOff, Submitted};
    let model = model();
    type Step = fn(Assessment, &Model) -> Result<Assessment, Error>;
    let edit: Step = |a, m| a.edit("bert", at(9), m, answers(&[]), BTreeMap::new(), BTreeMap::new());
    let submit: Step = |a, m| a.submit("bert", at(9), m, &[]);
    let start: Step = |a, _| a.start_review("rita", at(9));
    let back: Step = |a, m| a.return_with("rita", m, said("so nicht"), at(9));
    let sign: Step = |a, m| {
        let outcome = outcome(m, &a);
        a.sign_off("rita", outcome, None, at(9)).map(|(a, _)| a)
    };
    let table: [(&str, Step, [Option<State>; 5]); 5] = [
        ("edit", edit, [Some(Draft), None, None, Some(Returned), None]),
        ("submit", submit, [Some(Submitted), None, None, Some(Submitted), None]),
        ("start review", start, [None, Some(InReview), None, None, None]),
        ("return", back, [None, None, Some(Returned), None, None]),
        ("sign off", sign, [None, None, Some(SignedOff), None, None]),
    ];
    for (name, step, expected) in table {
        for (state, expected) in State::ALL.into_iter().zip(expected) {
            let before = in_state(&model, state);
            let revision = before.revision;
            match (step(before, &model), expected) {
                (Ok(after), Some(next)) => {
                    assert_eq!((after.state, after.revision), (next, revision.next()), "{name} from {state}");
                    assert_eq!(after.updated_at, at(9));
                }
                (Err(Error::WrongState { state: found, .. }), None) => assert_eq!(found, state, "{name}"),
                (other, expected) => panic!("{name} from {state}: {other:?}, expected {expected:?}"),
            }
        }
    }
}

#[test]
fn nobody_reviews_what_they_made_edited_or_submitted() {
    let model = model();
    let edited = draft(&model)
        .edit("bert", at(1), &model, answers(&[("a", level(2))]), BTreeMap::new(), BTreeMap::new())
        .unwrap();
    let submitted = edited.submit("carl", at(2), &model, &[]).unwrap();
    for involved in ["anna", "bert", "carl"] {
        let refused = submitted.clone().start_review(involved, at(3));
        assert_eq!(refused, Err(Error::FourEyes { reviewer: involved.into() }));
    }
    let review = submitted.start_review("rita", at(3)).unwrap();
    let other = Error::OtherReviewer { reviewer: "rita".into() };
    assert_eq!(review.clone().return_with("rolf", &model, said("nein"), at(4)), Err(other));
    assert!(matches!(review.return_with("rita", &model, said(" "), at(4)), Err(Error::Incomplete(_))));
}

#[test]
fn required_evidence_must_be_there_and_valid_on_the_day() {
    let model = model();
    let submit = |answer: Answer, entries: Vec<Evidence>| {
        let evidence = BTreeMap::from([(slug("a"), entries)]);
        let edited = draft(&model)
            .edit("anna", at(1), &model, answers(&[("a", answer)]), BTreeMap::new(), evidence)
            .unwrap();
        edited.submit("anna", at(2), &model, &[])
    };
    assert!(submit(level(2), vec![]).is_ok(), "below the level that asks for it");
    let Err(Error::Incomplete(empty)) = submit(open(), vec![]) else { panic!("nothing is answered") };
    assert_eq!(empty.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["assessment-empty"]);
    assert!(submit(Answer::NotAssessable { reason: None }, vec![]).is_ok(), "nothing is claimed");
    assert!(submit(level(3), vec![entry(None)]).is_ok());
    assert!(submit(level(3), vec![entry(Some("2026-06-29")), entry(Some("2026-06-30"))]).is_ok());
    for entries in [vec![], vec![entry(Some("2026-06-29"))]] {
        let Err(Error::Incomplete(problems)) = submit(level(3), entries) else { panic!("refused") };
        assert_eq!((problems.len(), problems[0].path.as_str()), (1, "/evidence/a"));
        assert_eq!(problems[0].code, "assessment-evidence-missing");
    }
}

#[test]
fn faults_are_listed_all_at_once_by_pointer() {
    let model = model();
    let comments = BTreeMap::from([(slug("b"), "x".repeat(crate::MAX_REASON + 1)), (slug("zz"), "?".into())]);
    let bad = Evidence { title: " ".into(), url: None, sha256: None, valid_until: None };
    let script = Evidence { url: Some("javascript:alert(1)".into()), ..entry(None) };
    let evidence = BTreeMap::from([(slug("a"), vec![bad, script])]);
    let edited =
        draft(&model).edit("anna", at(1), &model, answers(&[("a", exact("1/2"))]), comments, evidence);
    let Err(Error::Incomplete(problems)) = edited else { panic!("refused") };
    let paths: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(
        paths,
        ["/answers/a/value", "/comments/b", "/comments/zz", "/evidence/a/0/title", "/evidence/a/1/url"]
    );
}

#[test]
fn another_model_is_refused() {
    let model = model();
    let newer =
        read(&with(document("mean", &[dimension("alles", "mean", &[indicator("a")])]), "version", "1.0.1"));
    assert!(matches!(draft(&model).submit("anna", at(1), &newer, &[]), Err(Error::OtherModel { .. })));
}

#[test]
fn the_chain_shows_every_change() {
    let model = model();
    let sign = |previous: Option<Digest>, seconds: i64| {
        let review = in_state(&model, State::InReview);
        let outcome = outcome(&model, &review);
        review.sign_off("rita", outcome, previous, at(seconds)).unwrap().1
    };
    let first = sign(None, 10);
    let second = sign(Some(first.hash().unwrap()), 20);
    let third = sign(Some(second.hash().unwrap()), 30);
    let json = serde_json::to_string(&second).unwrap();
    let stored: SignedAssessment = serde_json::from_str(&json).unwrap();
    assert_eq!(stored.hash().unwrap(), second.hash().unwrap(), "a stored document keeps its hash");
    let chain = vec![first, second, third];
    assert_eq!(verify_chain(&chain), Ok(()));
    assert_eq!(verify_chain(&[]), Ok(()));
    let broken = |change: fn(&mut Vec<SignedAssessment>)| {
        let mut copy = chain.clone();
        change(&mut copy);
        match verify_chain(&copy) {
            Err(Error::BrokenChain { position, fault }) => (position, fault),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(broken(|c| c[0].submitted_by = "eva".into()), (1, ChainFault::Previous));
    assert_eq!(broken(|c| drop(c.remove(1))), (1, ChainFault::Previous));
    assert_eq!(broken(|c| c.swap(1, 2)), (1, ChainFault::Previous));
    assert_eq!(broken(|c| drop(c.remove(0))), (0, ChainFault::Previous));
    assert_eq!(
        broken(|c| c[2].assessed = Assessed::Unit("031530019018".parse().unwrap())),
        (2, ChainFault::Subject)
    );
    assert_eq!(broken(|c| c[2].signed_off_at = at(19)), (2, ChainFault::Order));
    assert_eq!(broken(|c| c[1].format = "x".into()), (1, ChainFault::Format));
}

#[test]
fn a_document_names_a_unit_or_a_provider_and_never_both() {
    let model = model();
    let review = in_state(&model, State::InReview);
    let outcome = outcome(&model, &review);
    let signed = review.sign_off("rita", outcome, None, at(10)).unwrap().1;
    let json = serde_json::to_value(&signed).unwrap();
    assert_eq!((json["unit"].as_str(), json.get("provider")), (Some("031530019019"), None));
    let with = |unit: Option<&str>, provider: Option<&str>| {
        let mut json = json.clone();
        let fields = json.as_object_mut().unwrap();
        fields.remove("unit");
        fields.extend(unit.map(|u| ("unit".to_owned(), u.into())));
        fields.extend(provider.map(|p| ("provider".to_owned(), p.into())));
        serde_json::from_value::<SignedAssessment>(json).map(|s| s.assessed).map_err(|e| e.to_string())
    };
    assert_eq!(with(None, Some("it-harz")), Ok(Assessed::Provider("it-harz".parse().unwrap())));
    assert!(with(None, None).unwrap_err().contains("`unit` and `provider`"));
    assert!(with(Some("03"), Some("it-harz")).unwrap_err().contains("`unit` and `provider`"));
    let mut strange = json.clone();
    strange["units"] = "03".into();
    assert!(serde_json::from_value::<SignedAssessment>(strange).is_err(), "other fields stay unknown");
}

#[test]
fn a_model_for_units_takes_no_answers_of_a_provider() {
    let model = model();
    let of_provider =
        Assessment { assessed: Assessed::Provider("it-harz".parse().unwrap()), ..draft(&model) };
    let refused = of_provider.submit("anna", at(1), &model, &[]);
    assert!(matches!(refused, Err(Error::OtherSubject { subject: crate::Subject::Municipality, .. })));
}

#[test]
fn an_outcome_that_is_not_the_score_of_the_answers_is_found() {
    let model = model();
    let sign = |previous: Option<Digest>, seconds: i64| {
        let review = in_state(&model, State::InReview);
        let outcome = outcome(&model, &review);
        review.sign_off("rita", outcome, previous, at(seconds)).unwrap().1
    };
    let first = sign(None, 10);
    let second = sign(Some(first.hash().unwrap()), 20);
    let mut other = sign(None, 15);
    other.assessed = Assessed::Unit("031530019018".parse().unwrap());
    let sorted = chains(vec![second.clone(), other, first.clone()]).unwrap();
    assert_eq!(sorted.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(sorted[1], [first.clone(), second.clone()]);
    let check = |chain: &[SignedAssessment]| {
        recheck(chain, |_| Some(&model)).unwrap().map(|broken| (broken.position, broken.fault))
    };
    assert_eq!(check(&sorted[1]), None);
    // whoever forges the last document can chain it, but not make its answers come to another score
    let mut forged = second.clone();
    forged.answers.0.insert(slug("b"), level(5));
    assert_eq!(check(&[first.clone(), forged.clone()]), Some((1, ChainFault::Outcome)));
    assert_eq!(recheck(&[first.clone(), forged], |_| None), Ok(None), "without the model nobody can tell");
    assert_eq!(check(&[second]), Some((0, ChainFault::Previous)));
    let newer =
        read(&with(document("mean", &[dimension("alles", "mean", &[indicator("a")])]), "version", "1.0.1"));
    let broken = recheck(&[first], |_| Some(&newer)).unwrap().unwrap();
    assert_eq!(broken.fault, ChainFault::Model);
}
