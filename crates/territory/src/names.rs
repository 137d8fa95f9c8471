//! Names as people type them: case, umlauts and accents do not matter when searching. Never shown, never a key.

/// Between the two spellings of a stored name: sorts before every character of a name, and no name has it.
const BETWEEN: char = '\n';

/// What is stored beside a name, to search and to sort by. A name with umlauts stands in it twice, so that
/// `Dünwald`, `Duenwald` and `Dunwald` all find it.
pub fn search_name(name: &str) -> String {
    let (long, short) = (folded(name, true), folded(name, false));
    if long == short { long } else { format!("{long}{BETWEEN}{short}") }
}

/// A text as it was typed, to be found as a part of a [`search_name`].
pub fn search_term(text: &str) -> String {
    folded(text.trim(), true).replace(BETWEEN, "")
}

/// Lower case and without accents; umlauts written out, or without their dots.
fn folded(text: &str, long: bool) -> String {
    let mut form = String::with_capacity(text.len() + 4);
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => form.push_str(if long { "ae" } else { "a" }),
            'ö' => form.push_str(if long { "oe" } else { "o" }),
            'ü' => form.push_str(if long { "ue" } else { "u" }),
            'ß' => form.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' | 'å' => form.push('a'),
            'č' | 'ć' | 'ç' => form.push('c'),
            'é' | 'è' | 'ê' | 'ë' | 'ě' => form.push('e'),
            'í' | 'ì' | 'î' | 'ï' => form.push('i'),
            'ł' => form.push('l'),
            'ń' | 'ñ' => form.push('n'),
            'ó' | 'ò' | 'ô' => form.push('o'),
            'ŕ' | 'ř' => form.push('r'),
            'š' | 'ś' => form.push('s'),
            'ú' | 'ù' | 'û' => form.push('u'),
            'ý' => form.push('y'),
            'ž' | 'ź' | 'ż' => form.push('z'),
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
        ] {
            for term in terms {
                assert!(search_name(name).contains(&search_term(term)), "{name} by {term}");
            }
        }
        assert!(!search_name("Königslutter").contains(&search_term("kenigs")));
    }

    #[test]
    fn a_name_sorts_before_the_names_that_go_on_from_it() {
        assert!(search_name("Köln") < search_name("Köln, Stadt"));
        assert!(search_name("Köln") < search_name("Köln am See"));
        assert_eq!(search_name("Neuenburg, Stadt"), "neuenburg, stadt");
    }
}
