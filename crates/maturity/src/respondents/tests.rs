//! Invitations, what may be answered, and how disagreement is resolved.

use super::*;
use crate::State;
use crate::assessments::tests::{at, in_state, model};
use crate::scoring::fixtures::{answers, level, slug};

fn asked(id: u128, subject: &str, indicators: &[&str]) -> NewRespondent {
    NewRespondent {
        id: Uuid::from_u128(id),
        subject: subject.into(),
        label: format!("Amt {id}"),
        indicators: indicators.iter().map(|i| slug(i)).collect(),
        due: None,
        note: None,
    }
}

fn invited(id: u128, subject: &str, indicators: &[&str]) -> Respondent {
    let model = model();
    let draft = in_state(&model, State::Draft);
    Respondent::invite(asked(id, subject, indicators), (&draft, &model), &[], "anna", at(1)).unwrap()
}

fn handed_in(id: u128, subject: &str, given: &[(&str, Answer)]) -> Respondent {
    let model = model();
    let draft = in_state(&model, State::Draft);
    let answering =
        invited(id, subject, &[]).answer((&draft, &model), answers(given), BTreeMap::new(), at(2)).unwrap();
    answering.hand_in((&draft, &model), at(3)).unwrap()
}

fn paths<T: fmt::Debug>(result: Result<T, Error>) -> Vec<(String, String)> {
    match result {
        Err(Error::Incomplete(problems)) => problems.into_iter().map(|p| (p.path, p.code)).collect(),
        other => panic!("{other:?}"),
    }
}

fn place(path: &str, code: &str) -> (String, String) {
    (path.to_owned(), code.to_owned())
}

#[test]
fn an_invitation_is_refused_with_all_its_faults() {
    let model = model();
    let draft = in_state(&model, State::Draft);
    let first = invited(1, "ida", &["a"]);
    let day = |text: &str| text.parse().ok();
    let new = NewRespondent { label: " ".into(), due: day("1969-12-31"), ..asked(2, "ida", &["a", "zz"]) };
    let refused = Respondent::invite(new, (&draft, &model), std::slice::from_ref(&first), "anna", at(1));
    let expected = [
        place("/subject", "respondent-taken"),
        place("/label", "text-blank"),
        place("/indicators/1", "answer-unknown-indicator"),
        place("/due", "respondent-due-past"),
    ];
    assert_eq!(paths(refused), expected);
    let gone = first.withdraw(at(2)).unwrap();
    let again = Respondent::invite(asked(2, "ida", &[]), (&draft, &model), &[gone], "anna", at(3));
    assert!(again.is_ok(), "an invitation that was withdrawn does not stand in the way");
    let submitted = in_state(&model, State::Submitted);
    let late = Respondent::invite(asked(3, "ole", &[]), (&submitted, &model), &[], "anna", at(3));
    assert!(matches!(late, Err(Error::WrongState { .. })));
}

#[test]
fn only_what_was_asked_is_answered_and_only_until_it_is_handed_in() {
    let model = model();
    let draft = in_state(&model, State::Draft);
    let one = invited(1, "ida", &["a"]);
    assert_eq!(one.revision, Revision::FIRST);
    let both = answers(&[("a", level(9)), ("b", level(2)), ("zz", level(1))]);
    let comments = BTreeMap::from([(slug("b"), "?".to_owned())]);
    let refused = one.clone().answer((&draft, &model), both, comments, at(2));
    let expected = [
        place("/answers/a/value", "answer-off-scale"),
        place("/answers/zz", "answer-unknown-indicator"),
        place("/answers/b", "respondent-not-asked"),
        place("/comments/b", "respondent-not-asked"),
    ];
    assert_eq!(paths(refused), expected);
    let empty = one.clone().hand_in((&draft, &model), at(2));
    assert_eq!(paths(empty), [place("/answers", "respondent-nothing-answered")]);
    assert_eq!(paths(one.clone().decline(" ", at(2))), [place("/reason", "text-blank")]);
    let declined = one.clone().decline("nicht mein Fach", at(2)).unwrap();
    let withdrawn = one.clone().withdraw(at(2)).unwrap();
    let given = answers(&[("a", level(2))]);
    let answering = one.answer((&draft, &model), given, BTreeMap::new(), at(2)).unwrap();
    assert_eq!(answering.said(&slug("a")), None, "not before it is handed in");
    let done = answering.hand_in((&draft, &model), at(3)).unwrap();
    assert_eq!((done.said(&slug("a")), done.handed_in_at), (Some(&level(2)), Some(at(3))));
    for over in [declined, withdrawn, done] {
        let state = over.state;
        let error = Err(Error::RespondentState { state });
        let (model, draft) = (&model, &draft);
        let answer =
            over.clone().answer((draft, model), Answers::default(), BTreeMap::new(), at(4)).map(drop);
        assert_eq!(answer, error, "{state}");
        assert_eq!(over.clone().hand_in((draft, model), at(4)).map(drop), error, "{state}");
        assert_eq!(over.clone().withdraw(at(4)).map(drop), error, "{state}");
        assert_eq!(over.decline("nein", at(4)).map(drop), error, "{state}");
    }
}

#[test]
fn disagreement_needs_a_consensus_with_a_reason() {
    let model = model();
    let draft = in_state(&model, State::Draft);
    let two = [
        handed_in(1, "ida", &[("a", level(1)), ("b", level(1))]),
        handed_in(2, "ole", &[("a", level(2)), ("b", level(1))]),
    ];
    let refused = draft.clone().submit("anna", at(5), &model, &two);
    assert_eq!(paths(refused), [place("/consensus/a", "consensus-missing")]);
    let record = |from: &Assessment, respondents: &[Respondent], answer, reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        from.clone().record_consensus(("bert", at(5)), (&model, respondents), &slug("a"), answer, reason)
    };
    let without = record(&draft, &two, level(2), None);
    assert_eq!(paths(without), [place("/reason", "consensus-reason-missing")]);
    let off = record(&draft, &two, level(9), Some(" "));
    assert_eq!(paths(off), [place("/answer/value", "answer-off-scale"), place("/reason", "text-blank")]);
    let open = record(&draft, &two, Answer::Unanswered, Some("offen"));
    assert_eq!(paths(open), [place("/answer", "consensus-unanswered")]);
    assert_eq!(paths(record(&draft, &[], level(2), Some("?"))), [place("", "consensus-nobody-answered")]);

    let agreed = record(&draft, &two, level(2), Some("Die Akte ist seit Mai eingeführt.")).unwrap();
    let consensus = agreed.consensus.get(&slug("a")).unwrap();
    let said: Vec<_> = consensus.statements.iter().map(|s| (s.respondent.as_str(), &s.answer)).collect();
    assert_eq!(said, [("Amt 1", &level(1)), ("Amt 2", &level(2))]);
    // levels 0 to 5, F = 0 1/2 1 1 1: D = 2 * 1/2 / 5 = 1/5
    assert_eq!(consensus.agreement.ordinal, Some("4/5".parse().unwrap()));
    assert_eq!(agreed.answers.get(&slug("a")), Some(&level(2)));
    let edit = |given: &[(&str, Answer)]| {
        agreed.clone().edit("anna", at(6), &model, answers(given), BTreeMap::new(), BTreeMap::new())
    };
    assert_eq!(paths(edit(&[("a", level(1))])), [place("/answers/a", "consensus-other-answer")]);
    assert!(edit(&[("a", level(2))]).is_ok());
    // somebody else hands in later: what they say has not been weighed
    let three = [two[0].clone(), two[1].clone(), handed_in(3, "uwe", &[("a", level(2))])];
    let outdated = agreed.clone().submit("anna", at(7), &model, &three);
    assert_eq!(paths(outdated), [place("/consensus/a", "consensus-outdated")]);
    let submitted = agreed.submit("anna", at(7), &model, &two).unwrap();
    let refused = submitted.start_review("bert", at(8));
    assert_eq!(refused, Err(Error::FourEyes { reviewer: "bert".into() }), "who records works on it");
}

#[test]
fn what_all_say_is_taken_over_at_once() {
    let model = model();
    let not = |reason: &str| Answer::NotApplicable { reason: reason.into() };
    let two = [
        handed_in(1, "ida", &[("a", not("kein Hafen")), ("b", level(3))]),
        handed_in(2, "ole", &[("a", not("kein Meer")), ("b", level(3))]),
    ];
    let draft = in_state(&model, State::Draft);
    // the draft says b = 1 by itself: that is left to a person
    let taken = draft.clone().take_over(("bert", at(5)), (&model, &two)).unwrap();
    assert_eq!(taken.answers, answers(&[("a", not("kein Hafen")), ("b", level(1))]));
    assert_eq!(taken.consensus.keys().collect::<Vec<_>>(), [&slug("a")]);
    let empty = Assessment { answers: Answers::default(), ..draft };
    let taken = empty.take_over(("bert", at(5)), (&model, &two)).unwrap();
    assert_eq!(taken.answers.get(&slug("b")), Some(&level(3)));
    assert!(taken.consensus.values().all(|c| c.reason.is_none() && c.recorded_by == "bert"));
    assert!(taken.submit("anna", at(6), &model, &two).is_ok());
}

#[test]
fn who_took_part_does_not_review_and_who_is_asked_does_not_look() {
    let model = model();
    let taken = in_state(&model, State::Draft).take_part("ida", at(2)).unwrap();
    let submitted = taken.submit("anna", at(3), &model, &[]).unwrap();
    let refused = submitted.start_review("ida", at(4));
    assert_eq!(refused, Err(Error::FourEyes { reviewer: "ida".into() }));
    let respondents = [invited(1, "ida", &[]), handed_in(2, "ole", &[("a", level(1))])];
    assert_eq!(require_unbiased(&respondents, "ida"), Err(Error::AnswerFirst));
    assert_eq!(require_unbiased(&respondents, "ole"), Ok(()));
    assert_eq!(require_unbiased(&respondents, "anna"), Ok(()));
}

#[test]
fn the_signed_document_says_how_it_was_resolved_and_names_roles_only() {
    let model = model();
    let draft = in_state(&model, State::Draft);
    let one = [handed_in(7, "ida", &[("a", level(1))])];
    let agreed = draft.take_over(("anna", at(5)), (&model, &one)).unwrap();
    let submitted = agreed.submit("anna", at(6), &model, &one).unwrap();
    let review = submitted.start_review("rita", at(7)).unwrap();
    let outcome = crate::assessments::tests::outcome(&model, &review);
    let signed = review.sign_off("rita", outcome, None, at(8)).unwrap().1;
    let json = serde_json::to_value(&signed).unwrap();
    assert_eq!(json["consensus"]["a"]["statements"][0]["respondent"], "Amt 7");
    assert!(!json.to_string().contains("ida"), "no token subject of a respondent");
    let without = in_state(&model, State::InReview);
    let outcome = crate::assessments::tests::outcome(&model, &without);
    let signed = without.sign_off("rita", outcome, None, at(8)).unwrap().1;
    assert!(serde_json::to_value(&signed).unwrap().get("consensus").is_none());
}
