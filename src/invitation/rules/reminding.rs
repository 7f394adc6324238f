//! Reminders that leave by a body's rules: who they are for.

use chrono::NaiveDate;
use entity::id::MeetingId;
use entity::pace::Step;
use entity::reply::{self, Answer};

/// A rule of a body that falls due for one of its meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The meeting.
    pub meeting: MeetingId,
    /// The rule: one of the steps that remind.
    pub step: Step,
    /// The day it falls on.
    pub due_on: NaiveDate,
}

/// Whether a rule concerns somebody who gave this answer, the one that counts: those who attend are told of the
/// meeting, all others of the answer that is missing.
pub fn concerns(step: Step, reply: Option<&reply::Model>) -> bool {
    match step {
        Step::EveReminder => reply.is_some_and(|reply| reply.answer == Answer::Attend),
        Step::FirstReminder | Step::LastReminder => reply.is_none(),
        _ => false,
    }
}
