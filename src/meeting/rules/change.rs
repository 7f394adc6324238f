//! What a change does to the calendars of those invited (SEQUENCE of RFC 5545, 3.8.7.4).

use entity::meeting::{self, MeetingMode};
use entity::meeting_change::ChangeKind;

use crate::platform::clock::Instant;

/// The facts of a meeting that stand in people's calendars. A change of any of them after the notice raises
/// SEQUENCE and needs a letter; title, remarks, agenda and openness do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Start; empty without a date.
    pub starts_at: Option<Instant>,
    /// Planned end.
    pub ends_at: Option<Instant>,
    /// Room as printed.
    pub place: String,
    /// Where to join online.
    pub online_url: String,
    /// Room, online or both.
    pub mode: MeetingMode,
}

impl Facts {
    /// The facts as they stand.
    pub fn of(meeting: &meeting::Model) -> Self {
        Self {
            starts_at: meeting.starts_at,
            ends_at: meeting.ends_at,
            place: meeting.place.clone(),
            online_url: meeting.online_url.clone(),
            mode: meeting.mode,
        }
    }
}

/// What a change of the facts is; `None` when they are the same.
///
/// A new date or time asks everybody again, whatever else changes with it; a new place alone spoils no answer.
pub fn change(was: &Facts, becomes: &Facts) -> Option<ChangeKind> {
    if was == becomes {
        return None;
    }
    if (was.starts_at, was.ends_at) == (becomes.starts_at, becomes.ends_at) {
        return Some(ChangeKind::Relocated);
    }
    let put_off = becomes.starts_at.is_none();
    Some(if put_off { ChangeKind::Postponed } else { ChangeKind::Rescheduled })
}

/// The columns in which two states of a meeting differ, for the audit.
pub fn differences(was: &meeting::Model, is: &meeting::Model) -> Vec<&'static str> {
    let columns = [
        ("month_on", was.month_on != is.month_on),
        ("starts_at", was.starts_at != is.starts_at),
        ("ends_at", was.ends_at != is.ends_at),
        ("title", was.title != is.title),
        ("place", was.place != is.place),
        ("online_url", was.online_url != is.online_url),
        ("mode", was.mode != is.mode),
        ("openness", was.openness != is.openness),
        ("closed_reason", was.closed_reason != is.closed_reason),
        ("remarks", was.remarks != is.remarks),
        ("reply_due_on", was.reply_due_on != is.reply_due_on),
        ("observer_capacity", was.observer_capacity != is.observer_capacity),
        ("observer_words", was.observer_words != is.observer_words),
    ];
    columns.into_iter().filter_map(|(column, differs)| differs.then_some(column)).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use entity::id::{BodyId, MeetingId, RegionId};
    use entity::meeting::Openness;
    use uuid::Uuid;

    /// A planned meeting on Thursday 2026-11-26, 18:30 to 20:00 in Tokyo.
    pub fn meeting() -> meeting::Model {
        let made = "2026-09-25T00:00:00Z".parse().unwrap();
        meeting::Model {
            id: MeetingId(Uuid::nil()),
            region_id: RegionId(Uuid::nil()),
            body_id: BodyId(Uuid::nil()),
            fiscal_year: 2026,
            month_on: None,
            starts_at: Some("2026-11-26T09:30:00Z".parse().unwrap()),
            ends_at: Some("2026-11-26T11:00:00Z".parse().unwrap()),
            title: String::new(),
            place: "広域連合 3階 大会議室".into(),
            online_url: String::new(),
            mode: MeetingMode::Room,
            openness: Openness::Open,
            closed_reason: String::new(),
            remarks: String::new(),
            reply_due_on: None,
            number: None,
            uid: "1@renkei.example".into(),
            sequence: 0,
            changed_at: made,
            convened_at: None,
            postponed_at: None,
            cancelled_at: None,
            fell_through_at: None,
            observer_capacity: None,
            observer_words: String::new(),
            created_at: made,
            version: 1,
        }
    }

    #[test]
    fn what_a_change_is() {
        let was = Facts::of(&meeting());
        let later = Some("2026-11-26T10:00:00Z".parse().unwrap());
        let place = || "市役所".to_owned();
        for (becomes, expected) in [
            (was.clone(), None),
            (Facts { place: place(), ..was.clone() }, Some(ChangeKind::Relocated)),
            (Facts { online_url: "https://a.example/1".into(), ..was.clone() }, Some(ChangeKind::Relocated)),
            (Facts { mode: MeetingMode::Hybrid, ..was.clone() }, Some(ChangeKind::Relocated)),
            (Facts { starts_at: later, ..was.clone() }, Some(ChangeKind::Rescheduled)),
            (Facts { ends_at: later, ..was.clone() }, Some(ChangeKind::Rescheduled)),
            (Facts { starts_at: later, place: place(), ..was.clone() }, Some(ChangeKind::Rescheduled)),
            (Facts { starts_at: None, ends_at: None, ..was.clone() }, Some(ChangeKind::Postponed)),
        ] {
            assert_eq!(change(&was, &becomes), expected, "{becomes:?}");
        }
    }

    #[test]
    fn a_postponed_meeting_is_rescheduled() {
        let becomes = Facts::of(&meeting());
        let was = Facts { starts_at: None, ends_at: None, ..becomes.clone() };
        assert_eq!(change(&was, &becomes), Some(ChangeKind::Rescheduled));
    }
}
