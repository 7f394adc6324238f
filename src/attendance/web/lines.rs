//! The lines of the roll call: everybody on the list, the items with their quorum, and the record of the day.

use entity::attendance_entry::{self, AttendanceVerb};
use entity::id::{AgendaItemId, AttendanceEntryId};
use entity::reply::{self, Answer, ReplyMode};
use entity::{agenda_item, attendance_guest};

use super::form::key;
use crate::attendance::queries::Day;
use crate::attendance::rules::{Attendee, Presence, Way, guest_word, items, standing, verdict_words};
use crate::body::rules::Titles;
use crate::invitation::queries::outlook::Asking;
use crate::invitation::rules::{answer_word, mode_word, role_note};
use crate::platform::clock::Instant;
use crate::platform::date::{clock, tokyo_time};

/// Somebody on the list.
pub struct RollLine {
    /// As buttons name the person.
    pub key: String,
    /// As printed.
    pub name: String,
    /// As printed, with the role.
    pub about: String,
    /// 「回答 出席（オンライン）」.
    pub promised: String,
    /// Who was announced as a proxy and has not come.
    pub announced: Option<String>,
    /// `room`, `online`, `proxy`, or nothing while not there.
    pub now: &'static str,
    /// 「会場 18:24」「代理 佐々木 昇 18:20」「18:50 退席」; empty before.
    pub words: String,
    /// Whether the head counts.
    pub counted: bool,
}

/// An item with the quorum when it was begun.
pub struct ItemLine {
    /// Its key.
    pub id: AgendaItemId,
    /// Title.
    pub title: String,
    /// 「18:42」; none before.
    pub begun: Option<String>,
    /// 「出席12人、定足数11人　定足数に達しています」.
    pub count: String,
    /// 「除斥 佐々木 昇」; empty without.
    pub excluded: String,
}

/// One entry of the record.
pub struct RecordLine {
    /// Its key.
    pub id: AttendanceEntryId,
    /// 「18:24」.
    pub time: String,
    /// 「佐々木 昇　会場に到着」.
    pub words: String,
    /// Whether it was taken back.
    pub off: bool,
}

/// Everybody, those asked first.
pub(super) fn roll(day: &Day, presences: &[Presence]) -> Vec<RollLine> {
    let titles = &day.rules.titles;
    let line = |presence: &Presence| {
        let asking = day.askings.iter().find(|one| Attendee::Invited(one.invitation.id) == presence.who);
        let guest = day.guests.iter().find(|one| Attendee::Guest(one.id) == presence.who);
        let (name, about, reply) = match (asking, guest) {
            (Some(one), _) => asked(one, titles),
            (None, Some(guest)) => came(guest),
            (None, None) => return None,
        };
        let there = presence.open();
        let proxy = reply.filter(|reply| reply.answer == Answer::Proxy && there.is_none());
        Some(RollLine {
            key: key(presence.who),
            name,
            about,
            promised: reply.map(promised).unwrap_or_default(),
            announced: proxy.and_then(|reply| reply.proxy_name.clone()),
            now: there.map_or("", |span| word(&span.way)),
            words: words(presence),
            counted: presence.counted,
        })
    };
    presences.iter().filter_map(line).collect()
}

fn asked<'a>(one: &'a Asking, titles: &Titles) -> (String, String, Option<&'a reply::Model>) {
    let role = role_note(one.invitation.role, titles);
    let about = [one.invitation.association.as_str(), role.as_str()];
    let about: Vec<_> = about.into_iter().filter(|part| !part.is_empty()).collect();
    (one.invitation.name.clone(), about.join("　"), one.reply.as_ref())
}

fn came(guest: &attendance_guest::Model) -> (String, String, Option<&reply::Model>) {
    let about = [guest_word(guest.role), guest.association.as_str()];
    let about: Vec<_> = about.into_iter().filter(|part| !part.is_empty()).collect();
    (guest.name.clone(), about.join("　"), None)
}

fn promised(reply: &reply::Model) -> String {
    match (reply.answer, reply.mode) {
        (Answer::Attend, Some(mode)) => format!("回答 出席（{}）", mode_word(mode)),
        (Answer::Proxy, _) => format!("回答 代理（{}）", reply.proxy_name.clone().unwrap_or_default()),
        (answer, _) => format!("回答 {}", answer_word(answer)),
    }
}

fn word(way: &Way) -> &'static str {
    match (&way.proxy, way.mode) {
        (Some(_), _) => "proxy",
        (None, ReplyMode::Room) => "room",
        (None, ReplyMode::Online) => "online",
    }
}

fn way_words(way: &Way) -> String {
    match &way.proxy {
        Some((name, _)) if way.mode == ReplyMode::Online => format!("代理（オンライン） {name}"),
        Some((name, _)) => format!("代理 {name}"),
        None => mode_word(way.mode).to_owned(),
    }
}

fn words(presence: &Presence) -> String {
    match presence.spans.last() {
        None => String::new(),
        Some(span) => match span.to {
            None => format!("{} {}", way_words(&span.way), minute(span.from)),
            Some(to) => format!("{} 退席", minute(to)),
        },
    }
}

fn minute(at: Instant) -> String {
    clock(tokyo_time(at))
}

/// The agenda with what was there when each item was begun.
pub(super) fn agenda(day: &Day, presences: &[Presence]) -> Vec<ItemLine> {
    let begun = items(day.items.iter().map(|item| item.id), &day.entries);
    let line = |(row, item): (&agenda_item::Model, crate::attendance::rules::Item)| {
        let count = item.begun_at.map(|at| {
            let count = day.count(presences, at, Some(item.id));
            let needed = count.needed.map(|needed| format!("、定足数{needed}人")).unwrap_or_default();
            format!("出席{}人{needed}　{}", count.expected, verdict_words(count.verdict))
        });
        let out = presences.iter().filter(|one| one.excluded.contains(&item.id));
        let out: Vec<_> = out.map(|one| day.name(one.who)).collect();
        ItemLine {
            id: row.id,
            title: row.title.clone(),
            begun: item.begun_at.map(minute),
            count: count.unwrap_or_default(),
            excluded: if out.is_empty() { String::new() } else { format!("除斥 {}", out.join("、")) },
        }
    };
    day.items.iter().zip(begun).map(line).collect()
}

/// The record, the latest first, without the takings back themselves.
pub(super) fn record(day: &Day) -> Vec<RecordLine> {
    let counts: Vec<_> = standing(&day.entries).iter().map(|entry| entry.id).collect();
    let happened = day.entries.iter().rev().filter(|entry| entry.verb != AttendanceVerb::TakenBack);
    let line = |entry: &attendance_entry::Model| RecordLine {
        id: entry.id,
        time: minute(entry.happened_at),
        words: entry_words(day, entry),
        off: !counts.contains(&entry.id),
    };
    happened.map(line).collect()
}

fn entry_words(day: &Day, entry: &attendance_entry::Model) -> String {
    let name = Attendee::of(entry).map(|who| day.name(who)).unwrap_or_default();
    let item = || {
        let found = day.items.iter().find(|item| Some(item.id) == entry.agenda_item_id);
        found.map_or_else(|| "議題".to_owned(), |item| format!("「{}」", item.title))
    };
    match entry.verb {
        AttendanceVerb::Arrived => match (&entry.proxy_name, entry.mode) {
            (Some(proxy), _) => format!("{name}　代理の{proxy}が出席"),
            (None, Some(ReplyMode::Online)) => format!("{name}　オンラインで出席"),
            (None, _) => format!("{name}　会場に出席"),
        },
        AttendanceVerb::Left => format!("{name}　退席"),
        AttendanceVerb::Excluded => format!("{name}　{}から除斥", item()),
        AttendanceVerb::ItemBegun => format!("{}に入る", item()),
        AttendanceVerb::ObserversCounted => format!("傍聴人 {}人", entry.count.unwrap_or_default()),
        AttendanceVerb::TakenBack => String::new(),
    }
}
