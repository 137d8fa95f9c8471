//! The OpenAPI document, made from the code, and what all operations have in common in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::get;
use blaupause_maturity::Dimension;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, RefOr, Response, ResponseBuilder, ServerBuilder};
use utoipa::{IntoResponses, Modify, OpenApi as _};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::problems::Problem;
use crate::routes::Routes;
use crate::{Answer, ApiError};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_openapi);
}

/// The OpenAPI document of everything that is served.
pub fn openapi() -> OpenApi {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Base::openapi())
        .service(utoipa_actix_web::scope("/v1").configure(|config: &mut ServiceConfig<'_>| {
            crate::resources(&mut Routes::Described(config));
        }))
        .split_for_parts();
    ServersAndSecurity.modify(&mut document);
    crate::patches::describe(&mut document);
    crate::subjects::describe(&mut document);
    describe_headers(&mut document);
    document
}

/// Names the headers that answers of success carry: the entity tag that a change has to name, and where a new thing is.
fn describe_headers(document: &mut OpenApi) {
    let header = |text: &str| {
        let text_of = ObjectBuilder::new().schema_type(Type::String).build();
        HeaderBuilder::new().schema(Some(text_of)).description(Some(text)).build()
    };
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            for (status, response) in &mut operation.responses.responses {
                let RefOr::T(response) = response else { continue };
                // what is streamed has no tag: nobody knows it before its end
                let streamed = response.content.contains_key("text/csv");
                if matches!(status.as_str(), "200" | "201") && !streamed {
                    let tag = header("Entity tag of the answer; name it in `If-Match` to change the thing.");
                    response.headers.insert("ETag".to_owned(), RefOr::T(tag));
                }
                if status == "201" {
                    response
                        .headers
                        .insert("Location".to_owned(), RefOr::T(header("Path of the new thing.")));
                }
            }
        }
    }
}

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(openapi);

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Blaupause",
        version = "1.0.0",
        description = "Digital maturity of municipalities: measure it, register pilots, turn them into blueprints, \
            find the blueprint that fits a unit, carry it through adoption and prove the effect.\n\n\
            Every change needs `If-Match` with the entity tag last read; every creation may carry an \
            `Idempotency-Key`. Errors are RFC 9457 problems in German or English (`Accept-Language`). \
            Scores, money and person-days are exact decimals or fractions, written as texts.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
        contact(name = "The Blaupause authors", url = "https://blaupause.example")
    ),
    components(schemas(Problem, Dimension)),
    tags(
        (name = "register", description = "Municipalities and the levels above, their history and successors."),
        (name = "providers", description = "Public IT service providers and the units they serve."),
        (name = "maturity", description = "Maturity models and assessments."),
        (name = "analytics", description = "Cohorts: public figures, and everything about a service area for those who accompany it."),
        (name = "catalog", description = "The modular portfolio: modules, versions, installations."),
        (name = "pilots", description = "Pilots and their experience reports."),
        (name = "blueprints", description = "Blueprints, their fit for a unit, and their evidence."),
        (name = "adoptions", description = "Adoptions of blueprints by units."),
        (name = "roadmaps", description = "Which unit begins which adoption in which quarter."),
        (name = "equipment", description = "What units work with, and what of it falls due for renewal."),
        (name = "orders", description = "What the units of a provider order together, at the price of the whole."),
        (name = "resilience", description = "Capacity, rules in force and crisis scenarios: what is short if many have to work elsewhere."),
        (name = "accompaniment", description = "Consultants and the units they accompany, and what waits for them."),
        (name = "offers", description = "Trainings and consultings of providers: registration, waiting list, attendance, suggestions by gap, and a calendar."),
        (name = "bulletins", description = "What providers tell the units they serve, written by one person and published by another."),
        (name = "events", description = "What happened, in order."),
        (name = "webhooks", description = "Other systems that are told what happens, and what they were told."),
        (name = "audit", description = "Who changed what."),
        (name = "service", description = "The service itself."),
    )
)]
struct Base;

struct ServersAndSecurity;

impl Modify for ServersAndSecurity {
    fn modify(&self, document: &mut OpenApi) {
        let here = ServerBuilder::new().url("/").description(Some("This service.")).build();
        document.servers = Some(vec![here]);
        let bearer = Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        if let Some(components) = document.components.as_mut() {
            components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        }
    }
}

/// The problems any operation may answer with.
pub(crate) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let problem = || {
            let reference = utoipa::openapi::Ref::from_schema_name("Problem");
            ContentBuilder::new().schema(Some(reference)).build()
        };
        [
            ("400", "The request cannot be read: address, header or JSON."),
            ("401", "The operation needs a valid access token."),
            ("403", "The token's roles do not allow this here."),
            ("404", "There is no such thing."),
            ("409", "The state of the thing does not allow this, or it exists already."),
            ("412", "The thing was changed since it was read."),
            ("413", "The body is too large."),
            ("415", "The body is of a type that is not read here."),
            ("422", "The content is not acceptable; every place is named."),
            ("428", "The header `If-Match` is missing."),
            ("500", "The service failed."),
            ("503", "The service is not available at the moment."),
        ]
        .into_iter()
        .map(|(status, description)| {
            let response = ResponseBuilder::new()
                .description(description)
                .content("application/problem+json", problem())
                .build();
            (status.to_owned(), RefOr::T(response))
        })
        .collect()
    }
}

/// Give the OpenAPI document.
#[utoipa::path(tag = "service", responses((status = 200, description = "The OpenAPI 3.1 document.", body = Object), Problems))]
#[get("/openapi.json")]
async fn get_openapi() -> Result<Answer, ApiError> {
    Ok(Answer::view(&*DOCUMENT)?.public())
}

/// The methods served at a path, read from the document.
pub(crate) fn allowed_methods(path: &str) -> Vec<&'static str> {
    let wanted: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let parts: Vec<&str> = template.split('/').collect();
        let one =
            |(part, actual): (&&str, &&str)| part == actual || (part.starts_with('{') && !actual.is_empty());
        parts.len() == wanted.len() && parts.iter().zip(&wanted).all(one)
    };
    let mut methods = Vec::new();
    for (_, item) in DOCUMENT.paths.paths.iter().filter(|(template, _)| fits(template)) {
        for (method, operation) in [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ] {
            if operation.is_some() && !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    methods
}
