//! What every page about an answer shows: the meeting in two lines, and the answer that counts.

use entity::meeting::{self, MeetingMode};
use entity::{pending_reply, reply};

use crate::invitation::notices::{answer_word, online_url, way_of};
use crate::invitation::queries::Asked;
use crate::meeting::notices::LetterFacts;
use crate::platform::clock::Instant;
use crate::platform::date::{clock, clock_span, iso_datetime_attr, month_day_weekday, tokyo_day, tokyo_time};

/// A meeting in a box. Drawn by `templates/invitation/meeting_card.html`.
#[derive(Clone, Debug)]
pub struct MeetingCard {
    /// 「令和8年度第2回 東部在宅医療・介護連携推進協議会」.
    pub title: String,
    /// For `<time datetime>`, and 「11月26日(木) 18:30～20:00」; none while it waits for a new date.
    pub when: Option<(String, String)>,
    /// The room; empty for a meeting that is held online only.
    pub place: String,
    /// How it is held, where that has to be said.
    pub held: Option<&'static str>,
}

impl MeetingCard {
    /// As the meeting stands.
    pub fn of(meeting: &meeting::Model, facts: &LetterFacts) -> Self {
        let (place, held) = match meeting.mode {
            MeetingMode::Room => (meeting.place.clone(), None),
            MeetingMode::Hybrid => (meeting.place.clone(), Some("オンラインでも出席できます")),
            MeetingMode::Online => (String::new(), Some("オンラインで開きます")),
        };
        let title = [&facts.numbered, &facts.body, &facts.title].map(String::as_str).join(" ");
        let when = meeting.starts_at.map(|start| when(start, meeting));
        Self { title: title.trim_end().to_owned(), when, place, held }
    }
}

fn when(start: Instant, meeting: &meeting::Model) -> (String, String) {
    let (day, from) = (month_day_weekday(tokyo_day(start)), tokyo_time(start));
    let hours = meeting.ends_at.map_or_else(|| clock(from), |end| clock_span(from, tokyo_time(end)));
    (iso_datetime_attr(start), format!("{day} {hours}"))
}

/// An answer, or words that wait for the clerk, as its giver sees it. Drawn by
/// `templates/invitation/receipt.html`.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// 「出席（オンライン）」, 「欠席」, 「代理出席」.
    pub answer: String,
    /// 「小林 真弓 様（副管理者）」.
    pub proxy: Option<String>,
    /// As written; may be empty.
    pub comment: String,
    /// For `<time datetime>`, and 「11月4日(水) 21:14」.
    pub received: (String, String),
    /// Which way it came, where it was not this page: 「電話」, 「電話。事務局が入力しました」.
    pub way: Option<String>,
    /// Where to join, for who comes online; else empty.
    pub online_url: String,
}

impl Receipt {
    /// The answer that counts.
    pub fn of(reply: &reply::Model, asked: &Asked) -> Self {
        Self {
            answer: answer_word(reply.answer, reply.mode, asked.meeting.mode),
            proxy: proxy(reply.proxy_name.as_deref(), reply.proxy_title.as_deref()),
            comment: reply.comment.clone(),
            received: received(reply.replied_at),
            way: way_of(reply),
            online_url: online_url(reply, &asked.meeting),
        }
    }

    /// Words that wait for the clerk.
    pub fn waiting(words: &pending_reply::Model, asked: &Asked) -> Self {
        let answer = words.answer.map(|answer| answer_word(answer, words.mode, asked.meeting.mode));
        Self {
            answer: answer.unwrap_or_else(|| "連絡".to_owned()),
            proxy: proxy(words.proxy_name.as_deref(), words.proxy_title.as_deref()),
            comment: words.comment.clone(),
            received: received(words.received_at),
            way: None,
            online_url: String::new(),
        }
    }

    /// Whether the address to join can be a link.
    pub fn joins_by_link(&self) -> bool {
        self.online_url.starts_with("https://") || self.online_url.starts_with("http://")
    }
}

fn proxy(name: Option<&str>, title: Option<&str>) -> Option<String> {
    Some(format!("{} 様（{}）", name?, title.unwrap_or_default()))
}

fn received(at: Instant) -> (String, String) {
    let words = format!("{} {}", month_day_weekday(tokyo_day(at)), clock(tokyo_time(at)));
    (iso_datetime_attr(at), words)
}
