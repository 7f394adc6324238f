//! 会議 in cells. Year, number and state stand there to be read; no file changes them.

use chrono::NaiveDate;
use entity::id::BodyId;
use entity::meeting::{self, MeetingMode, Openness};

use super::kind::{Head, ID};
use super::lookup::Lookup;
use super::reader::{Reader, month_words};
use crate::meeting::commands::{Date, Details, MeetingEntry, Wording};
use crate::meeting::rules::{observer_capacity as capacity, span, state};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, TimeError, clock, iso_day, parse_time, tokyo_day, tokyo_time};
use crate::platform::form::one_line;

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::needed("会議体", &["会議体名", "会議名"], "名前か略称"),
    Head::open("年度", &[], "書き出しだけ"),
    Head::open("開催月", &["月", "予定月"], "日が決まっていないとき。2026年11月のように"),
    Head::open("開催日", &["日付", "期日", "年月日", "日"], "令和8年11月26日のように"),
    Head::open("開始", &["開始時刻", "時刻", "開会"], "18:30のように"),
    Head::open("終了", &["終了時刻", "閉会"], "20:00のように"),
    Head::open("会議名に添える言葉", &["副題"], "ふつうは空"),
    Head::open("開き方", &["開催方法", "形式"], "会場だけ・会場とオンライン・オンラインだけ。空なら会場だけ"),
    Head::open("場所", &["会場", "開催場所"], "通知にのる場所"),
    Head::open("オンラインのアドレス", &["URL"], "https://…"),
    Head::open("公開・非公開", &["公開"], "公開・非公開。空なら公開"),
    Head::open("非公開の理由", &[], "非公開のとき"),
    Head::open("傍聴の定員", &["定員"], "人数を限らないときは空"),
    Head::open("傍聴の申込み", &[], "申込みの方法と締切り"),
    Head::open("回答期限", &["出欠の期限"], "開催日より前"),
    Head::open("通知の「その他」", &["備考", "その他"], "駐車場、資料など"),
    Head::open("回数", &["回"], "書き出しだけ"),
    Head::open("状態", &[], "書き出しだけ"),
];

const MODES: [(MeetingMode, &str); 3] = [
    (MeetingMode::Room, "会場だけ"),
    (MeetingMode::Hybrid, "会場とオンライン"),
    (MeetingMode::Online, "オンラインだけ"),
];

const OPENNESS: [(Openness, &str); 2] = [(Openness::Open, "公開"), (Openness::Closed, "非公開")];

/// A meeting as written out.
pub fn cells(meeting: &meeting::Model, bodies: &Lookup<BodyId>, now: Instant) -> Vec<String> {
    let time = |at: Option<Instant>| at.map(|at| clock(tokyo_time(at))).unwrap_or_default();
    let mode = MODES.iter().find(|(mode, _)| *mode == meeting.mode).map_or("", |(_, word)| word);
    let open = OPENNESS.iter().find(|(open, _)| *open == meeting.openness).map_or("", |(_, word)| word);
    vec![
        meeting.id.to_string(),
        bodies.word(meeting.body_id),
        FiscalYear::new(meeting.fiscal_year).label(),
        meeting.month_on.map(month_words).unwrap_or_default(),
        day_words(meeting),
        time(meeting.starts_at),
        time(meeting.ends_at),
        meeting.title.clone(),
        mode.to_owned(),
        meeting.place.clone(),
        meeting.online_url.clone(),
        open.to_owned(),
        meeting.closed_reason.clone(),
        meeting.observer_capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
        meeting.observer_words.clone(),
        meeting.reply_due_on.map(iso_day).unwrap_or_default(),
        meeting.remarks.clone(),
        meeting.number.map(|number| number.to_string()).unwrap_or_default(),
        state(meeting, now).label().to_owned(),
    ]
}

/// The day as a cell says it; empty without one.
pub(super) fn day_words(meeting: &meeting::Model) -> String {
    meeting.starts_at.map(|at| iso_day(tokyo_day(at))).unwrap_or_default()
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, bodies: &Lookup<BodyId>) -> Option<MeetingEntry> {
    let body = reader.needed("会議体", bodies);
    let date = date(reader);
    let (number, standing) = (reader.fixed("回数"), fixed_state(reader));
    let mode = reader.word("開き方", &MODES);
    let place = reader.line("場所", 200);
    let online_url = reader.read("オンラインのアドレス", address, Clone::clone);
    let wording = wording(reader);
    number.and(standing)?;
    let date = date?;
    let year = match date {
        Some(Date::Month(first)) => Some(FiscalYear::of(first)),
        Some(Date::Hours(span)) => Some(FiscalYear::of(tokyo_day(span.starts_at))),
        None => None,
    };
    if let Some(year) = year {
        reader.set("年度", year.label());
    }
    let details = Details {
        date: date.unwrap_or(Date::Month(NaiveDate::MIN)),
        place: place?,
        online_url: online_url?,
        mode: mode?,
        wording: wording?,
    };
    Some(MeetingEntry { body: body?, date, details })
}

/// A new meeting is 計画中, whether the file says so or nothing.
fn fixed_state(reader: &mut Reader<'_>) -> Option<()> {
    if reader.before.is_none() && matches!(reader.cell("状態").trim(), "" | "計画中") {
        reader.set("状態", "計画中");
        return Some(());
    }
    reader.fixed("状態")
}

fn date(reader: &mut Reader<'_>) -> Option<Option<Date>> {
    let month = reader.open_month("開催月");
    let time = |cell: &str| match parse_time(cell) {
        Err(TimeError::Empty) => Ok(None),
        read => read.map(Some),
    };
    let show = |time: &Option<chrono::NaiveTime>| time.map(clock).unwrap_or_default();
    let (from, to) = (reader.read("開始", time, show), reader.read("終了", time, show));
    let day = reader.open_day("開催日");
    let (month, day, from, to) = (month?, day?, from?, to?);
    let Some(day) = day else {
        if from.is_some() || to.is_some() {
            return reader.refuse("開催日", "時刻だけが入っています。開催日も入れてください。");
        }
        return Some(month.map(Date::Month));
    };
    if month.is_some_and(|month| super::reader::month(&iso_day(day)) != Ok(month)) {
        return reader.refuse("開催月", "開催日の月と違います。どちらかを直してください。");
    }
    reader.set("開催月", "");
    let (Some(from), Some(to)) = (from, to) else {
        return reader.refuse(if from.is_none() { "開始" } else { "終了" }, TimeError::Empty);
    };
    match span(day, from, to) {
        Ok(span) => Some(Some(Date::Hours(span))),
        Err(error) => reader.refuse("終了", error),
    }
}

fn wording(reader: &mut Reader<'_>) -> Option<Wording> {
    let title = reader.line("会議名に添える言葉", 100);
    let openness = reader.word("公開・非公開", &OPENNESS);
    let closed_reason = reader.line("非公開の理由", 200);
    let show = |capacity: &Option<i32>| capacity.map(|number| number.to_string()).unwrap_or_default();
    let observer_capacity = reader.read("傍聴の定員", capacity, show);
    let observer_words = reader.text("傍聴の申込み", 500);
    let reply_due_on = reader.open_day("回答期限");
    let remarks = reader.text("通知の「その他」", 1_000);
    let (openness, closed_reason) = (openness?, closed_reason?);
    match (openness, closed_reason.is_empty()) {
        (Openness::Closed, true) => reader.refuse("非公開の理由", "非公開にする理由を入れてください。"),
        (Openness::Open, false) => {
            reader.refuse("非公開の理由", "理由があるのに「公開」になっています。どちらかを直してください。")
        }
        _ => Some(Wording {
            title: title?,
            openness,
            closed_reason,
            remarks: remarks?,
            reply_due_on: reply_due_on?,
            observer_capacity: observer_capacity?,
            observer_words: observer_words?,
        }),
    }
}

fn address(cell: &str) -> Result<String, String> {
    let text = one_line(500)(cell.trim()).map_err(|error| error.to_string())?;
    let is_web = |url: url::Url| matches!(url.scheme(), "https" | "http");
    if text.is_empty() || url::Url::parse(&text).is_ok_and(is_web) {
        return Ok(text);
    }
    Err("https:// で始まるアドレスを入れてください。".to_owned())
}
