//! Rules of digital sovereignty as the parameters of a query name them.

use std::collections::BTreeSet;

use blaupause_catalog::{Hosting, SovereigntyRule};
use blaupause_kernel::Message;

use crate::ApiError;

/// What was asked for.
pub(crate) struct AskedRules<'q> {
    /// A public IT provider runs it.
    pub(crate) public_operator: bool,
    /// Where it may run, separated by commas.
    pub(crate) hosting: Option<&'q str>,
    /// It can be had under open licences alone.
    pub(crate) open_licence: bool,
    /// There is a plan to leave it.
    pub(crate) exit_plan: bool,
    /// There is a contract on data processing.
    pub(crate) processing_agreement: bool,
}

impl AskedRules<'_> {
    /// The rules that were asked for.
    ///
    /// # Errors
    /// `Parameter` for a place that is none.
    pub(crate) fn rules(&self) -> Result<Vec<SovereigntyRule>, ApiError> {
        let hosting = self.hosting.map(hosting).transpose()?;
        let asked = [
            self.public_operator.then_some(SovereigntyRule::PublicOperator),
            hosting.map(|allowed| SovereigntyRule::Hosting { allowed }),
            self.open_licence.then_some(SovereigntyRule::OpenLicence),
            self.exit_plan.then_some(SovereigntyRule::ExitPlan),
            self.processing_agreement.then_some(SovereigntyRule::ProcessingAgreement),
        ];
        Ok(asked.into_iter().flatten().collect())
    }
}

fn hosting(places: &str) -> Result<BTreeSet<Hosting>, ApiError> {
    let place = |text: &str| {
        serde_json::from_value(serde_json::Value::from(text)).map_err(|_| {
            let message = Message::new("sovereignty-hosting-unknown");
            ApiError::parameter("hosting", message.with("value", text.chars().take(40).collect::<String>()))
        })
    };
    places.split(',').map(place).collect()
}
