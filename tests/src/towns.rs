//! A made-up region of many small towns, for figures over cohorts.

use blaupause_access::Role;
use diesel::connection::SimpleConnection;
use serde_json::json;

use crate::TestApp;
use crate::assessing::signed;

/// One town: its key says Land and Kreis, its population the size class.
#[derive(Debug, Clone)]
pub struct Town {
    /// Its key.
    pub ars: String,
    /// Its inhabitants.
    pub population: u32,
    /// Whether `it-west` serves it; `it-ost` serves all of Land 97.
    pub west: bool,
}

impl Town {
    /// The town with this number in a Kreis (`97001`) or a region abroad (`FRK28`).
    pub fn new(county: &str, number: usize, population: u32, west: bool) -> Self {
        let abroad = county.starts_with(|c: char| c.is_ascii_alphabetic());
        let ars = if abroad { format!("{county}.{number:05}") } else { format!("{county}0000{number:03}") };
        Self { ars, population, west }
    }

    /// Whether it is in France, not in Germany.
    fn is_french(&self) -> bool {
        self.ars.starts_with("FR")
    }

    /// Its country.
    pub fn country(&self) -> &'static str {
        if self.is_french() { "FR" } else { "DE" }
    }

    /// Its Land.
    pub fn land(&self) -> &str {
        if self.is_french() { &self.ars[..3] } else { &self.ars[..2] }
    }

    /// Its Kreis.
    pub fn county(&self) -> &str {
        &self.ars[..5]
    }

    /// Its size class, by the limits of the BBSR.
    pub fn size(&self) -> &'static str {
        match self.population {
            ..5_000 => "ruralMunicipality",
            5_000..10_000 => "smallerSmallTown",
            10_000..20_000 => "largerSmallTown",
            _ => "smallerMediumTown",
        }
    }

    /// The providers that serve it.
    pub fn providers(&self) -> Vec<&'static str> {
        let east = (self.land() == "97").then_some("it-ost");
        east.into_iter().chain(self.west.then_some("it-west")).collect()
    }
}

/// Puts the towns, their Kreise and Länder and the two providers into the register.
pub fn settle(app: &TestApp, towns: &[Town]) {
    let mut above: Vec<(&str, &str, String, &str)> = Vec::new();
    for town in towns {
        above.push((town.land(), "land", "NULL".to_owned(), town.land()));
        above.push((town.county(), "county", format!("'{}'", town.land()), town.land()));
    }
    above.sort();
    above.dedup();
    let mut units: Vec<String> = above
        .iter()
        .map(|(ars, level, parent, land)| {
            format!(
                "('{ars}', NULL, '{level}', 'U {ars}', 'u {ars}', {parent}, '{land}', 1, 1, '2020-01-01', 1)"
            )
        })
        .collect();
    units.extend(towns.iter().map(|t| {
        let (ars, county, land, population) = (&t.ars, t.county(), t.land(), t.population);
        let ags = if t.is_french() { "NULL".to_owned() } else { format!("'{county}{}'", &ars[9..]) };
        format!(
            "('{ars}', {ags}, 'municipality', 'T {ars}', 't {ars}', '{county}', '{land}', {population}, 1, \
             '2020-01-01', 1)"
        )
    }));
    let west =
        towns.iter().filter(|t| t.west).map(|t| format!("('it-west', '{}', FALSE, '2020-01-01')", t.ars));
    let east =
        towns.iter().any(|t| t.land() == "97").then(|| "('it-ost', '97', TRUE, '2020-01-01')".to_owned());
    let areas: Vec<String> = west.chain(east).collect();
    let sql = format!(
        "INSERT INTO units (ars, ags, level, name, search_name, parent, land, population, area_hectares, valid_from, \
         revision) VALUES {};
         INSERT INTO providers (id, name, revision) VALUES ('it-west', 'IT West', 1), ('it-ost', 'IT Ost', 1);
         INSERT INTO service_areas (provider, unit, with_descendants, valid_from) VALUES {};",
        units.join(",\n"),
        areas.join(",\n")
    );
    let filled = app.app.database().write(|conn| {
        conn.batch_execute(&sql)?;
        Ok::<(), blaupause_store::Error>(())
    });
    filled.unwrap();
}

/// Signs an assessment and gives its exact score and its stage.
pub fn result(app: &TestApp, ars: &str, period: &str, levels: [i64; 4]) -> (String, String) {
    let path = signed(app, ars, period, levels);
    let anna = app.token("anna", Role::Editor, Some(ars), None);
    let result = app.get(&format!("{path}/result"), &anna).expect(200);
    (result.text("/score/exact"), result.text("/stage/id"))
}

/// Releases the figures of a year for the small model and gives the id of the release.
pub fn release(app: &TestApp, year: u16) -> String {
    let admin = app.token("admin", Role::Admin, None, None);
    let span = json!({"model": "probe", "version": "1.0.0", "from": format!("{year}-01-01"),
        "to": format!("{year}-12-31")});
    let made = app.post("/statistical-releases", &admin, &span).expect(201);
    made.text("/id")
}
