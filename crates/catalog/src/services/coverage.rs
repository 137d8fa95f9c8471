//! Which services what is installed serves, out of those that fall to municipalities.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Rational, Slug};
use serde::{Deserialize, Serialize};

use super::Service;
use crate::customisation::share;
use crate::{LeikaKey, ModuleVersion};

/// Abdeckung: which services are served, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceCoverage {
    /// Services that count: the current ones of the kinds asked for.
    pub services: usize,
    /// Of them, those that are served.
    pub served: usize,
    /// Their share; 0 if none counts.
    pub share: Rational,
    /// By Themenfeld, in alphabetical order; services without one are left out.
    pub fields: Vec<FieldCoverage>,
    /// The services that are served, by key.
    pub items: Vec<Served>,
    /// Keys that something installed names and no list has, or that do not count, by key.
    pub others: Vec<LeikaKey>,
}

/// The coverage of one Themenfeld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldCoverage {
    /// The Themenfeld.
    pub field: String,
    /// Services that count.
    pub services: usize,
    /// Of them, those that are served.
    pub served: usize,
}

/// A service that is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Served {
    /// The service.
    pub key: LeikaKey,
    /// Its name.
    pub name: String,
    /// The modules that serve it, by key.
    pub modules: Vec<Slug>,
}

/// Whether a service can fall to municipalities: one of the numbers of its kind is 3, 4 or 5. What has no kind does not
/// count.
pub fn is_municipal(service: &Service) -> bool {
    let numbers = service.kind.iter().flat_map(|kind| kind.split(['/', ',']));
    numbers.map(str::trim).any(|number| matches!(number, "3" | "4" | "5"))
}

/// What these versions serve of these services.
pub fn coverage<'a>(
    services: impl IntoIterator<Item = &'a Service>,
    versions: impl IntoIterator<Item = &'a ModuleVersion>,
) -> ServiceCoverage {
    let mut serving = BTreeMap::<&LeikaKey, BTreeSet<&Slug>>::new();
    for version in versions {
        for key in &version.leika {
            serving.entry(key).or_default().insert(&version.module);
        }
    }
    let mut fields = BTreeMap::<&str, (usize, usize)>::new();
    let (mut items, mut all) = (Vec::new(), 0);
    for service in services {
        all += 1;
        let modules = serving.remove(&service.key);
        if let Some(field) = &service.field {
            let (services, served) = fields.entry(field).or_default();
            *services += 1;
            *served += usize::from(modules.is_some());
        }
        if let Some(modules) = modules {
            let modules = modules.into_iter().cloned().collect();
            items.push(Served { key: service.key.clone(), name: service.name.clone(), modules });
        }
    }
    items.sort_by(|a, b| a.key.cmp(&b.key));
    let field = |(field, (services, served)): (&str, (usize, usize))| FieldCoverage {
        field: field.to_owned(),
        services,
        served,
    };
    ServiceCoverage {
        services: all,
        served: items.len(),
        share: share(items.len(), all),
        fields: fields.into_iter().map(field).collect(),
        items,
        others: serving.into_keys().cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_served_out_of_what_counts() {
        let service = |key: &str, kind: &str, field: &str| Service {
            key: key.parse().unwrap(),
            name: format!("Leistung {key}"),
            kind: Some(kind.to_owned()),
            ozg: None,
            field: Some(field.to_owned()),
            situation: None,
            legal_basis: None,
            ended: None,
        };
        let all = [
            service("99000000000001", "1", "Steuern"),
            service("99000000000002", "2/3", "Bauen"),
            service("99000000000003", "5", "Bauen"),
            service("99000000000004", "1, 4", "Familie"),
            service("99000000000005", "2", "Familie"),
        ];
        let municipal: Vec<_> = all.iter().filter(|service| is_municipal(service)).collect();
        assert_eq!(municipal.len(), 3);
        let mut version = ModuleVersion::read(include_str!("../../examples/e-akte-2.1.0.yaml")).unwrap();
        version.leika =
            ["99000000000002", "99000000000001", "99999999999999"].map(|k| k.parse().unwrap()).to_vec();
        let found = coverage(municipal, [&version]);
        assert_eq!((found.services, found.served, found.share), (3, 1, Rational::new(1, 3).unwrap()));
        let fields: Vec<_> = found.fields.iter().map(|f| (f.field.as_str(), f.services, f.served)).collect();
        assert_eq!(fields, [("Bauen", 2, 1), ("Familie", 1, 0)]);
        assert_eq!(found.items[0].modules[0].as_str(), "e-akte");
        let others: Vec<_> = found.others.iter().map(LeikaKey::as_str).collect();
        assert_eq!(others, ["99000000000001", "99999999999999"]);
    }
}
