//! Which evidence runs out soon, or has run out: what somebody should renew.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{LocalizedText, Page, Paged, Slug, Version};
use blaupause_maturity::Model;
use blaupause_store::evidence_dates::{self as store, Expiring, Filter};
use blaupause_store::maturity_models;

use crate::subjects::{self, Doing, SubjectKey, of_actor};
use crate::{Error, Read};

/// The days that are looked ahead if nobody says how many.
pub const DAYS: u32 = 90;

/// Evidence that runs out, as people read it.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// The evidence.
    pub evidence: Expiring,
    /// Title of the indicator it proves.
    pub indicator_title: Option<LocalizedText>,
    /// Days until its last one; negative when it has run out.
    pub days_left: i64,
}

/// Evidence that runs out within some days, or has run out: of one unit or provider, or of all within reach.
///
/// # Errors
/// No such unit or provider; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    subject: Option<SubjectKey>,
    days: u32,
    page: &Page,
) -> Result<Paged<Reminder>, Error> {
    let today = tx.today();
    let (reach, own) = subjects::within(actor, Permission::ReadProvider, today)?;
    let assessed = match subject {
        Some(key) => Some(of_actor(tx, actor, Doing::Reading, &key)?.assessed()),
        None => None,
    };
    let filter = Filter { until: today.plus_days(days), assessed, reach, own };
    let found = store::list(tx.conn(), &filter, page)?;
    let models = models_of(tx, &found.items)?;
    Ok(found.map(|evidence| {
        let model = models.get(&(evidence.model.clone(), evidence.version.clone()));
        let indicator = model.and_then(|model| model.indicator(&evidence.indicator));
        let indicator_title = indicator.map(|indicator| indicator.title.clone());
        let days_left = today.days_until(evidence.valid_until);
        Reminder { evidence, indicator_title, days_left }
    }))
}

/// The few models that a page names, each read once.
fn models_of(tx: &mut Read<'_>, items: &[Expiring]) -> Result<BTreeMap<(Slug, Version), Arc<Model>>, Error> {
    let mut models = BTreeMap::new();
    for item in items {
        let key = (item.model.clone(), item.version.clone());
        if let Entry::Vacant(place) = models.entry(key) {
            place.insert(maturity_models::by_version(tx.conn(), &item.model, &item.version)?.0);
        }
    }
    Ok(models)
}
