//! The letter: what is frozen in it, and how its parts are printed.

use chrono::NaiveDate;
use entity::meeting::{self, MeetingMode};
use entity::{invitation, issued_letter, region};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use crate::body::rules::{Numbering, Titles};
use crate::meeting::rules;
use crate::platform::clock::Instant;
use crate::platform::date::{
    clock, clock_span, full_width, official, official_span, official_weekday, slash_weekday, tokyo_day,
    tokyo_time, wareki, wareki_weekday,
};

/// The facts of a letter, frozen as JSON when it is issued. A stored format: fields are added with a default
/// and never change their meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterFacts {
    /// Full name of the body as printed.
    pub body: String,
    /// Its name in subjects, e.g. 連携協議会.
    pub body_short: String,
    /// What its presider is called: 会長, 部会長, 座長.
    pub presider: String,
    /// What its vice-chair is called; empty in letters older than the field: 副 and the presider's title.
    #[serde(default)]
    pub vice_chair: String,
    /// 「令和8年度第2回」 or 「第14回」.
    pub numbered: String,
    /// Further words of the title; mostly empty.
    #[serde(default)]
    pub title: String,
    /// Start; none in a letter about a meeting without a date.
    pub starts_at: Option<Instant>,
    /// Planned end.
    pub ends_at: Option<Instant>,
    /// Place as printed, with how to take part.
    pub place: String,
    /// Titles of the agenda in order.
    #[serde(default)]
    pub agenda: Vec<String>,
    /// Last day for an answer.
    #[serde(default)]
    pub reply_due_on: Option<NaiveDate>,
    /// その他.
    #[serde(default)]
    pub remarks: String,
    /// Why, in a change, postponement or cancellation.
    #[serde(default)]
    pub reason: String,
    /// Date and place before a change.
    #[serde(default)]
    pub before: Option<When>,
}

/// Date and place that a change replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// Start.
    pub starts_at: Option<Instant>,
    /// Planned end.
    pub ends_at: Option<Instant>,
    /// Place as printed.
    pub place: String,
}

impl LetterFacts {
    /// 「令和8年度第2回東部在宅医療・介護連携推進協議会」, with the further words of its title.
    pub fn meeting(&self) -> String {
        let gap = if self.title.is_empty() { "" } else { "　" };
        format!("{}{}{gap}{}", self.numbered, self.body, self.title)
    }

    /// 「連携協議会 令和8年度第2回」, for a calendar's grid.
    pub fn summary(&self) -> String {
        let gap = if self.title.is_empty() { "" } else { " " };
        format!("{} {}{gap}{}", self.body_short, self.numbered, self.title)
    }

    /// The facts with the date people last heard of: a letter that puts a meeting off names it as the one before.
    #[must_use]
    pub fn as_last_announced(self) -> Self {
        match self.before {
            Some(before) if self.starts_at.is_none() => {
                Self { starts_at: before.starts_at, ends_at: before.ends_at, before: None, ..self }
            }
            _ => Self { before: None, ..self },
        }
    }

    /// 「令和8年11月26日(木) 18:30～20:00」; 「未定」 without a date.
    pub fn when(&self) -> String {
        when(self.starts_at, self.ends_at)
    }

    /// 「令和８年１１月２６日（木）　午後６時３０分～午後８時」, for the letter on paper.
    pub fn official_when(&self) -> String {
        let Some((start, end)) = self.starts_at.zip(self.ends_at) else { return self.when() };
        let hours = official_span(tokyo_time(start), tokyo_time(end));
        format!("{}　{hours}", official_weekday(tokyo_day(start)))
    }

    /// 「1 令和8年度上半期の取組　2 入退院支援ルールの見直し」.
    pub fn agenda_line(&self) -> String {
        let numbered = self.agenda.iter().enumerate().map(|(at, title)| format!("{} {title}", at + 1));
        numbered.collect::<Vec<_>>().join("　")
    }

    /// その他 under its mark in a mail's text, each further line as far in as the first.
    pub fn remarks_indented(&self) -> String {
        indented(&self.remarks)
    }

    /// 「11/26(木)18:30」, for a subject; empty without a date.
    pub fn short_when(&self) -> String {
        let Some(start) = self.starts_at else { return String::new() };
        format!("{}{}", slash_weekday(tokyo_day(start)), clock(tokyo_time(start)))
    }
}

impl When {
    /// 「令和8年11月26日(木) 18:30～20:00」; 「未定」 without a date.
    pub fn when(&self) -> String {
        when(self.starts_at, self.ends_at)
    }
}

/// Words of several lines after `■項目　`: each further line begins under the first.
pub fn indented(words: &str) -> String {
    words.trim_end().replace('\n', "\n　　　　")
}

fn when(starts_at: Option<Instant>, ends_at: Option<Instant>) -> String {
    let Some(start) = starts_at else { return "未定".to_owned() };
    let day = wareki_weekday(tokyo_day(start));
    match ends_at {
        Some(end) => format!("{day} {}", clock_span(tokyo_time(start), tokyo_time(end))),
        None => format!("{day} {}", clock(tokyo_time(start))),
    }
}

/// The facts of a meeting as it stands, for a letter about to be issued; what is the letter's own (agenda,
/// deadline, reason) is added by whoever issues it.
pub fn facts(
    meeting: &meeting::Model,
    (body, body_short): (&str, &str),
    numbering: Numbering,
    titles: &Titles,
) -> LetterFacts {
    LetterFacts {
        body: body.to_owned(),
        body_short: body_short.to_owned(),
        presider: titles.chair.clone(),
        vice_chair: titles.vice_chair.clone(),
        numbered: rules::name(numbering, meeting, None),
        title: meeting.title.clone(),
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        place: place_line(meeting.mode, &meeting.place),
        agenda: Vec::new(),
        reply_due_on: None,
        remarks: String::new(),
        reason: String::new(),
        before: None,
    }
}

/// The facts of a letter as they were issued.
pub fn facts_of(letter: &issued_letter::Model) -> Result<LetterFacts, DbErr> {
    serde_json::from_str(&letter.facts).map_err(|error| DbErr::Json(error.to_string()))
}

/// 「広域連合 3階 大会議室（オンライン出席もできます）」, 「オンライン」. The address to join is never part of it.
pub fn place_line(mode: MeetingMode, place: &str) -> String {
    match mode {
        MeetingMode::Room => place.to_owned(),
        MeetingMode::Hybrid => format!("{place}（オンライン出席もできます）"),
        MeetingMode::Online => "オンライン".to_owned(),
    }
}

/// 「東部在宅医療・介護連携推進協議会　委員　髙橋 さくら 様」.
pub fn addressee(facts: &LetterFacts, invitation: &invitation::Model) -> String {
    let vice_chair = Some(facts.vice_chair.as_str()).filter(|title| !title.is_empty());
    let titles = Titles::new(&facts.presider, vice_chair);
    format!("{}　{}　{} 様", facts.body, titles.of(invitation.role), invitation.name)
}

/// The office that answers, as every mail prints it.
#[derive(Clone, Debug)]
pub struct OfficeBlock {
    /// 東部広域連合 福祉課.
    pub office: String,
    /// The clerk named under 担当.
    pub contact: String,
    /// Telephone as printed.
    pub telephone: String,
    /// Fax as printed.
    pub fax: Option<String>,
    /// 平日8:30～17:15; may be empty.
    pub hours: String,
    /// Where replies in words go.
    pub mail: String,
}

impl OfficeBlock {
    /// From the region's settings as they are now: a telephone number that changed must not be mailed.
    pub fn of(region: &region::Model) -> Self {
        Self {
            office: format!("{} {}", region.name, region.office_name).trim().to_owned(),
            contact: region.office_contact.clone(),
            telephone: region.office_telephone.clone(),
            fax: region.office_fax.clone(),
            hours: region.office_hours.clone(),
            mail: region.office_mail.clone(),
        }
    }

    /// 「電話 0000-00-0000（平日8:30～17:15）」.
    pub fn call(&self) -> String {
        let hours = if self.hours.is_empty() { String::new() } else { format!("（{}）", self.hours) };
        format!("電話 {}{hours}", self.telephone)
    }

    /// How to answer without the page: 「電話又はFAX」, or 「電話」 where there is no fax.
    pub fn other_ways(&self) -> &'static str {
        if self.fax.is_some() { "電話又はFAX" } else { "電話" }
    }

    /// Every way to answer: 「電話、FAX又は次のページ」.
    pub fn all_ways(&self) -> &'static str {
        if self.fax.is_some() { "電話、FAX又は次のページ" } else { "電話又は次のページ" }
    }

    /// 「担当　東部広域連合 福祉課　佐藤」.
    pub fn charge(&self) -> String {
        let gap = if self.contact.is_empty() { "" } else { "　" };
        format!("担当　{}{gap}{}", self.office, self.contact)
    }
}

/// The head of a letter as it is printed.
#[derive(Clone, Debug)]
pub struct LetterBlock {
    /// 「８東広福第４５号」 or 「事務連絡」.
    pub number: String,
    /// 施行日: 「令和８年１０月２７日」.
    pub date: String,
    /// 「…協議会　委員　髙橋 さくら 様」.
    pub addressee: String,
    /// Sender as typed, e.g. 「…協議会　会長　山田 太郎」.
    pub sender: String,
    /// Whether 「（公印省略）」 stands under the sender: on numbered letters.
    pub seal_omitted: bool,
    /// 「令和８年度第２回…の開催について（通知）」.
    pub subject: String,
}

impl LetterBlock {
    /// `matter` is what the letter is about: 開催, 日時の変更, 中止.
    pub fn new(
        letter: &issued_letter::Model,
        facts: &LetterFacts,
        to: &invitation::Model,
        matter: &str,
    ) -> Self {
        Self {
            number: letter.number.as_deref().map_or("事務連絡".to_owned(), full_width),
            date: official(letter.issued_on),
            addressee: addressee(facts, to),
            sender: letter.sender.clone(),
            seal_omitted: letter.number.is_some(),
            subject: full_width(&format!("{}の{matter}について（通知）", facts.meeting())),
        }
    }
}

/// A letter as it names itself, and as a later one cites it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRef {
    /// 施行日.
    pub issued_on: NaiveDate,
    /// 文書番号; none = 事務連絡.
    pub number: Option<String>,
}

impl LetterRef {
    /// What is cited of a letter.
    pub fn of(letter: &issued_letter::Model) -> Self {
        Self { issued_on: letter.issued_on, number: letter.number.clone() }
    }
}

impl std::fmt::Display for LetterRef {
    /// 「令和8年10月27日付け8東広福第45号」, 「令和8年10月27日付け事務連絡」.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}付け{}", wareki(self.issued_on), self.number.as_deref().unwrap_or("事務連絡"))
    }
}
