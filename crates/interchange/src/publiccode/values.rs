//! Single values: what is sound, what can be read with an assumption, and what cannot.

use blaupause_catalog::Licence;
use blaupause_kernel::{Date, Message};
use serde_json::Value;
use url::Url;

use crate::faults::excerpt;

/// A value that was read, with the assumption it was read with.
pub(super) type Read = Result<(Value, Option<Message>), Message>;

/// A text. One that is too long is cut after a word; one that is too short says something all the same, and stays.
pub(super) fn text(text: &str, least: usize, most: usize) -> Read {
    let trimmed = text.trim();
    let length = trimmed.chars().count();
    if length == 0 {
        return Err(Message::new("publiccode-text-empty"));
    }
    if length > most {
        let head: String = trimmed.chars().take(most.saturating_sub(1)).collect();
        let kept = head.rsplit_once(char::is_whitespace).map_or(head.as_str(), |(kept, _)| kept).trim_end();
        let message = Message::new("publiccode-text-cut").with("length", length).with("most", most);
        return Ok((format!("{kept}…").into(), Some(message)));
    }
    let short = || Message::new("publiccode-text-short").with("length", length).with("least", least);
    Ok((trimmed.into(), (length < least).then(short)))
}

/// An absolute address. Without a scheme, `https` is assumed where a host is plain to see.
pub(super) fn address(text: &str) -> Read {
    let text = text.trim();
    let sound = |text: &str| {
        let url = Url::parse(text).ok()?;
        let known = ["http", "https", "git", "ssh", "svn", "ftp"].contains(&url.scheme());
        (known && url.has_host()).then(|| text.to_owned())
    };
    if let Some(address) = sound(text) {
        return Ok((address.into(), None));
    }
    let host = text.split('/').next().unwrap_or_default();
    let plain = host.contains('.') && !host.contains([':', '@', ' ']) && !host.starts_with('.');
    match sound(&format!("https://{text}")).filter(|_| plain) {
        Some(address) => {
            Ok((address.into(), Some(Message::new("publiccode-scheme-assumed").with("value", excerpt(text)))))
        }
        None => Err(Message::new("publiccode-url").with("value", excerpt(text))),
    }
}

/// `YYYY-MM-DD`; of an instant, its day.
pub(super) fn date(text: &str) -> Read {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Ok((date.to_string().into(), None));
    }
    let day = text.get(..10).filter(|_| text.get(10..11).is_some_and(|next| next == "T" || next == " "));
    match day.and_then(|day| day.parse::<Date>().ok()) {
        Some(date) => {
            let message = Message::new("publiccode-instant").with("value", excerpt(text));
            Ok((date.to_string().into(), Some(message.with("date", date))))
        }
        None => Err(Message::new("publiccode-date").with("value", excerpt(text))),
    }
}

pub(super) fn licence(text: &str) -> Read {
    let text = text.trim();
    match text.parse::<Licence>() {
        Ok(_) => Ok((text.into(), None)),
        Err(_) => Err(Message::new("publiccode-licence").with("value", excerpt(text))),
    }
}

/// Two letters, upper case as the standard asks for since 0.5.
pub(super) fn country(text: &str) -> Read {
    let text = text.trim();
    if super::schema::is_country(text) {
        Ok((text.to_ascii_uppercase().into(), None))
    } else {
        Err(Message::new("publiccode-country").with("value", excerpt(text)))
    }
}

/// Languages that older files name by three letters (ISO 639-2), and what BCP 47 calls them.
const THREE_LETTERS: &[(&str, &str)] = &[
    ("deu", "de"),
    ("ger", "de"),
    ("eng", "en"),
    ("ita", "it"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("por", "pt"),
    ("pol", "pl"),
    ("dan", "da"),
    ("swe", "sv"),
    ("fin", "fi"),
    ("ces", "cs"),
    ("cze", "cs"),
    ("slk", "sk"),
    ("slo", "sk"),
    ("slv", "sl"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("bul", "bg"),
    ("ell", "el"),
    ("gre", "el"),
    ("est", "et"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("gle", "ga"),
    ("mlt", "mt"),
    ("nob", "nb"),
    ("nor", "no"),
    ("isl", "is"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("rus", "ru"),
    ("ara", "ar"),
    ("cat", "ca"),
    ("eus", "eu"),
    ("glg", "gl"),
];

/// A language tag: the language in lower case, the region in upper case.
pub(super) fn language(text: &str) -> Read {
    let text = text.trim();
    let mut parts = text.split(['-', '_']);
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    if first.len() == 3
        && let Some((_, short)) = THREE_LETTERS.iter().find(|(long, _)| *long == first)
    {
        let tag: String =
            std::iter::once((*short).to_owned()).chain(parts.map(region)).collect::<Vec<_>>().join("-");
        let message = Message::new("publiccode-language-three").with("value", excerpt(text));
        return Ok((tag.clone().into(), Some(message.with("tag", tag))));
    }
    let sound = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let rest: Vec<&str> = parts.collect();
    if !is_language || !rest.iter().copied().all(sound) {
        return Err(Message::new("publiccode-language").with("value", excerpt(text)));
    }
    let tag = std::iter::once(first).chain(rest.into_iter().map(region)).collect::<Vec<_>>().join("-");
    let note = text.contains('_').then(|| {
        Message::new("publiccode-language-underscore").with("value", excerpt(text)).with("tag", &tag)
    });
    Ok((tag.into(), note))
}

fn region(part: &str) -> String {
    if part.len() == 2 { part.to_ascii_uppercase() } else { part.to_owned() }
}

/// One of these words. `standalone` alone is how 0.1 wrote what is `standalone/other` since.
pub(super) fn word(text: &str, words: &[&str]) -> Read {
    let text = text.trim();
    if words.contains(&text) {
        return Ok((text.into(), None));
    }
    let lower = text.to_lowercase();
    if let Some(word) = words.iter().find(|word| **word == lower) {
        let message = Message::new("publiccode-word-case").with("value", excerpt(text)).with("word", word);
        return Ok(((*word).into(), Some(message)));
    }
    if text == "standalone" && words.contains(&"standalone/other") {
        return Ok(("standalone/other".into(), Some(Message::new("publiccode-standalone"))));
    }
    let message = Message::new("publiccode-word").with("value", excerpt(text));
    Err(if words.len() > 30 { message.with("words", "…") } else { message.with("words", words.join(", ")) })
}
