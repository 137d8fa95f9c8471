//! A dissolved municipality and who succeeds it: open with its proposal, or settled by a decision.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Revision, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Basis, Decision, Error, Returned, SuccessionProposal, Successor, Unit};

/// What was decided about a dissolved unit, by whom and on what basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settled {
    /// The successors in the order of their keys; their shares of the population sum to 1.
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

impl Settled {
    /// Whether a decision says the same.
    pub fn says(&self, decision: &Decision) -> bool {
        let mut successors = decision.successors.clone();
        successors.sort_by(|a, b| a.ars.cmp(&b.ars));
        let same =
            (self.effective, self.basis, &self.note) == (decision.effective, decision.basis, &decision.note);
        same && self.successors == successors
    }
}

/// The case of one dissolved unit (Nachfolgefall): a record, changed only by decisions. A unit that is dissolved
/// once more has another case; the earlier one stays on record.
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
    /// The day from which the unit was in the register again, so that there is nothing to decide.
    pub withdrawn: Option<Date>,
    /// Revision.
    pub revision: Revision,
}

impl SuccessionCase {
    /// A case that is still open.
    pub fn open(id: Uuid, import: Uuid, proposal: SuccessionProposal) -> Self {
        let predecessor = proposal.predecessor.clone();
        let (proposal, revision) = (Some(proposal), Revision::FIRST);
        Self { id, import, predecessor, proposal, settled: None, withdrawn: None, revision }
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
        Self { id, import, predecessor, proposal, settled, withdrawn: None, revision: Revision::FIRST }
    }

    /// Whether a person has to decide.
    pub fn is_open(&self) -> bool {
        self.settled.is_none() && self.withdrawn.is_none()
    }

    /// The case after its unit came back, if that changes it. What was settled held for the time in between, and
    /// stays; unless there was no time in between.
    pub fn returned(self, returned: &Returned) -> Option<Self> {
        let void = self.is_open() || (self.withdrawn.is_none() && !returned.was_away);
        void.then(|| Self { withdrawn: Some(returned.on), revision: self.revision.next(), ..self })
    }

    /// Settles the case, or corrects how it was settled before. `units` are those that the register has among
    /// the successors, ended ones too.
    ///
    /// # Errors
    /// `CaseWithdrawn` alone; else every fault of the shares and every successor that cannot be one.
    pub fn decide(
        self,
        decision: Decision,
        units: &BTreeMap<Ars, Unit>,
        by: &str,
        at: Timestamp,
    ) -> Result<Self, Vec<Error>> {
        if let Some(on) = self.withdrawn {
            return Err(vec![Error::CaseWithdrawn { unit: self.predecessor, on }]);
        }
        let mut errors = decision.share_errors();
        errors.extend(decision.successor_errors(units));
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
    let Decision { mut successors, effective, basis, note, .. } = decision;
    successors.sort_by(|a, b| a.ars.cmp(&b.ars));
    Settled { successors, effective, basis, note, decided_by: by.to_owned(), decided_at: at }
}
