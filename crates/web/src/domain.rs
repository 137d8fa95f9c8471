//! Status codes and places of the domain crates' errors, exhaustively.

use actix_web::http::StatusCode;
use blaupause_app::{Error, Invalid};
use blaupause_kernel::Described;

const CONFLICT: StatusCode = StatusCode::CONFLICT;
const UNACCEPTABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const FAILURE: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

pub(crate) fn territory(error: &blaupause_territory::Error) -> StatusCode {
    use blaupause_territory::Error as E;
    match error {
        E::Coordinate(_) | E::NoSuccessor(_) | E::ShareNotPositive { .. } | E::SharesNotWhole { .. } => {
            UNACCEPTABLE
        }
        E::SuccessorRepeated(_) | E::SuccessorUnknown(_) | E::ProviderNameless(_) | E::Homepage(_) => {
            UNACCEPTABLE
        }
        E::Period { .. } => UNACCEPTABLE,
        E::SuccessorEnded { .. } => UNACCEPTABLE,
        E::NotDissolved(_) | E::CaseWithdrawn { .. } => CONFLICT,
    }
}

pub(crate) fn maturity(error: &blaupause_maturity::Error) -> StatusCode {
    use blaupause_maturity::Error as E;
    match error {
        E::WrongState { .. } | E::FourEyes { .. } | E::OtherReviewer { .. } => CONFLICT,
        E::RespondentState { .. } | E::AnswerFirst => CONFLICT,
        E::TooFewPeers { .. } => CONFLICT,
        E::NothingApplies | E::UnknownIndicator { .. } | E::UnknownNode { .. } | E::UnknownStage { .. } => {
            UNACCEPTABLE
        }
        E::OffScale { .. }
        | E::OtherModel { .. }
        | E::OtherSubject { .. }
        | E::Incomplete(_)
        | E::Overflow => UNACCEPTABLE,
        E::BrokenChain { .. } | E::Kernel(_) => FAILURE,
    }
}

pub(crate) fn catalog(error: &blaupause_catalog::Error) -> StatusCode {
    use blaupause_catalog::Error as E;
    match error {
        E::Range(_) | E::Interface(_) | E::Leika(_) | E::Licence(_) | E::SettingsNotObject => UNACCEPTABLE,
        E::SettingsTooLarge { .. } | E::Requirement | E::Satisfaction | E::DocumentTooLarge { .. } => {
            UNACCEPTABLE
        }
        E::Document(_) | E::DatesReversed { .. } | E::PhaseInThePast { .. } => UNACCEPTABLE,
        E::ConfirmedForThePast { .. } => UNACCEPTABLE,
        E::DuplicateVersion { .. } | E::PhaseBegun { .. } | E::Withdrawn { .. } => CONFLICT,
        E::Kernel(_) => FAILURE,
    }
}

pub(crate) fn pilots(error: &blaupause_pilots::Error) -> StatusCode {
    use blaupause_pilots::Error as E;
    match error {
        E::BadText { .. }
        | E::BadLink(_)
        | E::BadMediaType(_)
        | E::BadCostRange { .. }
        | E::BadCapacity { .. } => UNACCEPTABLE,
        E::Invalid { .. } | E::NotInPilot { .. } | E::TooEarly { .. } | E::InFuture { .. } => UNACCEPTABLE,
        E::OtherVersion { .. } | E::UnknownStep(_) | E::NegativeEffort(_) | E::OtherUnit { .. } => {
            UNACCEPTABLE
        }
        E::OtherModel { .. } | E::OutcomeNotReached(_) | E::TooLarge | E::NotScored(_) => UNACCEPTABLE,
        E::NotReady { .. } | E::NotPublishable { .. } => UNACCEPTABLE,
        E::WrongState { .. } | E::NotTicked(_) | E::StepBlocked { .. } | E::StepCarries { .. } => CONFLICT,
        E::StepsOpen(_) => CONFLICT,
        E::OtherDocument { .. } | E::NoCanonicalForm => FAILURE,
    }
}

pub(crate) fn resources(error: &blaupause_resources::Error) -> StatusCode {
    use blaupause_resources::Error as E;
    match error {
        E::Invalid { .. } | E::TooLarge => UNACCEPTABLE,
        E::WrongState { .. } | E::Late(_) => CONFLICT,
        E::TooManyPools { .. } | E::TooManyFurther { .. } => CONFLICT,
    }
}

pub(crate) fn support(error: &blaupause_support::Error) -> StatusCode {
    use blaupause_support::Error as E;
    match error {
        E::Invalid { .. } | E::TooEarly { .. } | E::BadAddress(_) | E::TooLarge => UNACCEPTABLE,
        E::NoSuchPart { .. } => StatusCode::NOT_FOUND,
        E::WrongToken => StatusCode::FORBIDDEN,
        E::WrongState { .. } | E::Full { .. } | E::Late(_) | E::Begun(_) | E::NotBegun(_) => CONFLICT,
        E::NotOver(_) | E::PlacesTaken { .. } | E::Registered(_) | E::Waiting(_) => CONFLICT,
        E::ItemsOpen(_) | E::NoCorrection | E::Expired(_) => CONFLICT,
        // who it has to be depends on who did the last step
        E::SamePerson { .. } | E::NotAuthor { .. } => CONFLICT,
    }
}

pub(crate) fn webhooks(error: &blaupause_webhooks::Error) -> StatusCode {
    use blaupause_webhooks::Error as E;
    match error {
        E::BadTarget(_) | E::NotHttps(_) | E::NotPublic(_) | E::BadKind(_) => UNACCEPTABLE,
        E::TooManyKinds { .. } | E::BadNote { .. } | E::BadSecret | E::KeptTooLong { .. } => UNACCEPTABLE,
        E::WrongState(_) | E::TooMany(_) => CONFLICT,
    }
}

/// Every place a domain error names; those without a pointer stand for the whole body.
pub fn places(error: &Error) -> Vec<Invalid> {
    use blaupause_pilots::Error as Pilots;
    use blaupause_webhooks::Error as Webhooks;
    match error {
        Error::Maturity(blaupause_maturity::Error::Incomplete(problems)) => {
            problems.iter().map(|p| place(&p.path, p.message())).collect()
        }
        Error::Catalog(blaupause_catalog::Error::Document(problems)) => {
            problems.iter().map(|p| place(&p.path, p.message.clone())).collect()
        }
        Error::Pilots(Pilots::Invalid { problems, .. }) => {
            problems.iter().map(|p| place(&p.path, p.message())).collect()
        }
        Error::Resources(blaupause_resources::Error::Invalid { problems, .. }) => {
            problems.iter().map(|p| place(&p.path, p.message.clone())).collect()
        }
        Error::Support(blaupause_support::Error::Invalid { problems, .. }) => {
            problems.iter().map(|p| place(&p.path, p.message.clone())).collect()
        }
        Error::Webhooks(Webhooks::NotHttps(_) | Webhooks::NotPublic(_)) => {
            vec![place("/url", error.message())]
        }
        Error::Webhooks(Webhooks::TooManyKinds { .. }) => vec![place("/kinds", error.message())],
        Error::Webhooks(Webhooks::KeptTooLong { .. }) => vec![place("/keepHours", error.message())],
        Error::Pilots(error) => error.reasons().into_iter().map(|m| place("", m)).collect(),
        _ => Vec::new(),
    }
}

fn place(pointer: &str, message: blaupause_kernel::Message) -> Invalid {
    Invalid { pointer: pointer.to_owned(), message }
}
