//! The fields of a meeting as a clerk fills them in: read into typed details, and written from a stored meeting.

use chrono::NaiveDate;
use entity::id::BodyId;
use entity::meeting::{self, MeetingMode, Openness};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use crate::meeting::commands::{Date, Details, NewFacts, Wording};
use crate::meeting::rules::{self, Facts, Span};
use crate::platform::clock::Instant;
use crate::platform::date::{clock, iso_day, parse_day, parse_time, tokyo_day, tokyo_time, wareki_weekday};
use crate::platform::form::{ErrorSummary, Field, many_lines, one_line, required_one_line};

/// Everything about a meeting that can be typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    /// Whose meeting; only when it is planned.
    pub body: Field,
    /// The version seen; only when it is edited.
    pub version: Field,
    /// Which fields were drawn: `plan` or `wording`.
    pub scope: Field,
    /// Pressed: look for clashes, store nothing.
    pub check: Field,
    /// Day, where it is known.
    pub day: Field,
    /// Start.
    pub starts: Field,
    /// Planned end.
    pub ends: Field,
    /// Month, where only that is known: its first day.
    pub month: Field,
    /// Further words after the number.
    pub title: Field,
    /// Room, online or both.
    pub mode: Field,
    /// Room as printed.
    pub place: Field,
    /// Where to join online.
    pub online_url: Field,
    /// Open or closed.
    pub openness: Field,
    /// Why it is closed.
    pub closed_reason: Field,
    /// Last day for an answer.
    pub reply_due: Field,
    /// その他 of the notice.
    pub remarks: Field,
    /// 傍聴定員.
    pub observer_capacity: Field,
    /// How to ask to listen.
    pub observer_words: Field,
}

/// Why a field of a meeting cannot be taken; the sentence beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DetailsError {
    /// Neither a day nor a month.
    #[error("開催日を入れるか、月だけを選んでください。")]
    NoDate,
    /// Hours without a day.
    #[error("時刻を入れるときは、開催日も入れてください。")]
    HoursWithoutDay,
    /// A value no choice has.
    #[error("どれか1つを選んでください。")]
    NotChosen,
    /// A reason for closing an open meeting.
    #[error("非公開にするときは上で「非公開」を選び、公開にするときはこの欄を空にしてください。")]
    ReasonOfOpen,
    /// Not an address of a web page.
    #[error("https:// で始まるアドレスを入れてください。")]
    NotAnAddress,
}

impl MeetingForm {
    /// An empty form for a body and month, with what is usual.
    pub fn blank(body: &str, month: &str) -> Self {
        let mode = MeetingMode::Room.to_value();
        let openness = Openness::Open.to_value();
        Self {
            body: Field::new(body),
            month: Field::new(month),
            mode: Field::new(mode),
            openness: Field::new(openness),
            ..Self::default()
        }
    }

    /// The stored meeting as it would be typed.
    pub fn of(meeting: &meeting::Model) -> Self {
        let day = |at: Instant| wareki_weekday(tokyo_day(at));
        let time = |at: Option<Instant>| Field::new(at.map(|at| clock(tokyo_time(at))).unwrap_or_default());
        Self {
            version: Field::new(meeting.version.to_string()),
            day: Field::new(meeting.starts_at.map(day).unwrap_or_default()),
            starts: time(meeting.starts_at),
            ends: time(meeting.ends_at),
            month: Field::new(meeting.month_on.map(iso_day).unwrap_or_default()),
            title: Field::new(&*meeting.title),
            mode: Field::new(meeting.mode.to_value()),
            place: Field::new(&*meeting.place),
            online_url: Field::new(&*meeting.online_url),
            openness: Field::new(meeting.openness.to_value()),
            closed_reason: Field::new(&*meeting.closed_reason),
            reply_due: Field::new(meeting.reply_due_on.map(wareki_weekday).unwrap_or_default()),
            remarks: Field::new(&*meeting.remarks),
            observer_capacity: Field::new(
                meeting.observer_capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
            ),
            observer_words: Field::new(&*meeting.observer_words),
            ..Self::default()
        }
    }

    /// Whether the button 「重なりを確かめる」 was pressed.
    pub fn is_check(&self) -> bool {
        !self.check.value.is_empty()
    }

    /// The day as it was understood, before what is said about it: 「令和8年12月4日(金)　」; nothing without a day.
    pub fn day_in_words(&self) -> String {
        parse_day(&self.day.value).map(|day| format!("{}　", wareki_weekday(day))).unwrap_or_default()
    }

    /// Every field is read before the first `?`, so all errors show at once.
    pub fn details(&mut self) -> Option<Details> {
        let (date, mode, wording) = (self.date(), self.mode.parse(chosen::<MeetingMode>), self.wording());
        let place = self.place.parse(one_line(200));
        let online_url = self.online_url.parse(address);
        if let Some((Date::Hours(span), Some(due))) = date.zip(wording.as_ref().map(|told| told.reply_due_on))
        {
            self.reply_due.parse(|_| rules::reply_due_fits(due, tokyo_day(span.starts_at)))?;
        }
        Some(Details { date: date?, place: place?, online_url: online_url?, mode: mode?, wording: wording? })
    }

    /// What a letter may change of a convened meeting: the facts in people's calendars and the reply deadline.
    pub fn facts(&mut self) -> Option<NewFacts> {
        let (hours, mode) = (self.hours(), self.mode.parse(chosen::<MeetingMode>));
        let place = match mode {
            Some(MeetingMode::Online) => self.place.parse(one_line(200)),
            _ => self.place.parse(required_one_line(200)),
        };
        let online_url = self.online_url.parse(address);
        let reply_due_on = self.reply_due_on();
        let span = hours?;
        let (starts_at, ends_at) = (Some(span.starts_at), Some(span.ends_at));
        let facts = Facts { starts_at, ends_at, place: place?, online_url: online_url?, mode: mode? };
        Some(NewFacts { facts, reply_due_on: reply_due_on? })
    }

    /// What can be edited without a letter, read alike before and after the notice.
    pub fn wording(&mut self) -> Option<Wording> {
        let title = self.title.parse(one_line(100));
        let openness = self.openness.parse(chosen::<Openness>);
        let closed_reason = match openness {
            Some(Openness::Closed) => self.closed_reason.parse(required_one_line(200)),
            _ => self.closed_reason.parse(no_reason),
        };
        let remarks = self.remarks.parse(many_lines(1_000));
        let reply_due_on = self.reply_due_on();
        let observer_capacity = self.observer_capacity.parse(rules::observer_capacity);
        let observer_words = self.observer_words.parse(many_lines(500));
        Some(Wording {
            title: title?,
            openness: openness?,
            closed_reason: closed_reason?,
            remarks: remarks?,
            reply_due_on: reply_due_on?,
            observer_capacity: observer_capacity?,
            observer_words: observer_words?,
        })
    }

    fn date(&mut self) -> Option<Date> {
        // The month is for meetings that have no day; one that gets its day in another month has left it.
        if !self.day.value.trim().is_empty() {
            return self.hours().map(Date::Hours);
        }
        let month = match self.month.value.as_str() {
            "" => None,
            _ => Some(self.month.parse(first_of_month)?),
        };
        self.month_alone(month)
    }

    fn hours(&mut self) -> Option<Span> {
        let (day, starts, ends) =
            (self.day.parse(parse_day), self.starts.parse(parse_time), self.ends.parse(parse_time));
        let (day, starts, ends) = (day?, starts?, ends?);
        self.ends.parse(|_| rules::span(day, starts, ends))
    }

    fn reply_due_on(&mut self) -> Option<Option<NaiveDate>> {
        match self.reply_due.value.trim() {
            "" => Some(None),
            _ => self.reply_due.parse(parse_day).map(Some),
        }
    }

    fn month_alone(&mut self, month: Option<NaiveDate>) -> Option<Date> {
        let hours = [&self.starts, &self.ends].iter().any(|field| !field.value.trim().is_empty());
        if hours {
            self.day.refuse(DetailsError::HoursWithoutDay);
            return None;
        }
        if month.is_none() {
            self.day.refuse(DetailsError::NoDate);
        }
        month.map(Date::Month)
    }

    /// The errors in the order of the page.
    pub fn errors(&self) -> ErrorSummary {
        let fields = self.fields();
        ErrorSummary::of(fields.iter().map(|(id, label, field)| (*id, *label, &field.error)))
    }

    /// The ids of the fields that `wording` reads.
    pub(super) const WORDING: [&str; 7] =
        ["title", "openness", "closed_reason", "observer_capacity", "observer_words", "reply_due", "remarks"];

    /// Every field with its id and its name on screen.
    pub(super) fn fields(&self) -> [(&'static str, &'static str, &Field); 15] {
        [
            ("body", "会議体", &self.body),
            ("day", "開催日", &self.day),
            ("starts", "開始", &self.starts),
            ("ends", "終了", &self.ends),
            ("month", "月だけ決まっているとき", &self.month),
            ("mode", "開き方", &self.mode),
            ("place", "場所", &self.place),
            ("online_url", "オンラインのアドレス", &self.online_url),
            ("title", "会議名に添える言葉", &self.title),
            ("openness", "公開・非公開", &self.openness),
            ("closed_reason", "非公開の理由", &self.closed_reason),
            ("observer_capacity", "傍聴の定員", &self.observer_capacity),
            ("observer_words", "傍聴の申込み", &self.observer_words),
            ("reply_due", "回答期限", &self.reply_due),
            ("remarks", "通知の「その他」", &self.remarks),
        ]
    }
}

/// The value of a choice.
pub(super) fn chosen<T: ActiveEnum<Value = String>>(text: &str) -> Result<T, DetailsError> {
    T::try_from_value(&text.to_owned()).map_err(|_| DetailsError::NotChosen)
}

fn address(text: &str) -> Result<String, String> {
    let text = one_line(500)(text.trim()).map_err(|error| error.to_string())?;
    let is_web = |url: url::Url| matches!(url.scheme(), "https" | "http");
    match text.is_empty() || url::Url::parse(&text).is_ok_and(is_web) {
        true => Ok(text),
        false => Err(DetailsError::NotAnAddress.to_string()),
    }
}

/// Whoever gives a reason wanted the meeting closed; to hold it openly would be the worse mistake.
fn no_reason(text: &str) -> Result<String, DetailsError> {
    if text.trim().is_empty() { Ok(String::new()) } else { Err(DetailsError::ReasonOfOpen) }
}

/// The first day of a month as a form sends it.
pub(super) fn first_of_month(text: &str) -> Result<NaiveDate, DetailsError> {
    let day: Option<NaiveDate> = text.parse().ok();
    day.filter(|day| first_of(*day) == *day).ok_or(DetailsError::NotChosen)
}

fn first_of(day: NaiveDate) -> NaiveDate {
    chrono::Datelike::with_day(&day, 1).unwrap_or(day)
}

/// The id of a body as a form sends it.
pub fn body_id(text: &str) -> Result<BodyId, DetailsError> {
    text.parse().map_err(|_| DetailsError::NotChosen)
}
