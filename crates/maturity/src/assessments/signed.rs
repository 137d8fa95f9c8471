//! The document that a signed-off assessment becomes, and the chain of hashes that ties one to the one before.

use std::collections::BTreeMap;
use std::fmt;

use blaupause_kernel::{Date, Digest, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Assessed, Consensus, Evidence};
use crate::{Answers, Error, ModelRef, Outcome};

/// The format that this version writes.
pub const SIGNED_FORMAT: &str = "blaupause/signed-assessment@1";

/// A signed-off assessment ("freigegebene Erhebung"): immutable. Correcting it is a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedAssessment {
    /// Always `blaupause/signed-assessment@1`.
    pub format: String,
    /// Key of the assessment.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// Who was assessed: the field `unit` or the field `provider`.
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub assessed: Assessed,
    /// The model it answers.
    pub model: ModelRef,
    /// The day whose state it describes.
    pub period: Date,
    /// The answers.
    pub answers: Answers,
    /// Evidence by indicator.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Vec<Evidence>>))]
    pub evidence: BTreeMap<Slug, Vec<Evidence>>,
    /// How the answers of several respondents became one, by indicator; missing where nobody was asked.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Consensus>))]
    pub consensus: BTreeMap<Slug, Consensus>,
    /// The result.
    pub outcome: Outcome,
    /// Token subject of whoever handed it in.
    pub submitted_by: String,
    /// Token subject of whoever signed it off.
    pub signed_off_by: String,
    /// When.
    pub signed_off_at: Timestamp,
    /// Hash of the signed document before this one in the chain; nothing for the first.
    #[serde(default)]
    pub previous: Option<Digest>,
}

impl SignedAssessment {
    /// SHA-256 of the document's canonical JSON.
    ///
    /// # Errors
    /// `Kernel` if it has no canonical JSON form.
    pub fn hash(&self) -> Result<Digest, Error> {
        Ok(Digest::of_document(self)?)
    }
}

/// What does not hold at a place in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChainFault {
    /// The document has a format that is not known.
    Format,
    /// The hash of the document before does not match.
    Previous,
    /// The document belongs to another unit or provider than the one before.
    Subject,
    /// The document was signed off before the one before it.
    Order,
    /// The outcome rests on another model than the answers.
    Model,
    /// The outcome is not the score of the answers by the model.
    Outcome,
    /// The stored text is not the document that its hash names.
    Document,
}

impl fmt::Display for ChainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "format",
            Self::Previous => "previous",
            Self::Subject => "subject",
            Self::Order => "order",
            Self::Model => "model",
            Self::Outcome => "outcome",
            Self::Document => "document",
        })
    }
}

/// Checks a whole chain from its first document: nothing was changed, left out, put in or moved.
///
/// # Errors
/// `BrokenChain` at the first place that does not hold; `Kernel` if a document has no canonical JSON form.
pub fn verify_chain(chain: &[SignedAssessment]) -> Result<(), Error> {
    let mut before: Option<(&SignedAssessment, Digest)> = None;
    for (position, document) in chain.iter().enumerate() {
        if let Some(fault) = fault(document, before) {
            return Err(Error::BrokenChain { position, fault });
        }
        before = Some((document, document.hash()?));
    }
    Ok(())
}

fn fault(document: &SignedAssessment, before: Option<(&SignedAssessment, Digest)>) -> Option<ChainFault> {
    if document.format != SIGNED_FORMAT {
        return Some(ChainFault::Format);
    }
    if document.model != document.outcome.model {
        return Some(ChainFault::Model);
    }
    if document.previous != before.map(|(_, hash)| hash) {
        return Some(ChainFault::Previous);
    }
    let (before, _) = before?;
    if document.assessed != before.assessed {
        return Some(ChainFault::Subject);
    }
    (document.signed_off_at < before.signed_off_at).then_some(ChainFault::Order)
}
