//! What went wrong, as a page in the language of the visitor.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;
use blaupause_access::Denied;
use blaupause_app::{Error, messages};
use blaupause_kernel::{Described, Message};

use crate::frame::{Frame, with_status};
use crate::visitors::Visitor;

/// Why there is no such page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// A use case said no.
    #[error(transparent)]
    App(#[from] Error),
    /// No page has this address.
    #[error("no page has this address")]
    NoPage,
    /// A part of the address or the form cannot be read.
    #[error("a part of the address or the form cannot be read: {0}")]
    Unreadable(String),
    /// The form was not sent by a page of this session.
    #[error("the form was not sent by a page of this session")]
    Foreign,
    /// A page could not be put together.
    #[error("a page could not be put together: {0}")]
    Page(String),
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::App(error) => blaupause_web::status(error),
            Self::NoPage => StatusCode::NOT_FOUND,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Page(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Described for Fault {
    fn message(&self) -> Message {
        match self {
            Self::App(error) => error.message(),
            Self::NoPage => Message::new("portal-no-page"),
            Self::Unreadable(_) => Message::new("portal-unreadable"),
            Self::Foreign => Message::new("portal-form-foreign"),
            Self::Page(_) => Message::new("internal"),
        }
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Bare: the page is written where the visitor is known.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    frame: Frame,
    text: String,
    places: Vec<String>,
}

/// Nothing is here.
pub(crate) async fn no_page() -> Result<HttpResponse, Fault> {
    Err(Fault::NoPage)
}

/// Turns every fault into a page. Who is not signed in and has to be is led to where one signs in.
pub(crate) async fn write_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let visitor = Visitor::of(request.request());
    let response = next.call(request).await?;
    let Some(fault) = response.response().error().and_then(|error| error.as_error::<Fault>()) else {
        return Ok(response.map_into_boxed_body());
    };
    if matches!(fault, Fault::App(Error::Denied(Denied::Anonymous))) && !visitor.is_signed_in() {
        let to = crate::sign_in::address(&visitor);
        let answer = HttpResponse::SeeOther().insert_header((LOCATION, to)).finish();
        return Ok(response.into_response(answer));
    }
    let status = fault.status();
    if status.is_server_error() {
        tracing::error!(?fault, "page failed");
    }
    let answer = with_status(status, visitor.language, &of(fault, &visitor))?;
    Ok(response.into_response(answer))
}

fn of(fault: &Fault, visitor: &Visitor) -> FaultPage {
    let message = fault.message();
    let places = match fault {
        Fault::App(Error::Invalid(places)) => places.clone(),
        Fault::App(error) => blaupause_web::places(error),
        _ => Vec::new(),
    };
    FaultPage {
        frame: Frame::titled(visitor, messages::title(visitor.language, &message.code)),
        text: messages::render(visitor.language, &message),
        places: places.iter().map(|place| messages::render(visitor.language, &place.message)).collect(),
    }
}
