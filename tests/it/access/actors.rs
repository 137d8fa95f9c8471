//! Those who send the requests of the walk: by role and place, systems, and bad tokens.

use blaupause_access::{Grant, Issuer, Role};
use blaupause_tests::fixture::{KIEL, LANGELSHEIM};
use blaupause_tests::{AUDIENCE, ISSUER, TestApp};

use super::rights::{RIGHTS, Right};

/// The unit that owns what the walk asks for, and the provider that serves it.
pub const UNIT: &str = LANGELSHEIM;
/// See [`UNIT`].
pub const PROVIDER: &str = "it-harz";
/// A unit and a provider that have nothing to do with it.
const OTHER_UNIT: &str = KIEL;
const OTHER_PROVIDER: &str = "it-kueste";

/// Somebody with a good token.
pub struct Actor {
    /// Who it is, for messages.
    pub name: String,
    grant: Grant,
}

/// Everybody with a good token, by what a right lets them do.
#[derive(Default)]
pub struct Actors {
    /// May, with what belongs to [`UNIT`] or [`PROVIDER`].
    pub permitted: Vec<Actor>,
    /// May, but not here: the right role in the wrong place.
    pub elsewhere: Vec<Actor>,
    /// May nowhere: the wrong role in the right place.
    pub never: Vec<Actor>,
}

impl Actor {
    fn person(role: Role, units: &[&str], providers: &[&str]) -> Self {
        let place: Vec<&str> = units.iter().chain(providers).copied().collect();
        let grant = Grant {
            subject: format!("{role} of {}", place.join(" ")),
            roles: [role].into(),
            units: units.iter().map(|u| u.parse().unwrap()).collect(),
            providers: providers.iter().map(|p| p.parse().unwrap()).collect(),
            ..Grant::default()
        };
        Self { name: format!("{role} of {place:?}"), grant }
    }

    fn system(name: &str, scopes: impl Iterator<Item = &'static str>) -> Self {
        let scopes = scopes.map(str::to_owned).collect();
        Self { name: name.to_owned(), grant: Grant { subject: name.to_owned(), scopes, ..Grant::default() } }
    }

    /// A role with every unit and provider that could matter.
    pub fn at_home(role: Role) -> Self {
        Self::person(role, &[UNIT], &[PROVIDER])
    }

    /// A fresh token.
    pub fn token(&self, app: &TestApp) -> String {
        app.token_for(&self.grant, ISSUER, AUDIENCE, 3600)
    }
}

impl Actors {
    /// Everybody, sorted by a right; `also` are further scopes that a system needs, `alike` is a right that is no less
    /// at home where this one is asked for.
    pub fn by(right: &Right, also: &[&'static str], alike: Option<&Right>) -> Self {
        let mut all = Self::default();
        for role in Role::ALL {
            match right.letter(role) {
                'u' => {
                    all.permitted.push(Actor::person(role, &[UNIT], &[]));
                    all.elsewhere.push(Actor::person(role, &[OTHER_UNIT], &[]));
                    all.elsewhere.push(Actor::person(role, &[], &[PROVIDER]));
                }
                'p' => {
                    all.permitted.push(Actor::person(role, &[], &[PROVIDER]));
                    all.elsewhere.push(Actor::person(role, &[], &[OTHER_PROVIDER]));
                    all.elsewhere.push(Actor::person(role, &[UNIT], &[]));
                }
                'x' => all.permitted.push(Actor::person(role, &[], &[])),
                _ => all.never.push(Actor::at_home(role)),
            }
        }
        let needed = also.iter().copied().chain([right.scope]);
        all.permitted.push(Actor::system("system with the scope", needed));
        let others = RIGHTS.iter().map(|r| r.scope).filter(|scope| *scope != right.scope);
        let others = others.filter(|scope| alike.is_none_or(|alike| alike.scope != *scope));
        all.never.push(Actor::system("system with every other scope", others));
        all
    }
}

/// Tokens that are not good, each with all roles and scopes in the right place, and what is wrong with them.
pub fn bad_tokens(app: &TestApp) -> Vec<(&'static str, String)> {
    let grant = Grant {
        subject: "anybody".to_owned(),
        roles: Role::ALL.into(),
        units: [UNIT.parse().unwrap()].into(),
        providers: [PROVIDER.parse().unwrap()].into(),
        scopes: RIGHTS.iter().map(|r| r.scope.to_owned()).collect(),
    };
    let strange = Issuer::from_seed(&[8; 32]).unwrap();
    let good = app.token_for(&grant, ISSUER, AUDIENCE, 3600);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let first = if signature.starts_with('A') { "B" } else { "A" };
    vec![
        ("an expired token", app.token_for(&grant, ISSUER, AUDIENCE, -60)),
        ("a token for another audience", app.token_for(&grant, ISSUER, "another-service", 3600)),
        ("a token of another issuer", app.token_for(&grant, "https://elsewhere.test", AUDIENCE, 3600)),
        (
            "a token with another issuer's key",
            strange.issue(ISSUER, AUDIENCE, &grant, app.app.now(), 3600).unwrap(),
        ),
        ("a token with another signature", format!("{signed}.{first}{}", signature.get(1..).unwrap())),
        ("a text that is no token", "x".to_owned()),
    ]
}
