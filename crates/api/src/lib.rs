//! HTTP in, view out: the REST interface of Blaupause and its OpenAPI document.
//! One file per resource; `error.rs` alone knows status codes; nothing here decides or queries.

mod addresses;
mod adoption_curves;
mod adoptions;
mod answer;
mod area_cohorts;
mod assessment_exports;
mod assessment_imports;
mod assessments;
mod attachments;
mod audit;
mod blueprints;
mod bulletin_subscriptions;
mod bulletins;
mod calendar_addresses;
mod calendars;
mod capacity_pools;
mod characters;
mod code_lists;
mod cohort_forms;
mod cohort_queries;
mod cohorts;
mod conditions;
mod consensus;
mod data_packages;
mod document;
mod engagements;
mod equipment_imports;
mod equipment_plans;
mod error;
mod events;
mod evidence_reminders;
mod experience_reports;
mod feeds;
mod file_faults;
mod fragmentation;
mod head;
mod installation_imports;
mod installation_reports;
mod installations;
mod invitations;
mod lists;
mod maturity_models;
mod memory;
mod migration_maps;
mod modules;
mod municipalities;
mod offer_registrations;
mod offers;
mod onboarding_programmes;
mod onboardings;
mod pages;
mod patches;
mod pilot_calls;
mod pilots;
mod pooled_orders;
mod portfolio;
mod portfolio_plans;
mod problems;
mod profiles;
mod providers;
mod publiccodes;
mod recommendations;
mod register_imports;
mod request_log;
mod requests;
mod respondents;
mod retirements;
mod roadmaps;
mod routes;
mod rules_in_force;
mod scenarios;
mod service_catalogues;
mod services;
mod sovereignty;
mod standard_standings;
mod standards;
mod statistical_releases;
mod status;
mod streams;
mod subjects;
mod successions;
mod targets;
mod upgrade_paths;
mod webhook_deliveries;
mod webhooks;
mod work_lists;

use std::sync::Arc;

use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::{App as ActixApp, dev, web};
use blaupause_access::Verifier;
use blaupause_app::{App, Error, Once, Pace, Read, Write};
use tracing_actix_web::TracingLogger;

use self::memory::Basis;
use self::request_log::PathOnly;
use self::routes::Routes;

pub use answer::Answer;
pub use area_cohorts::table_question;
pub use assessment_exports::assessment_json;
pub use document::openapi;
pub use error::ApiError;
pub use memory::Memory;
pub use patches::{MergePatch, Patch};
pub use requests::{Caller, Change, Create, NoBody, Put, Upload};

/// The version of the interface, as the `API-Version` header and the document name it.
pub const API_VERSION: &str = "1.0.0";

/// What every handler shares. Cloning shares it.
#[derive(Clone)]
pub struct State {
    /// The use cases.
    pub app: App,
    /// Verifies access tokens.
    pub verifier: Arc<Verifier>,
    /// Published answers that are kept.
    pub memory: Memory,
}

impl State {
    /// Carries out a write and answers; with an idempotency key, once.
    pub(crate) async fn write(
        &self,
        once: Option<Once>,
        work: impl FnMut(&mut Write<'_>) -> Result<Answer, Error> + Send + 'static,
    ) -> Result<Answer, ApiError> {
        self.write_at(Pace::Short, once, work).await
    }

    /// The same for a write that takes longer than milliseconds.
    pub(crate) async fn write_long(
        &self,
        once: Option<Once>,
        work: impl FnMut(&mut Write<'_>) -> Result<Answer, Error> + Send + 'static,
    ) -> Result<Answer, ApiError> {
        self.write_at(Pace::Long, once, work).await
    }

    async fn write_at(
        &self,
        pace: Pace,
        once: Option<Once>,
        mut work: impl FnMut(&mut Write<'_>) -> Result<Answer, Error> + Send + 'static,
    ) -> Result<Answer, ApiError> {
        let kept = self.app.write_once(once, pace, move |tx| work(tx).map(Answer::into_kept)).await?;
        Ok(Answer::from_kept(kept)?)
    }

    /// The answer that is kept under an idempotency key, for a write that calculates before it begins.
    pub(crate) async fn kept(&self, once: Option<&Once>) -> Result<Option<Answer>, ApiError> {
        let Some(once) = once else { return Ok(None) };
        let kept = self.app.kept(once).await?;
        Ok(kept.map(Answer::from_kept).transpose()?)
    }

    /// Carries out a read and answers.
    pub(crate) async fn read(
        &self,
        work: impl FnOnce(&mut Read<'_>) -> Result<Answer, Error> + Send + 'static,
    ) -> Result<Answer, ApiError> {
        // before the transaction begins: what changes meanwhile makes the number another one
        let number = self.app.published_number();
        let resting = move |tx: &mut Read<'_>| {
            let answer = work(tx)?;
            let clock = tx.clock_use();
            Ok(answer.resting_on(Basis::of(number, clock, tx.today())))
        };
        Ok(self.app.read(resting).await?)
    }
}

/// Every resource below `/v1`. A route that is registered here is in the document, and no other is.
fn resources(config: &mut Routes<'_, '_>) {
    config.configure(status::routes).configure(events::routes).configure(audit::routes);
    config.configure(maturity_models::routes);
    config.configure(migration_maps::routes);
    // `/assessments/export` would be an id to the routes of `/assessments`
    config.configure(assessment_exports::routes).configure(assessment_imports::routes);
    config.configure(statistical_releases::routes).configure(cohorts::routes);
    config.configure(area_cohorts::routes).configure(adoption_curves::routes);
    config.configure(data_packages::routes).configure(cohort_queries::routes);
    config.configure(targets::routes).configure(assessments::routes).configure(profiles::routes);
    config.configure(respondents::routes).configure(invitations::routes).configure(consensus::routes);
    config.configure(evidence_reminders::routes);
    config.configure(municipalities::routes).configure(register_imports::routes);
    config.configure(successions::routes).configure(providers::routes);
    config.configure(modules::routes).configure(portfolio::routes).configure(installations::routes);
    config.configure(retirements::routes).configure(portfolio_plans::routes).configure(upgrade_paths::routes);
    config.configure(fragmentation::routes).configure(installation_reports::routes);
    config.configure(installation_imports::routes).configure(services::routes);
    config.configure(feeds::routes).configure(webhooks::routes).configure(webhook_deliveries::routes);
    config.configure(equipment_plans::routes).configure(equipment_imports::routes);
    config.configure(pooled_orders::routes).configure(capacity_pools::routes);
    config.configure(engagements::routes).configure(work_lists::routes);
    config.configure(rules_in_force::routes).configure(scenarios::routes);
    config.configure(pilot_calls::routes).configure(roadmaps::routes);
    config.configure(bulletins::routes).configure(bulletin_subscriptions::routes);
    config.configure(offers::routes).configure(offer_registrations::routes);
    config.configure(calendar_addresses::routes);
    config.configure(onboarding_programmes::routes).configure(onboardings::routes);
    config.configure(attachments::routes);
    config.configure(publiccodes::routes);
    config.configure(service_catalogues::routes);
    config.configure(code_lists::routes);
    config.configure(standards::routes).configure(standard_standings::routes);
    config.configure(pilots::routes).configure(experience_reports::routes);
    config.configure(blueprints::routes).configure(recommendations::routes).configure(adoptions::routes);
    config.configure(problems::routes).configure(document::routes);
}

/// The whole HTTP application over `state`, ready for a server or a test, with what else is served beside `/v1`.
pub fn http(
    state: State,
    beside: impl FnOnce(&mut web::ServiceConfig),
) -> ActixApp<
    impl dev::ServiceFactory<
        dev::ServiceRequest,
        Config = (),
        Response = dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    ActixApp::new()
        .app_data(web::Data::new(state))
        .app_data(web::PayloadConfig::new(requests::MAX_FILE))
        .service(web::scope("/v1").configure(|config| resources(&mut Routes::Served(config))))
        .configure(beside)
        .default_service(web::route().to(problems::no_route))
        .wrap(from_fn(problems::write_problems))
        .wrap(TracingLogger::<PathOnly>::new())
        .wrap(from_fn(requests::request_id))
        .wrap(from_fn(head::as_get))
        .wrap(
            DefaultHeaders::new()
                .add(("API-Version", API_VERSION))
                .add(("X-Content-Type-Options", "nosniff")),
        )
        .wrap(Compress::default())
        // around everything else: what is given from memory costs nothing but that
        .wrap(from_fn(memory::answer))
}
