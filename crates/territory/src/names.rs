//! Names as people type them: case, umlauts and accents do not matter when searching.

/// The form names are searched and sorted by: lower case, `ä` as `ae`, `ß` as `ss`, other letters as they are.
pub fn search_form(name: &str) -> String {
    let mut form = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => form.push_str("ae"),
            'ö' => form.push_str("oe"),
            'ü' => form.push_str("ue"),
            'ß' => form.push_str("ss"),
            other => form.push(other),
        }
    }
    form
}

#[cfg(test)]
mod tests {
    #[test]
    fn umlauts_are_written_out() {
        assert_eq!(super::search_form("Bad Königshofen i. Grabfeld"), "bad koenigshofen i. grabfeld");
        assert_eq!(super::search_form("GROẞ Süßen"), "gross suessen");
    }
}
