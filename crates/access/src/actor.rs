//! The one who asks, and whether the permission table lets them.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Slug};

use crate::{Grant, Permission, Reach, Role};

/// Whoever sends a request: a person or a system with a token, or somebody anonymous.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Actor {
    pub(crate) subject: Option<String>,
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) units: BTreeSet<Ars>,
    pub(crate) providers: BTreeSet<Slug>,
    pub(crate) scopes: BTreeSet<String>,
}

/// Whom the thing belongs to that a permission is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    /// The register or the service as a whole.
    Everyone,
    /// A unit, with the providers that serve it today.
    Unit(&'a Ars, &'a [Slug]),
    /// A provider.
    Provider(&'a Slug),
}

/// Why an actor may not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No token was sent, and the operation needs one.
    #[error("the operation needs an access token")]
    Anonymous,
    /// The token is good, but its roles do not allow this here.
    #[error("the permission `{}` is missing", .0.scope())]
    Forbidden(Permission),
}

impl Actor {
    /// Somebody without a token.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// The command line of the machine the service runs on: it holds the database anyway.
    pub fn operator() -> Self {
        Self {
            subject: Some("operator".to_owned()),
            scopes: Permission::ALL.iter().map(|p| p.scope().to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Whoever a grant describes, for commands that enter what several persons did.
    pub fn granted(grant: Grant) -> Self {
        let Grant { subject, roles, units, providers, scopes } = grant;
        Self { subject: Some(subject), roles, units, providers, scopes }
    }

    /// Who this is, as the issuer names them.
    ///
    /// # Errors
    /// `Anonymous` without a token.
    pub fn subject(&self) -> Result<&str, Denied> {
        self.subject.as_deref().ok_or(Denied::Anonymous)
    }

    /// The roles of the token.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.roles.iter().copied()
    }

    /// The units this actor belongs to.
    pub fn units(&self) -> impl Iterator<Item = &Ars> {
        self.units.iter()
    }

    /// The providers this actor belongs to.
    pub fn providers(&self) -> impl Iterator<Item = &Slug> {
        self.providers.iter()
    }

    /// The farthest reach of a permission over all roles and scopes of this actor.
    pub fn reach(&self, permission: Permission) -> Option<Reach> {
        if self.scopes.contains(permission.scope()) {
            return Some(Reach::All);
        }
        let of_role = |wanted: Reach| self.roles.iter().any(|r| permission.reach(*r) == Some(wanted));
        [Reach::All, Reach::OwnProvider, Reach::OwnUnit].into_iter().find(|reach| of_role(*reach))
    }

    /// Whether this actor may do something with what belongs to `owner`.
    pub fn may(&self, permission: Permission, owner: Owner<'_>) -> bool {
        if self.scopes.contains(permission.scope()) {
            return true;
        }
        let reaches = |reach| match (reach, owner) {
            (Reach::All, _) => true,
            (Reach::OwnUnit, Owner::Unit(unit, _)) => self.units.contains(unit),
            (Reach::OwnProvider, Owner::Unit(_, serving)) => {
                serving.iter().any(|p| self.providers.contains(p))
            }
            (Reach::OwnProvider, Owner::Provider(provider)) => self.providers.contains(provider),
            (Reach::OwnUnit, _) | (Reach::OwnProvider, Owner::Everyone) => false,
        };
        self.roles.iter().filter_map(|role| permission.reach(*role)).any(reaches)
    }

    /// Turns away who could never do this, whoever the thing belongs to: asked before anything is looked up, so that
    /// the answer does not tell whether it is there.
    ///
    /// # Errors
    /// `Anonymous` without a token, `Forbidden` if no role or scope of the actor has the permission.
    pub fn require_somewhere(&self, permission: Permission) -> Result<(), Denied> {
        self.subject()?;
        self.reach(permission).map(drop).ok_or(Denied::Forbidden(permission))
    }

    /// Lets the actor pass or says why not.
    ///
    /// # Errors
    /// `Anonymous` without a token, `Forbidden` if the table says no.
    pub fn require(&self, permission: Permission, owner: Owner<'_>) -> Result<(), Denied> {
        self.subject()?;
        if self.may(permission, owner) { Ok(()) } else { Err(Denied::Forbidden(permission)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(role: Role) -> Actor {
        Actor {
            subject: Some("p1".to_owned()),
            roles: [role].into(),
            units: ["031530019019".parse().unwrap()].into(),
            providers: ["it-harz".parse().unwrap()].into(),
            scopes: BTreeSet::new(),
        }
    }

    #[test]
    fn reach_decides_by_owner() {
        let (own, other): (Ars, Ars) = ("031530019019".parse().unwrap(), "010010000000".parse().unwrap());
        let (mine, foreign): (Slug, Slug) = ("it-harz".parse().unwrap(), "it-foerde".parse().unwrap());
        let edit = Permission::EditAssessment;
        assert!(actor(Role::Editor).may(edit, Owner::Unit(&own, &[])));
        assert!(!actor(Role::Editor).may(edit, Owner::Unit(&other, std::slice::from_ref(&mine))));
        let read = Permission::ReadUnit;
        assert!(actor(Role::Analyst).may(read, Owner::Unit(&other, std::slice::from_ref(&mine))));
        assert!(!actor(Role::Analyst).may(read, Owner::Unit(&own, std::slice::from_ref(&foreign))));
        assert!(actor(Role::CatalogManager).may(Permission::ManageModules, Owner::Provider(&mine)));
        assert!(!actor(Role::CatalogManager).may(Permission::ManageModules, Owner::Provider(&foreign)));
        assert!(!actor(Role::CatalogManager).may(Permission::ManageModules, Owner::Everyone));
        assert!(!actor(Role::CatalogManager).may(Permission::ManageProvider, Owner::Provider(&mine)));
        assert!(actor(Role::Admin).may(Permission::ImportRegister, Owner::Everyone));
    }

    #[test]
    fn who_could_never_is_turned_away_before_the_owner_is_known() {
        let edit = Permission::EditAssessment;
        assert_eq!(actor(Role::Editor).require_somewhere(edit), Ok(()));
        assert_eq!(actor(Role::Admin).require_somewhere(edit), Err(Denied::Forbidden(edit)));
        assert_eq!(Actor::anonymous().require_somewhere(edit), Err(Denied::Anonymous));
    }

    #[test]
    fn no_token_is_another_answer_than_the_wrong_role() {
        let none = Actor::anonymous().require(Permission::ReadAudit, Owner::Everyone);
        assert_eq!(none, Err(Denied::Anonymous));
        let wrong = actor(Role::Admin).require(Permission::ReadAudit, Owner::Everyone);
        assert_eq!(wrong, Err(Denied::Forbidden(Permission::ReadAudit)));
    }
}
