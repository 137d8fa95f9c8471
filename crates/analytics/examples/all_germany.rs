//! Releases figures over invented results of as many municipalities as Germany has, twice, and says how long it took
//! and what had to be withheld: `cargo run --release -p blaupause-analytics --example all_germany`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use blaupause_analytics::{
    Breakdown, CohortCell, Contribution, Earlier, Rules, Scope, Standing, public_cells,
};
use blaupause_kernel::{Rational, Rounding, RoundingMode};

/// Municipalities by Land, in the order of their keys (Destatis, Gemeindeverzeichnis, 31.12.2023).
const PER_LAND: [u32; 16] = [1106, 1, 940, 2, 396, 421, 2301, 1101, 2056, 52, 1, 413, 726, 418, 218, 605];

fn main() -> Result<(), blaupause_kernel::Error> {
    let scope = Scope {
        rules: Rules { min_contributors: 5, dominance_percent: 10 },
        rounding: Rounding { mode: RoundingMode::HalfUp, digits: 2 },
        score_range: (Rational::ZERO, Rational::from_int(5)),
        dimension_ranges: BTreeMap::new(),
    };
    let mut years: Vec<(Vec<Contribution>, Vec<CohortCell>)> = Vec::new();
    for year in 0..2 {
        let contributions = population(year)?;
        let earlier: Vec<Earlier<'_>> =
            years.iter().map(|(contributions, cells)| Earlier { cells, contributions }).collect();
        let begun = Instant::now();
        let cells = public_cells(&contributions, &earlier, &scope);
        let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
        for cell in &cells {
            let table: Vec<String> = cell.group.keys().map(|by| format!("{by:?}")).collect();
            let reason = cell.score.reason.map_or_else(|| "shown".to_owned(), |r| format!("{r:?}"));
            *reasons.entry(format!("{} {reason}", table.join(" x "))).or_default() += 1;
        }
        println!("{} contributors, {} cells: {:.1?}", contributions.len(), cells.len(), begun.elapsed());
        for (what, count) in reasons {
            println!("  {count:5}  {what}");
        }
        years.push((contributions, cells));
    }
    Ok(())
}

/// The same invented population on every run: multiplicative congruence, no randomness.
fn population(year: u64) -> Result<Vec<Contribution>, blaupause_kernel::Error> {
    let mut all = Vec::new();
    for (land, count) in (1_u64..).zip(PER_LAND) {
        for number in 0..u64::from(count) {
            let mix = |salt: u64| ((land * 100_000 + number + 1) * 2_654_435_761 + salt * 40_503) % 1_000_003;
            if mix(year + 1) % 20 == 0 {
                continue;
            }
            let one = |text: String| BTreeSet::from([text]);
            let county = format!("{land:02}{:03}", number / 27);
            let size = match mix(3) % 1000 {
                0..=640 => "ruralMunicipality",
                641..=800 => "smallerSmallTown",
                801..=910 => "largerSmallTown",
                911..=975 => "smallerMediumTown",
                976..=991 => "largerMediumTown",
                992..=998 => "smallerCity",
                _ => "largerCity",
            };
            let moved = if mix(7 + year) % 3 == 0 { year } else { 0 };
            let score = i64::try_from((mix(4) + 31 * moved) % 501).unwrap_or_default();
            all.push(Contribution {
                unit: format!("{county}{number:07}").parse()?,
                groups: BTreeMap::from([
                    (Breakdown::Level, one("municipality".to_owned())),
                    (Breakdown::Land, one(format!("{land:02}"))),
                    (Breakdown::County, one(county)),
                    (Breakdown::SizeClass, one(size.to_owned())),
                    (Breakdown::Provider, one(format!("provider-{}", land * 10 + mix(5) % 3))),
                ]),
                standing: Standing {
                    score: Rational::new(score, 100).unwrap_or(Rational::ZERO),
                    dimensions: BTreeMap::new(),
                    stage: format!("stage-{}", score / 100).parse().ok(),
                    segment: None,
                },
            });
        }
    }
    Ok(all)
}
