//! Where a meeting stands, and what may be done to it there.

use entity::meeting::{self, MeetingMode};

use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;

/// Where a meeting stands. It only moves on: a cancelled or held meeting never comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 計画中: nobody has been told.
    Planned,
    /// 招集済み: the notice is out.
    Convened,
    /// 延期中: convened, and waiting for a new date.
    Postponed,
    /// 中止.
    Cancelled,
    /// 開催済み: convened, and its planned end has passed; or it fell through (流会) before.
    Held,
}

impl State {
    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "計画中",
            Self::Convened => "招集済み",
            Self::Postponed => "延期中",
            Self::Cancelled => "中止",
            Self::Held => "開催済み",
        }
    }
}

/// Where the meeting stands now.
pub fn state(meeting: &meeting::Model, now: Instant) -> State {
    if meeting.cancelled_at.is_some() {
        return State::Cancelled;
    }
    if meeting.convened_at.is_none() {
        return State::Planned;
    }
    if meeting.postponed_at.is_some() {
        return State::Postponed;
    }
    match meeting.ends_at {
        _ if meeting.fell_through_at.is_some() => State::Held,
        Some(end) if end <= now => State::Held,
        _ => State::Convened,
    }
}

/// Why something cannot be done to a meeting, and what can be done instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was called off.
    #[error("この会議は中止になっています。")]
    Cancelled,
    /// It is over.
    #[error("この会議は終わっています。")]
    Held,
    /// The notice is out already.
    #[error("この会議はもう招集しています。日時や場所を変えるときは、変更の通知を送ってください。")]
    Convened,
    /// Nobody has been told yet.
    #[error("この会議はまだ招集していません。計画の画面で直してください。")]
    NotConvened,
    /// It waits for a new date already.
    #[error("この会議は延期中です。新しい日時を決めて、変更の通知を送ってください。")]
    Postponed,
    /// No date and time to invite for.
    #[error("開催日と時刻を決めてから招集してください。")]
    NoDate,
    /// No room to come to.
    #[error("場所を決めてから招集してください。")]
    NoPlace,
    /// Its day has not come.
    #[error("会議の日になってから記録できます。")]
    NotYet,
    /// It would begin before anybody reads the notice.
    #[error("開始時刻を過ぎています。開催日を直してから招集してください。")]
    Past,
}

/// What may still be edited without telling anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Everything: nobody has been told.
    Plan,
    /// Only what changes no calendar: title, remarks, openness, a later reply deadline.
    Wording,
}

/// What may be edited where the meeting stands; over and cancelled meetings are read-only.
pub fn may_edit(state: State) -> Result<Edit, Refusal> {
    match state {
        State::Planned => Ok(Edit::Plan),
        State::Convened | State::Postponed => Ok(Edit::Wording),
        State::Cancelled => Err(Refusal::Cancelled),
        State::Held => Err(Refusal::Held),
    }
}

/// Whether it can be called off: any time before it is over.
pub fn may_cancel(state: State) -> Result<(), Refusal> {
    match state {
        State::Planned | State::Convened | State::Postponed => Ok(()),
        State::Cancelled => Err(Refusal::Cancelled),
        State::Held => Err(Refusal::Held),
    }
}

/// Whether the notice can go out: once, and for a day, a time and a place that people can come to. Answers the
/// start.
pub fn may_convene(meeting: &meeting::Model, now: Instant) -> Result<Instant, Refusal> {
    match state(meeting, now) {
        State::Planned => {}
        State::Convened | State::Postponed => return Err(Refusal::Convened),
        State::Cancelled => return Err(Refusal::Cancelled),
        State::Held => return Err(Refusal::Held),
    }
    let (Some(starts_at), Some(_)) = (meeting.starts_at, meeting.ends_at) else {
        return Err(Refusal::NoDate);
    };
    if starts_at <= now {
        return Err(Refusal::Past);
    }
    if meeting.mode != MeetingMode::Online && meeting.place.trim().is_empty() {
        return Err(Refusal::NoPlace);
    }
    Ok(starts_at)
}

/// Whether a change of date, time or place can be announced; a postponed meeting gets its new date so.
pub fn may_reschedule(state: State) -> Result<(), Refusal> {
    match state {
        State::Convened | State::Postponed => Ok(()),
        State::Planned => Err(Refusal::NotConvened),
        State::Cancelled => Err(Refusal::Cancelled),
        State::Held => Err(Refusal::Held),
    }
}

/// Whether it can be put off without a new date.
pub fn may_postpone(state: State) -> Result<(), Refusal> {
    match state {
        State::Postponed => Err(Refusal::Postponed),
        other => may_reschedule(other),
    }
}

/// Whether the clerk can rule where the charter is silent; also after the day, when the presence is counted.
pub fn may_rule(state: State) -> Result<(), Refusal> {
    match state {
        State::Cancelled => Err(Refusal::Cancelled),
        _ => Ok(()),
    }
}

/// Whether what happens at the meeting can be entered: from its day on, and afterwards without end.
pub fn may_record(meeting: &meeting::Model, now: Instant) -> Result<(), Refusal> {
    match state(meeting, now) {
        State::Planned => Err(Refusal::NotConvened),
        State::Postponed => Err(Refusal::Postponed),
        State::Cancelled => Err(Refusal::Cancelled),
        State::Held => Ok(()),
        State::Convened if meeting.starts_at.is_some_and(|at| tokyo_day(at) <= tokyo_day(now)) => Ok(()),
        State::Convened => Err(Refusal::NotYet),
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::tests::meeting;
    use super::*;

    const BEFORE: &str = "2026-11-20T00:00:00Z";
    const AFTER: &str = "2026-11-26T11:00:00Z";

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn meeting_in(state: State) -> meeting::Model {
        let mut meeting = meeting();
        let then = Some(at("2026-10-27T00:00:00Z"));
        meeting.convened_at = then.filter(|_| state != State::Planned);
        meeting.cancelled_at = then.filter(|_| state == State::Cancelled);
        if state == State::Postponed {
            (meeting.postponed_at, meeting.starts_at, meeting.ends_at) = (then, None, None);
        }
        meeting
    }

    #[test]
    fn a_row_says_where_its_meeting_stands() {
        for (made, now, expected) in [
            (State::Planned, BEFORE, State::Planned),
            (State::Planned, AFTER, State::Planned),
            (State::Convened, BEFORE, State::Convened),
            (State::Convened, "2026-11-26T10:59:59Z", State::Convened),
            (State::Convened, AFTER, State::Held),
            (State::Postponed, AFTER, State::Postponed),
            (State::Cancelled, BEFORE, State::Cancelled),
            (State::Cancelled, AFTER, State::Cancelled),
        ] {
            assert_eq!(state(&meeting_in(made), at(now)), expected, "{made:?} at {now}");
        }
    }

    #[test]
    fn transition_table() {
        use Refusal as No;
        use State::{Cancelled, Convened, Held, Planned, Postponed};
        let (plan, wording) = (Ok(Edit::Plan), Ok(Edit::Wording));
        //   state,     edit,                 cancel,                   reschedule,            postpone
        for (state, edit, cancel, reschedule, postpone) in [
            (Planned, plan, Ok(()), Err(No::NotConvened), Err(No::NotConvened)),
            (Convened, wording, Ok(()), Ok(()), Ok(())),
            (Postponed, wording, Ok(()), Ok(()), Err(No::Postponed)),
            (Cancelled, Err(No::Cancelled), Err(No::Cancelled), Err(No::Cancelled), Err(No::Cancelled)),
            (Held, Err(No::Held), Err(No::Held), Err(No::Held), Err(No::Held)),
        ] {
            let got = (may_edit(state), may_cancel(state), may_reschedule(state), may_postpone(state));
            assert_eq!(got, (edit, cancel, reschedule, postpone), "{state:?}");
            assert_eq!(may_rule(state).is_ok(), state != Cancelled, "{state:?}");
        }
    }

    #[test]
    fn only_a_plan_with_day_and_place_ahead_can_be_convened() {
        let now = at(BEFORE);
        assert_eq!(may_convene(&meeting(), now), Ok(at("2026-11-26T09:30:00Z")));
        assert_eq!(may_convene(&meeting(), at("2026-11-26T09:30:00Z")), Err(Refusal::Past));
        for (made, refusal) in [
            (State::Convened, Refusal::Convened),
            (State::Postponed, Refusal::Convened),
            (State::Cancelled, Refusal::Cancelled),
        ] {
            assert_eq!(may_convene(&meeting_in(made), now), Err(refusal));
        }
        let undated = meeting::Model { starts_at: None, ends_at: None, ..meeting() };
        assert_eq!(may_convene(&undated, now), Err(Refusal::NoDate));
        let nowhere = meeting::Model { place: "　".into(), ..meeting() };
        assert_eq!(may_convene(&nowhere, now), Err(Refusal::NoPlace));
        let online = meeting::Model { mode: MeetingMode::Online, ..nowhere };
        assert!(may_convene(&online, now).is_ok());
    }
}
