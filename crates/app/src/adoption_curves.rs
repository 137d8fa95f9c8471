//! How blueprints spread in a service area.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::Slug;
use blaupause_pilots::adoptions::{CurvePoint, adoption_curves};
use blaupause_store::{adoptions, blueprints};

use crate::{Error, Read, providers};

/// The curve of every blueprint that units of a service area have adopted, or of one.
///
/// # Errors
/// No such provider or blueprint; `Denied`; those of the store.
pub fn curves(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: &Slug,
    blueprint: Option<&Slug>,
) -> Result<BTreeMap<Slug, Vec<CurvePoint>>, Error> {
    let provider = providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?;
    if let Some(blueprint) = blueprint {
        blueprints::by_slug(tx.conn(), blueprint)?;
    }
    let today = tx.today();
    let adoptions = adoptions::of_service_area(tx.conn(), &provider.id, blueprint, today)?;
    Ok(adoption_curves(&adoptions, today))
}
