//! 案内と回答: who is asked to a meeting, what they answered, and whether it will be quorate.
//!
//! An invitation is one person in one meeting, as printed on that day; it survives every later change of
//! membership. Answers are only added, each for the SEQUENCE it was given for. Convening, moving, putting off,
//! taking off and asking again are one transaction with their letter and their mails. Promise, fact and vote are
//! never merged. Tables: `convocation`, `invitation`, `invitation_seat`, `reply`, `pending_reply`, `inbound_mail`.

pub mod commands;
pub mod notices;
pub mod queries;
pub mod rules;
