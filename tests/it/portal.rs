//! The pages: what every one of them keeps to, search, signing in, and forms of others.

use blaupause_access::Actor;
use blaupause_app::maturity_models;
use blaupause_tests::TestApp;
use blaupause_tests::client::Reply;
use blaupause_tests::fixture::small_world;
use scraper::{Html, Selector};

const LANGELSHEIM: &str = "031530019019";

/// Every page that needs no account and no data beyond the register.
const PAGES: &[&str] = &[
    "/",
    "/search",
    "/search?q=Goslar",
    "/municipalities",
    "/municipalities?q=lang",
    "/municipalities/031530019019",
    "/municipalities/03",
    "/blueprints",
    "/sign-in",
];

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
}

fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|found| found.attr(name)).map(str::to_owned).collect()
}

/// Reads a page as a browser does, and looks at what every page keeps to.
fn page(reply: &Reply, language: &str) -> Html {
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(reply.header("content-language"), language);
    let policy = reply.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let text = String::from_utf8(reply.bytes.clone()).unwrap();
    assert!(reply.bytes.len() < 150 * 1024);
    let page = Html::parse_document(&text);
    assert_eq!(page.errors, Vec::<String>::new(), "{text}");
    assert_eq!(attributes(&page, "html", "lang"), [language]);
    assert_eq!(texts(&page, "h1").len(), 1, "{text}");
    assert!(texts(&page, "title")[0].ends_with(" – Blaupause"));
    assert!(texts(&page, "main").len() == 1 && attributes(&page, "style, [style]", "style").is_empty());
    for (selector, name) in [("[href]", "href"), ("[src]", "src"), ("[action]", "action")] {
        for address in attributes(&page, selector, name) {
            assert!(address.starts_with('/') || address.starts_with('#'), "{name}={address}");
        }
    }
    // a message without words shows its code
    assert!(!texts(&page, "body")[0].contains("portal-"), "{text}");
    page
}

#[test]
fn every_page_is_whole_in_both_languages_and_loads_nothing_from_elsewhere() {
    let app = TestApp::start();
    small_world(&app);
    for path in PAGES {
        for (language, address) in [("de", (*path).to_owned()), ("en", format!("/en{path}"))] {
            let reply = app.page("GET", &address).send().expect(200);
            let page = page(&reply, language);
            for sheet in attributes(&page, "link[rel=stylesheet]", "href") {
                let sheet = app.page("GET", &sheet).send().expect(200);
                assert!(sheet.header("cache-control").contains("immutable"));
            }
        }
    }
}

#[test]
fn what_is_not_there_is_a_page_here_and_a_problem_in_the_interface() {
    let app = TestApp::start();
    let missing = app.page("GET", "/en/nothing").send().expect(404);
    assert_eq!(texts(&page(&missing, "en"), "h1"), ["Page not found"]);
    let unit = app.page("GET", "/municipalities/031530019019").send().expect(404);
    page(&unit, "de");
    page(&app.page("GET", "/municipalities/nobody").send().expect(404), "de");
    page(&app.page("GET", "/municipalities?after=x").send().expect(400), "de");
    let problem = app.page("GET", "/v1/nothing").send().expect(404);
    assert_eq!(problem.header("content-type"), "application/problem+json");
}

#[test]
fn names_are_found_as_people_type_them_and_shown_as_text() {
    let app = TestApp::start();
    small_world(&app);
    for question in ["Langelsheim", "langels", "Langelshein", "03153019"] {
        let found = app.page("GET", &format!("/search?q={question}")).send().expect(200);
        let links = attributes(&page(&found, "de"), "main li a", "href");
        assert_eq!(links.first().map(String::as_str), Some("/municipalities/031530019019"), "{question}");
    }
    let attack = app.page("GET", "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22").send().expect(200);
    let shown = page(&attack, "de");
    assert_eq!(attributes(&shown, "input[name=q]", "value"), ["<script>alert(1)</script>\""]);
    assert!(texts(&shown, "script").is_empty());
}

/// The value that forms of a page carry.
fn form_token(reply: &Reply) -> String {
    let page = Html::parse_document(&String::from_utf8_lossy(&reply.bytes));
    attributes(&page, "input[name=form_token]", "value").remove(0)
}

fn form(app: &TestApp, path: &str, cookie: &str, body: &str, site: &str) -> Reply {
    let request = app.page("POST", path).header("Cookie", cookie).header("Sec-Fetch-Site", site);
    request.bytes("application/x-www-form-urlencoded", body.as_bytes()).send()
}

#[test]
fn one_signs_in_for_this_site_alone_and_out_again() {
    let app = TestApp::start();
    small_world(&app);
    let choice = app.page("GET", "/en/sign-in?next=%2Fmunicipalities").send().expect(200);
    assert_eq!(texts(&page(&choice, "en"), "main button"), ["Editing, Langelsheim"]);
    let token = form_token(&choice);
    let body = format!("form_token={token}&role=0&next=%2Fmunicipalities");
    form(&app, "/en/sign-in", "", &body, "cross-site").expect(403);
    form(&app, "/en/sign-in", "", "role=0", "same-origin").expect(403);
    form(&app, "/en/sign-in", "", &format!("form_token={token}&role=7"), "same-origin").expect(400);
    let signed_in = form(&app, "/en/sign-in", "", &body, "same-origin").expect(303);
    assert_eq!(signed_in.header("location"), "/en/municipalities");
    let set = signed_in.header("set-cookie");
    for part in
        ["__Host-blaupause=", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/", "; Max-Age=28800"]
    {
        assert!(set.contains(part), "{part} in {set}");
    }
    let cookie = set.split(';').next().unwrap().to_owned();
    let start = app.page("GET", "/").header("Cookie", &cookie).send().expect(200);
    assert_eq!(texts(&page(&start, "de"), ".site-header button"), ["Abmelden"]);
    // a form of the time before, and a session as an access token
    form(&app, "/sign-out", &cookie, &format!("form_token={token}"), "same-origin").expect(403);
    let session = cookie.split('=').nth(1).unwrap();
    app.get("/municipalities/031530019019/profile", session).expect(401);
    let out = form(&app, "/sign-out", &cookie, &format!("form_token={}", form_token(&start)), "same-origin");
    assert!(out.expect(303).header("set-cookie").contains("Max-Age=0"));
    // an access token is no session
    let access = app.token("erika", blaupause_access::Role::Editor, Some(LANGELSHEIM), None);
    let plain =
        app.page("GET", "/").header("Cookie", &format!("__Host-blaupause={access}")).send().expect(200);
    assert!(texts(&page(&plain, "de"), ".site-header button").is_empty());
    // and the session ends
    app.set_now("2026-03-01T16:01:00Z");
    let over = app.page("GET", "/").header("Cookie", &cookie).send().expect(200);
    assert!(texts(&page(&over, "de"), ".site-header button").is_empty());
}

/// Signs in as the editor of Langelsheim; the cookie.
fn sign_in(app: &TestApp) -> String {
    let choice = app.page("GET", "/sign-in").send().expect(200);
    let body = format!("form_token={}&role=0&next=%2F", form_token(&choice));
    let set = form(app, "/sign-in", "", &body, "same-origin").expect(303).header("set-cookie");
    set.split(';').next().unwrap().to_owned()
}

fn see(app: &TestApp, path: &str, cookie: &str) -> (Html, String) {
    let reply = app.page("GET", path).header("Cookie", cookie).send().expect(200);
    (page(&reply, "de"), form_token(&reply))
}

#[test]
fn an_officer_begins_answers_and_submits_without_a_script() {
    let app = TestApp::start();
    small_world(&app);
    app.write(|tx| maturity_models::publish_built_in(tx, &Actor::operator())).unwrap();
    let asked = app.page("GET", "/assessments").send().expect(303);
    assert_eq!(asked.header("location"), "/sign-in?next=%2Fassessments");
    let cookie = sign_in(&app);
    let (list, token) = see(&app, "/assessments", &cookie);
    assert_eq!(texts(&list, "main button"), ["Neue Bewertung beginnen: Langelsheim, Stadt"]);
    let begun =
        form(&app, "/assessments", &cookie, &format!("form_token={token}&unit={LANGELSHEIM}"), "same-origin");
    let assessment = begun.expect(303).header("location");
    let (overview, token) = see(&app, &assessment, &cookie);
    let parts = attributes(&overview, "main .task-list__title", "href");
    assert_eq!(parts.len(), 13, "the dimensions of the model that comes with the product");
    // what is missing is told at once, and nothing is submitted
    let early = format!("form_token={token}&revision=1");
    let early = form(&app, &format!("{assessment}/submit"), &cookie, &early, "same-origin").expect(422);
    assert_eq!(texts(&page(&early, "de"), "main li").len(), 1);
    let (part, token) = see(&app, &parts[0], &cookie);
    let action = attributes(&part, "main form", "action").remove(0);
    let levels = attributes(&part, &format!("form[action='{action}'] .choice-grid input"), "value");
    assert_eq!(levels.first().map(String::as_str), Some("level:0"));
    // an answer by its level text
    let body = format!("form_token={token}&kind={}&comment=Seit+Mai", levels[2]);
    let saved = form(&app, &action, &cookie, &body, "same-origin").expect(303);
    let indicator = action.rsplit('/').next().unwrap();
    assert_eq!(saved.header("location"), format!("{}#{indicator}", parts[0]));
    let (part, token) = see(&app, &parts[0], &cookie);
    assert_eq!(attributes(&part, "input[checked]", "value"), [levels[2].clone()]);
    assert_eq!(texts(&part, "textarea[name=comment]")[0], "Seit Mai");
    assert_eq!(texts(&part, ".task-list .badge")[0].split(' ').next(), Some("1"));
    // what does not apply needs a reason; what was typed stays
    let refused = format!("form_token={token}&kind=notApplicable&reason=&comment=Neu");
    let refused = form(&app, &action, &cookie, &refused, "same-origin").expect(422);
    let shown = page(&refused, "de");
    assert_eq!(texts(&shown, "[role=alert] li").len(), 1);
    assert_eq!(attributes(&shown, "input[checked]", "value")[0], "notApplicable");
    assert_eq!(texts(&shown, "textarea[name=comment]")[0], "Neu");
    // nobody else sees it
    app.page("GET", &parts[0]).send().expect(303);
}
