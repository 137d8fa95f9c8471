//! The nearest unit that already did it. Nearest means: by whom one can be helped soonest.
//!
//! The order is: same provider first, then same size class, then same Land, then more modules that run in both, then the
//! shorter distance, then the lower key. Distance is on a plane: microdegrees squared, longitude shortened by 5/8, the cosine of 51.3 degrees
//! north, which is the middle of Germany. Where a point is missing, a longer common beginning of the keys is
//! nearer; units with a known distance come before these.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Message, Slug};
use serde::{Deserialize, Serialize};

use super::{FitStatus, FitTopic, Lines, UnitFacts, Usage, UserFacts};

/// Metres of one degree of latitude: 6,371 km times 2 pi, divided by 360.
const METRES_PER_DEGREE: u128 = 111_195;

/// The nearest unit that did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Nearest {
    /// The unit.
    pub unit: Ars,
    /// Its name.
    pub name: String,
    /// How it came to use the blueprint.
    pub usage: Usage,
    /// Whether one provider serves both.
    pub same_provider: bool,
    /// Whether both are of one size class.
    pub same_size: bool,
    /// Whether both lie in one Land.
    pub same_land: bool,
    /// The modules that run in both, whatever the version.
    pub shared_modules: Vec<Slug>,
    /// Distance in whole kilometres, if both points are known.
    pub distance_km: Option<u32>,
}

/// How near a unit is; less is nearer.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    other_provider: bool,
    other_size: bool,
    other_land: bool,
    shared_modules: Reverse<usize>,
    distance: Distance,
    usage: Usage,
    ars: &'a Ars,
}

/// A known distance comes before a guess from the keys.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    /// Squared, in eighths of a microdegree.
    Squared(u128),
    /// Digits of the key that differ from the first difference on.
    Digits(usize),
}

/// `modules` are those that run in the unit that asks.
pub(super) fn nearest(unit: &UnitFacts, modules: &BTreeSet<Slug>, users: &[UserFacts]) -> Option<Nearest> {
    let others = users.iter().filter(|u| u.unit.ars != unit.ars);
    let (rank, user) = others.map(|u| (near(unit, modules, u), u)).min_by(|(a, _), (b, _)| a.cmp(b))?;
    Some(Nearest {
        unit: user.unit.ars.clone(),
        name: user.unit.name.clone(),
        usage: user.usage,
        same_provider: !rank.other_provider,
        same_size: !rank.other_size,
        same_land: !rank.other_land,
        shared_modules: user.modules.intersection(modules).cloned().collect(),
        distance_km: match rank.distance {
            Distance::Squared(square) => kilometres(square),
            Distance::Digits(_) => None,
        },
    })
}

fn near<'a>(unit: &UnitFacts, modules: &BTreeSet<Slug>, user: &'a UserFacts) -> Rank<'a> {
    let other = &user.unit;
    Rank {
        other_provider: !unit.providers.iter().any(|p| other.providers.contains(p)),
        other_size: unit.size_class.is_none() || unit.size_class != other.size_class,
        other_land: unit.ars.land() != other.ars.land(),
        shared_modules: Reverse(user.modules.intersection(modules).count()),
        distance: distance(unit, other),
        usage: user.usage,
        ars: &other.ars,
    }
}

fn distance(a: &UnitFacts, b: &UnitFacts) -> Distance {
    if let (Some((lat, lon)), Some((other_lat, other_lon))) = (a.point(), b.point()) {
        let north = u128::from(lat.abs_diff(other_lat)) * 8;
        let east = u128::from(lon.abs_diff(other_lon)) * 5;
        return Distance::Squared(north * north + east * east);
    }
    let (a, b) = (a.ars.as_str(), b.ars.as_str());
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    Distance::Digits(a.len().max(b.len()) - common)
}

/// Whole kilometres of a squared distance in eighths of a microdegree, rounded half up.
fn kilometres(square: u128) -> Option<u32> {
    let metres = square.isqrt() * METRES_PER_DEGREE / 8_000_000;
    u32::try_from((metres + 500) / 1_000).ok()
}

pub(super) fn line(nearest: Option<&Nearest>, lines: &mut Lines) {
    let yes = |holds: bool| if holds { "yes" } else { "no" };
    let message = match nearest {
        None => Message::new("fit-no-neighbour"),
        Some(n) => {
            let code = if n.distance_km.is_some() { "fit-nearest-at-distance" } else { "fit-nearest" };
            let message = Message::new(code)
                .with("name", &n.name)
                .with("unit", &n.unit)
                .with("usage", n.usage.as_str())
                .with("same-provider", yes(n.same_provider))
                .with("same-size", yes(n.same_size))
                .with("same-land", yes(n.same_land))
                .with("shared", n.shared_modules.len());
            match n.distance_km {
                Some(km) => message.with("km", km),
                None => message,
            }
        }
    };
    lines.add(FitTopic::Neighbour, FitStatus::Info, message);
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Level;
    use blaupause_territory::{Microdegrees, SizeClass};

    use super::*;

    fn unit(ars: &str, provider: &str, size: SizeClass, point: Option<(i32, i32)>) -> UnitFacts {
        UnitFacts {
            ars: ars.parse().unwrap(),
            name: ars.to_owned(),
            level: Level::Municipality,
            size_class: Some(size),
            providers: vec![provider.parse().unwrap()],
            latitude: point.and_then(|p| Microdegrees::new(p.0)),
            longitude: point.and_then(|p| Microdegrees::new(p.1)),
        }
    }

    fn user(unit: UnitFacts) -> UserFacts {
        UserFacts { unit, usage: Usage::Live, modules: BTreeSet::new() }
    }

    #[test]
    fn more_modules_in_common_come_before_a_shorter_distance() {
        let here = unit("031530019019", "a", SizeClass::LargerCity, Some((52_000_000, 10_000_000)));
        let with = |ars: &str, latitude: i32, modules: &[&str]| UserFacts {
            modules: modules.iter().map(|module| module.parse().unwrap()).collect(),
            ..user(unit(ars, "a", SizeClass::LargerCity, Some((latitude, 10_000_000))))
        };
        let users =
            [with("031530002002", 52_100_000, &["dms"]), with("031530017017", 52_900_000, &["dms", "kasse"])];
        let own = ["dms", "kasse", "meldewesen"].map(|module| module.parse().unwrap()).into();
        let found = nearest(&here, &own, &users).unwrap();
        let shared: Vec<&str> = found.shared_modules.iter().map(Slug::as_str).collect();
        assert_eq!((found.unit.as_str(), shared), ("031530017017", vec!["dms", "kasse"]));
    }

    /// One row per rule: the first of the two is nearer because of it.
    #[test]
    fn provider_before_size_before_land_before_distance_before_key() {
        use SizeClass::{LargerCity as Big, SmallerSmallTown as Small};
        let here = unit("031530019019", "itebo", Small, Some((52_000_000, 10_000_000)));
        let (near, far) = (Some((52_100_000, 10_000_000)), Some((53_000_000, 10_000_000)));
        let rows = [
            (unit("091530019011", "itebo", Big, far), unit("031530019012", "other", Small, near)),
            (unit("091530019011", "other", Small, far), unit("031530019012", "other", Big, near)),
            (unit("031530019012", "other", Big, far), unit("091530019011", "other", Big, near)),
            (unit("034020019012", "other", Big, near), unit("031530019011", "other", Big, far)),
            (unit("034020019012", "other", Big, far), unit("031530019011", "other", Big, None)),
            (unit("031530019012", "other", Big, None), unit("031520019011", "other", Big, None)),
            (unit("031530019011", "other", Big, near), unit("031530019012", "other", Big, near)),
        ];
        for (nearer, farther) in rows {
            for users in [[nearer.clone(), farther.clone()], [farther, nearer.clone()]] {
                let found = nearest(&here, &BTreeSet::new(), &users.map(user)).unwrap();
                assert_eq!(found.unit, nearer.ars);
            }
        }
        assert_eq!(
            nearest(&here, &BTreeSet::new(), &[user(here.clone())]),
            None,
            "the unit itself is no neighbour"
        );
    }

    /// One degree of latitude is 111.195 km; one of longitude 5/8 of that, 69.497 km.
    #[test]
    fn distances_are_in_whole_kilometres() {
        let here = unit("03", "a", SizeClass::LargerCity, Some((51_000_000, 10_000_000)));
        for (point, km) in
            [((52_000_000, 10_000_000), 111), ((51_000_000, 11_000_000), 69), ((51_000_000, 10_000_000), 0)]
        {
            let there = user(unit("04", "a", SizeClass::LargerCity, Some(point)));
            assert_eq!(nearest(&here, &BTreeSet::new(), &[there]).unwrap().distance_km, Some(km));
        }
    }
}
