//! The target that a unit or provider sets itself.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Message, Rational, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};

use crate::answers::too_long;
use crate::problems::step;
use crate::{Answers, Assessed, Error, Model, Problem, ProviderLevels, SubjectProfile, score};

/// The finest fraction of a dimension's target: with more digits nobody could say what is meant.
const MOST_PARTS: i128 = 10_000;

/// What a unit or provider wants to reach by a model ("Zielbild"). A record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnTarget {
    /// Who has set it for themselves.
    #[serde(flatten)]
    pub assessed: Assessed,
    /// The model whose indicators and dimensions it names.
    pub model: Slug,
    /// The level wanted by indicator, or the value by dimension.
    pub levels: BTreeMap<Slug, Rational>,
    /// The day by which it is to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// Why, or who decided it: "Ratsbeschluss vom 3. März".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Token subject of whoever set it last.
    pub set_by: String,
    /// When it was set last.
    pub set_at: Timestamp,
    /// How often it was changed.
    pub revision: Revision,
}

impl OwnTarget {
    /// Checks the target against a version of its model, for whom it is meant.
    ///
    /// # Errors
    /// `Incomplete` with every fault: no level at all, a node the model does not have, a level that is not on the
    /// indicator's scale, a value outside the dimension's range or too fine, a reason that is too long; `Overflow`
    /// does not happen with a model that was accepted.
    pub fn check(&self, model: &Model, profile: &SubjectProfile) -> Result<(), Error> {
        let hash = model.hash()?;
        let open = score(model, hash, profile, &Answers::default(), &ProviderLevels::default())?;
        let ranges = open.dimension_bounds();
        let mut problems = Vec::new();
        if self.levels.is_empty() {
            problems.push(Problem::new("/levels", None, Message::new("target-empty")));
        }
        for (node, value) in &self.levels {
            let fault = match (model.indicator(node), ranges.get(node)) {
                (Some(indicator), _) => (!indicator.scale.contains(*value)).then(|| off_scale(node, *value)),
                (None, Some((low, high))) => {
                    let inside = (*low..=*high).contains(value) && value.parts().1 <= MOST_PARTS;
                    (!inside).then(|| {
                        let message =
                            Message::new("target-out-of-range").with("node", node).with("value", value);
                        message.with("low", low).with("high", high)
                    })
                }
                (None, None) => Some(Message::new("target-unknown-node").with("node", node)),
            };
            problems.extend(fault.map(|message| Problem::new(step("/levels", node), None, message)));
        }
        let reason = self.reason.as_deref().and_then(too_long);
        problems.extend(reason.map(|message| Problem::new("/reason", None, message)));
        if problems.is_empty() { Ok(()) } else { Err(Error::Incomplete(problems)) }
    }

    /// The part of the target that a version of the model can be asked about, and the nodes that it does not have. An
    /// indicator whose scale does not go as far in this version is not the one that is meant: no gap to it could be
    /// closed.
    pub fn for_version(&self, model: &Model) -> (BTreeMap<Slug, Rational>, Vec<Slug>) {
        let known = |node: &Slug, value: Rational| match model.indicator(node) {
            Some(indicator) => value <= indicator.scale.range().max,
            None => model.dimension(node).is_some(),
        };
        let (asked, missing): (BTreeMap<_, _>, BTreeMap<_, _>) =
            self.levels.clone().into_iter().partition(|(node, value)| known(node, *value));
        (asked, missing.into_keys().collect())
    }
}

fn off_scale(indicator: &Slug, value: Rational) -> Message {
    Message::new("target-off-scale").with("indicator", indicator).with("value", value)
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Level;

    use super::*;
    use crate::scoring::fixtures::{gated, num, slug};

    fn target(levels: &[(&str, &str)]) -> OwnTarget {
        OwnTarget {
            assessed: Assessed::Unit("031530019019".parse().unwrap()),
            model: slug("probe"),
            levels: levels.iter().map(|(node, value)| (slug(node), num(value))).collect(),
            by: None,
            reason: None,
            set_by: "ben".to_owned(),
            set_at: Timestamp::from_unix(0).unwrap(),
            revision: Revision::FIRST,
        }
    }

    fn faults(levels: &[(&str, &str)]) -> Vec<(String, String)> {
        let town = SubjectProfile::Unit { level: Level::Municipality, size_class: None };
        match target(levels).check(&gated(), &town) {
            Err(Error::Incomplete(problems)) => problems.into_iter().map(|p| (p.path, p.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// Model `gated`: a and b from 0 to 5 in the dimension `alles`.
    #[test]
    fn a_target_names_what_the_model_has_and_can_reach() {
        let town = SubjectProfile::Unit { level: Level::Municipality, size_class: None };
        assert_eq!(target(&[("a", "5"), ("alles", "7/2")]).check(&gated(), &town), Ok(()));
        let found = faults(&[("a", "5/2"), ("alles", "6"), ("b", "6"), ("fremd", "1")]);
        let expected = [
            ("/levels/a", "target-off-scale"),
            ("/levels/alles", "target-out-of-range"),
            ("/levels/b", "target-off-scale"),
            ("/levels/fremd", "target-unknown-node"),
        ];
        assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
        assert_eq!(faults(&[]), [("/levels".to_owned(), "target-empty".to_owned())]);
        assert_eq!(faults(&[("alles", "1/10007")])[0].1, "target-out-of-range");
    }

    #[test]
    fn what_a_version_does_not_have_is_named() {
        let (asked, missing) = target(&[("a", "3"), ("neu", "2")]).for_version(&gated());
        assert_eq!((asked.len(), missing), (1, vec![slug("neu")]));
        // set by a later version, in which `b` is measured in per cent
        let (asked, missing) = target(&[("a", "3"), ("b", "80")]).for_version(&gated());
        assert_eq!((asked.len(), missing), (1, vec![slug("b")]));
    }
}
