//! Where resources register their operations: with a server, or in the OpenAPI document. Who is registered with the one is in the
//! other, but a server does not put the document together for each of its workers, which was half the time of a start.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

/// What operations are registered with.
pub(crate) enum Routes<'r, 'c> {
    /// A server that answers.
    Served(&'r mut web::ServiceConfig),
    /// The document.
    Described(&'r mut ServiceConfig<'c>),
}

impl Routes<'_, '_> {
    /// An operation.
    pub(crate) fn service<F>(&mut self, operation: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        match self {
            Self::Served(config) => drop(config.service(operation)),
            Self::Described(config) => drop(config.service(operation)),
        }
        self
    }

    /// All operations of a resource.
    pub(crate) fn configure(&mut self, resource: impl FnOnce(&mut Self)) -> &mut Self {
        resource(self);
        self
    }
}
