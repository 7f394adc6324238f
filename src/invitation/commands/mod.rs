//! What is done about invitations. Calling, moving, putting off, taking off and asking again tell exactly those
//! concerned; an answer is only ever added. Each command locks the meeting first, so that they come one after
//! the other.

mod answer;
mod ask;
mod change;
mod convene;
mod feed;
mod give_invitations;
mod ingest;
mod letters;
mod remind;
mod remind_by_rule;
mod settle;
mod take_over;
mod withdraw;

pub use answer::{
    AnswerError, Given, ProxyGiven, Received, answer_as_member, answer_by_link, answer_for_seat, enter,
};
pub use ask::{AskAlso, ask_also};
pub use change::{Change, ChangeOf, change};
pub use convene::{Convene, convene};
pub use feed::{feed_address, renew_feed};
pub use give_invitations::{GiveInvitationsError, give_invitations};
pub use ingest::{Ingested, Outcome, Stored, ingest, store_mail};
pub use letters::{Issued, LetterError};
pub use remind::{RemindError, remind};
pub use remind_by_rule::remind_by_rule;
pub use settle::{SettleError, accept, set_aside};
pub use take_over::{TakenOver, take_over};
pub use withdraw::{Withdraw, withdraw};
