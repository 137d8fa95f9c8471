//! The start page: what this is, and where one finds what.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use askama::Template;

use crate::faults::Fault;
use crate::frame::{Frame, page};
use crate::visitors::Visitor;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route("", web::get().to(start)).route("/", web::get().to(start));
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    frame: Frame,
}

async fn start(visitor: Visitor) -> Result<HttpResponse, Fault> {
    let start = Start { frame: Frame::new(&visitor, "portal-start-title") };
    page(visitor.language, &start)
}
