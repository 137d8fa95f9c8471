//! Webhooks (Benachrichtigung anderer Systeme): where they may point to, what they say, how it is signed, and what
//! follows from an answer. No network and no clock: both are asked from outside.

mod answers;
mod error;
mod messages;
mod networks;
mod secrets;
mod targets;
mod topics;
mod webhooks;

pub use answers::{Answer, Failure, MOST_ATTEMPTS, Retry, Transport, Verdict, judge, parse_retry_after};
pub use error::Error;
pub use messages::{CONTENT_TYPE, Happened, Source, headers};
pub use networks::{Networks, is_public};
pub use secrets::Secret;
pub use targets::Target;
pub use topics::{KindPattern, Topics};
pub use webhooks::{Disabled, KEEP_HOURS, Note, Owner, State, Webhook, Wishes};
