//! Maturity models, answers, exact scoring, stages with gates, gaps and the life cycle of an assessment.
