//! Characters that no text of people holds: control characters other than line breaks and tabs, and those that turn
//! the direction of what follows. PostgreSQL stores no NUL, and a name that reads otherwise than it is deceives.

use blaupause_app::Invalid;
use blaupause_kernel::Message;
use serde_json::Value;

use crate::ApiError;

/// Whether a text holds such a character.
pub(crate) fn any_forbidden(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// Refuses a JSON body with such a character in it, at its place. What is no JSON is refused elsewhere.
///
/// # Errors
/// `Json` with the JSON pointer of the first text.
pub(crate) fn refuse_in_json(body: &[u8]) -> Result<(), ApiError> {
    // They come as escapes, or as bytes beyond ASCII: other bodies need no second look.
    let suspicious = |pair: &[u8]| pair == b"\\u" || matches!(pair, [0xc2 | 0xe2, _]);
    if !body.windows(2).any(suspicious) {
        return Ok(());
    }
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return Ok(()) };
    match place_in(&value, &mut String::new()) {
        Some(pointer) => {
            Err(ApiError::Json(Invalid { pointer, message: Message::new("text-character-forbidden") }))
        }
        None => Ok(()),
    }
}

/// JSON pointer of the first text with such a character. The depth is bounded by the parser.
fn place_in(value: &Value, path: &mut String) -> Option<String> {
    let step = |path: &mut String, name: &str, inner: &Value| {
        let length = path.len();
        path.push('/');
        path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let found = place_in(inner, path);
        path.truncate(length);
        found
    };
    match value {
        Value::String(text) => any_forbidden(text).then(|| path.clone()),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, inner)| step(path, &index.to_string(), inner))
        }
        Value::Object(members) => members.iter().find_map(|(name, inner)| {
            if any_forbidden(name) { Some(path.clone()) } else { step(path, name, inner) }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_named_and_ordinary_texts_pass() {
        let place = |body: &str| match refuse_in_json(body.as_bytes()) {
            Err(ApiError::Json(place)) => Some(place.pointer),
            _ => None,
        };
        for (body, expected) in [
            (r#"{"a":"Stra\u00dfe \n Überblick\t–"}"#, None),
            (r#"{"a":"backslash \\u0000"}"#, None),
            (r#"{"a":["x",{"b/c":"y\u0000"}]}"#, Some("/a/1/b~1c")),
            (r#"{"a":"\u0007"}"#, Some("/a")),
            ("{\"a\":\"\u{202e}gnp\"}", Some("/a")),
            ("{\"a\":\"\u{85}\"}", Some("/a")),
            (r#"{"a\u0000":1}"#, Some("")),
            (r#"{"a":"\u0000"#, None),
        ] {
            assert_eq!(place(body).as_deref(), expected, "{body}");
        }
    }
}
