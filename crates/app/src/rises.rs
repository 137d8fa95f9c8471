//! The smallest set of rises by which a unit or provider reaches a stage, and the result it leads to.

use std::collections::BTreeMap;

use blaupause_access::Actor;
use blaupause_kernel::Slug;
use blaupause_maturity::{Outcome, Rises, rises as smallest, what_if};

use crate::profiles::{self, Standing};
use crate::subjects::SubjectKey;
use crate::{Error, Read};

/// A standing with the rises from it.
#[derive(Debug, Clone)]
pub struct FromStanding {
    /// The standing.
    pub standing: Standing,
    /// The rises; nothing at the highest stage.
    pub rises: Option<Rises>,
    /// The result they lead to.
    pub after: Outcome,
}

/// The smallest set of rises to a stage, or to the one after the proven one. May take a second.
///
/// # Errors
/// No such unit or provider, no signed result or no such stage; `Denied`; those of the store.
pub fn to_stage(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
    stage: Option<&Slug>,
) -> Result<FromStanding, Error> {
    let standing = profiles::standing(tx, actor, key, model)?;
    let (model, signed) = (&standing.model, &standing.signed);
    let rises = smallest(model, &signed.outcome, stage)?;
    let needed = rises.iter().flat_map(|found| &found.rises);
    let levels: BTreeMap<_, _> = needed.map(|rise| (rise.indicator.clone(), rise.to)).collect();
    let provided = signed.outcome.provider_levels();
    let subject = standing.subject.profile();
    let after = what_if(model, signed.model.hash, &subject, &signed.answers, &provided, &levels)?;
    Ok(FromStanding { standing, rises, after })
}
