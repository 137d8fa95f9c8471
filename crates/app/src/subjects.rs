//! Who is assessed, as use cases see them: a unit or a provider, and who may do what with their assessments.

use blaupause_access::{Actor, Denied, Owner, Permission, Reach as Far, Role};
use blaupause_kernel::{Date, Slug, UnitKey};
use blaupause_maturity::{Assessed, SubjectProfile};
use blaupause_store::assessments::{Own, Reach};
use blaupause_store::providers;
use blaupause_territory::{Provider, SizeClass, Unit};

use crate::units::{self, ServedUnit};
use crate::{Error, Read};

/// A unit or a provider, as a request names it: who is assessed, or for whom something is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectKey {
    /// A unit, by ARS or AGS.
    Unit(UnitKey),
    /// A provider.
    Provider(Slug),
}

impl From<UnitKey> for SubjectKey {
    fn from(key: UnitKey) -> Self {
        Self::Unit(key)
    }
}

impl From<Assessed> for SubjectKey {
    fn from(assessed: Assessed) -> Self {
        match assessed {
            Assessed::Unit(unit) => Self::Unit(UnitKey::Ars(unit)),
            Assessed::Provider(provider) => Self::Provider(provider),
        }
    }
}

impl std::fmt::Display for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unit(key) => key.fmt(f),
            Self::Provider(id) => id.fmt(f),
        }
    }
}

/// Who is assessed, as the register has them.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A unit.
    Unit(Box<Unit>),
    /// A provider.
    Provider(Provider),
}

impl Subject {
    /// As assessments name them.
    pub fn assessed(&self) -> Assessed {
        match self {
            Self::Unit(unit) => Assessed::Unit(unit.ars.clone()),
            Self::Provider(provider) => Assessed::Provider(provider.id.clone()),
        }
    }

    /// Who they are, as far as models ask.
    pub fn profile(&self) -> SubjectProfile {
        match self {
            Self::Unit(unit) => SubjectProfile::Unit { level: unit.level, size_class: unit.size_class() },
            Self::Provider(_) => SubjectProfile::Provider,
        }
    }

    /// The size class of a unit, if its population is known.
    pub fn size_class(&self) -> Option<SizeClass> {
        match self {
            Self::Unit(unit) => unit.size_class(),
            Self::Provider(_) => None,
        }
    }

    /// Their name.
    pub fn name(&self) -> &str {
        match self {
            Self::Unit(unit) => &unit.name,
            Self::Provider(provider) => &provider.name,
        }
    }
}

/// What is done with assessments; which permission it needs depends on who is assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Read them, and what follows from them.
    Reading,
    /// Begin, answer and submit them.
    Editing,
    /// Review, return and sign them off.
    Reviewing,
    /// Answer what one is asked as a respondent.
    Answering,
}

impl Doing {
    /// What it needs with a unit's.
    pub const fn of_unit(self) -> Permission {
        match self {
            Self::Reading => Permission::ReadUnit,
            Self::Editing => Permission::EditAssessment,
            Self::Reviewing => Permission::ReviewAssessment,
            Self::Answering => Permission::AnswerInvitation,
        }
    }

    /// Whether an actor may do it with some assessment.
    pub fn is_possible(self, actor: &Actor) -> bool {
        actor.reach(self.of_unit()).is_some() || actor.reach(self.of_provider()).is_some()
    }

    /// What it needs with a provider's.
    pub const fn of_provider(self) -> Permission {
        match self {
            Self::Reading => Permission::ReadProvider,
            Self::Editing => Permission::EditProviderAssessment,
            Self::Reviewing => Permission::ReviewProviderAssessment,
            Self::Answering => Permission::AnswerInvitation,
        }
    }
}

/// The unit or provider with this key, for an actor who may do this with its assessments.
///
/// # Errors
/// No such unit or provider; `Denied` if the actor may not; those of the store.
pub fn of_actor(tx: &mut Read<'_>, actor: &Actor, doing: Doing, key: &SubjectKey) -> Result<Subject, Error> {
    match key {
        SubjectKey::Unit(key) => {
            let ServedUnit { unit, .. } = units::of_actor(tx, actor, doing.of_unit(), key)?;
            Ok(Subject::Unit(Box::new(unit)))
        }
        SubjectKey::Provider(id) => {
            actor.require_somewhere(doing.of_provider())?;
            let provider = providers::by_id(tx.conn(), id)?.provider;
            actor.require(doing.of_provider(), Owner::Provider(id))?;
            Ok(Subject::Provider(provider))
        }
    }
}

/// Finds an assessment for an actor who may do this with some assessment. Who may do it with those of units only, or
/// with those of providers only, gets the same answer for one that is not there as for one of the others.
pub(crate) fn found<T>(
    actor: &Actor,
    doing: Doing,
    find: impl FnOnce() -> Result<T, blaupause_store::Error>,
) -> Result<T, Error> {
    let lacks = |permission| actor.require_somewhere(permission).err();
    let (unit, provider) = (lacks(doing.of_unit()), lacks(doing.of_provider()));
    match (unit, provider) {
        (Some(denied), Some(_)) => Err(denied.into()),
        (None, None) => Ok(find()?),
        (Some(denied), None) | (None, Some(denied)) => match find() {
            Err(blaupause_store::Error::NotFound { .. }) => Err(denied.into()),
            other => Ok(other?),
        },
    }
}

/// What a list shows an actor: things of units, and things of providers themselves, which another permission is for.
///
/// # Errors
/// `Denied` who may read neither.
pub(crate) fn within(actor: &Actor, of_providers: Permission, on: Date) -> Result<(Reach, Own), Error> {
    let nothing = Reach::Of { units: Vec::new(), providers: Vec::new(), on };
    let own = match actor.reach(of_providers) {
        None => return Ok((reach(actor, Permission::ReadUnit, on)?, Own::Of(Vec::new()))),
        Some(Far::All) => Own::All,
        Some(Far::OwnUnit | Far::OwnProvider) => Own::Of(actor.providers().cloned().collect()),
    };
    Ok((reach(actor, Permission::ReadUnit, on).unwrap_or(nothing), own))
}

/// The providers whose things a list shows an actor, of those that are wanted; all if there is no limit.
///
/// # Errors
/// `Denied` without the permission.
pub(crate) fn of_providers(
    actor: &Actor,
    permission: Permission,
    wanted: Option<Slug>,
) -> Result<Option<Vec<Slug>>, Error> {
    actor.require_somewhere(permission)?;
    let own = match actor.reach(permission) {
        Some(Far::All) => return Ok(wanted.map(|wanted| vec![wanted])),
        _ => actor.providers(),
    };
    let seen = own.filter(|own| wanted.as_ref().is_none_or(|wanted| wanted == *own));
    Ok(Some(seen.cloned().collect()))
}

/// The units whose things a list shows an actor.
///
/// # Errors
/// `Denied` without the permission.
pub(crate) fn reach(actor: &Actor, permission: Permission, on: Date) -> Result<Reach, Error> {
    actor.subject()?;
    let has = |far: Far| actor.roles().any(|role: Role| permission.reach(role) == Some(far));
    match actor.reach(permission) {
        None => Err(Denied::Forbidden(permission).into()),
        Some(Far::All) => Ok(Reach::Everything),
        Some(Far::OwnUnit | Far::OwnProvider) => {
            let units = if has(Far::OwnUnit) { actor.units().cloned().collect() } else { Vec::new() };
            let providers =
                if has(Far::OwnProvider) { actor.providers().cloned().collect() } else { Vec::new() };
            Ok(Reach::Of { units, providers, on })
        }
    }
}
