//! What many measurements of the same thing say: the median and how far they spread.

use serde::Serialize;

/// The middle and the ends of some measurements.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Half of the measurements are below.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl Summary {
    /// Sums measurements up; `None` without any.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let upper = *sorted.get(sorted.len() / 2)?;
        let lower = *sorted.get((sorted.len() - 1) / 2)?;
        Some(Self { median: f64::midpoint(lower, upper), least, most })
    }

    /// The ratios of ours to the measure, round by round: what disturbs a whole round disturbs both.
    pub fn of_ratios(ours: &[f64], measure: &[f64]) -> Option<Self> {
        Self::of(ours.iter().zip(measure).map(|(a, b)| a / b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Measurements, and their median, least and most.
    type Case<'a> = (&'a [f64], Option<(f64, f64, f64)>);

    #[test]
    fn the_median_is_the_middle_or_between_the_two() {
        let cases: [Case<'_>; 5] = [
            (&[], None),
            (&[3.0], Some((3.0, 3.0, 3.0))),
            (&[3.0, 1.0], Some((2.0, 1.0, 3.0))),
            (&[9.0, 1.0, 2.0], Some((2.0, 1.0, 9.0))),
            (&[4.0, 1.0, 3.0, 2.0], Some((2.5, 1.0, 4.0))),
        ];
        for (values, expected) in cases {
            let expected = expected.map(|(median, least, most)| Summary { median, least, most });
            assert_eq!(Summary::of(values.iter().copied()), expected, "{values:?}");
        }
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        // The machine was half as fast in the second round; the ratio was 2 in each.
        let ratio = Summary::of_ratios(&[2.0, 4.0, 6.0], &[1.0, 2.0, 3.0]);
        assert_eq!(ratio, Some(Summary { median: 2.0, least: 2.0, most: 2.0 }));
        let ratio = Summary::of_ratios(&[1.0, 3.0, 8.0], &[2.0, 2.0, 2.0]);
        assert_eq!(ratio, Some(Summary { median: 1.5, least: 0.5, most: 4.0 }));
    }
}
