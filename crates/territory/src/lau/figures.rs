//! Numbers as Eurostat's list writes them: with a fraction that means nothing, and areas in one of two units.

/// Countries, by the letters of the NUTS, whose areas the file states in square kilometres. Those of all others are in
/// square metres, as the column says: a test compares the sums with the areas of the countries.
const IN_SQUARE_KILOMETRES: [&str; 3] = ["DK", "FI", "TR"];
/// Largest area of a municipality that is believed, in hectares: five times that of Kiruna.
const MOST_HECTARES: u64 = 10_000_000;

/// A number of inhabitants: `1423` or `1423.0`.
pub(super) fn inhabitants(text: &str) -> Option<u32> {
    let (whole, fraction) = parts(text)?;
    fraction.bytes().all(|b| b == b'0').then(|| whole.parse().ok()).flatten()
}

/// An area in whole hectares, halves up. What is too large or comes to nothing was stated in another unit than the one
/// the country's areas are in, and is none.
pub(super) fn hectares(text: &str, country: &str) -> Option<u32> {
    let (whole, fraction) = parts(text)?;
    let whole: u64 = whole.parse().ok()?;
    let hectares = if IN_SQUARE_KILOMETRES.contains(&country) {
        let thousandths: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        whole.checked_mul(1000)?.checked_add(thousandths)?.checked_add(5)? / 10
    } else {
        whole.checked_add(5_000)? / 10_000
    };
    u32::try_from(hectares).ok().filter(|_| (1..=MOST_HECTARES).contains(&hectares))
}

/// The digits before and after the decimal point.
fn parts(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    (!whole.is_empty() && digits(whole) && digits(fraction)).then_some((whole, fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inhabitants_are_whole_numbers() {
        for (text, expected) in [("1423.0", Some(1423)), ("0.0", Some(0)), ("7", Some(7)), ("7.", Some(7))] {
            assert_eq!(inhabitants(text), expected, "{text}");
        }
        for bad in ["", "7.5", "-1", "1e3", "4294967296", " 1", ".0", "1.0.0"] {
            assert_eq!(inhabitants(bad), None, "{bad}");
        }
    }

    #[test]
    fn areas_are_hectares_whatever_the_country_counts_in() {
        for (text, country, expected) in [
            ("17744118.0", "BE", Some(1774)),
            ("25783.999999999996", "ES", Some(3)),
            ("15000", "ES", Some(2)),
            ("14999.99", "ES", Some(1)),
            ("360.3", "DK", Some(36_030)),
            ("8.7", "DK", Some(870)),
            ("17333.655", "FI", Some(1_733_366)),
            ("6.0", "FI", Some(600)),
            ("645.0", "TR", Some(64_500)),
            // square kilometres where square metres are due, and the other way round
            ("360.3", "BE", None),
            ("360300000", "DK", None),
            ("18446744073709551615", "BE", None),
            ("18446744073709551615", "DK", None),
            ("x", "BE", None),
        ] {
            assert_eq!(hectares(text, country), expected, "{text} {country}");
        }
    }
}
