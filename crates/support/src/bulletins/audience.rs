//! Whom a bulletin is addressed to ("Adressatenkreis"). A predicate: it looks no unit up.

use blaupause_kernel::{Ars, Level, Message};
use blaupause_territory::{Kind, SizeClass, Unit};
use serde::{Deserialize, Serialize};

use crate::error::Problems;

/// Most entries of each list of an audience.
pub const MAX_AUDIENCE: usize = 2_000;

/// Whom a bulletin is addressed to. Each list that is not empty narrows it: a unit has to be in all of them. Nothing said
/// is everyone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulletinAudience))]
pub struct Audience {
    /// Länder, each by its key of two digits, or NUTS 1 regions by theirs: the units inside and the Land itself.
    pub laender: Vec<Ars>,
    /// Textkennzeichen of the units.
    pub kinds: Vec<Kind>,
    /// Größenklassen of the units.
    pub size_classes: Vec<SizeClass>,
    /// Units by their key: these, and not the ones inside, which are administrations of their own.
    pub units: Vec<Ars>,
}

/// What an audience asks of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitFacts {
    /// Its key.
    pub ars: Ars,
    /// Its Textkennzeichen; the levels above the Kreis have none.
    pub kind: Option<Kind>,
    /// Its size class, if it has one.
    pub size_class: Option<SizeClass>,
}

impl From<&Unit> for UnitFacts {
    fn from(unit: &Unit) -> Self {
        Self { ars: unit.ars.clone(), kind: unit.kind, size_class: unit.size_class() }
    }
}

impl Audience {
    /// Whether it is addressed to everyone, also to who belongs to no unit.
    pub fn is_everyone(&self) -> bool {
        let Self { laender, kinds, size_classes, units } = self;
        laender.is_empty() && kinds.is_empty() && size_classes.is_empty() && units.is_empty()
    }

    /// Whether it is addressed to a unit. One without a kind or size class is not reached where those are named.
    pub fn reaches(&self, unit: &UnitFacts) -> bool {
        fn allows<T: PartialEq>(list: &[T], value: Option<&T>) -> bool {
            list.is_empty() || value.is_some_and(|value| list.contains(value))
        }
        allows(&self.laender, Some(&unit.ars.land()))
            && allows(&self.kinds, unit.kind.as_ref())
            && allows(&self.size_classes, unit.size_class.as_ref())
            && allows(&self.units, Some(&unit.ars))
    }

    pub(super) fn check(&self, problems: &mut Problems) {
        let Self { laender, kinds, size_classes, units } = self;
        for (i, land) in laender.iter().enumerate() {
            problems.require(land.level() == Level::Land, &format!("/audience/laender/{i}"), || {
                Message::new("bulletin-no-land").with("ars", land)
            });
        }
        for (path, count) in [
            ("/audience/laender", laender.len()),
            ("/audience/kinds", kinds.len()),
            ("/audience/sizeClasses", size_classes.len()),
            ("/audience/units", units.len()),
        ] {
            problems.at_most(path, count, MAX_AUDIENCE);
        }
        problems.unique("/audience/laender", laender.iter());
        problems.unique("/audience/kinds", kinds.iter());
        problems.unique("/audience/sizeClasses", size_classes.iter());
        problems.unique("/audience/units", units.iter());
    }
}
