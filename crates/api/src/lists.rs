//! Pages of lists, from the query to the `Link` header.

use actix_web::HttpRequest;
use blaupause_kernel::{Cursor, Message, Page};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ApiError;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListView<T> {
    /// The items of this page, in the order of the list.
    pub items: Vec<T>,
    /// Send this as `cursor` for the next page; `null` on the last one.
    pub next: Option<String>,
}

/// The page a query asks for.
pub(crate) fn page(limit: Option<u16>, cursor: Option<&str>) -> Result<Page, ApiError> {
    let after = cursor.map(Cursor::decode).transpose().map_err(|_| ApiError::Cursor)?;
    Page::new(limit, after).map_err(|_| ApiError::parameter("limit", page_size()))
}

fn page_size() -> Message {
    Message::new("page-size-out-of-range").with("most", Page::MAX_LIMIT)
}

/// The `Link` header to the next page: the same address with another cursor.
pub(crate) fn next_link(request: &HttpRequest, next: &Cursor) -> String {
    let others = request.query_string().split('&').filter(|p| !p.is_empty() && !p.starts_with("cursor="));
    let mut query: Vec<&str> = others.collect();
    let cursor = format!("cursor={}", next.encode());
    query.push(&cursor);
    format!("<{}?{}>; rel=\"next\"", request.path(), query.join("&"))
}
