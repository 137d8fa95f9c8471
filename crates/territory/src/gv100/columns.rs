//! One line cut by character positions, as the record description counts them. No meaning of the fields.

use blaupause_kernel::Message;

/// Characters of a full line.
const WIDTH: usize = 220;

/// A line without its trailing blanks, at most 220 characters and none of them a control character.
pub(super) struct Columns<'a> {
    text: &'a str,
    len: usize,
}

impl<'a> Columns<'a> {
    /// Checks a line; else the column and what is wrong there.
    pub(super) fn new(line: &'a str) -> Result<Self, (usize, Message)> {
        let text = line.trim_end_matches(' ');
        let len = text.chars().count();
        if len > WIDTH {
            return Err((WIDTH + 1, Message::new("register-line-too-long").with("length", len)));
        }
        match text.chars().position(char::is_control) {
            Some(at) => Err((at + 1, Message::new("register-character-invalid"))),
            None => Ok(Self { text, len }),
        }
    }

    /// Characters up to the last that is no blank.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The characters from `from` to before `to`, counted from 0; fewer where trailing blanks were cut.
    pub(super) fn get(&self, from: usize, to: usize) -> &'a str {
        let (from, to) = (self.byte(from), self.byte(to));
        self.text.get(from..to).unwrap_or_default()
    }

    /// The same without the blanks around it.
    pub(super) fn trimmed(&self, from: usize, to: usize) -> &'a str {
        self.get(from, to).trim_matches(' ')
    }

    /// Where a character starts: the same number in most lines, which are ASCII.
    fn byte(&self, character: usize) -> usize {
        if self.text.len() == self.len {
            return character.min(self.len);
        }
        self.text.char_indices().nth(character).map_or(self.text.len(), |(at, _)| at)
    }
}
