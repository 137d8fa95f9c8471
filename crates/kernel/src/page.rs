//! Pages of a list: how many, and after which item. Cursors are opaque to callers.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Position in a sorted list: the sort values of the last item seen, its id last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(Vec<String>);

impl Cursor {
    /// The position after the item with these sort values.
    pub fn new(keys: impl IntoIterator<Item = impl ToString>) -> Self {
        Self(keys.into_iter().map(|k| k.to_string()).collect())
    }

    /// The sort value at `index`.
    ///
    /// # Errors
    /// `Cursor` if the position has fewer values: it belongs to another list or order.
    pub fn key(&self, index: usize) -> Result<&str, Error> {
        self.0.get(index).map(String::as_str).ok_or(Error::Cursor)
    }

    /// The opaque form for callers: URL-safe base64 of a JSON array.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::json!(self.0).to_string())
    }

    /// Reads the opaque form.
    ///
    /// # Errors
    /// `Cursor` if it was not made by [`Cursor::encode`] or is longer than 1,024 characters.
    pub fn decode(text: &str) -> Result<Self, Error> {
        if text.len() > 1024 {
            return Err(Error::Cursor);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::Cursor)?;
        let keys: Vec<String> = serde_json::from_slice(&bytes).map_err(|_| Error::Cursor)?;
        if keys.is_empty() || keys.iter().any(|k| k.contains('\0')) {
            return Err(Error::Cursor);
        }
        Ok(Self(keys))
    }
}

/// What part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    limit: u16,
    after: Option<Cursor>,
}

impl Page {
    /// Items per page unless asked otherwise.
    pub const DEFAULT_LIMIT: u16 = 50;
    /// Most items per page.
    pub const MAX_LIMIT: u16 = 500;

    /// A page of `limit` items after `after`.
    ///
    /// # Errors
    /// `Limit` if it is not 1 to 500.
    pub fn new(limit: Option<u16>, after: Option<Cursor>) -> Result<Self, Error> {
        let limit = limit.unwrap_or(Self::DEFAULT_LIMIT);
        if (1..=Self::MAX_LIMIT).contains(&limit) {
            Ok(Self { limit, after })
        } else {
            Err(Error::Limit(limit.to_string()))
        }
    }

    /// The first page with the largest size.
    pub fn largest() -> Self {
        Self { limit: Self::MAX_LIMIT, after: None }
    }

    /// The page with the largest size after `cursor`.
    pub fn largest_after(cursor: Cursor) -> Self {
        Self { limit: Self::MAX_LIMIT, after: Some(cursor) }
    }

    /// How many rows to read: one more than the page shows, to know whether another page follows.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The position to go on from.
    pub fn after(&self) -> Option<&Cursor> {
        self.after.as_ref()
    }

    /// Cuts what was fetched to the page and names the next one by `position` of the last item shown.
    pub fn cut<T>(&self, mut items: Vec<T>, position: impl Fn(&T) -> Cursor) -> Paged<T> {
        let more = items.len() > usize::from(self.limit);
        items.truncate(self.limit.into());
        let next = if more { items.last().map(position) } else { None };
        Paged { items, next }
    }
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: Self::DEFAULT_LIMIT, after: None }
    }
}

/// One page of a list and where the next begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paged<T> {
    /// The items of this page, in order.
    pub items: Vec<T>,
    /// Position of the next page, if there is one.
    #[serde(skip)]
    pub next: Option<Cursor>,
}

impl<T> Paged<T> {
    /// The same page with every item turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Paged<U> {
        Paged { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cursors_read_back_as_written(keys in prop::collection::vec("[^\0]{0,20}", 1..4)) {
            let cursor = Cursor::new(keys);
            prop_assert_eq!(Cursor::decode(&cursor.encode()).unwrap(), cursor);
        }

        #[test]
        fn foreign_cursors_are_refused_without_panic(text in ".{0,200}") {
            let _ = Cursor::decode(&text);
        }
    }

    #[test]
    fn a_page_names_the_next_one_only_if_there_is_more() {
        let page = Page::new(Some(2), None).unwrap();
        assert_eq!(page.fetch(), 3);
        let cut = page.cut(vec![1, 2, 3], |n| Cursor::new([n]));
        assert_eq!((cut.items, cut.next), (vec![1, 2], Some(Cursor::new([2]))));
        assert_eq!(page.cut(vec![1, 2], |n| Cursor::new([n])).next, None);
        assert!(Page::new(Some(0), None).is_err() && Page::new(Some(501), None).is_err());
    }
}
