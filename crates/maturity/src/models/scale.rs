//! Scales: which levels an indicator can have. Always at least two, ascending, finitely many.

use blaupause_kernel::{Message, Rational};
use serde::{Deserialize, Serialize};

/// The most levels one scale can have: 0 to 100 in whole steps.
pub(crate) const MAX_LEVELS: usize = 101;

/// Smallest and largest value that an indicator or a dimension can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Range {
    /// Smallest value.
    pub min: Rational,
    /// Largest value, above `min`.
    pub max: Rational,
}

impl Range {
    /// From 0 to 1.
    pub const UNIT: Self = Self { min: Rational::ZERO, max: Rational::ONE };
}

/// The most decimals of a measured scale: with more, a mean of a few values could leave the exact arithmetic.
pub(crate) const MAX_DECIMALS: u8 = 15;

/// A scale as it is written: `{min: 0, max: 5}` with an optional `step`, `{values: [0, 0.25, 0.5, 1]}`, or
/// `{min: 0, max: 1, decimals: 4}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ScaleForm {
    /// A measured number: any value of so many decimals from a smallest to a largest one.
    #[serde(rename_all = "camelCase")]
    Measured {
        /// Smallest value.
        min: Rational,
        /// Largest value.
        max: Rational,
        /// Digits after the point, 0 to 15.
        decimals: u8,
    },
    /// Equal steps from a smallest to a largest level.
    #[serde(rename_all = "camelCase")]
    Steps {
        /// Smallest level.
        min: Rational,
        /// Largest level; a whole number of steps above `min`.
        max: Rational,
        /// Distance of two neighbours; 1 if it is left out.
        #[serde(default = "one")]
        step: Rational,
    },
    /// An explicit list, ascending.
    #[serde(rename_all = "camelCase")]
    Values {
        /// The levels.
        values: Vec<Rational>,
    },
}

/// The step of a scale that names none.
pub(crate) fn one() -> Rational {
    Rational::ONE
}

/// A checked scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ScaleForm", into = "ScaleForm")]
pub struct Scale {
    form: ScaleForm,
    values: Vec<Rational>,
    range: Range,
    /// For a measured scale, how many of its smallest steps make 1.
    steps_per_one: Option<Rational>,
}

impl Scale {
    /// The levels in ascending order; of a measured scale, its ends.
    pub fn values(&self) -> &[Rational] {
        &self.values
    }

    /// Smallest and largest level.
    pub const fn range(&self) -> Range {
        self.range
    }

    /// Whether `value` is one of the levels.
    pub fn contains(&self, value: Rational) -> bool {
        match self.steps_per_one {
            None => self.values.contains(&value),
            Some(steps) => {
                (self.range.min..=self.range.max).contains(&value)
                    && value.checked_mul(steps).is_some_and(Rational::is_whole)
            }
        }
    }

    /// Whether it is a measured scale, which has too many values to describe each.
    pub const fn is_measured(&self) -> bool {
        self.steps_per_one.is_some()
    }
}

/// Why a written scale is none, as the message to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a scale: {}", .0.code)]
pub struct NotAScale(pub(crate) Message);

impl TryFrom<ScaleForm> for Scale {
    type Error = NotAScale;

    fn try_from(form: ScaleForm) -> Result<Self, NotAScale> {
        let mut steps_per_one = None;
        let values = match &form {
            ScaleForm::Measured { min, max, decimals } => {
                steps_per_one = Some(power_of_ten(*decimals)?);
                vec![*min, *max]
            }
            ScaleForm::Values { values } => values.clone(),
            ScaleForm::Steps { min, max, step } => steps(*min, *max, *step)?,
        };
        let rising = values.iter().zip(values.iter().skip(1)).all(|(a, b)| a < b);
        match (values.first(), values.last()) {
            (Some(&min), Some(&max)) if rising && (2..=MAX_LEVELS).contains(&values.len()) => {
                Ok(Self { form, range: Range { min, max }, values, steps_per_one })
            }
            _ => Err(NotAScale(Message::new("model-scale-values").with("most", MAX_LEVELS))),
        }
    }
}

fn power_of_ten(decimals: u8) -> Result<Rational, NotAScale> {
    let power = if decimals <= MAX_DECIMALS { 10_i64.checked_pow(decimals.into()) } else { None };
    power
        .map(Rational::from_int)
        .ok_or_else(|| NotAScale(Message::new("model-scale-decimals").with("most", MAX_DECIMALS)))
}

fn steps(min: Rational, max: Rational, step: Rational) -> Result<Vec<Rational>, NotAScale> {
    let uneven =
        || NotAScale(Message::new("model-scale-steps").with("min", min).with("max", max).with("step", step));
    if step.is_negative() || step.is_zero() {
        return Err(uneven());
    }
    let mut values = vec![min];
    let mut level = min;
    while level < max && values.len() < MAX_LEVELS {
        level = level.checked_add(step).ok_or_else(uneven)?;
        values.push(level);
    }
    if level == max { Ok(values) } else { Err(uneven()) }
}

impl From<Scale> for ScaleForm {
    fn from(scale: Scale) -> Self {
        scale.form
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Scale {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        <ScaleForm as utoipa::PartialSchema>::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Scale {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        <ScaleForm as utoipa::ToSchema>::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_steps_and_lists_and_refuses_the_rest() {
        let read = |text: &str| serde_json::from_str::<Scale>(text);
        let five = read(r#"{"min":0,"max":5}"#).unwrap();
        assert_eq!(five.values().len(), 6, "0 1 2 3 4 5");
        let samm = read(r#"{"values":[0,0.25,0.5,1]}"#).unwrap();
        assert!(samm.contains("1/4".parse().unwrap()) && !samm.contains("3/4".parse().unwrap()));
        assert_eq!(read(r#"{"min":1,"max":4,"step":0.5}"#).unwrap().values().len(), 7);
        let measured = read(r#"{"min":0,"max":1,"decimals":2}"#).unwrap();
        let holds = |text: &str| measured.contains(text.parse().unwrap());
        assert!(holds("0") && holds("0.07") && holds("1"));
        assert!(!holds("0.075") && !holds("1/3") && !holds("1.01") && !holds("-0.01"));
        for bad in [
            r#"{"min":0,"max":1,"decimals":16}"#,
            r#"{"min":1,"max":1,"decimals":2}"#,
            r#"{"min":0,"max":0}"#,
            r#"{"min":5,"max":0}"#,
            r#"{"min":0,"max":1,"step":0.3}"#,
            r#"{"min":0,"max":1,"step":0}"#,
            r#"{"min":0,"max":1,"step":-1}"#,
            r#"{"min":0,"max":1000000}"#,
            r#"{"values":[1]}"#,
            r#"{"values":[0,1,1]}"#,
            r#"{"values":[]}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
