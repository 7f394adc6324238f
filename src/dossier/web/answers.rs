//! The table 出欠: who is asked, in roster order with the vacant seats between, and what each said.

use chrono::NaiveDate;
use entity::id::{InvitationId, PendingReplyId};
use entity::outbox;
use entity::pending_reply;
use entity::reply::{self, Answer};

use crate::body::rules::Titles;
use crate::invitation::queries::outlook::{Asking, SeatTerm, vacancies};
use crate::invitation::rules::{
    MailCell, answer_word, mail_cell, mode_word, pending_word, role_note, way_word,
};
use crate::platform::date::{slash, tokyo_day};

/// The most of what waits for the clerk that is shown beside a person, the oldest first.
const WAITING: usize = 3;

/// The most letters of somebody's words in the table; all of them are on the page where an answer is entered.
const WORDS: usize = 200;

/// One line of the table.
pub enum Line {
    /// Somebody asked.
    Person(Box<PersonLine>),
    /// 欠員, under its association.
    Vacant(String),
}

/// Somebody asked to the meeting.
pub struct PersonLine {
    /// The invitation.
    pub invitation: InvitationId,
    /// Association as printed.
    pub association: String,
    /// Name as printed.
    pub name: String,
    /// 会長（議長）, 顧問（数えません）; empty for a plain member.
    pub role: String,
    /// 出席, 欠席, 代理; none while unanswered.
    pub answer: Option<Said>,
    /// What waits for the clerk.
    pub pending: Vec<PendingLine>,
    /// How much more waits.
    pub more: usize,
    /// What became of the letter.
    pub mail: MailCell,
}

/// An answer in words.
pub struct Said {
    /// 出席, 欠席, 代理.
    pub word: &'static str,
    /// The look of its tag.
    pub tag: &'static str,
    /// オンライン, or the proxy's name.
    pub with: String,
    /// The proxy's post and what counts.
    pub note: String,
    /// The member's words; the secretariat's only.
    pub comment: String,
    /// 「11/6 FAX（事務局が入力）」.
    pub way: String,
    /// Answers before it.
    pub earlier: usize,
}

/// Something that waits for the clerk.
pub struct PendingLine {
    /// Its key.
    pub id: PendingReplyId,
    /// 「期限後の連絡：欠席」.
    pub words: String,
    /// What was written.
    pub comment: String,
    /// The day it came.
    pub on: String,
    /// Whether it can be taken as an answer.
    pub answers: bool,
}

/// What the lines are made of.
pub struct Table<'a> {
    /// Everybody asked.
    pub askings: &'a [Asking],
    /// The seats of the body.
    pub terms: &'a [SeatTerm],
    /// The day of the meeting.
    pub day: NaiveDate,
    /// What those who preside are called.
    pub titles: &'a Titles,
    /// Every message about the meeting; empty for those who may not know.
    pub messages: &'a [outbox::Model],
}

impl Table<'_> {
    /// The lines, each vacant seat before the first person who sits after it.
    pub fn lines(&self) -> Vec<Line> {
        let standing: Vec<_> = self.askings.iter().filter(|one| one.stands()).collect();
        let body = self.terms.first().map(|term| term.body);
        let vacant = body.map(|body| vacancies(self.terms, body, self.day)).unwrap_or_default();
        let mut vacant = vacant.into_iter().peekable();
        let mut lines = Vec::new();
        for asking in standing {
            if let Some(place) = self.position(asking) {
                while let Some(seat) = vacant.next_if(|seat| seat.position < place) {
                    lines.push(Line::Vacant(seat.place.clone()));
                }
            }
            lines.push(Line::Person(Box::new(self.person(asking))));
        }
        lines.extend(vacant.map(|seat| Line::Vacant(seat.place.clone())));
        lines
    }

    fn position(&self, asking: &Asking) -> Option<i32> {
        let person = asking.invitation.person_id;
        let own =
            self.terms.iter().filter(|one| one.holder_on(self.day).is_some_and(|it| it.person == person));
        own.map(|one| one.position).min()
    }

    fn person(&self, asking: &Asking) -> PersonLine {
        let invitation = &asking.invitation;
        PersonLine {
            invitation: invitation.id,
            association: invitation.association.clone(),
            name: invitation.name.clone(),
            role: role_note(invitation.role, self.titles),
            answer: asking.reply.as_ref().map(|reply| said(reply, asking.earlier)),
            pending: asking.pending.iter().take(WAITING).map(pending).collect(),
            more: asking.pending.len().saturating_sub(WAITING),
            mail: mail_cell(self.messages, invitation.id),
        }
    }
}

/// An answer in words.
pub fn said(reply: &reply::Model, earlier: usize) -> Said {
    let online = reply.mode.filter(|mode| *mode == reply::ReplyMode::Online).map(mode_word);
    let proxy = reply.proxy_name.clone().filter(|_| reply.answer == Answer::Proxy);
    let entered = if reply.entered_by.is_some() { "（事務局が入力）" } else { "" };
    Said {
        word: answer_word(reply.answer),
        tag: if reply.answer == Answer::Absent { "tag" } else { "tag tag--done" },
        with: proxy.or(online.map(str::to_owned)).unwrap_or_default(),
        note: reply.proxy_title.clone().unwrap_or_default(),
        comment: beginning(&reply.comment),
        way: format!("{} {}{entered}", slash(tokyo_day(reply.replied_at)), way_word(reply.way)),
        earlier,
    }
}

fn pending(row: &pending_reply::Model) -> PendingLine {
    let answer = row.answer.map(|answer| format!("：{}", answer_word(answer))).unwrap_or_default();
    PendingLine {
        id: row.id,
        words: format!("{}{answer}", pending_word(row.source)),
        comment: beginning(&row.comment),
        on: slash(tokyo_day(row.received_at)),
        answers: row.answer.is_some(),
    }
}

fn beginning(words: &str) -> String {
    match words.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words.to_owned(),
    }
}
