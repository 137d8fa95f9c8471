//! The persons of the demo: one for each role at each unit and provider, so that four eyes are four eyes.

use blaupause_access::{Actor, Grant, Role};
use blaupause_kernel::{Ars, Slug};

/// Who answers for a unit and works on its adoptions.
pub(super) fn editor(unit: &Ars) -> Actor {
    Actor::granted(of_unit(Role::Editor, unit))
}

/// Who signs off and decides for a unit.
pub(super) fn approver(unit: &Ars) -> Actor {
    Actor::granted(of_unit(Role::Approver, unit))
}

/// Who accompanies the units of a provider and writes its blueprints.
pub(super) fn consultant(provider: &Slug) -> Actor {
    Actor::granted(of_provider(Role::Consultant, provider))
}

/// Who keeps a provider's portfolio and publishes.
pub(super) fn catalog_manager(provider: &Slug) -> Actor {
    Actor::granted(of_provider(Role::CatalogManager, provider))
}

/// Who keeps the register and the providers.
pub(super) fn admin() -> Actor {
    Actor::granted(of_everything(Role::Admin))
}

/// A person of a unit.
pub fn of_unit(role: Role, unit: &Ars) -> Grant {
    Grant { units: [unit.clone()].into(), ..named(role, unit.as_str()) }
}

/// A person of a provider.
pub fn of_provider(role: Role, provider: &Slug) -> Grant {
    Grant { providers: [provider.clone()].into(), ..named(role, provider.as_str()) }
}

/// A person of neither.
pub fn of_everything(role: Role) -> Grant {
    named(role, "blaupause")
}

fn named(role: Role, place: &str) -> Grant {
    Grant { subject: format!("demo-{role}-{place}"), roles: [role].into(), ..Grant::default() }
}
