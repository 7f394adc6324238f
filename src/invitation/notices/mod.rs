//! What is told about invitations. Letters carry the facts frozen when they were issued; who gets them, by which
//! way and with which calendar object is decided when they are queued. Confirmations and reminders are no
//! letters: they say what is true when they leave.

mod changed;
mod convened;
mod matter;
mod postponed;
mod prompted;
mod recorded;
mod reminded;
mod slip;
mod ways;
mod withdrawn;

pub use changed::{Changed, ChangedMail, MeetingChanged};
pub use convened::{ConvenedMail, InvitationAdded, MeetingConvened, convened_mail};
pub use postponed::{MeetingPostponed, PostponedMail};
pub use prompted::{PromptedMail, ReplyPrompted};
pub use recorded::{RecordedMail, ReplyRecorded};
pub(crate) use recorded::{answer_word, online_url, way_of};
pub use reminded::{RemindedMail, ReplyReminded};
pub use slip::{Slip, slip};
pub use withdrawn::{InvitationWithdrawn, WithdrawnMail};
