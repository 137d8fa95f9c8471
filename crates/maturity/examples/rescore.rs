//! How long it takes to score 10,800 assessments of the model that comes with the product, beside the simplest loop
//! over the same bytes in floating point. Prints a JSON line per round: milliseconds of each side.

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use blaupause_kernel::{Level, Rational};
use blaupause_maturity::{
    Answer, Answers, Cell, Model, ProviderLevels, Scorer, SubjectProfile, builtin_models, score,
};

/// As many as there are municipalities in Germany.
const ASSESSMENTS: usize = 10_800;

/// How often the two short loops take turns within a round.
const TURNS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let rounds = env::args().nth(1).map_or(Ok(5), |text| text.parse::<usize>())?;
    let (_, yaml) = builtin_models().first().ok_or("no built-in model")?;
    let model = Model::read(yaml)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let scorer = Scorer::of(&model).ok_or("the model has measured scales")?;
    let town = SubjectProfile::Unit { level: Level::Municipality, size_class: None };
    let answers: Vec<_> = (0..ASSESSMENTS).map(|n| drawn(&model, n)).collect();
    let mut cells = Vec::new();
    for answers in &answers {
        cells.extend(scorer.cells(&town, answers, &ProviderLevels::default())?);
    }
    let weights = weights(&model);
    let width = weights.iter().map(|(_, inside)| inside.len()).sum();
    compare(&scorer, &weights, &cells, width)?;
    let hash = model.hash()?;
    for _ in 0..rounds {
        let (mut ours, mut floats) = (f64::MAX, f64::MAX);
        // Each turn is a matter of milliseconds, which anything else on the machine can double: the fastest counts.
        for _ in 0..TURNS {
            ours = ours.min(milliseconds(|| {
                for row in cells.chunks(width) {
                    black_box(scorer.score(row)?);
                }
                Ok(())
            })?);
            floats = floats.min(milliseconds(|| {
                for row in cells.chunks(width) {
                    black_box(simplest(&weights, row));
                }
                Ok(())
            })?);
        }
        let explained = milliseconds(|| {
            for answers in &answers {
                black_box(score(&model, hash, &town, answers, &ProviderLevels::default())?);
            }
            Ok(())
        })?;
        let line = serde_json::json!({"assessments": ASSESSMENTS, "indicators": width,
            "scoredMs": ours, "explainedMs": explained, "floatsMs": floats});
        writeln!(io::stdout(), "{line}")?;
    }
    Ok(())
}

fn milliseconds(work: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let since = Instant::now();
    work()?;
    Ok(since.elapsed().as_secs_f64() * 1000.0)
}

/// Answers as they come: every 16th open, every 16th not applicable, the rest levels.
fn drawn(model: &Model, number: usize) -> Answers {
    let mut state = u64::try_from(number).unwrap_or_default().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut answers = Answers::default();
    for (_, indicator) in model.indicators() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = usize::try_from(state >> 33).unwrap_or_default();
        let answer = match (draw % 16, indicator.scale.values()) {
            (0, _) => continue,
            (1, _) => Answer::NotApplicable { reason: "-".into() },
            (_, values) => match values.get(draw / 16 % values.len()) {
                Some(value) => Answer::Level { value: *value },
                None => continue,
            },
        };
        answers.0.insert(indicator.id.clone(), answer);
    }
    answers
}

/// The weights of the dimensions and of their indicators, as floats. The built-in model is two levels deep.
fn weights(model: &Model) -> Vec<(f64, Vec<f64>)> {
    let float = |weight: Rational| weight.to_string().parse().unwrap_or(f64::NAN);
    let inside = |d: &blaupause_maturity::Dimension| d.indicators.iter().map(|i| float(i.weight)).collect();
    model.dimensions.iter().map(|d| (float(d.weight), inside(d))).collect()
}

/// Weighted mean of weighted means, in floating point, without bounds and stages.
fn simplest(weights: &[(f64, Vec<f64>)], row: &[Cell]) -> f64 {
    let mut cells = row.iter();
    let (mut score, mut total) = (0.0, 0.0);
    for (weight, inside) in weights {
        let (mut sum, mut parts) = (0.0, 0.0);
        for (own, cell) in inside.iter().zip(cells.by_ref()) {
            // A level of the scale 0 to 5 is its place on it; what is open or left out lies far above.
            if cell.byte() <= 5 {
                sum += own * f64::from(cell.byte());
                parts += own;
            }
        }
        if parts > 0.0 {
            score += weight * sum / parts;
            total += weight;
        }
    }
    score / total
}

/// The loop must calculate the same, or the comparison means nothing.
fn compare(
    scorer: &Scorer<'_>,
    weights: &[(f64, Vec<f64>)],
    cells: &[Cell],
    width: usize,
) -> Result<(), Box<dyn Error>> {
    for row in cells.chunks(width) {
        let exact = scorer.score(row)?.score.ok_or("nothing is answered")?;
        let (numerator, denominator) = exact.parts();
        let float = numerator.to_string().parse::<f64>()? / denominator.to_string().parse::<f64>()?;
        if (float - simplest(weights, row)).abs() > 1e-9 {
            return Err(format!("{exact} and {} differ", simplest(weights, row)).into());
        }
    }
    Ok(())
}
