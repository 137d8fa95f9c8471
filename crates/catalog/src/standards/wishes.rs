//! What a minimum standard asks a unit to have, as wishes of a plan.

use blaupause_kernel::Slug;

use super::{Holdings, Obligation, Satisfaction, StandardRequirement, StandardVersion};
use crate::{Because, Catalog, Requirement, Wanted};

impl StandardVersion {
    /// The requirements of at least this obligation as wishes, and those that no module can fulfil for the unit.
    ///
    /// A requirement whose level the unit has reached, or whose blueprint it uses, is no wish. A level it lacks may come from a module version that
    /// supplies it; such versions stand behind the ways the standard names itself, the highest first.
    pub fn wanted(
        &self,
        catalog: &Catalog,
        holdings: &Holdings<'_>,
        at_least: Obligation,
    ) -> (Vec<Wanted>, Vec<Slug>) {
        let (mut wanted, mut open) = (Vec::new(), Vec::new());
        for requirement in self.requirements.iter().filter(|r| r.level >= at_least) {
            let reached = |way: &Satisfaction| !is_of_modules(way) && holdings.fulfil(way);
            if requirement.satisfied_by.iter().any(reached) {
                continue;
            }
            let any_of = ways(catalog, requirement);
            if any_of.is_empty() {
                open.push(requirement.id.clone());
                continue;
            }
            let because = Because::Standard {
                id: self.id.clone(),
                version: self.version.clone(),
                requirement: requirement.id.clone(),
            };
            wanted.push(Wanted { any_of, because });
        }
        (wanted, open)
    }
}

/// Whether a plan of modules can take this way by itself.
const fn is_of_modules(way: &Satisfaction) -> bool {
    matches!(way, Satisfaction::Interface { .. } | Satisfaction::Module { .. })
}

fn ways(catalog: &Catalog, requirement: &StandardRequirement) -> Vec<Requirement> {
    let (mut ways, mut supplied) = (Vec::new(), Vec::new());
    for way in &requirement.satisfied_by {
        match way {
            Satisfaction::Interface { interface } => ways.push(Requirement::interface(interface.clone())),
            Satisfaction::Module { module, range } => {
                ways.push(Requirement::module(module.clone(), range.clone()));
            }
            // What a blueprint consists of is its own business; a plan can be asked for the blueprint.
            Satisfaction::Blueprint { .. } => {}
            Satisfaction::Indicator { model, indicator, at_least } => {
                let supplies = |v: &&std::sync::Arc<crate::ModuleVersion>| {
                    v.maturity_levels.iter().any(|level| {
                        level.model == *model && level.indicator == *indicator && level.level >= *at_least
                    })
                };
                let exactly = |v: &std::sync::Arc<crate::ModuleVersion>| {
                    let range = format!("={}", v.version).parse().ok()?;
                    Some(Requirement::module(v.module.clone(), range))
                };
                let mut found: Vec<_> = catalog.all().filter(supplies).collect();
                found.sort_by(|a, b| a.module.cmp(&b.module).then_with(|| b.version.cmp(&a.version)));
                supplied.extend(found.into_iter().filter_map(exactly));
            }
        }
    }
    ways.into_iter().chain(supplied).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ModuleVersion;

    /// The example asks for xta@2.1 (MUSS), the e-file (SOLL) and level 2 of `notfallplan` (MUSS).
    #[test]
    fn requirements_become_wishes_with_every_way_a_module_can_take() {
        let standard = StandardVersion::read(include_str!("../../examples/minimum-standard.yaml")).unwrap();
        let mut module = ModuleVersion::read(include_str!("../../examples/e-akte-2.1.0.yaml")).unwrap();
        let shown = |catalog: &Catalog, holdings: &Holdings<'_>, at_least| {
            let (wanted, open) = standard.wanted(catalog, holdings, at_least);
            let ways = |w: &Wanted| w.any_of.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
            (
                wanted.iter().map(ways).collect::<Vec<_>>(),
                open.iter().map(ToString::to_string).collect::<Vec<_>>(),
            )
        };
        let none = Holdings::default();
        let (wanted, open) = shown(&Catalog::default(), &none, Obligation::Should);
        assert_eq!((wanted, open), (vec!["xta@2.1".into(), "e-akte ^2".into()], vec!["notfallplan".into()]));
        assert_eq!(shown(&Catalog::default(), &none, Obligation::Must).0, ["xta@2.1"]);
        module.maturity_levels = serde_json::from_str(
            r#"[{"model": "kommune-digital", "indicator": "notfallplan", "level": "2"}]"#,
        )
        .unwrap();
        let catalog = Catalog::new([module]).unwrap();
        let (wanted, open) = shown(&catalog, &none, Obligation::Must);
        assert_eq!((wanted, open.len()), (vec!["xta@2.1".into(), "e-akte =2.1.0".into()], 0));
        let mut reached = Holdings::default();
        let key = ("kommune-digital".parse().unwrap(), "notfallplan".parse().unwrap());
        reached.levels.insert(key, "2".parse().unwrap());
        assert_eq!(shown(&Catalog::default(), &reached, Obligation::Must), (vec!["xta@2.1".into()], vec![]));
    }
}
