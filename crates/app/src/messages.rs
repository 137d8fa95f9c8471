//! The words: messages rendered in German or English from the Fluent files beside this crate's sources.
//! No other place of the product holds texts for people, except the documents themselves.

use std::sync::LazyLock;

use blaupause_kernel::{Date, Language, Message, Rational, Rounding, RoundingMode, Timestamp};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The code of refused input, whose heading stands for all that have none of their own.
const REFUSED: &str = "input-invalid";

type Bundle = FluentBundle<FluentResource>;

const DE: [&str; 14] = [
    include_str!("../messages/de/app.ftl"),
    include_str!("../messages/de/territory.ftl"),
    include_str!("../messages/de/analytics.ftl"),
    include_str!("../messages/de/maturity.ftl"),
    include_str!("../messages/de/catalog.ftl"),
    include_str!("../messages/de/interchange.ftl"),
    include_str!("../messages/de/packages.ftl"),
    include_str!("../messages/de/pilots.ftl"),
    include_str!("../messages/de/portal.ftl"),
    include_str!("../messages/de/resources.ftl"),
    include_str!("../messages/de/support.ftl"),
    include_str!("../messages/de/roadmaps.ftl"),
    include_str!("../messages/de/webhooks.ftl"),
    include_str!("../messages/de/commands.ftl"),
];
const EN: [&str; 14] = [
    include_str!("../messages/en/app.ftl"),
    include_str!("../messages/en/territory.ftl"),
    include_str!("../messages/en/analytics.ftl"),
    include_str!("../messages/en/maturity.ftl"),
    include_str!("../messages/en/catalog.ftl"),
    include_str!("../messages/en/interchange.ftl"),
    include_str!("../messages/en/packages.ftl"),
    include_str!("../messages/en/pilots.ftl"),
    include_str!("../messages/en/portal.ftl"),
    include_str!("../messages/en/resources.ftl"),
    include_str!("../messages/en/support.ftl"),
    include_str!("../messages/en/roadmaps.ftl"),
    include_str!("../messages/en/webhooks.ftl"),
    include_str!("../messages/en/commands.ftl"),
];

static GERMAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::De, &DE));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::En, &EN));

/// A resource with a broken entry still yields its other entries; a test refuses broken ones.
fn bundle(language: Language, sources: &[&str]) -> Bundle {
    let plurals: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![plurals]);
    bundle.set_use_isolating(false);
    let separator = match language {
        Language::De => ",",
        Language::En => ".",
    };
    // The only errors are names that are taken, and the bundle is new.
    bundle.add_function("COUNT", |values, _| count(values.first())).ok();
    bundle.add_function("SIZE", move |values, _| size(values.first(), separator)).ok();
    bundle
        .add_function("DECIMAL", move |values, _| match values.first() {
            Some(FluentValue::String(text)) => FluentValue::from(decimal(text, separator)),
            _ => FluentValue::Error,
        })
        .ok();
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A day as people read it.
pub fn day(language: Language, day: Date) -> String {
    readable(language, &day.to_string())
}

/// A whole number as people read it, in groups of three digits.
pub fn number(language: Language, number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(if language == Language::De { '.' } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// An exact number as people read it: with their separator, a fraction to two digits. Any other text stays.
pub fn amount(language: Language, text: &str) -> String {
    decimal(text, if language == Language::De { "," } else { "." })
}

/// A day or an instant as people read it: `22.09.2026` and `22.09.2026, 08:00 Uhr (UTC)` in German, as it is (ISO 8601) in
/// English. Any other text stays.
fn readable(language: Language, value: &str) -> String {
    if let (Language::De, true, Ok(_)) = (language, value.ends_with('Z'), value.parse::<Timestamp>())
        && let Some((day, time)) = value.split_once('T')
    {
        let minutes: String = time.chars().take(5).collect();
        return format!("{}, {minutes} Uhr (UTC)", readable(language, day));
    }
    match (language, value.split('-').collect::<Vec<_>>().as_slice()) {
        (Language::De, [year, month, day]) if value.len() == 10 && value.parse::<Date>().is_ok() => {
            format!("{day}.{month}.{year}")
        }
        _ => value.to_owned(),
    }
}

/// A number as people read it: with their separator, a fraction to two digits, nothing after it if that is all zeros.
/// Any other text stays as it is.
fn decimal(text: &str, separator: &str) -> String {
    let two_digits = Rounding { mode: RoundingMode::HalfUp, digits: 2 };
    let text = match text.parse::<Rational>() {
        Ok(number) if text.contains('/') => number.rounded(two_digits).to_string(),
        Ok(_) => text.to_owned(),
        Err(_) => return text.to_owned(),
    };
    match text.split_once('.') {
        Some((whole, digits)) if digits.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        Some((whole, digits)) => format!("{whole}{separator}{digits}"),
        None => text,
    }
}

/// A value of a message as a number, by which a text can choose between singular and plural.
fn count(value: Option<&FluentValue<'_>>) -> FluentValue<'static> {
    let Some(FluentValue::String(text)) = value else { return FluentValue::Error };
    text.parse::<u32>().map_or(FluentValue::Error, FluentValue::from)
}

/// So many bytes in the largest unit that keeps the number short.
fn size(value: Option<&FluentValue<'_>>, separator: &str) -> FluentValue<'static> {
    let Some(FluentValue::String(text)) = value else { return FluentValue::Error };
    let Ok(bytes) = text.parse::<i64>() else { return FluentValue::Error };
    let (unit, name) = match bytes {
        1_048_576.. => (1_048_576, "MiB"),
        1_024.. => (1_024, "KiB"),
        _ => (1, "Byte"),
    };
    let number = Rational::new(bytes, unit).map(|n| decimal(&n.to_string(), separator));
    FluentValue::from(format!("{} {name}", number.unwrap_or_else(|| text.to_string())))
}

fn of(language: Language) -> &'static Bundle {
    match language {
        Language::De => &GERMAN,
        Language::En => &ENGLISH,
    }
}

/// The message in words. A value that is a text in several languages comes as `name-de` and `name-en`
/// and is used as `$name`. A code without words is shown as it is.
pub fn render(language: Language, message: &Message) -> String {
    let suffix = format!("-{language}");
    let mut args = FluentArgs::new();
    for (name, value) in &message.args {
        args.set(name.strip_suffix(&suffix).unwrap_or(name).to_owned(), readable(language, value));
    }
    lookup(language, &message.code, None, &args).unwrap_or_else(|| message.code.clone())
}

/// The short heading of a code: its `title` attribute. What has none is a fault of the input.
pub fn title(language: Language, code: &str) -> String {
    let none = FluentArgs::new();
    let own = lookup(language, code, Some("title"), &none);
    own.or_else(|| lookup(language, REFUSED, Some("title"), &none)).unwrap_or_else(|| code.to_owned())
}

/// What a code means in general: its message with an ellipsis for each value of the single case.
pub fn explain(language: Language, code: &str) -> String {
    let none = FluentArgs::new();
    let text = lookup(language, code, None, &none).unwrap_or_else(|| code.to_owned());
    let mut shown = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        shown.push_str(before);
        shown.push('…');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shown + rest
}

/// Whether there are words for a code.
pub fn knows(language: Language, code: &str) -> bool {
    of(language).has_message(code)
}

fn lookup(language: Language, code: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
    let message = of(language).get_message(code)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(name) => message.get_attribute(name)?.value(),
    };
    let mut errors = Vec::new();
    Some(of(language).format_pattern(pattern, Some(args), &mut errors).into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn codes(sources: &[&str]) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        for source in sources {
            let resource =
                FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(_, e)| panic!("{e:?}"));
            for entry in resource.entries() {
                if let fluent_syntax::ast::Entry::Message(message) = entry {
                    assert!(codes.insert(message.id.name.to_owned()), "twice: {}", message.id.name);
                }
            }
        }
        codes
    }

    #[test]
    fn every_code_has_words_in_both_languages_and_no_file_is_broken() {
        assert_eq!(codes(&DE), codes(&EN));
    }

    #[test]
    fn numbers_are_written_as_people_read_them() {
        for (text, german, english) in [
            ("2.00", "2", "2"),
            ("1.67", "1,67", "1.67"),
            ("-0.5", "-0,5", "-0.5"),
            ("16/13", "1,23", "1.23"),
            ("3", "3", "3"),
            ("2.1.0", "2.1.0", "2.1.0"),
            ("", "", ""),
        ] {
            assert_eq!((decimal(text, ","), decimal(text, ".")), (german.to_owned(), english.to_owned()));
        }
        let gap =
            Message::new("gap-own").with("title-de", "E-Akte").with("needed", "3.00").with("proven", "1.5");
        assert_eq!(render(Language::De, &gap), "Das eigene Ziel für „E-Akte“ ist 3. Nachgewiesen ist 1,5.");
    }

    #[test]
    fn large_numbers_are_written_in_groups() {
        for (value, german, english) in [
            (0_u32, "0", "0"),
            (999, "999", "999"),
            (1_000, "1.000", "1,000"),
            (12_345_678, "12.345.678", "12,345,678"),
        ] {
            let said = [Language::De, Language::En].map(|language| number(language, value));
            assert_eq!(said, [german, english]);
        }
    }

    #[test]
    fn days_are_written_as_people_read_them() {
        let ended =
            Message::new("succession-dates-differ").with("first", "2026-09-22").with("value", "2026-13-01");
        assert_eq!(
            render(Language::De, &ended),
            "Zu derselben Gemeinde stehen zwei Daten: 22.09.2026 und 2026-13-01."
        );
        assert!(render(Language::En, &ended).contains("2026-09-22"));
        let over = Message::new("offer-not-over").with("at", "2026-05-05T12:00:00Z");
        let said = [Language::De, Language::En].map(|language| render(language, &over));
        assert_eq!(said[0], "Der letzte Termin endet erst am 05.05.2026, 12:00 Uhr (UTC).");
        assert_eq!(said[1], "The last session ends at 2026-05-05T12:00:00Z.");
    }

    #[test]
    fn pages_about_a_code_show_no_placeholder() {
        for code in codes(&DE) {
            for language in Language::ALL {
                let shown = format!("{}{}", title(language, &code), explain(language, &code));
                assert!(!shown.contains('{') && !shown.contains('}'), "{code}: {shown}");
            }
        }
    }

    #[test]
    fn every_permission_has_words_of_its_own() {
        use blaupause_access::{Denied, Permission};
        use blaupause_kernel::Described as _;
        for language in [Language::De, Language::En] {
            let said = |p: &Permission| {
                render(language, &crate::Error::from(Denied::Forbidden(*p)).message()).to_lowercase()
            };
            let all: BTreeSet<String> = Permission::ALL.iter().map(said).collect();
            assert_eq!(all.len(), Permission::ALL.len());
            assert!(
                all.iter().all(|text| !text.contains("berechtigung") && !text.contains("permission")),
                "{all:?}"
            );
        }
    }

    /// Values are text: only what `COUNT` makes of them is a number, so that 1 is `[one]`.
    #[test]
    fn plurals_are_chosen_by_counts() {
        for source in DE.iter().chain(&EN) {
            let mut chosen_by = "";
            for line in source.lines() {
                if line.trim_end().ends_with("->") {
                    chosen_by = line;
                }
                let plural = line.trim_start().starts_with("[one]");
                assert!(!plural || chosen_by.contains("{ COUNT("), "{chosen_by}");
            }
        }
    }

    #[test]
    fn counts_choose_the_plural_and_sizes_the_unit() {
        let passed = |count: &str| {
            let message = Message::new("model-check-passed").with("count", count);
            [Language::De, Language::En].map(|language| render(language, &message))
        };
        assert_eq!(
            passed("1"),
            ["Das Modell ist in Ordnung (ein Indikator).", "The model is sound (one indicator)."]
        );
        assert_eq!(
            passed("62"),
            ["Das Modell ist in Ordnung (62 Indikatoren).", "The model is sound (62 indicators)."]
        );
        for (bytes, shown) in
            [("2097152", "2 MiB"), ("65536", "64 KiB"), ("1572864", "1,50 MiB"), ("100", "100 Byte")]
        {
            let message = Message::new("body-too-large").with("limit", bytes);
            assert_eq!(
                render(Language::De, &message),
                format!("Der Inhalt ist zu groß. Erlaubt sind {shown}.")
            );
        }
    }

    #[test]
    fn values_are_put_in_and_texts_follow_the_language() {
        let message = Message::new("assessment-not-found").with("id", "7");
        assert!(render(Language::De, &message).contains('7'));
        assert_eq!(render(Language::En, &Message::new("no-such-code")), "no-such-code");
    }
}
