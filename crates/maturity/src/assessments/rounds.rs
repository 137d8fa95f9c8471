//! Rounds of review: what a reviewer said each time an assessment was sent back, as a whole and by indicator.

use std::collections::BTreeMap;

use blaupause_kernel::{Message, Slug, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Assessment, State, refuse};
use crate::answers::too_long;
use crate::problems::step;
use crate::{Error, Model, Problem};

/// What a reviewer says when an assessment is sent back: as a whole, by indicator, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    /// On the whole.
    pub comment: Option<String>,
    /// By indicator.
    pub comments: BTreeMap<Slug, String>,
}

/// One round of review that ended in a return ("Prüfrunde").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewRound {
    /// Which round it was, counted from 1.
    pub number: u32,
    /// Token subject of whoever sent it back.
    pub reviewer: String,
    /// When.
    pub returned_at: Timestamp,
    /// What was said on the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What was said by indicator.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, String>))]
    pub comments: BTreeMap<Slug, String>,
}

impl Assessment {
    /// Sends it back with remarks, which stay in the history of its rounds.
    ///
    /// # Errors
    /// `WrongState` unless it is in review; `FourEyes`; `OtherReviewer` if somebody else reviews it; `OtherModel`;
    /// `Incomplete` if nothing is said, or a remark is blank, too long or on an indicator that is not there.
    pub fn return_with(
        mut self,
        reviewer: &str,
        model: &Model,
        remarks: Remarks,
        now: Timestamp,
    ) -> Result<Self, Error> {
        self.require_review(reviewer)?;
        self.require_model(model)?;
        refuse(faults(model, &remarks))?;
        let Remarks { comment, comments } = remarks;
        let number = self.review_rounds.last().map_or(1, |round| round.number.saturating_add(1));
        let (reviewer, returned_at) = (reviewer.to_owned(), now);
        self.review_comments.clone_from(&comment);
        self.review_rounds.push(ReviewRound { number, reviewer, returned_at, comment, comments });
        Ok(Self { state: State::Returned, ..self }.changed(now))
    }

    /// What the reviewer asks by indicator, as long as it is sent back.
    pub fn open_remarks(&self) -> BTreeMap<Slug, String> {
        let last = self.review_rounds.last().filter(|_| self.state == State::Returned);
        last.map(|round| round.comments.clone()).unwrap_or_default()
    }
}

fn faults(model: &Model, remarks: &Remarks) -> Vec<Problem> {
    let wrong = |text: &str| {
        let blank = text.trim().is_empty().then(|| Message::new("assessment-comments-blank"));
        blank.or_else(|| too_long(text))
    };
    let mut problems = Vec::new();
    let silent = remarks.comment.is_none() && remarks.comments.is_empty();
    let whole = if silent { Some("") } else { remarks.comment.as_deref() };
    problems.extend(whole.and_then(wrong).map(|message| Problem::new("/comment", None, message)));
    for (id, text) in &remarks.comments {
        let unknown = model.indicator(id).is_none();
        let unknown = unknown.then(|| Message::new("answer-unknown-indicator").with("indicator", id));
        let fault = unknown.or_else(|| wrong(text));
        problems.extend(fault.map(|message| Problem::new(step("/comments", id), None, message)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, in_state, model};
    use super::*;
    use crate::scoring::fixtures::slug;

    fn on(indicator: &str, text: &str) -> BTreeMap<Slug, String> {
        BTreeMap::from([(slug(indicator), text.to_owned())])
    }

    #[test]
    fn remarks_are_shown_until_it_is_handed_in_again_and_kept_after() {
        let model = model();
        let review = in_state(&model, State::InReview);
        let first = Remarks { comment: None, comments: on("b", "Warum nur 1?") };
        let returned = review.return_with("rita", &model, first, at(3)).unwrap();
        assert_eq!((returned.open_remarks(), &returned.review_comments), (on("b", "Warum nur 1?"), &None));
        let again = returned.submit("anna", at(4), &model, &[]).unwrap();
        assert!(again.open_remarks().is_empty());
        let second = Remarks { comment: Some("Fast.".into()), comments: on("a", "Beleg?") };
        let review = again.start_review("rolf", at(5)).unwrap();
        let returned = review.return_with("rolf", &model, second, at(6)).unwrap();
        assert_eq!(returned.open_remarks(), on("a", "Beleg?"));
        let rounds: Vec<_> =
            returned.review_rounds.iter().map(|r| (r.number, r.reviewer.as_str(), r.returned_at)).collect();
        assert_eq!(rounds, [(1, "rita", at(3)), (2, "rolf", at(6))]);
        assert_eq!(returned.submit("anna", at(7), &model, &[]).unwrap().review_comments, None);
    }

    #[test]
    fn something_has_to_be_said_about_what_is_there() {
        let model = model();
        let paths = |comment: Option<&str>, comments| {
            let remarks = Remarks { comment: comment.map(str::to_owned), comments };
            let review = in_state(&model, State::InReview);
            match review.return_with("rita", &model, remarks, at(3)) {
                Err(Error::Incomplete(problems)) => problems.into_iter().map(|p| p.path).collect::<Vec<_>>(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(paths(None, BTreeMap::new()), ["/comment"]);
        assert_eq!(paths(Some(" "), on("a", "?")), ["/comment"]);
        assert_eq!(paths(None, on("zz", "?")), ["/comments/zz"]);
        assert_eq!(paths(Some("so nicht"), on("a", " ")), ["/comments/a"]);
    }
}
