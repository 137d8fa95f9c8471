//! Entity tags in requests: `If-Match` for changes, `If-None-Match` for reading.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use blaupause_app::Expected;
use blaupause_kernel::Revision;

use crate::ApiError;

/// Longest list of tags that is looked at, in bytes.
const MAX_HEADER: usize = 1024;

/// The revision the caller expects to change.
pub(crate) fn if_match(request: &HttpRequest) -> Result<Expected, ApiError> {
    let Some(text) = header(request, &IF_MATCH) else { return Err(ApiError::PreconditionMissing) };
    if text == "*" {
        return Ok(Expected::Any);
    }
    revision(text).map(Expected::Revision).ok_or(ApiError::PreconditionInvalid)
}

/// The revision the caller expects to change, or nothing to make something new.
pub(crate) fn if_match_or_nothing(request: &HttpRequest) -> Result<Option<Expected>, ApiError> {
    match if_match(request) {
        Err(ApiError::PreconditionMissing) => Ok(None),
        other => other.map(Some),
    }
}

/// The revision in a tag of a record: `"5-0f3a…"`. Weak tags never match a change (RFC 9110, 13.1.1).
fn revision(tag: &str) -> Option<Revision> {
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    let (number, _) = inner.split_once('-')?;
    let plain = (1..=18).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| number.parse().ok()).flatten().map(Revision::new)
}

/// Whether the caller already holds the representation with this tag.
pub(crate) fn none_match(request: &HttpRequest, tag: &str) -> bool {
    let Some(text) = header(request, &IF_NONE_MATCH) else { return false };
    let same = |t: &str| t.trim().trim_start_matches("W/").trim_matches('"') == tag;
    text == "*" || text.split(',').any(same)
}

fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> Option<&'r str> {
    let text = request.headers().get(name)?.to_str().ok()?.trim();
    (text.len() <= MAX_HEADER).then_some(text)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_tags_of_this_service_name_a_revision() {
        assert_eq!(revision("\"5-ab\""), Some(Revision::new(5)));
        for bad in ["5-ab", "W/\"5-ab\"", "\"ab\"", "\"-5-ab\"", "\"\"", "\"5\"", "\"5-ab"] {
            assert_eq!(revision(bad), None, "{bad}");
        }
    }

    #[test]
    fn if_none_match_takes_lists_weak_tags_and_the_star() {
        for (header, known) in
            [("\"a\"", true), ("\"b\", W/\"a\"", true), ("*", true), ("\"b\"", false), ("", false)]
        {
            let request = TestRequest::default().insert_header((IF_NONE_MATCH, header)).to_http_request();
            assert_eq!(none_match(&request, "a"), known, "{header}");
        }
    }
}
