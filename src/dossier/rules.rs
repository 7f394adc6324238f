//! Where a meeting stands in the words of lists, and the one next thing to do.

use entity::meeting;

use crate::meeting::rules::{State, may_convene, may_record, state};
use crate::platform::clock::Instant;
use crate::platform::date::end_of_day;

mod log;

pub use log::{LogEntry, log_words};

/// Where a meeting stands, one step finer than its state: a convened one waits for answers until their deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// 通知前.
    Planned,
    /// 回答待ち.
    Waiting,
    /// 開催待ち: the deadline for answers is over.
    Coming,
    /// 延期中.
    Postponed,
    /// 開催済み.
    Held,
    /// 流会: not quorate, and closed.
    FellThrough,
    /// 中止.
    Cancelled,
}

impl Phase {
    /// All, in the order in which a meeting passes them.
    pub const ALL: [Self; 7] = [
        Self::Planned,
        Self::Waiting,
        Self::Coming,
        Self::Postponed,
        Self::Held,
        Self::FellThrough,
        Self::Cancelled,
    ];

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Waiting => "waiting",
            Self::Coming => "coming",
            Self::Postponed => "postponed",
            Self::Held => "held",
            Self::FellThrough => "fell_through",
            Self::Cancelled => "cancelled",
        }
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "通知前",
            Self::Waiting => "回答待ち",
            Self::Coming => "開催待ち",
            Self::Postponed => "延期中",
            Self::Held => "開催済み",
            Self::FellThrough => "流会",
            Self::Cancelled => "中止",
        }
    }

    /// The look of its tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Planned | Self::Waiting | Self::Postponed => "tag tag--wait",
            Self::Coming => "tag tag--now",
            Self::Held => "tag tag--done",
            Self::FellThrough | Self::Cancelled => "tag",
        }
    }
}

/// Where a meeting stands now.
pub fn phase(meeting: &meeting::Model, now: Instant) -> Phase {
    match state(meeting, now) {
        State::Planned => Phase::Planned,
        State::Postponed => Phase::Postponed,
        State::Cancelled => Phase::Cancelled,
        State::Held if meeting.fell_through_at.is_some() => Phase::FellThrough,
        State::Held => Phase::Held,
        State::Convened if meeting.reply_due_on.is_some_and(|due| now < end_of_day(due)) => Phase::Waiting,
        State::Convened => Phase::Coming,
    }
}

/// A button or an entry of the menu: where it leads and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The address.
    pub href: String,
    /// Verb and object.
    pub words: String,
}

fn action(meeting: &meeting::Model, under: &str, words: impl Into<String>) -> Action {
    Action { href: format!("/meetings/{}/{under}", meeting.id), words: words.into() }
}

/// How far a meeting is prepared and recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Items on its agenda.
    pub items: usize,
    /// People who are asked and silent.
    pub unanswered: usize,
    /// Whether it was recorded how it opened.
    pub opened: bool,
}

/// The one next step for the secretariat.
pub fn next(meeting: &meeting::Model, progress: Progress, now: Instant) -> Option<Action> {
    let Progress { items, unanswered, opened } = progress;
    match phase(meeting, now) {
        Phase::Waiting | Phase::Coming | Phase::Held if !opened && may_record(meeting, now).is_ok() => {
            Some(action(meeting, "attendance", "当日の出欠をとる"))
        }
        Phase::Planned if meeting.starts_at.is_none() => Some(action(meeting, "edit", "日時を決める")),
        Phase::Planned if items == 0 => Some(action(meeting, "agenda", "議題を決める")),
        Phase::Planned if may_convene(meeting, now).is_ok() => {
            Some(action(meeting, "convocation", "招集する"))
        }
        Phase::Planned => Some(action(meeting, "edit", "計画を直す")),
        Phase::Postponed => Some(action(meeting, "change", "新しい日時を決める")),
        Phase::Waiting | Phase::Coming if unanswered > 0 => {
            Some(action(meeting, "reminder", format!("未回答の{unanswered}人に催促する")))
        }
        _ => None,
    }
}

/// What else the secretariat may do, for the menu そのほか.
pub fn others(meeting: &meeting::Model, now: Instant) -> Vec<Action> {
    let (edit, agenda) = (("edit", "計画を直す"), ("agenda", "議題を直す"));
    let (change, postpone) = (("change", "日時・場所を変更する"), ("postponement", "延期する"));
    let (wording, add) = (("edit", "文言・回答期限を直す"), ("invitations/new", "委員を加える"));
    let cancel = ("cancellation", "会議を中止する");
    let announce = ("announcement", "開催の案内を作る");
    let all: &[(&str, &str)] = match phase(meeting, now) {
        Phase::Planned => &[edit, agenda, announce, cancel],
        Phase::Waiting | Phase::Coming => &[change, postpone, add, wording, agenda, announce, cancel],
        Phase::Postponed => &[change, wording, agenda, cancel],
        Phase::Held | Phase::FellThrough | Phase::Cancelled => &[],
    };
    all.iter().map(|(under, words)| action(meeting, under, *words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::rules::sample;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// Thursday 2026-11-26, 18:30 to 20:00 in Tokyo, answers until 11-12.
    fn planned() -> meeting::Model {
        meeting::Model { reply_due_on: "2026-11-12".parse().ok(), ..sample() }
    }

    fn convened() -> meeting::Model {
        meeting::Model { convened_at: Some(at("2026-10-27T00:00:00Z")), ..planned() }
    }

    #[test]
    fn a_meeting_passes_its_phases() {
        let postponed = meeting::Model {
            starts_at: None,
            ends_at: None,
            postponed_at: Some(at("2026-11-01T00:00:00Z")),
            ..convened()
        };
        let cancelled = meeting::Model { cancelled_at: Some(at("2026-11-01T00:00:00Z")), ..convened() };
        for (meeting, now, expected) in [
            (planned(), "2026-10-01T00:00:00Z", Phase::Planned),
            (convened(), "2026-11-12T14:59:59Z", Phase::Waiting),
            (convened(), "2026-11-12T15:00:00Z", Phase::Coming),
            (meeting::Model { reply_due_on: None, ..convened() }, "2026-10-28T00:00:00Z", Phase::Coming),
            (convened(), "2026-11-26T11:00:00Z", Phase::Held),
            (postponed, "2026-11-12T00:00:00Z", Phase::Postponed),
            (cancelled, "2026-11-26T12:00:00Z", Phase::Cancelled),
        ] {
            assert_eq!(phase(&meeting, at(now)), expected, "{now}");
        }
    }

    #[test]
    fn there_is_one_next_step() {
        let now = at("2026-11-01T00:00:00Z");
        let words = |meeting: &meeting::Model, items, unanswered| {
            next(meeting, Progress { items, unanswered, opened: false }, now).map(|action| action.words)
        };
        let undated = meeting::Model { starts_at: None, ..planned() };
        let nowhere = meeting::Model { place: String::new(), ..planned() };
        for (meeting, items, unanswered, expected) in [
            (undated, 0, 0, Some("日時を決める")),
            (planned(), 0, 0, Some("議題を決める")),
            (planned(), 2, 0, Some("招集する")),
            (nowhere, 2, 0, Some("計画を直す")),
            (convened(), 2, 5, Some("未回答の5人に催促する")),
            (convened(), 2, 0, None),
        ] {
            assert_eq!(words(&meeting, items, unanswered).as_deref(), expected);
        }
        assert!(others(&convened(), at("2026-11-27T00:00:00Z")).is_empty());
    }
}
