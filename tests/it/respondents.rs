//! Several respondents, how far they agree, the consensus, and what the signed document says of it.

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::assessing::{begin, begin_of_provider, level, provider_model, publish, publish_model};
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use serde_json::{Value, json};

fn world() -> TestApp {
    let app = TestApp::start();
    small_world(&app);
    publish_model(&app);
    app
}

fn editor(app: &TestApp, subject: &str) -> String {
    app.token(subject, Role::Editor, Some(LANGELSHEIM), None)
}

fn approver(app: &TestApp, subject: &str) -> String {
    app.token(subject, Role::Approver, Some(LANGELSHEIM), None)
}

/// Invites a person and gives the path of the invitation.
fn invite(app: &TestApp, assessment: &str, subject: &str, label: &str, indicators: &[&str]) -> String {
    let body = json!({"subject": subject, "label": label, "indicators": indicators, "due": "2026-03-31"});
    let made = app.post(&format!("{assessment}/respondents"), &editor(app, "anna"), &body).expect(201);
    assert_eq!(made.header("location"), format!("/v1{assessment}/respondents/{}", made.text("/id")));
    format!("/invitations/{}", made.text("/id"))
}

/// Answers by indicator and hands them in.
fn answer(app: &TestApp, invitation: &str, token: &str, answers: &Value) {
    app.change("PATCH", invitation, invitation, token, &json!({"answers": answers})).expect(200);
    app.transition(invitation, "hand-in", token, &json!({})).expect(200);
}

fn pointers(reply: &blaupause_tests::Reply) -> Vec<(String, String)> {
    let errors = reply.at("/errors").as_array().cloned().unwrap_or_default();
    let text = |e: &Value, name: &str| e[name].as_str().unwrap_or_default().to_owned();
    errors.iter().map(|e| (text(e, "pointer"), text(e, "code"))).collect()
}

fn place(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[test]
fn several_answer_disagree_and_come_to_a_consensus() {
    let app = world();
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let (anna, ida, ole) = (editor(&app, "anna"), editor(&app, "ida"), approver(&app, "ole"));
    let (of_ida, of_ole) = (
        invite(&app, &path, "ida", "Leitung Hauptamt", &[]),
        invite(&app, &path, "ole", "IT-Sicherheit", &["isms", "akte"]),
    );
    let mine = app.get("/invitations", &ole).expect(200);
    assert_eq!(mine.at("/items/0/indicators"), &json!(["akte", "isms"]));
    assert_eq!(
        (mine.text("/items/0/unit"), mine.text("/items/0/due")),
        (LANGELSHEIM.into(), "2026-03-31".into())
    );
    assert_eq!(app.get("/invitations", &anna).expect(200).at("/items"), &json!([]));
    // an invitation belongs to one person, whatever the others may
    assert_eq!(app.get(&of_ole, &ida).expect(404).text("/code"), "respondent-not-found");
    app.get(&of_ole, &app.token("ole", Role::Editor, Some(KIEL), None)).expect(403);

    answer(&app, &of_ida, &ida, &json!({"isms": level(2), "akte": level(4), "portal": level(1)}));
    // ole is still asked: he sees neither what ida said nor how far they agree
    let seen = app.get(&format!("{path}/respondents"), &ole).expect(200);
    assert_eq!((seen.text("/items/0/state"), seen.at("/items/0/answers")), ("handedIn".into(), &json!(null)));
    let early = app.get(&format!("{path}/agreement"), &ole).expect(409);
    assert_eq!(early.text("/code"), "respondent-answer-first");
    let seen = app.get(&format!("{path}/respondents"), &anna).expect(200);
    assert_eq!(seen.at("/items/0/answers/akte/value"), &json!("4"));
    assert_eq!(app.get(&format!("{path}/agreement"), &anna).expect(200).at("/awaited"), &json!(1));

    let stray = json!({"answers": {"portal": level(1)}});
    let refused = app.change("PATCH", &of_ole, &of_ole, &ole, &stray).expect(422);
    assert_eq!(pointers(&refused), [place("/answers/portal", "respondent-not-asked")]);
    answer(&app, &of_ole, &ole, &json!({"isms": level(2), "akte": level(1)}));
    let over = app.change("PATCH", &of_ole, &of_ole, &ole, &json!({"answers": {"akte": level(2)}}));
    assert_eq!(over.expect(409).text("/code"), "respondent-wrong-state");

    let agreement = app.get(&format!("{path}/agreement"), &ole).expect(200);
    let items = agreement.at("/items").as_array().unwrap();
    let of = |indicator: &str| items.iter().find(|i| i["indicator"] == indicator).unwrap();
    assert_eq!(items.len(), 3, "nobody was asked for backup and said something");
    assert_eq!(
        (&of("isms")["agreement"]["unanimous"], &of("isms")["agreement"]["ordinal"]),
        (&json!(true), &json!("1"))
    );
    // levels 0 to 4, 1 and 4: F = 0 1/2 1/2 1/2: D = 2 * 3/2 / 4 = 3/4
    let akte = &of("akte")["agreement"];
    assert_eq!((&akte["ordinal"], &akte["pairs"]), (&json!("1/4"), &json!("0")));
    assert_eq!((&akte["lowest"], &akte["median"], &akte["highest"]), (&json!("1"), &json!("1"), &json!("4")));
    assert_eq!(
        (&of("akte")["consensusNeeded"], &of("isms")["consensusNeeded"]),
        (&json!(true), &json!(false))
    );

    app.transition(&path, "take-over", &anna, &json!({})).expect(200);
    let record = app.get(&path, &anna).expect(200);
    let values = ["isms", "portal", "akte"].map(|i| record.at(&format!("/answers/{i}/value")).clone());
    assert_eq!(values, [json!("2"), json!("1"), json!(null)]);
    let refused = app.transition(&path, "submit", &anna, &json!({})).expect(422);
    assert_eq!(pointers(&refused), [place("/consensus/akte", "consensus-missing")]);
    assert!(refused.text("/errors/0/detail").contains("akte"), "{}", refused.json);
    let to = format!("{path}/consensus/akte");
    let bare = app.change("PUT", &to, &path, &anna, &json!({"answer": level(3)})).expect(422);
    assert_eq!(pointers(&bare), [place("/reason", "consensus-reason-missing")]);
    let body = json!({"answer": level(3), "reason": "Zwei von drei Ämtern arbeiten damit."});
    let agreed = app.change("PUT", &to, &path, &anna, &body).expect(200);
    assert_eq!(agreed.at("/answers/akte/value"), &json!("3"));
    let other = app.change("PATCH", &path, &path, &anna, &json!({"answers": {"akte": level(4)}})).expect(422);
    assert_eq!(pointers(&other), [place("/answers/akte", "consensus-other-answer")]);
    let nowhere = format!("{path}/consensus/backup");
    let refused = app.change("PUT", &nowhere, &path, &anna, &json!({"answer": level(3)})).expect(422);
    assert_eq!(pointers(&refused), [place("", "consensus-nobody-answered")]);

    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    let four = app.transition(&path, "start-review", &ole, &json!({})).expect(409);
    assert_eq!(four.text("/code"), "assessment-four-eyes", "who answered does not review");
    let ben = approver(&app, "ben");
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    app.transition(&path, "sign-off", &ben, &json!({})).expect(200);
    let document = app.get(&format!("{path}/document"), &anna).expect(200);
    assert_eq!(document.text("/consensus/akte/reason"), "Zwei von drei Ämtern arbeiten damit.");
    assert_eq!(
        document.at("/consensus/akte/statements"),
        &json!([{"respondent": "Leitung Hauptamt", "answer": {"kind": "level", "value": "4"}},
            {"respondent": "IT-Sicherheit", "answer": {"kind": "level", "value": "1"}}])
    );
    assert_eq!(document.at("/consensus/isms/reason"), &json!(null));
    let text = String::from_utf8(document.bytes.to_vec()).unwrap();
    assert!(!text.contains("\"ida\"") && !text.contains("\"ole\""), "roles, not persons: {text}");
}

#[test]
fn invitations_are_declined_withdrawn_and_refused() {
    let app = world();
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let (anna, ida) = (editor(&app, "anna"), editor(&app, "ida"));
    let list = format!("{path}/respondents");
    let bad = json!({"subject": "ida", "label": " ", "indicators": ["isms", "nichts"], "due": "2026-02-28"});
    let refused = app.post(&list, &anna, &bad).expect(422);
    let expected = [
        place("/label", "text-blank"),
        place("/indicators/1", "answer-unknown-indicator"),
        place("/due", "respondent-due-past"),
    ];
    assert_eq!(pointers(&refused), expected);
    let of_ida = invite(&app, &path, "ida", "Bauamt", &[]);
    let twice = json!({"subject": "ida", "label": "Bauamt"});
    let refused = app.post(&list, &anna, &twice).expect(422);
    let expected = [place("/subject", "respondent-taken"), place("/label", "respondent-taken")];
    assert_eq!(pointers(&refused), expected);

    let empty = app.transition(&of_ida, "hand-in", &ida, &json!({})).expect(422);
    assert_eq!(pointers(&empty), [place("/answers", "respondent-nothing-answered")]);
    let blank = app.transition(&of_ida, "decline", &ida, &json!({"reason": ""})).expect(422);
    assert_eq!(pointers(&blank), [place("/reason", "text-blank")]);
    let body = json!({"reason": "Dafür ist die IT zuständig."});
    app.transition(&of_ida, "decline", &ida, &body).expect(200);
    let seen = app.get(&list, &anna).expect(200);
    assert_eq!(
        (seen.text("/items/0/state"), seen.text("/items/0/reason")),
        ("declined".into(), "Dafür ist die IT zuständig.".into())
    );
    // who declined has not taken part
    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"akte": level(1)}})).expect(200);
    let of_ole = invite(&app, &path, "ole", "IT", &[]);
    let respondent = format!("{list}/{}", of_ole.rsplit('/').next().unwrap());
    let tag = app.get(&respondent, &anna).expect(200).header("etag");
    let withdraw = |tag: &str| {
        let request = app.request("POST", &format!("{respondent}/withdraw")).token(&anna);
        request.header("If-Match", tag).json(&json!({})).send()
    };
    assert_eq!(withdraw("\"7-00\"").expect(412).text("/code"), "revision-stale");
    assert_eq!(withdraw(&tag).expect(200).text("/state"), "withdrawn");
    let gone = app.transition(&of_ole, "hand-in", &editor(&app, "ole"), &json!({})).expect(409);
    assert_eq!(gone.text("/code"), "respondent-wrong-state");
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    app.transition(&path, "start-review", &approver(&app, "ida"), &json!({})).expect(200);
    app.post(&list, &anna, &json!({"subject": "uwe", "label": "Kasse"})).expect(409);
    let elsewhere = begin(&app, GOSLAR, "2026-01-01");
    let strange = format!("{elsewhere}/respondents/{}", of_ole.rsplit('/').next().unwrap());
    app.get(&strange, &app.token("anna", Role::Editor, Some(GOSLAR), None)).expect(404);
}

#[test]
fn a_document_without_respondents_says_nothing_of_them() {
    let app = world();
    let path = blaupause_tests::assessing::signed(&app, LANGELSHEIM, "2026-01-01", [3, 1, 2, 4]);
    let document = app.get(&format!("{path}/document"), &editor(&app, "anna")).expect(200);
    assert!(document.json.get("consensus").is_none(), "{}", document.json);
}

#[test]
fn providers_ask_their_own_people() {
    let app = world();
    publish(&app, &provider_model());
    let path = begin_of_provider(&app, "it-harz", "2026-01-01");
    let nele = app.token("nele", Role::Analyst, None, Some("it-harz"));
    let kai = app.token("kai", Role::Consultant, None, Some("it-harz"));
    let body = json!({"subject": "kai", "label": "Rechenzentrum", "indicators": ["betrieb"]});
    let made = app.post(&format!("{path}/respondents"), &nele, &body).expect(201);
    let invitation = format!("/invitations/{}", made.text("/id"));
    assert_eq!(app.get("/invitations", &kai).expect(200).text("/items/0/provider"), "it-harz");
    answer(&app, &invitation, &kai, &json!({"betrieb": level(3)}));
    let taken = app.transition(&path, "take-over", &nele, &json!({})).expect(200);
    assert_eq!(taken.at("/answers/betrieb/value"), &json!("3"));
}

/// Review rounds: what is asked by indicator is shown until it is handed in again, and kept.
#[test]
fn it_is_sent_back_with_questions_by_indicator() {
    let app = world();
    let path = begin(&app, LANGELSHEIM, "2026-01-01");
    let (anna, ben) = (editor(&app, "anna"), approver(&app, "ben"));
    app.change("PATCH", &path, &path, &anna, &json!({"answers": {"akte": level(1)}})).expect(200);
    app.transition(&path, "submit", &anna, &json!({})).expect(200);
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    let send_back = |body: &Value| app.transition(&path, "return", &ben, body);
    assert_eq!(
        pointers(&send_back(&json!({})).expect(422)),
        [place("/comment", "assessment-comments-blank")]
    );
    let refused = send_back(&json!({"comments": {"akte": " ", "nichts": "?"}})).expect(422);
    let expected = [
        place("/comments/akte", "assessment-comments-blank"),
        place("/comments/nichts", "answer-unknown-indicator"),
    ];
    assert_eq!(pointers(&refused), expected);
    let back = send_back(&json!({"comments": {"akte": "Auch im Bauamt?"}})).expect(200);
    assert_eq!(back.at("/reviewCommentsByIndicator"), &json!({"akte": "Auch im Bauamt?"}));
    assert_eq!(back.at("/reviewComments"), &json!(null));
    // the editor's own comment answers the question
    let body = json!({"comments": {"akte": "Ja, seit Mai."}});
    app.change("PATCH", &path, &path, &anna, &body).expect(200);
    let again = app.transition(&path, "submit", &anna, &json!({})).expect(200);
    assert_eq!(again.at("/reviewCommentsByIndicator"), &json!({}));
    app.transition(&path, "start-review", &ben, &json!({})).expect(200);
    let back = send_back(&json!({"comment": "Fast fertig."})).expect(200);
    let rounds = back.at("/reviewRounds").as_array().unwrap();
    let told: Vec<_> = rounds.iter().map(|r| (&r["number"], &r["reviewer"], &r["comment"])).collect();
    assert_eq!(
        told,
        [(&json!(1), &json!("ben"), &json!(null)), (&json!(2), &json!("ben"), &json!("Fast fertig."))]
    );
    assert_eq!(rounds[0]["comments"], json!({"akte": "Auch im Bauamt?"}));
}
