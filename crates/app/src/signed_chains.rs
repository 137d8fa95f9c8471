//! The chains of signed assessments, checked without trusting the database: texts, hashes, order and outcomes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use blaupause_kernel::{Digest, Message};
use blaupause_maturity::{Assessed, Broken, ChainFault, Model, SignedAssessment, recheck};
use blaupause_store::maturity_models::{self, Published};
use blaupause_store::signed_assessments as store;

use crate::{App, Error};

/// What was found to hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many units and providers have a chain.
    pub subjects: usize,
    /// How many documents there are.
    pub documents: usize,
}

/// Checks every stored chain; `Err` names the first place that does not hold.
///
/// # Errors
/// Those of the store and of the scoring.
pub fn verify(app: &App) -> Result<Result<Checked, Broken>, Error> {
    let mut checked = Checked::default();
    let mut models: BTreeMap<Digest, Arc<Model>> = BTreeMap::new();
    for assessed in app.read_blocking(|tx| Ok(store::subjects(tx.conn())?))? {
        let texts = app.read_blocking(|tx| Ok(store::texts(tx.conn(), &assessed)?))?;
        let chain = match documents(&assessed, &texts) {
            Ok(chain) => chain,
            Err(broken) => return Ok(Err(broken)),
        };
        for named in chain.iter().map(|document| &document.model) {
            if let Entry::Vacant(place) = models.entry(named.hash) {
                let read = app.read_blocking(|tx| {
                    Ok(maturity_models::by_version(tx.conn(), &named.id, &named.version)?)
                })?;
                place.insert(read.0);
            }
        }
        if let Some(broken) =
            recheck(&chain, |document| models.get(&document.model.hash).map(|model| &**model))?
        {
            return Ok(Err(broken));
        }
        checked.subjects += 1;
        checked.documents += chain.len();
    }
    Ok(Ok(checked))
}

/// The documents behind the texts, if each is the one its hash names and is of whom it is stored for.
fn documents(assessed: &Assessed, texts: &[Published]) -> Result<Vec<SignedAssessment>, Broken> {
    let read = |(position, text): (usize, &Published)| {
        let broken = |fault| Broken { assessed: assessed.clone(), position, fault };
        let document: SignedAssessment =
            serde_json::from_str(&text.document).map_err(|_| broken(ChainFault::Document))?;
        let same =
            Digest::of(text.document.as_bytes()) == text.hash && document.hash().ok() == Some(text.hash);
        if !same {
            return Err(broken(ChainFault::Document));
        }
        if document.assessed != *assessed { Err(broken(ChainFault::Subject)) } else { Ok(document) }
    };
    texts.iter().enumerate().map(read).collect()
}

/// A broken chain in words, its documents counted from 1.
pub fn message(broken: &Broken) -> Message {
    let Broken { assessed, position, fault } = broken;
    Message::new("chain-broken").with("subject", assessed).with("position", position + 1).with("fault", fault)
}
