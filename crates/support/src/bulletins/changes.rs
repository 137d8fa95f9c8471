//! What changes a bulletin. Nothing becomes public by one person alone.

use blaupause_kernel::{LocalizedText, Revision, Slug, Timestamp};
use uuid::Uuid;

use super::{
    Bulletin, BulletinState, BulletinTexts, Content, Correction, MAX_CORRECTIONS, MAX_NOTE, Proposal, Return,
    Withdrawal,
};
use crate::error::{Problems, check, room};
use crate::{Error, MAX_SUBJECT};

const KIND: &str = "bulletin";

impl Content {
    /// Checks texts and audience.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        check(KIND, |problems| {
            self.texts.check(problems);
            self.audience.check(problems);
        })
    }
}

impl Bulletin {
    /// A new bulletin, a draft of its author.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn new(id: Uuid, provider: Slug, author: String, content: Content) -> Result<Self, Error> {
        check_person("/author", &author)?;
        content.check()?;
        let Content { topic, texts, audience } = content;
        Ok(Self {
            id,
            provider,
            topic,
            texts,
            audience,
            state: BulletinState::Draft,
            author,
            reviewer: None,
            returned: None,
            published_at: None,
            corrections: Vec::new(),
            proposal: None,
            withdrawn: None,
            revision: Revision::FIRST,
        })
    }

    /// Writes the draft anew. Only its author does: whoever wrote a part of it could not publish it, and so nobody has to
    /// remember who wrote which part.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft, `NotAuthor`, `Invalid`.
    pub fn revise(self, by: &str, content: Content) -> Result<Self, Error> {
        self.require(&[BulletinState::Draft], "revise")?;
        self.require_author(by, "revise")?;
        content.check()?;
        let Content { topic, texts, audience } = content;
        Ok(Self { topic, texts, audience, ..self }.changed())
    }

    /// Asks for review.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft, `NotAuthor`.
    pub fn submit(self, by: &str) -> Result<Self, Error> {
        self.require(&[BulletinState::Draft], "submit")?;
        self.require_author(by, "submit")?;
        Ok(Self { state: BulletinState::InReview, returned: None, ..self }.changed())
    }

    /// Gives it back to its author, who may do that too: nothing becomes public.
    ///
    /// # Errors
    /// `WrongState` unless it is in review, `Invalid` without a note.
    pub fn return_to_author(self, by: String, note: String, now: Timestamp) -> Result<Self, Error> {
        self.require(&[BulletinState::InReview], "return")?;
        check(KIND, |problems| {
            problems.line("/by", &by, MAX_SUBJECT);
            problems.prose("/note", &note, MAX_NOTE);
        })?;
        let returned = Some(Return { at: now, by, note });
        Ok(Self { state: BulletinState::Draft, returned, ..self }.changed())
    }

    /// Publishes it. The reviewer is another person than the author (Vier-Augen-Prinzip).
    ///
    /// # Errors
    /// `WrongState` unless it is in review, `SamePerson` for the author, `Invalid`.
    pub fn publish(self, reviewer: String, now: Timestamp) -> Result<Self, Error> {
        self.require(&[BulletinState::InReview], "publish")?;
        check_person("/reviewer", &reviewer)?;
        if reviewer == self.author {
            return Err(Error::SamePerson { transition: "publish" });
        }
        let (state, reviewer) = (BulletinState::Published, Some(reviewer));
        Ok(Self { state, reviewer, published_at: Some(now), ..self }.changed())
    }

    /// Writes a correction, instead of one that waits. The texts change when another person approves it: a correction is
    /// as public as the bulletin, and one request comes from one person, so that it takes two requests.
    ///
    /// # Errors
    /// `WrongState` unless it is published, `Full`, `Invalid`.
    pub fn propose_correction(
        self,
        by: String,
        texts: BulletinTexts,
        note: LocalizedText,
        now: Timestamp,
    ) -> Result<Self, Error> {
        self.require(&[BulletinState::Published], "proposeCorrection")?;
        room("corrections", self.corrections.len(), MAX_CORRECTIONS)?;
        check(KIND, |problems| {
            problems.line("/by", &by, MAX_SUBJECT);
            texts.check(problems);
            problems.localized("/note", &note, MAX_NOTE, Problems::prose);
        })?;
        Ok(Self { proposal: Some(Proposal { at: now, by, texts, note }), ..self }.changed())
    }

    /// Approves the correction that waits: its texts are those of the bulletin from now on. Who approves it is another
    /// person than who wrote it; the author and the reviewer of the bulletin may.
    ///
    /// # Errors
    /// `WrongState` unless it is published, `NoCorrection`, `SamePerson`, `Invalid`.
    pub fn approve_correction(mut self, by: String, now: Timestamp) -> Result<Self, Error> {
        self.require(&[BulletinState::Published], "approveCorrection")?;
        check_person("/by", &by)?;
        let proposal = self.proposal.take().ok_or(Error::NoCorrection)?;
        if by == proposal.by {
            return Err(Error::SamePerson { transition: "approveCorrection" });
        }
        let Proposal { by: writer, texts, note, .. } = proposal;
        self.corrections.push(Correction { at: now, by: writer, approved_by: by, note });
        Ok(Self { texts, ..self }.changed())
    }

    /// Drops the correction that waits; who wrote it may do that too.
    ///
    /// # Errors
    /// `WrongState` unless it is published, `NoCorrection`.
    pub fn reject_correction(mut self) -> Result<Self, Error> {
        self.require(&[BulletinState::Published], "rejectCorrection")?;
        self.proposal.take().ok_or(Error::NoCorrection)?;
        Ok(self.changed())
    }

    /// Says that it no longer holds. One person is enough: what is wrong has to be gone at once, and nothing new is said
    /// but the reason.
    ///
    /// # Errors
    /// `WrongState` unless it is published, `Invalid` without a reason.
    pub fn withdraw(self, reason: LocalizedText, now: Timestamp) -> Result<Self, Error> {
        self.require(&[BulletinState::Published], "withdraw")?;
        check(KIND, |problems| problems.localized("/reason", &reason, MAX_NOTE, Problems::prose))?;
        let (state, withdrawn) = (BulletinState::Withdrawn, Some(Withdrawal { at: now, reason }));
        Ok(Self { state, withdrawn, proposal: None, ..self }.changed())
    }

    fn require(&self, states: &[BulletinState], transition: &'static str) -> Result<(), Error> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Error::WrongState { kind: KIND, state: self.state.as_str(), transition })
    }

    fn require_author(&self, by: &str, transition: &'static str) -> Result<(), Error> {
        if self.author == by { Ok(()) } else { Err(Error::NotAuthor { transition }) }
    }

    fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

fn check_person(path: &str, person: &str) -> Result<(), Error> {
    check(KIND, |problems| problems.line(path, person, MAX_SUBJECT))
}
