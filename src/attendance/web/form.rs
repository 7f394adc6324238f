//! What a press on the roll call sends: which button, about whom, when, and what the button needs besides.

use chrono::NaiveTime;
use entity::attendance_entry::AttendanceVerb;
use entity::attendance_guest::GuestRole;
use entity::id::{AgendaItemId, AttendanceEntryId, AttendanceGuestId, InvitationId, PersonId};
use entity::meeting;
use entity::reply::{Answer, ReplyMode};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use crate::attendance::commands::{Arrival, Entry, Guest, Proxy, What};
use crate::attendance::queries::Day;
use crate::attendance::rules::{Attendee, happened};
use crate::platform::clock::Instant;
use crate::platform::date::{half_width, parse_time};
use crate::platform::form::{ErrorSummary, Field, one_line, required_one_line};

/// The fields of all forms of the page; each sends those it has.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// The key of the entry, made where it was typed.
    pub id: Field,
    /// Milliseconds since the button was pressed, for one that waited on the tablet.
    pub ago: Field,
    /// Which button, with whom or what it is about: `room:i-…`, `begin:…`, `proxy`.
    pub press: Field,
    /// Whom a form is about.
    pub who: Field,
    /// A time of the meeting's day; empty = now.
    pub time: Field,
    /// Room or online.
    pub mode: Field,
    /// Name of a proxy.
    pub proxy_name: Field,
    /// 所属・役職 of a proxy.
    pub proxy_title: Field,
    /// As what somebody came unasked.
    pub role: Field,
    /// Which member came unasked.
    pub person: Field,
    /// Name of somebody who is no member.
    pub name: Field,
    /// 所属 of somebody who is no member.
    pub association: Field,
    /// 傍聴人.
    pub count: Field,
}

/// Why a press cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// No button of this page.
    #[error("画面が古くなっています。もう一度開いてから、押してください。")]
    Unknown,
    /// Nothing chosen.
    #[error("一覧から選んでください。")]
    NotChosen,
    /// No number of people.
    #[error("0から999までの数を入れてください。")]
    NotACount,
    /// A name beside a member of the list.
    #[error("委員を選んだときは、空にしてください。")]
    Both,
}

/// What was pressed, ready for its command.
#[derive(Clone, Debug)]
pub enum Pressed {
    /// Something happened to somebody of the list, or to the meeting.
    Entry(Entry),
    /// Somebody came unasked.
    Guest(Guest),
}

/// Which form of the page was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The buttons of the list, of the agenda and of the record.
    List,
    /// 代理.
    Proxy,
    /// 案内していない人.
    Guest,
    /// 傍聴人.
    Observers,
}

/// `i-…` or `g-…`, as buttons name somebody.
pub(super) fn key(who: Attendee) -> String {
    match who {
        Attendee::Invited(id) => format!("i-{id}"),
        Attendee::Guest(id) => format!("g-{id}"),
    }
}

fn attendee(text: &str) -> Result<Attendee, PressError> {
    let invited =
        text.strip_prefix("i-").and_then(|id| id.parse::<InvitationId>().ok()).map(Attendee::Invited);
    let guest = || text.strip_prefix("g-").and_then(|id| id.parse::<AttendanceGuestId>().ok());
    invited.or_else(|| guest().map(Attendee::Guest)).ok_or(PressError::NotChosen)
}

impl EntryForm {
    /// Which form it is.
    pub fn which(&self) -> Which {
        match self.press.value.as_str() {
            "proxy" => Which::Proxy,
            "guest" => Which::Guest,
            "observers" => Which::Observers,
            _ => Which::List,
        }
    }

    /// All it says, against the day it is about; errors stand beside their fields.
    pub fn parse(&mut self, day: &Day, now: Instant) -> Option<Pressed> {
        let id = self.id.parse(|text| text.parse::<AttendanceEntryId>().map_err(|_| PressError::Unknown));
        let ago = self.ago.parse(ago);
        let time = self.time.parse(optional_time);
        let what = if self.which() == Which::Guest { None } else { Some(self.what(day)) };
        let (id, ago, time) = (id?, ago?, time?);
        let Some(what) = what else { return self.guest(day, id, (time, ago), now).map(Pressed::Guest) };
        let what = what?;
        let at = self.happened(&day.meeting, time, ago, verb(&what), now)?;
        Some(Pressed::Entry(Entry { id, meeting: day.meeting.id, what, at }))
    }

    fn happened(
        &mut self,
        meeting: &meeting::Model,
        time: Option<NaiveTime>,
        ago: u32,
        verb: AttendanceVerb,
        now: Instant,
    ) -> Option<Instant> {
        self.time.parse(|_| happened(meeting, time, ago, verb, now))
    }

    fn what(&mut self, day: &Day) -> Option<What> {
        match self.which() {
            Which::Proxy => return self.proxy(),
            Which::Observers => return self.count.parse(count).map(What::ObserversCounted),
            Which::List | Which::Guest => {}
        }
        let excluded = self.press.value.starts_with("exclude:").then(|| self.who.parse(attendee));
        let pressed = self.press.parse(|text| pressed(text, day));
        match (pressed?, excluded) {
            (List::What(what), _) => Some(what),
            (List::Exclude(item), Some(who)) => Some(What::Excluded(who?, item)),
            (List::Exclude(_), None) => None,
        }
    }

    fn proxy(&mut self) -> Option<What> {
        let who = self.who.parse(attendee);
        let name = self.proxy_name.parse(required_one_line(100));
        let title = self.proxy_title.parse(one_line(200));
        let mode = self.mode.parse(mode);
        let proxy = Proxy { name: name?.trim().to_owned(), title: title?.trim().to_owned() };
        Some(What::Arrived(who?, Arrival { mode: mode?, proxy: Some(proxy) }))
    }

    fn guest(
        &mut self,
        day: &Day,
        id: AttendanceEntryId,
        (time, ago): (Option<NaiveTime>, u32),
        now: Instant,
    ) -> Option<Guest> {
        let role = self
            .role
            .parse(|text| GuestRole::try_from_value(&text.to_owned()).map_err(|_| PressError::NotChosen));
        let mode = self.mode.parse(mode);
        let at = self.happened(&day.meeting, time, ago, AttendanceVerb::Arrived, now);
        let (person, name, association) = match role? {
            GuestRole::Member => self.member(day)?,
            _ => {
                let name = self.name.parse(required_one_line(100));
                let association = self.association.parse(one_line(200));
                (None, name?.trim().to_owned(), association?.trim().to_owned())
            }
        };
        Some(Guest {
            id,
            meeting: day.meeting.id,
            person,
            name,
            association,
            role: role?,
            mode: mode?,
            at: at?,
        })
    }

    /// A member is chosen from the register, so that nobody counts under two names.
    fn member(&mut self, day: &Day) -> Option<(Option<PersonId>, String, String)> {
        let unasked = day.unasked();
        let find = |text: &str| {
            let person: PersonId = text.parse().map_err(|_| PressError::NotChosen)?;
            let found = unasked.iter().find(|(id, ..)| *id == person);
            found
                .map(|(id, name, place)| (Some(*id), (*name).to_owned(), (*place).to_owned()))
                .ok_or(PressError::NotChosen)
        };
        let found = self.person.parse(find);
        let spare = |text: &str| if text.trim().is_empty() { Ok(()) } else { Err(PressError::Both) };
        let (name, association) = (self.name.parse(spare), self.association.parse(spare));
        name.and(association).and(found)
    }

    /// The errors of the form that was sent; ids begin with its word.
    pub fn errors(&self) -> ErrorSummary {
        let at = |list: &'static str, proxy: &'static str, guest: &'static str, observers: &'static str| {
            match self.which() {
                Which::List => list,
                Which::Proxy => proxy,
                Which::Guest => guest,
                Which::Observers => observers,
            }
        };
        ErrorSummary::of([
            ("", "この画面", &self.id.error),
            ("", "この画面", &self.ago.error),
            ("", "この画面", &self.press.error),
            (at("", "proxy_who", "", ""), "委員", &self.who.error),
            ("proxy_name", "代理の方の氏名", &self.proxy_name.error),
            ("proxy_title", "所属・役職", &self.proxy_title.error),
            ("guest_role", "どういう人か", &self.role.error),
            ("guest_person", "委員の名前", &self.person.error),
            ("guest_name", "氏名", &self.name.error),
            ("guest_association", "所属", &self.association.error),
            (at("", "proxy_mode", "guest_mode", ""), "出席の方法", &self.mode.error),
            ("observers_count", "傍聴人", &self.count.error),
            (at("list_time", "proxy_time", "guest_time", "observers_time"), "時刻", &self.time.error),
        ])
    }
}

/// A button of the list.
enum List {
    What(What),
    Exclude(AgendaItemId),
}

fn pressed(text: &str, day: &Day) -> Result<List, PressError> {
    let (button, about) = text.split_once(':').ok_or(PressError::Unknown)?;
    let who = || attendee(about).map_err(|_| PressError::Unknown);
    let item = || about.parse::<AgendaItemId>().map_err(|_| PressError::Unknown);
    let arrived = |mode, proxy| who().map(|who| What::Arrived(who, Arrival { mode, proxy }));
    let what = match button {
        "room" => arrived(ReplyMode::Room, None)?,
        "online" => arrived(ReplyMode::Online, None)?,
        "expected" => expected(who()?, day)?,
        "left" => What::Left(who()?),
        "begin" => What::ItemBegun(item()?),
        "back" => What::TakenBack(about.parse().map_err(|_| PressError::Unknown)?),
        "exclude" => return item().map(List::Exclude),
        _ => return Err(PressError::Unknown),
    };
    Ok(List::What(what))
}

/// The proxy who was announced in the reply.
fn expected(who: Attendee, day: &Day) -> Result<What, PressError> {
    let of = |one: &&crate::invitation::queries::outlook::Asking| Attendee::Invited(one.invitation.id) == who;
    let reply = day.askings.iter().find(of).and_then(|one| one.reply.as_ref());
    let reply = reply.filter(|reply| reply.answer == Answer::Proxy).ok_or(PressError::Unknown)?;
    let proxy = Proxy {
        name: reply.proxy_name.clone().ok_or(PressError::Unknown)?,
        title: reply.proxy_title.clone().unwrap_or_default(),
    };
    Ok(What::Arrived(who, Arrival { mode: reply.mode.unwrap_or(ReplyMode::Room), proxy: Some(proxy) }))
}

fn verb(what: &What) -> AttendanceVerb {
    match what {
        What::Arrived(..) => AttendanceVerb::Arrived,
        What::Left(_) => AttendanceVerb::Left,
        What::Excluded(..) => AttendanceVerb::Excluded,
        What::ItemBegun(_) => AttendanceVerb::ItemBegun,
        What::ObserversCounted(_) => AttendanceVerb::ObserversCounted,
        What::TakenBack(_) => AttendanceVerb::TakenBack,
    }
}

fn mode(text: &str) -> Result<ReplyMode, PressError> {
    match text {
        "" => Ok(ReplyMode::Room),
        text => ReplyMode::try_from_value(&text.to_owned()).map_err(|_| PressError::NotChosen),
    }
}

/// At most a day: longer ago no button of this meeting was there.
fn ago(text: &str) -> Result<u32, PressError> {
    match text {
        "" => Ok(0),
        text => text.parse().ok().filter(|ago| *ago <= 86_400_000).ok_or(PressError::Unknown),
    }
}

pub(super) fn optional_time(text: &str) -> Result<Option<NaiveTime>, crate::platform::date::TimeError> {
    if text.trim().is_empty() { Ok(None) } else { parse_time(text).map(Some) }
}

fn count(text: &str) -> Result<i32, PressError> {
    let number = half_width(text.trim()).parse().ok();
    number.filter(|number| (0..=999).contains(number)).ok_or(PressError::NotACount)
}
