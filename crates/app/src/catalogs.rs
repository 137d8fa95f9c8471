//! The catalogue as it was last read, kept for the requests that follow. Many read it, few change it.

use std::sync::{Arc, Mutex};

use blaupause_catalog::Catalog;
use blaupause_store::Conn;
use blaupause_store::module_versions::{self, CatalogStamp};

use crate::Error;

/// The catalogue that was read last, and what it rests on.
#[derive(Default)]
pub(crate) struct Catalogs(Mutex<Option<(CatalogStamp, Arc<Catalog>)>>);

impl Catalogs {
    /// The catalogue as this connection sees it. The connection must see only what is committed.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn current(&self, conn: &mut Conn) -> Result<Arc<Catalog>, Error> {
        // Read before the catalogue: if it changes in between, the stamp is too old and the next one reads again.
        let stamp = module_versions::stamp(conn)?;
        if let Ok(kept) = self.0.lock()
            && let Some((of, catalog)) = kept.as_ref()
            && *of == stamp
        {
            return Ok(Arc::clone(catalog));
        }
        let catalog = Arc::new(module_versions::catalog(conn)?);
        if let Ok(mut kept) = self.0.lock() {
            *kept = Some((stamp, Arc::clone(&catalog)));
        }
        Ok(catalog)
    }
}
