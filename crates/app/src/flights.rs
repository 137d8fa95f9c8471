//! Requests with an idempotency key while they are being worked on: the second of two at once is turned away.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Error, Once};

/// Actor and key of the requests that are being worked on. Cloning shares it.
#[derive(Clone, Default)]
pub(crate) struct Flights(Arc<Mutex<HashSet<(String, String)>>>);

impl Flights {
    /// Marks a request as being worked on until what is returned is dropped.
    ///
    /// # Errors
    /// `InFlight` if it is already.
    pub(crate) fn take_off(&self, once: &Once) -> Result<Flight, Error> {
        let key = (once.actor.clone(), once.key.clone());
        let mut flying = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !flying.insert(key.clone()) {
            return Err(Error::InFlight);
        }
        Ok(Flight { key, all: self.clone() })
    }
}

/// A request that is being worked on.
pub(crate) struct Flight {
    key: (String, String),
    all: Flights,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
