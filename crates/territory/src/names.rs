//! Names as people type them: case, umlauts and accents do not matter when searching. Never shown, never a key.

/// Between the two spellings of a stored name: sorts before every character of a name, and no name has it.
const BETWEEN: char = '\n';

/// What is stored beside a name, to search and to sort by. A name with umlauts stands in it twice, so that
/// `Dünwald`, `Duenwald` and `Dunwald` all find it.
pub fn search_name(name: &str) -> String {
    let (long, short) = (folded(name, true), folded(name, false));
    if long == short { long } else { format!("{long}{BETWEEN}{short}") }
}

/// The same for a unit with two names, each of which is found.
pub(crate) fn search_names(name: &str, other: Option<&str>) -> String {
    let first = search_name(name);
    let second = other.map(search_name).filter(|second| !first.contains(second.as_str()));
    second.map_or_else(|| first.clone(), |second| format!("{first}{BETWEEN}{second}"))
}

/// A text as it was typed, to be found as a part of a [`search_name`].
pub fn search_term(text: &str) -> String {
    folded(text.trim(), true).replace(BETWEEN, "")
}

/// Lower case and without accents; umlauts written out, or without their dots. The letters are those of the names of
/// municipalities in the countries of Eurostat's list. Cyrillic ones stand for themselves.
fn folded(text: &str, long: bool) -> String {
    let mut form = String::with_capacity(text.len() + 4);
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => form.push_str(if long { "ae" } else { "a" }),
            'ö' => form.push_str(if long { "oe" } else { "o" }),
            'ü' => form.push_str(if long { "ue" } else { "u" }),
            'ß' => form.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => form.push('a'),
            'æ' => form.push_str("ae"),
            'č' | 'ć' | 'ç' | 'ċ' => form.push('c'),
            'ď' | 'đ' | 'ð' => form.push('d'),
            'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ē' | 'ė' | 'ę' => form.push('e'),
            'ğ' | 'ġ' | 'ģ' => form.push('g'),
            'ħ' => form.push('h'),
            'í' | 'ì' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => form.push('i'),
            'ķ' => form.push('k'),
            'ł' | 'ļ' | 'ľ' | 'ĺ' => form.push('l'),
            'ń' | 'ñ' | 'ņ' | 'ň' => form.push('n'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ő' | 'ø' => form.push('o'),
            'œ' => form.push_str("oe"),
            'ŕ' | 'ř' => form.push('r'),
            'š' | 'ś' | 'ş' | 'ș' => form.push('s'),
            'ť' | 'ţ' | 'ț' => form.push('t'),
            'þ' => form.push_str("th"),
            'ú' | 'ù' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => form.push('u'),
            'ý' | 'ÿ' => form.push('y'),
            'ž' | 'ź' | 'ż' => form.push('z'),
            'ά' => form.push('α'),
            'έ' => form.push('ε'),
            'ή' => form.push('η'),
            'ί' | 'ϊ' | 'ΐ' => form.push('ι'),
            'ό' => form.push('ο'),
            'ύ' | 'ϋ' | 'ΰ' => form.push('υ'),
            'ώ' => form.push('ω'),
            'ς' => form.push('σ'),
            // accents that stand by themselves: the dot that is left of a Turkish capital I, or a decomposed text
            '\u{300}'..='\u{36f}' => {}
            other => form.push(other),
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_case_and_accents_do_not_matter() {
        for (name, terms) in [
            ("Königslutter am Elm, Stadt", ["königslutter", "KOENIGS", "konigslutter am", " elm "]),
            ("Bautzen / Budyšin", ["budyšin", "budysin", "BAUTZEN", "/"]),
            ("GROẞ Süßen", ["gross suessen", "groß süßen", "gross sussen", "süß"]),
            ("Ringkøbing-Skjern", ["ringkobing", "RINGKØBING", "skjern", "ø"]),
            ("KARAİSALI", ["karaisali", "Karaİsalı", "isali", "KARAİ"]),
            ("Þórshöfn", ["thorshofn", "þórshoefn", "Thórshöfn", "orsh"]),
            ("Ţăndărei", ["Țăndărei", "tandarei", "ŢĂNDĂREI", "ta\u{306}ndarei"]),
            ("Τοπική Κοινότητα Άνω Ακρίων", ["ανω", "ΆΝΩ", "τοπικη κοινοτητα", "Ακριων"]),
            ("Бургас", ["бург", "БУРГАС", "ургас", "Бургас"]),
        ] {
            for term in terms {
                assert!(search_name(name).contains(&search_term(term)), "{name} by {term}");
            }
        }
        assert!(!search_name("Königslutter").contains(&search_term("kenigs")));
    }

    #[test]
    fn a_unit_is_found_by_both_of_its_names() {
        let both = search_names("Бургас", Some("Burgas"));
        assert!(both.contains(&search_term("бургас")) && both.contains(&search_term("burgas")));
        assert_eq!(search_names("SELENICË", Some("SELENICE")), "selenice");
        assert!(search_names("Bruxelles", Some("Brussel")).starts_with("bruxelles\n"));
    }

    #[test]
    fn a_name_sorts_before_the_names_that_go_on_from_it() {
        assert!(search_name("Köln") < search_name("Köln, Stadt"));
        assert!(search_name("Köln") < search_name("Köln am See"));
        assert_eq!(search_name("Neuenburg, Stadt"), "neuenburg, stadt");
    }
}
