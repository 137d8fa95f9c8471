//! What a newer state of the list of services changes.

use std::collections::BTreeMap;

use blaupause_kernel::Date;

use super::Service;
use crate::LeikaKey;

/// What a newer list changes, each in order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceChanges {
    /// Services that were not there.
    pub new: Vec<Service>,
    /// Services that read differently, or that are back; as they are now, and the name they had.
    pub changed: Vec<(Service, String)>,
    /// Services the list no longer has, with the day they ended.
    pub ended: Vec<Service>,
    /// How many are as they were.
    pub unchanged: usize,
}

/// Compares a list of a day with what is stored, ended services too. What has ended stays as it is.
pub fn changes(stored: &[Service], list: &[Service], on: Date) -> ServiceChanges {
    let mut before: BTreeMap<&LeikaKey, &Service> =
        stored.iter().map(|service| (&service.key, service)).collect();
    let now: BTreeMap<&LeikaKey, &Service> = list.iter().map(|service| (&service.key, service)).collect();
    let mut found = ServiceChanges::default();
    for (key, service) in now {
        match before.remove(key) {
            None => found.new.push(service.clone()),
            Some(old) if old == service => found.unchanged += 1,
            Some(old) => found.changed.push((service.clone(), old.name.clone())),
        }
    }
    for old in before.into_values() {
        if old.ended.is_some() {
            found.unchanged += 1;
        } else {
            found.ended.push(Service { ended: Some(on), ..old.clone() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(key: &str, name: &str, ended: Option<&str>) -> Service {
        Service {
            key: key.parse().unwrap(),
            name: name.to_owned(),
            kind: None,
            ozg: None,
            field: None,
            situation: None,
            legal_basis: None,
            ended: ended.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn tells_new_changed_returned_and_ended_services_apart() {
        let (a, b, c, d, e) =
            ("99000000000001", "99000000000002", "99000000000003", "99000000000004", "99000000000005");
        let stored = [
            service(a, "A", None),
            service(b, "B", None),
            service(c, "C", Some("2020-01-01")),
            service(d, "D", None),
        ];
        let list =
            [service(a, "A", None), service(b, "Anders", None), service(c, "C", None), service(e, "E", None)];
        let found = changes(&stored, &list, "2026-01-01".parse().unwrap());
        assert_eq!(found.new, [list[3].clone()]);
        let changed: Vec<_> = found.changed.iter().map(|(s, old)| (s.name.as_str(), old.as_str())).collect();
        assert_eq!(changed, [("Anders", "B"), ("C", "C")], "renamed, and back");
        assert_eq!(found.ended, [service(d, "D", Some("2026-01-01"))]);
        assert_eq!(found.unchanged, 1);
        let none = changes(&[service(c, "C", Some("2020-01-01"))], &[], "2026-01-01".parse().unwrap());
        assert_eq!((none.ended.len(), none.unchanged), (0, 1), "what has ended stays");
    }
}
