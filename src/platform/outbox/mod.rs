//! 送信箱: every message to a person is a row before it is a mail. `push` writes one row a recipient inside
//! the command's transaction; the worker makes the words when the mail leaves, so they are never out of date.
//! Payloads are ids and a file format: a kind keeps its meaning for ever. Tables: `outbox`, `issued_letter`.

mod actions;
mod bounced;
mod composing;
mod hold;
mod letter;
mod notice;
mod past;
mod push;
mod queue;
mod undelivered;
mod words;

pub use actions::{acknowledge, correct_and_resend, mark_sent_by_hand, resend, stop};
pub use bounced::bounced;
pub use composing::{Composing, MailTerms};
pub use hold::{Held, Release, held, held_since, hold, release as release_hold};
pub use letter::{Issue, LetterHead, enter_letters, issue};
pub use notice::{Composed, Draft, Notice, Notices, Recipient};
pub use past::settle_past;
pub use push::{Pushed, channel, compose, drop_waiting, overtaken, push};
pub use queue::{
    Backlog, Claimed, Said, Settlement, anything_due, backlog, claim, paused_until, release, renew, settle,
};
pub use undelivered::{undelivered, undelivered_count};
pub use words::{Clocks, in_words, why};
