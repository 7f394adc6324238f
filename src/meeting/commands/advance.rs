//! The only place where version, SEQUENCE and DTSTAMP of a meeting move.

use entity::meeting::{self, ActiveModel};
use sea_orm::Set;

use crate::platform::clock::Instant;

/// A change that people's calendars must follow: version, SEQUENCE and `changed_at`, one step each.
pub(super) fn advance(meeting: &meeting::Model, now: Instant) -> ActiveModel {
    ActiveModel {
        sequence: Set(meeting.sequence.saturating_add(1)),
        changed_at: Set(now),
        ..advance_quietly(meeting)
    }
}

/// A change that no calendar shows: only the version.
pub(super) fn advance_quietly(meeting: &meeting::Model) -> ActiveModel {
    ActiveModel { id: Set(meeting.id), version: Set(meeting.version.saturating_add(1)), ..Default::default() }
}
