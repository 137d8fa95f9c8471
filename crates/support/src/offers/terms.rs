//! What is acceptable as an offer, and what its sessions say about time.

use blaupause_kernel::{Message, Timestamp};

use super::{
    MAX_ADDRESS, MAX_DESCRIPTION, MAX_PLACES, MAX_SESSIONS, MAX_TITLE, MAX_TOPICS, MAX_URL, Place, Terms,
};
use crate::Error;
use crate::error::{Problems, check};

impl Terms {
    /// Checks texts, topics, sessions, places and the last day to register.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        check("offer", |problems| {
            problems.localized("/title", &self.title, MAX_TITLE, Problems::line);
            problems.localized("/description", &self.description, MAX_DESCRIPTION, Problems::prose);
            problems.at_most("/topics", self.topics.len(), MAX_TOPICS);
            problems.unique("/topics", self.topics.iter().take(MAX_TOPICS));
            problems.range("/places", self.places, 1, MAX_PLACES);
            self.check_sessions(problems);
        })
    }

    fn check_sessions(&self, problems: &mut Problems) {
        problems.some("/sessions", self.sessions.len());
        problems.at_most("/sessions", self.sessions.len(), MAX_SESSIONS);
        let mut free_from: Option<Timestamp> = None;
        for (i, session) in self.sessions.iter().enumerate() {
            let at = |field: &str| format!("/sessions/{i}/{field}");
            problems.require(session.starts < session.ends, &at("ends"), || {
                Message::new("offer-session-ends-first")
            });
            problems.require(free_from.is_none_or(|free| free <= session.starts), &at("starts"), || {
                Message::new("offer-sessions-overlap")
            });
            free_from = free_from.max(Some(session.ends));
            match &session.place {
                Place::OnSite { address } => problems.prose(&at("place/address"), address, MAX_ADDRESS),
                Place::Online { url } => problems.require(is_https(url), &at("place/url"), || {
                    Message::new("offer-no-https").with("most", MAX_URL)
                }),
            }
        }
        let in_time = self.begins().is_none_or(|begin| self.register_until <= begin.date());
        problems.require(in_time, "/registerUntil", || Message::new("offer-register-after-begin"));
    }

    /// When the first session begins.
    pub fn begins(&self) -> Option<Timestamp> {
        self.sessions.iter().map(|session| session.starts).min()
    }

    /// When the last session begins.
    pub fn last_begins(&self) -> Option<Timestamp> {
        self.sessions.iter().map(|session| session.starts).max()
    }

    /// When the last session ends.
    pub fn ends(&self) -> Option<Timestamp> {
        self.sessions.iter().map(|session| session.ends).max()
    }
}

/// An `https` address without white space and without user name and password.
fn is_https(url: &str) -> bool {
    let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    let clean = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"' | '\\');
    host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
        && url.chars().all(clean)
        && url.chars().count() <= MAX_URL
}
