//! A dissolved municipality and who succeeds it: open with its proposal, or settled by a decision.

use blaupause_kernel::{Ars, Date, Revision, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Basis, Decision, Error, SuccessionProposal, Successor};

/// What was decided about a dissolved unit, by whom and on what basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settled {
    /// The successors; their shares of the population sum to 1.
    pub successors: Vec<Successor>,
    /// The first day of the successors.
    pub effective: Date,
    /// Why it counts as decided.
    pub basis: Basis,
    /// A remark, for example the law or gazette.
    pub note: Option<String>,
    /// Who decided, as the issuer names them.
    pub decided_by: String,
    /// When.
    pub decided_at: Timestamp,
}

/// The case of one dissolved unit (Nachfolgefall): a record, changed only by decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionCase {
    /// Its id.
    pub id: Uuid,
    /// The import that dissolved the unit.
    pub import: Uuid,
    /// The dissolved unit.
    pub predecessor: Ars,
    /// What the figures of both states say; none where a changed key alone decides.
    pub proposal: Option<SuccessionProposal>,
    /// The decision, unless the case is open.
    pub settled: Option<Settled>,
    /// Revision.
    pub revision: Revision,
}

impl SuccessionCase {
    /// A case that is still open.
    pub fn open(id: Uuid, import: Uuid, proposal: SuccessionProposal) -> Self {
        let predecessor = proposal.predecessor.clone();
        let (proposal, revision) = (Some(proposal), Revision::FIRST);
        Self { id, import, predecessor, proposal, settled: None, revision }
    }

    /// A case that an import decides by itself: a changed key, or figures that leave no other reading.
    pub fn certain(
        id: Uuid,
        import: Uuid,
        decision: Decision,
        proposal: Option<SuccessionProposal>,
        by: &str,
        at: Timestamp,
    ) -> Self {
        let predecessor = decision.predecessor.clone();
        let settled = Some(settle(decision, by, at));
        Self { id, import, predecessor, proposal, settled, revision: Revision::FIRST }
    }

    /// Settles the case, or corrects how it was settled before.
    ///
    /// # Errors
    /// Every fault of the shares, and every successor that `exists` does not know.
    pub fn decide(
        self,
        decision: Decision,
        exists: impl Fn(&Ars) -> bool,
        by: &str,
        at: Timestamp,
    ) -> Result<Self, Vec<Error>> {
        let mut errors = decision.share_errors();
        let unknown = decision.successors.iter().filter(|s| s.ars == self.predecessor || !exists(&s.ars));
        errors.extend(unknown.map(|s| Error::SuccessorUnknown(s.ars.clone())));
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self { settled: Some(settle(decision, by, at)), revision: self.revision.next(), ..self })
    }

    /// Whether the figures left no other reading.
    pub fn is_conclusive(&self) -> bool {
        self.proposal.as_ref().is_some_and(|p| p.conclusive)
    }
}

fn settle(decision: Decision, by: &str, at: Timestamp) -> Settled {
    let Decision { successors, effective, basis, note, .. } = decision;
    Settled { successors, effective, basis, note, decided_by: by.to_owned(), decided_at: at }
}
