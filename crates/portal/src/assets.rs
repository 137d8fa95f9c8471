//! The style sheet, embedded. Its address names its content, so that browsers keep it for good.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{self, ServiceConfig};
use blaupause_kernel::Digest;

const STYLES: &str = include_str!("../assets/portal.css");

static STYLE_SHEET: LazyLock<String> = LazyLock::new(|| {
    let digest: String = Digest::of(STYLES.as_bytes()).to_string().chars().take(16).collect();
    format!("/assets/{digest}/portal.css")
});

/// The address of the style sheet.
pub(crate) fn style_sheet() -> &'static str {
    &STYLE_SHEET
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route(style_sheet(), web::get().to(get_style_sheet));
}

async fn get_style_sheet() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(STYLES)
}
