//! Words, and how well one that was typed fits one of a name.

use strsim::osa_distance;

/// A word, folded.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    text: String,
    letters: usize,
    /// Which letters occur: a word with three others cannot be two typing errors away.
    set: u64,
}

impl Word {
    pub(crate) fn new(text: String) -> Self {
        let letters = text.chars().count();
        let set = text.chars().fold(0, |set, letter| set | 1 << (u32::from(letter) % 64));
        Self { text, letters, set }
    }

    /// How many letters of a word may be wrong for it to be found.
    const fn errors(&self) -> usize {
        match self.letters {
            ..4 => 0,
            4..8 => 1,
            _ => 2,
        }
    }
}

/// The words of a folded text.
pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The points of a word that was typed for a word of a name, fewer are better; nothing if it does not fit.
pub(crate) fn points(asked: &Word, word: &Word) -> Option<u32> {
    if let Some(rest) = word.text.strip_prefix(asked.text.as_str()) {
        return Some(u32::from(!rest.is_empty()));
    }
    if asked.letters >= 4 && word.text.contains(asked.text.as_str()) {
        return Some(3);
    }
    let errors = asked.errors();
    // letters of the question that the word lacks: each is an error at least
    let lacking = usize::try_from((asked.set & !word.set).count_ones()).ok()?;
    if errors == 0 || lacking > errors || word.letters + errors < asked.letters {
        return None;
    }
    let wrong = if word.letters <= asked.letters + errors {
        osa_distance(&asked.text, &word.text)
    } else {
        // half a word: how far it is from as many letters of the whole one
        let beginning: String = word.text.chars().take(asked.letters).collect();
        osa_distance(&asked.text, &beginning)
    };
    match wrong {
        wrong if wrong > errors => None,
        1 => Some(4),
        _ => Some(6),
    }
}
