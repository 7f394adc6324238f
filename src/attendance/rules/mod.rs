//! What follows from what was entered: who was there when, how many count, and the sentences that say so.

mod roll;
mod sentence;
mod tally;

pub use roll::{
    Attendee, Item, Presence, Span, Way, counted_at, first_way, items, observers, presences, presider,
    standing,
};
pub use sentence::{opening_words, verdict_words};
pub use tally::{Sat, Tally, tally};

use chrono::NaiveTime;
use entity::attendance_entry::AttendanceVerb;
use entity::attendance_guest::GuestRole;
use entity::meeting;

use crate::platform::clock::Instant;
use crate::platform::date::{at_tokyo, end_of_day, tokyo_day};

/// Why a time cannot stand in the record of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeProblem {
    /// Later than now.
    #[error("まだ来ていない時刻です。")]
    Future,
    /// Neither typed nor known: the day is over.
    #[error("会議の日が過ぎているので、時刻を入れてください。")]
    Needed,
}

/// When something happened: the time typed, on the meeting's day; else so long ago as the tablet says; after the day
/// is over, an arrival is taken for the planned start and a leaving for the planned end.
pub fn happened(
    meeting: &meeting::Model,
    typed: Option<NaiveTime>,
    ago_ms: u32,
    verb: AttendanceVerb,
    now: Instant,
) -> Result<Instant, TimeProblem> {
    let day = meeting.starts_at.map(tokyo_day).unwrap_or_else(|| tokyo_day(now));
    let pressed = now - chrono::TimeDelta::milliseconds(i64::from(ago_ms));
    let at = match (typed, verb) {
        (Some(time), _) => at_tokyo(day, time),
        (None, _) if pressed < end_of_day(day) => pressed,
        (None, AttendanceVerb::Left) => meeting.ends_at.ok_or(TimeProblem::Needed)?,
        (None, AttendanceVerb::Arrived | AttendanceVerb::ObserversCounted | AttendanceVerb::Excluded) => {
            meeting.starts_at.ok_or(TimeProblem::Needed)?
        }
        (None, AttendanceVerb::ItemBegun) => return Err(TimeProblem::Needed),
        (None, AttendanceVerb::TakenBack) => now,
    };
    if at > now { Err(TimeProblem::Future) } else { Ok(at) }
}

/// 委員（案内なし）, 関係者 …
pub fn guest_word(role: GuestRole) -> &'static str {
    match role {
        GuestRole::Member => "委員（案内なし）",
        GuestRole::Expert => "関係者",
        GuestRole::Observer => "オブザーバー",
        GuestRole::Staff => "随行・事務局",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::rules::sample;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn when_something_happened() {
        // Thursday 2026-11-26, 18:30 to 20:00 in Tokyo is 09:30 to 11:00 UTC.
        use AttendanceVerb::{Arrived, ItemBegun, Left, TakenBack};
        let time = |text: &str| Some(NaiveTime::parse_from_str(text, "%H:%M").unwrap());
        let evening = "2026-11-26T09:40:00Z";
        for (typed, ago, verb, now, expected) in [
            (None, 0, Arrived, evening, Ok("2026-11-26T09:40:00Z")),
            (None, 90_000, Arrived, evening, Ok("2026-11-26T09:38:30Z")),
            (time("18:05"), 0, Arrived, evening, Ok("2026-11-26T09:05:00Z")),
            (time("18:41"), 0, Left, evening, Err(TimeProblem::Future)),
            // A tablet that found its network again on the next morning still knows when the button was pressed.
            (None, 43_200_000, Arrived, "2026-11-26T22:00:00Z", Ok("2026-11-26T10:00:00Z")),
            (None, 0, Arrived, "2026-11-27T01:00:00Z", Ok("2026-11-26T09:30:00Z")),
            (None, 0, Left, "2026-11-27T01:00:00Z", Ok("2026-11-26T11:00:00Z")),
            (None, 0, ItemBegun, "2026-11-27T01:00:00Z", Err(TimeProblem::Needed)),
            (None, 0, TakenBack, "2026-11-27T01:00:00Z", Ok("2026-11-27T01:00:00Z")),
            (time("18:45"), 0, Arrived, "2026-11-27T01:00:00Z", Ok("2026-11-26T09:45:00Z")),
        ] {
            let found = happened(&sample(), typed, ago, verb, at(now));
            assert_eq!(found, expected.map(at), "{typed:?} {ago} {verb:?} {now}");
        }
    }
}
