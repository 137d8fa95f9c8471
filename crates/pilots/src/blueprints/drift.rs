//! Drift ("Abweichung vom aktuellen Stand"): what the adopters of an older version have to look at.

use blaupause_kernel::{LocalizedText, Version};

use super::BlueprintVersion;
use super::diff::Change;

/// What lies between an older version and the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The older version.
    pub version: Version,
    /// What changed, from the older version straight to the current one.
    pub changes: Vec<Change>,
    /// The migration notes of every version after the older one, in the order in which they are to be followed.
    pub notes: Vec<(Version, LocalizedText)>,
}

impl BlueprintVersion {
    /// What lies between `older` and this version, with the notes of those between. `all` are published versions of the blueprint
    /// in any order.
    pub fn drift_from(&self, older: &Self, all: &[Self]) -> Drift {
        let mut between: Vec<&Self> =
            all.iter().filter(|v| v.version > older.version && v.version <= self.version).collect();
        between.sort_by(|a, b| a.version.cmp(&b.version));
        let note = |v: &&Self| Some((v.version.clone(), v.migration_note.clone()?));
        Drift {
            version: older.version.clone(),
            changes: Self::diff(older, self),
            notes: between.iter().filter_map(note).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprints::tests::YAML;

    #[test]
    fn the_notes_of_every_version_between_come_in_order() {
        let version = |number: &str, effort: &str| {
            let mut document = BlueprintVersion::read(YAML).unwrap();
            document.version = number.parse().unwrap();
            document.steps[0].person_days.default = effort.parse().unwrap();
            document.migration_note = serde_json::from_str(&format!(r#"{{"de": "zu {number}"}}"#)).ok();
            document
        };
        let all =
            [version("2.0.0", "2"), version("1.0.0", "2"), version("1.1.0", "5"), version("0.9.0", "1")];
        let drift = all[0].drift_from(&all[1], &all);
        let notes: Vec<String> = drift.notes.iter().map(|(version, _)| version.to_string()).collect();
        assert_eq!(notes, ["1.1.0", "2.0.0"]);
        assert_eq!(drift.changes, [], "1.1.0 took it up and 2.0.0 took it back");
        assert_eq!(all[0].drift_from(&all[3], &all).changes.len(), 1);
    }
}
