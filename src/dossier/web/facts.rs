//! The plain parts of the page: 日時・場所, 文書 and 経過.

use std::collections::HashMap;

use entity::issued_letter::{self, LetterKind};
use entity::meeting::{self, MeetingMode, Openness};

use crate::dossier::queries::{Head, Logged};
use crate::dossier::rules::{LogEntry, log_words};
use crate::invitation::queries::outlook::Asking;
use crate::platform::date::{
    clock, clock_span, iso_datetime_attr, month_day_weekday, tokyo_day, tokyo_time, wareki_both, wareki_month,
};

/// One line of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactLine {
    /// 日時, 場所.
    pub label: &'static str,
    /// In words.
    pub value: String,
    /// Where to join online; only for those who may.
    pub link: Option<String>,
}

/// The facts of a meeting; `may_join` decides whether the online address stands there.
pub(super) fn facts(head: &Head, may_join: bool) -> Vec<FactLine> {
    let meeting = &head.meeting;
    let line = |label, value: String| FactLine { label, value, link: None };
    let mut lines = vec![line("日時", when(meeting)), place(meeting, may_join)];
    lines.push(line("公開", openness(meeting)));
    if let Some(notice) = head.letters.first() {
        lines.push(line("招集", format!("{}　{}", notice.sender, numbered(notice))));
    }
    if let Some(due) = meeting.reply_due_on {
        lines.push(line("回答期限", month_day_weekday(due)));
    }
    if !meeting.remarks.is_empty() {
        lines.push(line("その他", meeting.remarks.clone()));
    }
    lines
}

/// 「令和8年（2026年）11月26日(木) 18:30～20:00」.
pub fn when(meeting: &meeting::Model) -> String {
    match (meeting.starts_at, meeting.ends_at, meeting.month_on) {
        (Some(start), Some(end), _) => {
            let hours = clock_span(tokyo_time(start), tokyo_time(end));
            format!("{} {hours}", wareki_both(tokyo_day(start)))
        }
        (Some(start), None, _) => format!("{} {}", wareki_both(tokyo_day(start)), clock(tokyo_time(start))),
        (None, _, Some(month)) => format!("{}（日は決まっていません）", wareki_month(month)),
        (None, _, None) => "決まっていません".to_owned(),
    }
}

fn place(meeting: &meeting::Model, may_join: bool) -> FactLine {
    let room = if meeting.place.is_empty() { "決まっていません" } else { meeting.place.as_str() };
    let value = match meeting.mode {
        MeetingMode::Room => room.to_owned(),
        MeetingMode::Online => "オンライン".to_owned(),
        MeetingMode::Hybrid => format!("{room}　オンライン併用"),
    };
    let link = Some(meeting.online_url.clone()).filter(|url| may_join && url.starts_with("http"));
    FactLine { label: "場所", value, link }
}

fn openness(meeting: &meeting::Model) -> String {
    match (meeting.openness, meeting.closed_reason.as_str()) {
        (Openness::Open, _) => "公開".to_owned(),
        (Openness::Closed, "") => "非公開".to_owned(),
        (Openness::Closed, why) => format!("非公開（{why}）"),
    }
}

fn numbered(letter: &issued_letter::Model) -> String {
    let issued = format!("（{}施行）", month_day_weekday(letter.issued_on));
    match &letter.number {
        Some(number) => format!("文書番号 {number}{issued}"),
        None => format!("事務連絡{issued}"),
    }
}

/// One letter that left the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterLine {
    /// Its key.
    pub id: entity::id::IssuedLetterId,
    /// 開催通知, 変更の通知.
    pub word: &'static str,
    /// Number and day.
    pub head: String,
}

/// The letters, the latest first.
pub(super) fn letters(letters: &[issued_letter::Model]) -> Vec<LetterLine> {
    let line = |letter: &issued_letter::Model| LetterLine {
        id: letter.id,
        word: match letter.kind {
            LetterKind::Notice => "開催通知",
            LetterKind::Change => "変更の通知",
            LetterKind::Postponement => "延期の通知",
            LetterKind::Cancellation => "中止の通知",
            LetterKind::Withdrawal => "案内の取り消し",
        },
        head: numbered(letter),
    };
    letters.iter().rev().map(line).collect()
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// For `<time datetime>`.
    pub datetime: String,
    /// 「11月9日(月) 14:02」.
    pub when: String,
    /// What was done, by whom.
    pub words: String,
}

/// The log in words, newest first.
pub(super) fn log_lines(log: &[Logged], askings: &[Asking]) -> Vec<LogLine> {
    let names: HashMap<_, _> =
        askings.iter().map(|one| (one.invitation.id.0, one.invitation.name.as_str())).collect();
    let line = |entry: &Logged| {
        let words = log_words(LogEntry {
            verb: &entry.verb,
            capacity: &entry.capacity,
            who: entry.who.as_deref().unwrap_or_default(),
            about: names.get(&entry.subject_id).copied().unwrap_or_default(),
            reason: entry.reason.as_deref(),
        })?;
        let (day, time) = (tokyo_day(entry.happened_at), tokyo_time(entry.happened_at));
        let when = format!("{} {}", month_day_weekday(day), clock(time));
        Some(LogLine { datetime: iso_datetime_attr(entry.happened_at), when, words })
    };
    log.iter().filter_map(line).collect()
}
