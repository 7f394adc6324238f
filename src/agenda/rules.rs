//! The agenda as arithmetic: order, minutes, and until when it may change.

use chrono::TimeDelta;
use entity::agenda_item::AgendaItemKind;
use entity::meeting;

use crate::meeting::rules::{Refusal, State, state};
use crate::platform::clock::Instant;

/// One step in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Before the item above.
    Up,
    /// After the item below.
    Down,
}

/// The neighbour that an item at `index` changes places with; `None` at the end of the list.
pub fn neighbour(index: usize, length: usize, step: Step) -> Option<usize> {
    match step {
        Step::Up => index.checked_sub(1),
        Step::Down => index.checked_add(1).filter(|next| *next < length),
    }
}

/// 協議, 承認, 報告, その他: the kinds in the order of a form, with their words.
pub const KINDS: [(AgendaItemKind, &str); 4] = [
    (AgendaItemKind::Discuss, "協議"),
    (AgendaItemKind::Approve, "承認"),
    (AgendaItemKind::Report, "報告"),
    (AgendaItemKind::Other, "その他"),
];

/// The word for a kind.
pub fn kind_label(kind: AgendaItemKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("その他", |(_, label)| label)
}

/// How long the items take together, beside the length of the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Number of items.
    pub items: usize,
    /// Sum of the minutes that are planned.
    pub planned: i64,
    /// Items without minutes; the sum says nothing about them.
    pub unplanned: usize,
    /// Minutes from start to planned end; none without a date.
    pub meeting: Option<i64>,
}

impl Time {
    /// Adds up the minutes of the items of a meeting.
    pub fn of(minutes: &[Option<i32>], meeting: &meeting::Model) -> Self {
        let length =
            meeting.ends_at.zip(meeting.starts_at).map(|(end, start): (Instant, Instant)| end - start);
        Self {
            items: minutes.len(),
            planned: minutes.iter().flatten().map(|one| i64::from(*one)).sum(),
            unplanned: minutes.iter().filter(|one| one.is_none()).count(),
            meeting: length.map(|length: TimeDelta| length.num_minutes()),
        }
    }

    /// By how many minutes the items overrun the meeting.
    pub fn over(&self) -> Option<i64> {
        self.meeting.map(|length| self.planned - length).filter(|over| *over > 0)
    }

    /// 「議題 5件、予定 85分（会議は90分）」; with 「以上」 while an item has no minutes.
    pub fn caption(&self) -> String {
        let least = if self.unplanned > 0 { "以上" } else { "" };
        let length = self.meeting.map(|length| format!("（会議は{length}分）")).unwrap_or_default();
        format!("議題 {}件、予定 {}分{least}{length}", self.items, self.planned)
    }
}

/// Whether the agenda may change: any time before the meeting is over.
pub fn may_change(meeting: &meeting::Model, now: Instant) -> Result<(), Refusal> {
    match state(meeting, now) {
        State::Planned | State::Convened | State::Postponed => Ok(()),
        State::Cancelled => Err(Refusal::Cancelled),
        State::Held => Err(Refusal::Held),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_change_places_with_their_neighbours() {
        for (index, step, expected) in [
            (0, Step::Up, None),
            (0, Step::Down, Some(1)),
            (1, Step::Up, Some(0)),
            (2, Step::Up, Some(1)),
            (2, Step::Down, None),
        ] {
            assert_eq!(neighbour(index, 3, step), expected, "{index} {step:?}");
        }
    }

    #[test]
    fn minutes_are_set_against_the_meeting() {
        let time = |planned, unplanned, meeting| Time { items: 5, planned, unplanned, meeting };
        for (time, caption, over) in [
            (time(85, 0, Some(90)), "議題 5件、予定 85分（会議は90分）", None),
            (time(90, 0, Some(90)), "議題 5件、予定 90分（会議は90分）", None),
            (time(95, 1, Some(90)), "議題 5件、予定 95分以上（会議は90分）", Some(5)),
            (time(40, 2, None), "議題 5件、予定 40分以上", None),
        ] {
            assert_eq!((time.caption().as_str(), time.over()), (caption, over));
        }
    }

    #[test]
    fn every_kind_has_a_word() {
        let words: Vec<_> = KINDS.iter().map(|(kind, _)| kind_label(*kind)).collect();
        assert_eq!(words, ["協議", "承認", "報告", "その他"]);
    }
}
