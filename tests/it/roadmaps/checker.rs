//! Checks a roadmap as it is shown, from the frame and the blueprints as they are shown. Knows nothing of how it was made: day
//! by day and quarter by quarter it counts what the plan takes, and whether that is there.

use std::collections::BTreeMap;

use serde_json::Value;

/// Days that count as a quarter.
const QUARTER: i64 = 91;

/// The size class of each unit.
pub type Sizes = BTreeMap<String, String>;

/// What is taken, by unit or nothing for what is shared, what, and quarter.
type Taken = BTreeMap<(String, String, i64), i64>;

/// Hundredths of a decimal text, rounded up.
fn hundredths(text: &str) -> i64 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{rest:0<2}").parse().unwrap()
}

/// A fraction as a pair.
fn fraction(value: &Value) -> (i128, i128) {
    let text = value.as_str().unwrap();
    let (n, d) = text.split_once('/').unwrap_or((text, "1"));
    (n.parse().unwrap(), d.parse().unwrap())
}

fn quarter(value: &Value) -> i64 {
    let (year, number) = value.as_str().unwrap().split_once("-Q").unwrap();
    year.parse::<i64>().unwrap() * 4 + number.parse::<i64>().unwrap() - 1
}

/// One value for all, or one for each with the last for all later ones.
fn at(series: &Value, index: i64) -> &Value {
    let Some(list) = series.as_array() else { return series };
    list.get(usize::try_from(index).unwrap()).or(list.last()).unwrap()
}

fn by_size<'v>(value: &'v Value, size: &str) -> &'v Value {
    value["sizes"].get(size).unwrap_or(&value["default"])
}

/// What a blueprint takes of a unit of a size in each quarter after its begin, and how many quarters it needs.
fn needs(document: &Value, size: &str, frame: &Value) -> (i64, BTreeMap<(String, i64), i64>) {
    let steps = document["steps"].as_array().unwrap();
    let mut ends = BTreeMap::<&str, i64>::new();
    let mut taken = BTreeMap::<(String, i64), i64>::new();
    while ends.len() < steps.len() {
        for step in steps {
            let after: Vec<&str> =
                step["after"].as_array().into_iter().flatten().map(|s| s.as_str().unwrap()).collect();
            let id = step["id"].as_str().unwrap();
            if ends.contains_key(id) || !after.iter().all(|before| ends.contains_key(before)) {
                continue;
            }
            let begin = after.iter().map(|before| ends[before]).max().unwrap_or(0);
            let days = step["durationDays"].as_i64().unwrap();
            ends.insert(id, begin + days);
            let effort = hundredths(by_size(&step["personDays"], size).as_str().unwrap());
            let role = step["role"].as_str().unwrap();
            let provider = ["providerIt", "consultant", "trainer"].contains(&role);
            let whose = if provider { role.to_owned() } else { "own".to_owned() };
            let mut given = 0;
            for day in 1..=days.max(1) {
                let due = if days == 0 { effort } else { effort * day / days };
                let when = if days == 0 { begin / QUARTER } else { (begin + day - 1) / QUARTER };
                *taken.entry((whose.clone(), when)).or_default() += due - given;
                given = due;
            }
            assert_eq!(given, effort, "nothing of a step is lost");
            for training in frame["trainings"].as_array().into_iter().flatten() {
                if step["training"] == training["module"] {
                    let people = match training.get("participants") {
                        Some(people) => by_size(people, size).as_i64().unwrap(),
                        None => 1,
                    };
                    let module = training["module"].as_str().unwrap();
                    *taken.entry((format!("training {module}"), begin / QUARTER)).or_default() += people;
                }
            }
        }
    }
    let days = ends.values().max().copied().unwrap_or(0);
    let cost = hundredths(by_size(&document["costs"], size)["oneOff"].as_str().unwrap());
    *taken.entry(("money".to_owned(), 0)).or_default() += cost;
    (((days + QUARTER - 1) / QUARTER).max(1), taken)
}

fn document<'d>(documents: &'d [Value], item: &Value) -> &'d Value {
    let same = |d: &&Value| d["blueprint"] == item["blueprint"] && d["version"] == item["version"];
    documents.iter().find(same).unwrap_or_else(|| panic!("{item} is of no blueprint"))
}

/// Panics with the first constraint that the roadmap breaks. For roadmaps without adoptions that were agreed before and without
/// evidence, so that what is planned is what is needed.
#[track_caller]
pub fn check(frame: &Value, documents: &[Value], sizes: &Sizes, roadmap: &Value) {
    let (from, quarters) = (quarter(&frame["from"]), frame["quarters"].as_i64().unwrap());
    let items = roadmap["items"].as_array().unwrap();
    let mut taken = Taken::new();
    let mut once = std::collections::BTreeSet::new();
    for item in items {
        let unit = item["unit"].as_str().unwrap();
        let blueprint = item["blueprint"].as_str().unwrap();
        assert!(once.insert((unit, blueprint)), "{unit} begins {blueprint} twice");
        let (duration, needs) = needs(document(documents, item), &sizes[unit], frame);
        let begin = quarter(&item["begin"]) - from;
        assert!(begin >= 0 && begin + duration <= quarters, "{item} is not within the plan");
        assert_eq!(quarter(&item["complete"]) - from, begin + duration - 1, "{item}");
        assert_eq!(item["counts"], quarters - begin - duration + 1, "{item}");
        for ((what, offset), amount) in needs {
            let own = ["own", "money"].contains(&what.as_str());
            let whose = if own { unit.to_owned() } else { String::new() };
            *taken.entry((whose, what, begin + offset)).or_default() += amount;
        }
        comes_after(item, items, documents);
    }
    within_limits(frame, sizes, &taken);
    worth(roadmap, items);
    loads(roadmap, &taken, from);
    demands(roadmap, items);
}

/// Everything that a module has to be there for comes after what brings it.
fn comes_after(item: &Value, items: &[Value], documents: &[Value]) {
    for needed in document(documents, item)["prerequisites"]["modules"].as_array().into_iter().flatten() {
        let brings = |other: &&Value| {
            let modules = document(documents, other)["modules"].as_array();
            other["unit"] == item["unit"]
                && modules.into_iter().flatten().any(|m| m["module"] == needed["module"])
                && quarter(&other["complete"]) < quarter(&item["begin"])
        };
        assert!(items.iter().any(|other| brings(&other)), "{item} begins without {needed}");
    }
}

fn within_limits(frame: &Value, sizes: &Sizes, taken: &Taken) {
    for ((unit, what, index), amount) in taken {
        let limit = match what.as_str() {
            "own" | "money" => {
                let limits = &frame["limits"];
                let by_key = limits["units"].get(unit);
                let limit =
                    by_key.or_else(|| limits["sizes"].get(&sizes[unit])).unwrap_or(&limits["default"]);
                let name = if what == "own" { "personDays" } else { "budget" };
                limit.get(name).map(|series| hundredths(at(series, *index).as_str().unwrap()))
            }
            training if training.starts_with("training ") => {
                let module = training.trim_start_matches("training ");
                let all = frame["trainings"].as_array().unwrap();
                let found = all.iter().find(|training| training["module"] == module);
                found.map(|training| at(&training["places"], *index).as_i64().unwrap())
            }
            role => {
                let team = frame["teams"].as_array().into_iter().flatten().find(|team| team["role"] == role);
                team.map(|team| hundredths(at(&team["personDays"], *index).as_str().unwrap()))
            }
        };
        assert!(
            limit.is_none_or(|limit| *amount <= limit),
            "{unit} {what} in {index}: {amount} of {limit:?}"
        );
    }
}

/// The value is the sum of what the items are worth, and each of these follows from gain, weight and quarters.
fn worth(roadmap: &Value, items: &[Value]) {
    let mut sum = 0_i128;
    for item in items {
        let path =
            roadmap["paths"].as_array().unwrap().iter().find(|path| path["unit"] == item["unit"]).unwrap();
        let (gain, weight) = (fraction(&item["gain"]), fraction(&path["weight"]));
        let parts = gain.0 * 10_000 / gain.1;
        let weighted = parts * (weight.0 * 1_000 / weight.1) / 1_000;
        let expected = weighted * i128::from(item["counts"].as_i64().unwrap());
        let shown = fraction(&item["worth"]);
        assert_eq!(shown.0 * 10_000, expected * shown.1, "{item}");
        sum += expected;
    }
    let (value, bound) = (fraction(&roadmap["value"]), fraction(&roadmap["bound"]));
    assert_eq!(value.0 * 10_000, sum * value.1, "the value is the sum of its items");
    assert!(value.0 * bound.1 <= bound.0 * value.1, "the bound is not below the value");
    let gap = fraction(&roadmap["gapPercent"]);
    // gap >= (bound - value) / bound * 100
    let (n, d) = (bound.0 * value.1 - value.0 * bound.1, bound.0 * value.1);
    assert!(gap.0 * d >= n * 100 * gap.1, "the gap is as large as it says");
}

fn loads(roadmap: &Value, taken: &Taken, from: i64) {
    for load in roadmap["loads"].as_array().unwrap() {
        let (what, many) = match load["resource"]["kind"].as_str().unwrap() {
            "team" => (load["resource"]["role"].as_str().unwrap().to_owned(), 100),
            _ => (format!("training {}", load["resource"]["module"].as_str().unwrap()), 1),
        };
        let index = quarter(&load["quarter"]) - from;
        let counted = taken.get(&(String::new(), what, index)).copied().unwrap_or(0);
        let shown = fraction(&load["taken"]);
        assert_eq!(shown.0 * many, i128::from(counted) * shown.1, "{load}");
        let there = fraction(&load["available"]);
        assert!(shown.0 * there.1 <= there.0 * shown.1, "{load}");
    }
}

/// Everything that was asked for is complete in time or among what is not.
fn demands(roadmap: &Value, items: &[Value]) {
    let unmet = roadmap["unmet"].as_array().unwrap();
    let same = |a: &Value, b: &Value| a["unit"] == b["unit"] && a["blueprint"] == b["blueprint"];
    for item in items {
        for demand in item["demands"].as_array().unwrap() {
            let at_earliest =
                quarter(&roadmap["from"]) + quarter(&item["complete"]) - quarter(&item["begin"]);
            assert_eq!(quarter(&demand["counts"]), quarter(&demand["by"]).max(at_earliest), "{item}");
            let in_time = quarter(&item["complete"]) <= quarter(&demand["counts"]);
            assert!(
                in_time || unmet.iter().any(|wish| same(wish, item)),
                "{item} is late and nobody says so"
            );
        }
    }
    let least = roadmap["unmetAtLeast"].as_u64().unwrap();
    assert!(least <= u64::try_from(unmet.len()).unwrap());
    for wish in unmet {
        let planned = items.iter().any(|item| same(wish, item));
        assert_eq!(wish["later"], planned, "{wish}");
    }
}
