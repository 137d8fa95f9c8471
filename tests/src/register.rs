//! Register files (GV100AD) as tests need them: a few invented municipalities among enough others that some may
//! be gone from one state to the next.

use crate::{Reply, TestApp};

/// A municipality: key, name, kind (Textkennzeichen), inhabitants, hectares.
pub type Town<'a> = (&'a str, &'a str, &'a str, u32, u32);

/// How many municipalities without a change a file has besides.
const OTHERS: u32 = 60;

/// A file of one state (`20210930`): the Land `99`, its Kreise, these municipalities and the others.
pub fn file(state: &str, towns: &[Town<'_>]) -> Vec<u8> {
    let others: Vec<(String, String)> =
        (1..=OTHERS).map(|n| (format!("990990001{n:03}"), format!("Nachbar {n}"))).collect();
    let mut all: Vec<Town<'_>> =
        others.iter().map(|(ars, name)| (ars.as_str(), name.as_str(), "64", 1_000, 1_000)).collect();
    all.extend_from_slice(towns);
    let mut counties: Vec<&str> = all.iter().map(|town| &town.0[..5]).collect();
    counties.sort_unstable();
    counties.dedup();
    let mut lines = vec![line("10", state, "99", "Musterland", &[])];
    lines.extend(counties.iter().map(|key| line("40", state, key, "Kreis", &[(122, "44".to_owned())])));
    for (ars, name, kind, population, hectares) in all {
        let key = format!("{}{}{}", &ars[..5], &ars[9..], &ars[5..9]);
        let figures =
            [(122, kind.to_owned()), (128, format!("{hectares:011}")), (139, format!("{population:011}"))];
        lines.push(line("60", state, &key, name, &figures));
    }
    lines.join("\n").into_bytes()
}

/// Fields at the columns of the record description, counted from 0.
fn line(kind: &str, state: &str, key: &str, name: &str, more: &[(usize, String)]) -> String {
    let mut text = vec![' '; 220];
    let fields = [(0, kind), (2, state), (10, key), (22, name)];
    for (at, field) in fields.into_iter().chain(more.iter().map(|(at, field)| (*at, field.as_str()))) {
        for (place, letter) in text[at..].iter_mut().zip(field.chars()) {
            *place = letter;
        }
    }
    text.into_iter().collect()
}

/// Sends a file; `query` begins with `?` or is empty.
pub fn import(app: &TestApp, token: &str, query: &str, bytes: &[u8]) -> Reply {
    let path = format!("/register-imports{query}");
    app.request("POST", &path).token(token).bytes("text/plain", bytes).send()
}
