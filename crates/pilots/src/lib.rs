//! Pilots, experience reports, blueprints, their fit for a unit, and adoption.
