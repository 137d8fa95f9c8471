//! How results develop: as they were signed, and compared on what all of them answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use blaupause_access::Actor;
use blaupause_kernel::{Date, Digest, Slug, Version};
use blaupause_maturity::{Comparison, MigrationMap, Model, SignedAssessment, compare};
use blaupause_store::{maturity_models, migration_maps, signed_assessments as signed};

use crate::profiles;
use crate::subjects::SubjectKey;
use crate::{Error, Read};

/// The results of a unit or provider by all versions of a model, or by one.
#[derive(Debug, Clone)]
pub struct Trend {
    /// The version whose weights the comparison uses.
    pub model: Arc<Model>,
    /// The results by the day they describe; of several for one day, the last signed.
    pub results: Vec<SignedAssessment>,
    /// Their hashes.
    pub hashes: Vec<Digest>,
    /// The comparison, with one point for each result.
    pub comparison: Comparison,
}

/// How the results by a model develop. Without a version, those by every version are compared by the weights of the
/// latest result's; with one, those by this version only.
///
/// # Errors
/// No such unit or provider, no signed result or no such version; `Denied`; those of the store.
pub fn trend(
    tx: &mut Read<'_>,
    actor: &Actor,
    key: &SubjectKey,
    model: Option<Slug>,
    version: Option<&Version>,
) -> Result<Trend, Error> {
    let standing = profiles::standing(tx, actor, key, model)?;
    let id = &standing.model.id;
    let target = version.unwrap_or(&standing.model.version).clone();
    let (model, _) = maturity_models::by_version(tx.conn(), id, &target)?;
    let mut results: BTreeMap<Date, SignedAssessment> = BTreeMap::new();
    for document in signed::chain(tx.conn(), &standing.subject.assessed())? {
        let wanted = version.is_none_or(|only| document.model.version == *only);
        if document.model.id == *id && wanted {
            results.insert(document.period, document);
        }
    }
    let results: Vec<SignedAssessment> = results.into_values().collect();
    let hashes = results.iter().map(SignedAssessment::hash).collect::<Result<_, _>>()?;
    let maps = maps(tx, id)?;
    let comparison = compare(&model, &results, &maps)?;
    Ok(Trend { model, results, hashes, comparison })
}

fn maps(tx: &mut Read<'_>, model: &Slug) -> Result<Vec<MigrationMap>, Error> {
    let mut maps = Vec::new();
    for summary in migration_maps::of_model(tx.conn(), model)? {
        let published = migration_maps::document(tx.conn(), model, &summary.from, &summary.to)?;
        maps.push(MigrationMap::read(&published.document).map_err(crate::error::invalid)?);
    }
    Ok(maps)
}
