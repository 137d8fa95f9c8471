//! The tables of a data package, in the order in which they are read: what says which models, blueprints and modules are
//! meant comes before these.

use super::columns::Table;
use super::{models, practice, results, units};

pub(super) const TABLES: &[Table] = &[
    units::UNITS,
    units::SERVICE_PERIODS,
    results::ASSESSMENTS,
    results::DIMENSION_RESULTS,
    results::ANSWERS,
    models::MODELS,
    models::DIMENSIONS,
    models::INDICATORS,
    models::STAGES,
    practice::ADOPTIONS,
    practice::BLUEPRINT_VERSIONS,
    practice::INSTALLATIONS,
    practice::MODULES,
];
