//! One line of the walk, and walking it: who is turned away, with what, that it changed nothing, and who is not.

use blaupause_access::Role;
use blaupause_app::messages;
use blaupause_kernel::{Language, Message};
use blaupause_tests::{Reply, TestApp};
use serde_json::Value;

use super::actors::{Actor, Actors, PROVIDER, UNIT, bad_tokens};
use super::rights::Right;
use super::world::World;

/// An id that nothing has.
const NOTHING: &str = "01900000-0000-7000-8000-ffffffffffff";

/// Who may.
pub enum Who {
    /// Anybody, without a token.
    Everyone,
    /// Those who have the right over what is asked for.
    Holders(Right),
    /// Those who have the right anywhere; they see what is within their reach.
    Within(Right),
    /// Those who have the right; to all others the thing is not there, with this code.
    Hidden(Right, &'static str),
}

/// How people read a permission; each one reads differently.
pub fn words(scope: &str) -> String {
    let message = Message::new("access-permission").with("right", scope.replace(':', "-"));
    messages::render(Language::De, &message)
}

/// Something that is made from the ids of the world.
type Filled = fn(&World) -> String;

/// One operation in one situation.
pub struct Line {
    /// Its name in the document, which gives method, headers and media type.
    pub operation: &'static str,
    /// Who may.
    pub who: Who,
    path: &'static str,
    body: fn(&World) -> Value,
    before: fn(&World),
    also: &'static [&'static str],
    header: Option<(&'static str, Filled)>,
    alike: Option<Right>,
    whole: bool,
    hidden: Option<&'static str>,
}

impl Who {
    /// The right that is asked for, if any.
    pub fn right(&self) -> Option<&Right> {
        match self {
            Self::Everyone => None,
            Self::Holders(right) | Self::Within(right) | Self::Hidden(right, _) => Some(right),
        }
    }
}

/// An operation below `/v1`; ids of the world stand in braces.
pub const fn line(operation: &'static str, who: Who, path: &'static str) -> Line {
    Line {
        operation,
        who,
        path,
        body: |_| Value::Null,
        before: |_| (),
        also: &[],
        header: None,
        alike: None,
        whole: false,
        hidden: None,
    }
}

impl Line {
    /// With this body: JSON, or a text as it is.
    pub const fn body(self, body: fn(&World) -> Value) -> Self {
        Self { body, ..self }
    }

    /// With this header.
    pub const fn header(self, name: &'static str, value: Filled) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    /// With something that happens before.
    pub const fn before(self, before: fn(&World)) -> Self {
        Self { before, ..self }
    }

    /// To those whose right does not reach here the thing is not there, with this code.
    pub const fn hidden_elsewhere(self, code: &'static str) -> Self {
        Self { hidden: Some(code), ..self }
    }

    /// Another right does the same with other things: who has that one is no stranger, and who has neither may be
    /// told of either.
    pub const fn alike(self, right: Right) -> Self {
        Self { alike: Some(right), ..self }
    }

    /// Whose thing it is stands in the file: those who may not send it all the same, and not rubbish.
    pub const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// A system needs further scopes for this body.
    pub const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

/// The served document.
pub struct Document(Value);

struct Described<'d> {
    method: String,
    template: &'d str,
    operation: &'d Value,
}

impl Document {
    /// As the service gives it.
    pub fn of(app: &TestApp) -> Self {
        Self(app.get("/openapi.json", "").expect(200).json)
    }

    /// The names of all operations.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all().map(|described| described.operation["operationId"].as_str().unwrap())
    }

    /// Whether an operation can be called without and with a token.
    pub fn security(&self, name: &str) -> (bool, bool) {
        let described = self.find(name);
        let Some(ways) = described.operation["security"].as_array() else { return (true, false) };
        let (open, bearer) =
            (|way: &Value| way == &serde_json::json!({}), |way: &Value| way["bearer"].is_array());
        (ways.iter().any(open), ways.iter().any(bearer))
    }

    fn all(&self) -> impl Iterator<Item = Described<'_>> {
        let items = self.0["paths"].as_object().unwrap().iter();
        items.flat_map(|(template, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| Described {
                method: method.to_uppercase(),
                template,
                operation,
            })
        })
    }

    fn find(&self, name: &str) -> Described<'_> {
        let found = self.all().find(|described| described.operation["operationId"] == name);
        found.unwrap_or_else(|| panic!("{name} is not in the document"))
    }
}

impl Described<'_> {
    fn has_header(&self, name: &str) -> bool {
        let parameters = self.operation["parameters"].as_array();
        parameters.is_some_and(|all| all.iter().any(|p| p["in"] == "header" && p["name"] == name))
    }

    fn needs_header(&self, name: &str) -> bool {
        let parameters = self.operation["parameters"].as_array();
        parameters.is_some_and(|all| all.iter().any(|p| p["name"] == name && p["required"] == true))
    }

    /// The media type that is sent: a text goes as one if the operation takes texts.
    fn media_type(&self, body: &Value) -> String {
        let types = self.operation["requestBody"]["content"].as_object();
        let mut types = types.into_iter().flat_map(|all| all.keys());
        let fits = |t: &&String| t.contains("json") != body.is_string();
        types.find(fits).cloned().unwrap_or_else(|| "application/json".to_owned())
    }

    fn fits(&self, path: &str) -> bool {
        let address = path.split('?').next().unwrap_or_default();
        let (wanted, given): (Vec<&str>, Vec<&str>) =
            (self.template.split('/').skip(2).collect(), address.split('/').skip(1).collect());
        let one = |(w, g): (&&str, &&str)| w == g || (w.starts_with('{') && !g.is_empty());
        wanted.len() == given.len() && wanted.iter().zip(&given).all(one)
    }
}

/// Walks a table in a world, and reports everything that is not as expected at once.
#[track_caller]
pub fn walk(world: &World, table: &[Line]) {
    let document = Document::of(&world.app);
    let mut steps = Vec::new();
    for line in table {
        let described = document.find(line.operation);
        assert!(described.fits(line.path), "{} is not at {}", line.operation, line.path);
        (line.before)(world);
        let mut step = Step { world, line, described, wrong: Vec::new() };
        step.walk();
        steps.extend(step.wrong);
    }
    assert!(steps.is_empty(), "{} answers are not as expected:\n{}", steps.len(), steps.join("\n"));
}

struct Step<'a> {
    world: &'a World,
    line: &'a Line,
    described: Described<'a>,
    wrong: Vec<String>,
}

impl Step<'_> {
    fn walk(&mut self) {
        let Some(right) = self.line.who.right() else { return self.walk_open() };
        let actors = Actors::by(right, self.line.also, self.line.alike.as_ref());
        let before = self.world.changes();
        self.without_token();
        for (name, token) in bad_tokens(&self.world.app) {
            self.refused(name, &token, (401, "token-invalid"));
        }
        for actor in &actors.never {
            self.turned_away(actor, right);
            self.learns_nothing(actor, right);
        }
        for actor in &actors.elsewhere {
            if let Some(code) = self.line.hidden {
                self.refused(&actor.name, &actor.token(&self.world.app), (404, code));
            } else if matches!(self.line.who, Who::Within(_)) {
                self.sees(actor, false);
            } else {
                self.turned_away(actor, right);
            }
        }
        let after = self.world.changes();
        self.check(before == after, || format!("{} changes by those who may not", after - before));
        let statuses: Vec<u16> = actors.permitted.iter().map(|actor| self.permitted(actor)).collect();
        let good = statuses.iter().any(|status| (200..300).contains(status));
        self.check(good, || format!("nobody succeeds: {statuses:?}"));
    }

    fn walk_open(&mut self) {
        let roles: Vec<Actor> = Role::ALL.into_iter().map(Actor::at_home).collect();
        let tokens = roles.iter().map(|actor| (actor.name.as_str(), actor.token(&self.world.app)));
        for (name, token) in [("nobody", String::new())].into_iter().chain(tokens) {
            let reply = self.send(self.line.path, &token, true);
            self.check((200..300).contains(&reply.status), || format!("{name} got {}", reply.status));
            self.headers(&reply);
        }
    }

    fn without_token(&mut self) {
        let expected = match self.line.who {
            Who::Hidden(_, code) => (404, code),
            _ => (401, "token-missing"),
        };
        self.refused("nobody", "", expected);
    }

    /// Who may nowhere is turned away before anything is looked up, and does not learn whether it is there.
    fn learns_nothing(&mut self, actor: &Actor, right: &Right) {
        if let (Who::Holders(_), Some((start, rest))) = (&self.line.who, self.line.path.split_once('{')) {
            let rest = rest.split_once('}').map(|(_, rest)| rest).unwrap_or_default();
            let token = actor.token(&self.world.app);
            self.forbidden(&actor.name, &token, &format!("{start}{NOTHING}{rest}"), right);
        }
    }

    /// Somebody whose right does not reach here.
    fn turned_away(&mut self, actor: &Actor, right: &Right) {
        let token = actor.token(&self.world.app);
        if let Who::Hidden(_, code) = self.line.who {
            return self.refused(&actor.name, &token, (404, code));
        }
        self.forbidden(&actor.name, &token, self.line.path, right);
    }

    fn forbidden(&mut self, name: &str, token: &str, path: &str, right: &Right) {
        let reply = self.send(path, token, false);
        let names = |scope: &str| reply.at("/detail").as_str().is_some_and(|d| d.contains(&words(scope)));
        let named = names(right.scope) || self.line.alike.as_ref().is_some_and(|right| names(right.scope));
        let good = reply.status == 403 && reply.at("/code") == "permission-missing" && named;
        self.check(good, || {
            format!("{name} got {} {} {}", reply.status, reply.at("/code"), reply.at("/detail"))
        });
    }

    fn refused(&mut self, name: &str, token: &str, (status, code): (u16, &str)) {
        let reply = self.send(self.line.path, token, false);
        let good = reply.status == status && reply.at("/code") == code;
        self.check(good, || format!("{name} got {} {}, not {status}", reply.status, reply.at("/code")));
    }

    /// May, whatever the state of things says to it.
    fn permitted(&mut self, actor: &Actor) -> u16 {
        if matches!(self.line.who, Who::Within(_)) {
            return self.sees(actor, true);
        }
        let reply = self.send(self.line.path, &actor.token(&self.world.app), true);
        let good = matches!(reply.status, 200..300 | 404 | 409 | 412 | 422 | 428);
        self.check(good, || format!("{} got {} {}", actor.name, reply.status, reply.at("/code")));
        self.headers(&reply);
        reply.status
    }

    /// Success bears the headers that the document names; what is streamed has no tag.
    fn headers(&mut self, reply: &Reply) {
        let missing = |name: &str| reply.header(name).is_empty();
        if reply.header("cache-control").contains("no-store") {
            return;
        }
        let bare = (matches!(reply.status, 200 | 201) && missing("etag"))
            || (reply.status == 201 && missing("location"));
        self.check(!bare, || format!("{} without an entity tag or a place", reply.status));
    }

    /// A list shows what is within reach, and nothing else.
    fn sees(&mut self, actor: &Actor, own: bool) -> u16 {
        let reply = self.send(self.line.path, &actor.token(&self.world.app), true);
        let items = reply.at("/items").as_array().cloned().unwrap_or_default();
        let sees = items.iter().any(|item| item["unit"] == UNIT || item["provider"] == PROVIDER);
        let good = reply.status == 200 && sees == own && (own || items.is_empty());
        self.check(good, || format!("{} got {} with {} items", actor.name, reply.status, items.len()));
        reply.status
    }

    /// Those who may send what is asked for; the others send what they never saw: a stale tag,
    /// rubbish for a file, and always the same key, which a refused request must not use up.
    fn send(&self, path: &str, token: &str, may: bool) -> Reply {
        let mut request = self.world.app.request(&self.described.method, &self.world.fill(path)).token(token);
        if let Some((name, value)) = self.line.header {
            request = request.header(name, &value(self.world));
        }
        let body = (self.line.body)(self.world);
        let media_type = self.described.media_type(&body);
        request = match &body {
            Value::Null => request,
            Value::String(_) if !may && !self.line.whole => request.bytes(&media_type, b"rubbish"),
            Value::String(text) => request.bytes(&media_type, text.as_bytes()),
            json => request.bytes(&media_type, json.to_string().as_bytes()),
        };
        if may && self.described.needs_header("If-Match") {
            request = request.header("If-Match", "*");
        }
        if !may && self.described.has_header("If-Match") {
            request = request.header("If-Match", "\"999-00\"");
        }
        if !may && self.described.has_header("Idempotency-Key") {
            request = request.header("Idempotency-Key", "walk");
        }
        request.send()
    }

    fn check(&mut self, good: bool, what: impl FnOnce() -> String) {
        if !good {
            self.wrong.push(format!("{} {}: {}", self.line.operation, self.line.path, what()));
        }
    }
}
