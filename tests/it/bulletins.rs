//! `/bulletins`: written by one person, published by another, read by everybody.

use blaupause_access::Role;
use blaupause_tests::fixture::{GOSLAR, KIEL, LANGELSHEIM, small_world};
use blaupause_tests::{Reply, TestApp};
use serde_json::{Value, json};

struct World {
    app: TestApp,
    /// Consultants of `it-harz`, one of `it-kueste`, and an auditor.
    cora: String,
    carl: String,
    kira: String,
    auditor: String,
}

fn world() -> World {
    let app = TestApp::start();
    small_world(&app);
    let consultant = |name: &str, provider| app.token(name, Role::Consultant, None, Some(provider));
    let (cora, carl) = (consultant("cora", "it-harz"), consultant("carl", "it-harz"));
    let kira = consultant("kira", "it-kueste");
    let auditor = app.token("aud", Role::Auditor, None, None);
    World { app, cora, carl, kira, auditor }
}

fn texts(title: &str) -> Value {
    json!({"de": {"title": title, "summary": format!("Kurz: {title}"), "body": "Lang."},
        "en": {"title": format!("{title} (en)"), "summary": "Short", "body": "Long."}})
}

fn document(topic: &str, title: &str, audience: &Value) -> Value {
    json!({"provider": "it-harz", "topic": topic, "texts": texts(title), "audience": audience})
}

fn reason(de: &str) -> Value {
    json!({"de": de, "en": format!("{de} (en)")})
}

impl World {
    fn draft(&self, topic: &str, title: &str, audience: &Value) -> String {
        let made = self.app.post("/bulletins", &self.cora, &document(topic, title, audience)).expect(201);
        made.header("location").trim_start_matches("/v1").to_owned()
    }

    fn go(&self, path: &str, verb: &str, token: &str, body: &Value) -> Reply {
        // who may not see it has no tag of it
        let tag = self.app.get(path, &self.auditor).expect(200).header("etag");
        let request = self.app.request("POST", &format!("{path}/{verb}")).token(token);
        request.header("If-Match", &tag).json(body).send()
    }

    fn published(&self, topic: &str, title: &str, audience: &Value) -> String {
        let path = self.draft(topic, title, audience);
        self.go(&path, "submit", &self.cora, &json!({})).expect(200);
        self.go(&path, "publish", &self.carl, &json!({})).expect(200);
        path
    }

    fn titles(&self, query: &str) -> Vec<String> {
        let list = self.app.get(&format!("/bulletins{query}"), "").expect(200);
        let items = list.at("/items").as_array().unwrap().iter();
        items.map(|item| item["texts"]["de"]["title"].as_str().unwrap_or("-").to_owned()).collect()
    }
}

#[test]
fn what_one_writes_another_publishes_corrects_and_withdraws() {
    let world = world();
    let World { app, cora, carl, kira, auditor } = &world;
    let path = world.draft("privacy", "Neue Fristen", &json!({}));
    app.get(&path, "").expect(404);
    let hidden = app.get(&path, kira).expect(404);
    assert_eq!(hidden.at("/code"), "bulletin-not-found");
    assert_eq!(app.get(&path, carl).expect(200).at("/work/author"), "cora");
    world.go(&path, "submit", carl, &json!({})).expect(409);
    world.go(&path, "submit", kira, &json!({})).expect(404);
    world.go(&path, "submit", cora, &json!({})).expect(200);
    let alone = world.go(&path, "publish", cora, &json!({})).expect(409);
    assert_eq!(alone.at("/code"), "support-same-person");
    world.go(&path, "return", carl, &json!({"note": "Bitte kürzen"})).expect(200);
    assert_eq!(app.get(&path, cora).expect(200).at("/work/returned/note"), "Bitte kürzen");
    let mut content = document("privacy", "Neue Fristen 2026", &json!({}));
    content.as_object_mut().unwrap().remove("provider");
    app.change("PUT", &path, &path, carl, &content).expect(409);
    app.request("PUT", &path).token(cora).json(&content).send().expect(428);
    app.change("PUT", &path, &path, cora, &content).expect(200);
    world.go(&path, "submit", cora, &json!({})).expect(200);
    let both = json!({"de": "", "en": "x"});
    world.go(&path, "withdraw", carl, &json!({"reason": both})).expect(400);
    world.go(&path, "publish", carl, &json!({})).expect(200);
    let open = app.get(&path, "").expect(200);
    assert_eq!((open.text("/texts/de/title"), open.at("/work")), ("Neue Fristen 2026".into(), &Value::Null));
    let correction = json!({"texts": texts("Richtige Fristen"), "note": reason("Falscher Tag")});
    world.go(&path, "propose-correction", cora, &correction).expect(200);
    assert_eq!(app.get(&path, "").expect(200).text("/texts/de/title"), "Neue Fristen 2026");
    world.go(&path, "approve-correction", cora, &json!({})).expect(409);
    world.go(&path, "approve-correction", carl, &json!({})).expect(200);
    let open = app.get(&path, "").expect(200);
    assert_eq!(open.text("/texts/de/title"), "Richtige Fristen");
    let noted = json!([{"at": "2026-03-01T08:00:00Z", "note": reason("Falscher Tag")}]);
    assert_eq!(open.at("/corrections"), &noted, "without who wrote it");
    world.go(&path, "propose-correction", cora, &correction).expect(200);
    world.go(&path, "reject-correction", cora, &json!({})).expect(200);
    let none = world.go(&path, "approve-correction", carl, &json!({})).expect(409);
    assert_eq!(none.at("/code"), "bulletin-no-correction");
    world.go(&path, "withdraw", carl, &json!({"reason": reason("Gilt nicht")})).expect(200);
    let gone = app.get(&path, "").expect(200);
    assert_eq!((gone.at("/texts"), gone.at("/withdrawn/reason/de")), (&Value::Null, &json!("Gilt nicht")));
    assert_eq!(app.get(&path, auditor).expect(200).text("/texts/de/title"), "Richtige Fristen");
    let kinds = |token: &str| {
        let told = app.get("/events?limit=500", token).expect(200);
        let all = told.at("/items").as_array().unwrap().iter();
        all.map(|event| event["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let public = ["bulletin.published", "bulletin.corrected", "bulletin.withdrawn"];
    assert_eq!(kinds(""), public);
    assert_eq!(kinds(kira), public);
    let own = [
        "bulletin.drafted",
        "bulletin.submitted",
        "bulletin.returned",
        "bulletin.drafted",
        "bulletin.submitted",
        "bulletin.published",
        "bulletinCorrection.proposed",
        "bulletin.corrected",
        "bulletinCorrection.proposed",
        "bulletinCorrection.rejected",
        "bulletin.withdrawn",
    ];
    assert_eq!(kinds(carl), own);
}

#[test]
fn lists_show_what_is_meant_for_whom() {
    let world = world();
    let World { app, cora, kira, auditor, .. } = &world;
    let all = json!({});
    world.published("news", "Alle", &all);
    world.app.set_now("2026-03-01T09:00:00Z");
    world.published("privacy", "Niedersachsen", &json!({"laender": ["03"]}));
    world.published("news", "Goslar", &json!({"units": [GOSLAR], "laender": ["03"]}));
    world.published("news", "Großstädte", &json!({"sizeClasses": ["smallerCity"]}));
    world.published("pilots", "Städte", &json!({"kinds": ["town"]}));
    let withdrawn = world.published("news", "Fort", &all);
    world.go(&withdrawn, "withdraw", &world.carl, &json!({"reason": reason("Irrtum")})).expect(200);
    world.draft("news", "Entwurf", &all);
    assert_eq!(world.titles(""), ["-", "Städte", "Großstädte", "Goslar", "Niedersachsen", "Alle"]);
    assert_eq!(world.titles("?state=published&topic=news"), ["Großstädte", "Goslar", "Alle"]);
    assert_eq!(world.titles(&format!("?unit={GOSLAR}")), ["-", "Städte", "Goslar", "Niedersachsen", "Alle"]);
    assert_eq!(world.titles(&format!("?unit={LANGELSHEIM}")), ["-", "Städte", "Niedersachsen", "Alle"]);
    assert_eq!(world.titles(&format!("?unit={KIEL}")), ["-", "Großstädte", "Alle"]);
    assert_eq!(world.titles("?unit=03"), ["-", "Niedersachsen", "Alle"], "a Land has neither kind nor size");
    assert_eq!(world.titles("?provider=it-kueste"), [""; 0]);
    app.get("/bulletins?unit=019990000000", "").expect(404);
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("/bulletins?limit=2{next}"), "").expect(200);
        seen.extend(page.at("/items").as_array().unwrap().iter().map(|item| item["id"].clone()));
        let Some(cursor) = page.at("/next").as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    let whole = app.get("/bulletins", "").expect(200);
    let whole: Vec<Value> =
        whole.at("/items").as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    assert_eq!(seen, whole);
    let drafts = |token: &str| app.get("/bulletins?state=draft", token);
    drafts("").expect(401);
    drafts(&app.token("anna", Role::Editor, Some(GOSLAR), None)).expect(403);
    for (token, count) in [(cora, 1), (auditor, 1), (kira, 0)] {
        assert_eq!(drafts(token).expect(200).at("/items").as_array().unwrap().len(), count);
    }
    app.get("/bulletins?state=draft&cursor=WyJ4Il0", cora).expect(400);
    app.get("/bulletins?cursor=WyJ4Il0", "").expect(400);
}

#[test]
fn what_is_not_acceptable_is_named_with_its_place() {
    let world = world();
    let World { app, cora, .. } = &world;
    let mut bad =
        document("news", &"x".repeat(201), &json!({"laender": ["03153"], "units": [GOSLAR, GOSLAR]}));
    bad["texts"]["en"]["summary"] = json!(" ");
    let refused = app.post("/bulletins", cora, &bad).expect(422);
    let places = refused.at("/errors").as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap());
    let expected = [
        "/texts/de/title",
        "/texts/en/title",
        "/texts/en/summary",
        "/audience/laender/0",
        "/audience/units/1",
    ];
    assert_eq!(places.collect::<Vec<_>>(), expected);
    let send = |change: &dyn Fn(&mut Value)| {
        let mut document = document("news", "Gut", &json!({}));
        change(&mut document);
        app.post("/bulletins", cora, &document).status
    };
    assert_eq!(send(&|document| document["topic"] = json!("wetter")), 400);
    assert_eq!(send(&|document| document["author"] = json!("somebody else")), 400);
    assert_eq!(send(&|document| document["texts"]["fr"] = json!({})), 400);
    assert_eq!(send(&|document| document["audience"]["units"] = json!(["'; DROP TABLE bulletins"])), 400);
    assert_eq!(send(&|document| document["provider"] = json!("it-kueste")), 403);
    assert_eq!(send(&|document| document["texts"]["de"]["body"] = json!("a\u{7}b")), 400);
    assert_eq!(send(&|_| ()), 201);
}

#[test]
fn feeds_tell_titles_and_summaries_and_nothing_of_what_was_withdrawn() {
    let world = world();
    let World { app, carl, .. } = &world;
    world.published("informationSecurity", "Lücke", &json!({}));
    world.published("pilots", "Pilot \"topic\":\"news\"", &json!({}));
    let gone = world.published("informationSecurity", "Falsch", &json!({}));
    world.go(&gone, "withdraw", carl, &json!({"reason": reason("Irrtum")})).expect(200);
    world.draft("informationSecurity", "Entwurf", &json!({}));
    let read = |topic: &str, form: &str, language: &str| {
        let path = format!("/feeds/{topic}/{form}");
        let feed = app.request("GET", &path).header("Accept-Language", language).send().expect(200);
        let entries = feed_rs::parser::parse(feed.bytes.as_slice()).unwrap().entries.into_iter();
        let line = |entry: feed_rs::model::Entry| {
            let text =
                entry.summary.map(|text| text.content).or(entry.content.and_then(|content| content.body));
            (entry.title.unwrap().content, text.unwrap())
        };
        entries.map(line).collect::<Vec<_>>()
    };
    let pair = |title: &str, text: &str| (title.to_owned(), text.to_owned());
    let away = pair("Zurückgezogen: Falsch", "Irrtum");
    let expected = [away.clone(), away, pair("Lücke", "Kurz: Lücke")];
    for form in ["json", "atom"] {
        assert_eq!(read("informationSecurity", form, "de"), expected, "{form}");
        assert_eq!(read("informationSecurity", form, "en")[2], pair("Lücke (en)", "Short"), "{form}");
        assert_eq!(read("pilots", form, "de").len(), 1);
        assert!(read("news", form, "de").is_empty() && read("privacy", form, "de").is_empty());
    }
    let named = app.get("/feeds", "").expect(200);
    let topics = named.at("/items").as_array().unwrap().iter().filter_map(|feed| feed["topic"].as_str());
    let topics: Vec<&str> = topics.collect();
    assert!(["informationSecurity", "privacy", "news", "pilots"].iter().all(|topic| topics.contains(topic)));
}
