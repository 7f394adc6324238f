//! What is told about invitations. Letters carry the facts frozen when they were issued; who gets them, by which
//! way and with which calendar object is decided when they are queued. Confirmations and reminders are no
//! letters: they say what is true when they leave.

mod changed;
mod convened;
mod matter;
mod recorded;
mod reminded;
mod ways;
mod withdrawn;

pub use changed::{ChangedMail, MeetingChanged, MeetingPostponed, PostponedMail};
pub use convened::{ConvenedMail, InvitationAdded, MeetingConvened};
pub(crate) use recorded::answer_word;
pub use recorded::{RecordedMail, ReplyRecorded};
pub use reminded::{RemindedMail, ReplyReminded};
pub use withdrawn::{InvitationWithdrawn, WithdrawnMail};
