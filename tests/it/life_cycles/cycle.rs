//! What every life cycle is held to: in every state every transition by everybody, and two who write at once.

use std::sync::Barrier;
use std::thread;

use blaupause_access::Role;
use blaupause_tests::TestApp;
use blaupause_tests::fixture::KIEL;
use serde_json::Value;

/// Who may take a transition, all at the unit or provider concerned.
pub(super) type Roles = &'static [Role];

/// One thing in one state of its life.
pub(super) struct Thing {
    pub(super) app: TestApp,
    pub(super) path: String,
    /// A signed-off assessment that proves something, where one is needed.
    pub(super) proof: String,
}

/// A life cycle.
pub(super) struct Cycle {
    pub(super) unit: &'static str,
    pub(super) states: &'static [&'static str],
    /// States in which those of other places do not even hear that the thing is there.
    pub(super) unseen: &'static [&'static str],
    /// Transition, who may take it.
    pub(super) verbs: &'static [(&'static str, Roles)],
    /// Transitions that one person alone may take, the first of those roles: who writes at once is that person twice.
    pub(super) alone: &'static [&'static str],
    /// State, transition, state after it.
    pub(super) table: &'static [(&'static str, &'static str, &'static str)],
    /// The thing in a state, with everything a transition from there needs.
    pub(super) make: fn(&str) -> Thing,
    pub(super) state: fn(&Thing) -> String,
    /// Where the entity tag for a transition is read.
    pub(super) tagged: fn(&Thing, &str) -> String,
    pub(super) body: fn(&Thing, &str) -> Value,
}

impl Cycle {
    fn token(&self, thing: &Thing, role: Role) -> String {
        // Who began a review has to end it.
        let name = match role {
            Role::Editor => "anna".to_owned(),
            Role::Approver => "ben".to_owned(),
            other => other.to_string(),
        };
        thing.app.token(&name, role, Some(self.unit), Some("it-harz"))
    }

    fn send(&self, thing: &Thing, verb: &str, token: &str, tag: &str) -> (u16, String) {
        let path = format!("{}/{verb}", thing.path);
        let request = thing.app.request("POST", &path).token(token).json(&(self.body)(thing, verb));
        let reply = request.header("If-Match", tag).send();
        (reply.status, reply.json.to_string())
    }

    fn tag(&self, thing: &Thing, verb: &str) -> String {
        let auditor = thing.app.token("revision", Role::Auditor, None, None);
        let tag = thing.app.get(&(self.tagged)(thing, verb), &auditor).expect(200).header("etag");
        // The tag of a published document is its digest: it has no revision that could be stale.
        if tag.trim_matches('"').len() == 64 { "*".to_owned() } else { tag }
    }

    fn after(&self, state: &str, verb: &str) -> Option<&'static str> {
        self.table.iter().find(|(from, by, _)| *from == state && *by == verb).map(|(_, _, to)| *to)
    }

    /// Everything that changes nothing, in one state.
    fn refusals(&self, state: &str) {
        let thing = (self.make)(state);
        assert_eq!((self.state)(&thing), state);
        for (verb, roles) in self.verbs {
            let tag = self.tag(&thing, verb);
            let refuse = |token: &str, expected: u16, who: &str| {
                let (status, body) = self.send(&thing, verb, token, &tag);
                assert_eq!(status, expected, "{state} {verb} by {who}: {body}");
                assert_eq!((self.state)(&thing), state, "{verb} by {who}");
            };
            refuse("", 401, "nobody");
            let others = Role::ALL.into_iter().filter(|role| !roles.contains(role));
            for role in others {
                refuse(&self.token(&thing, role), 403, &role.to_string());
            }
            for role in *roles {
                let elsewhere = thing.app.token("fremd", *role, Some(KIEL), Some("it-kueste"));
                let expected = if self.unseen.contains(&state) { 404 } else { 403 };
                refuse(&elsewhere, expected, &format!("{role} of another place"));
                if self.after(state, verb).is_none() {
                    refuse(&self.token(&thing, *role), 409, &role.to_string());
                }
            }
        }
    }

    /// A transition that the table allows, taken by two at the same moment.
    fn race(&self, state: &str, verb: &str, to: &str) {
        let thing = (self.make)(state);
        let roles = self.verbs.iter().find(|(name, _)| *name == verb).unwrap().1;
        let first = roles.first().unwrap();
        let last = if self.alone.contains(&verb) { first } else { roles.last().unwrap() };
        let tokens = [self.token(&thing, *first), self.token(&thing, *last)];
        let (tag, start) = (self.tag(&thing, verb), Barrier::new(2));
        let mut statuses = thread::scope(|scope| {
            let run = |token: &'_ str| {
                start.wait();
                self.send(&thing, verb, token, &tag)
            };
            let running: Vec<_> = tokens.iter().map(|token| scope.spawn(move || run(token))).collect();
            running.into_iter().map(|handle| handle.join().unwrap()).collect::<Vec<_>>()
        });
        statuses.sort();
        assert_eq!((statuses[0].0, statuses[1].0), (200, 412), "{state} {verb}: {statuses:?}");
        assert_eq!((self.state)(&thing), to, "{state} {verb}");
    }

    pub(super) fn hold(&self) {
        for state in self.states {
            self.refusals(state);
        }
        for (from, verb, to) in self.table {
            self.race(from, verb, to);
        }
    }
}
