//! The entries of a day, folded: each person's spans of presence, the items as they were begun, and who counts.

use std::collections::HashSet;

use entity::attendance_entry::{self, AttendanceVerb};
use entity::attendance_guest::{self, GuestRole};
use entity::id::{AgendaItemId, AttendanceEntryId, AttendanceGuestId, InvitationId};
use entity::meeting_ruling;
use entity::membership::MemberRole;
use entity::reply::{Answer, ReplyMode};

use crate::body::rules::{Exclusion, QuorumBase, Rule, Rules};
use crate::invitation::queries::outlook::Asking;
use crate::invitation::rules::{Forecast, Head, InOffice, forecast};
use crate::meeting::rules::applied;
use crate::platform::clock::Instant;

/// Somebody on the list of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attendee {
    /// Asked beforehand.
    Invited(InvitationId),
    /// Came unasked.
    Guest(AttendanceGuestId),
}

impl Attendee {
    /// Whom an entry is about.
    pub fn of(entry: &attendance_entry::Model) -> Option<Self> {
        entry.invitation_id.map(Self::Invited).or(entry.guest_id.map(Self::Guest))
    }
}

/// How somebody is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Room or online.
    pub mode: ReplyMode,
    /// Name and post of who came in the member's place.
    pub proxy: Option<(String, String)>,
}

/// From when to when somebody was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Arrival.
    pub from: Instant,
    /// Leaving; none while there.
    pub to: Option<Instant>,
    /// How.
    pub way: Way,
}

/// One person's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Who.
    pub who: Attendee,
    /// Whether the head counts for the quorum when it is there.
    pub counted: bool,
    /// In the order of time.
    pub spans: Vec<Span>,
    /// 除斥.
    pub excluded: Vec<AgendaItemId>,
}

impl Presence {
    /// How the person is there at an instant.
    pub fn at(&self, at: Instant) -> Option<&Way> {
        let there = |span: &&Span| span.from <= at && span.to.is_none_or(|to| at < to);
        self.spans.iter().rev().find(there).map(|span| &span.way)
    }

    /// The span that has not ended.
    pub fn open(&self) -> Option<&Span> {
        self.spans.last().filter(|span| span.to.is_none())
    }
}

/// The entries that count, in the order in which things happened: what was taken back is not among them, nor the
/// taking back itself.
pub fn standing(entries: &[attendance_entry::Model]) -> Vec<&attendance_entry::Model> {
    let back: HashSet<AttendanceEntryId> = entries.iter().filter_map(|entry| entry.takes_back_id).collect();
    let counts = |entry: &&attendance_entry::Model| {
        entry.verb != AttendanceVerb::TakenBack && !back.contains(&entry.id)
    };
    let mut standing: Vec<_> = entries.iter().filter(counts).collect();
    standing.sort_by_key(|entry| (entry.happened_at, entry.recorded_at, entry.id));
    standing
}

/// Everybody's day: those asked in roster order, then those who came unasked, in the order they were entered. A guest
/// whose arrival was taken back was never there.
pub fn presences(
    askings: &[Asking],
    guests: &[attendance_guest::Model],
    entries: &[attendance_entry::Model],
) -> Vec<Presence> {
    let standing = standing(entries);
    let of = |who: Attendee, counted: bool| {
        let own: Vec<_> = standing.iter().filter(|entry| Attendee::of(entry) == Some(who)).collect();
        let excluded = own.iter().filter(|entry| entry.verb == AttendanceVerb::Excluded);
        let excluded = excluded.filter_map(|entry| entry.agenda_item_id).collect();
        Presence { who, counted, spans: spans(own.into_iter().copied()), excluded }
    };
    let asked = askings.iter().filter(|one| one.stands());
    let asked = asked.map(|one| of(Attendee::Invited(one.invitation.id), one.invitation.counted));
    let came = guests.iter().map(|guest| of(Attendee::Guest(guest.id), guest.role == GuestRole::Member));
    asked.chain(came.filter(|one| !one.spans.is_empty())).collect()
}

/// Arriving twice in the same way is once; arriving in another way ends the first; leaving without being there is
/// nothing. So a button pressed twice, and two tablets at two doors, do no harm.
fn spans<'a>(entries: impl Iterator<Item = &'a attendance_entry::Model>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for entry in entries {
        let at = entry.happened_at;
        let open = spans.last_mut().filter(|span| span.to.is_none());
        match (entry.verb, open) {
            (AttendanceVerb::Arrived, open) => {
                let way = way(entry);
                if open.as_ref().is_some_and(|span| span.way == way) {
                    continue;
                }
                if let Some(span) = open {
                    span.to = Some(at);
                }
                spans.push(Span { from: at, to: None, way });
            }
            (AttendanceVerb::Left, Some(span)) => span.to = Some(at),
            _ => {}
        }
    }
    spans
}

/// How somebody first came, of the person's entries that count; none for who never did.
pub fn first_way(entries: &[attendance_entry::Model]) -> Option<Way> {
    spans(standing(entries).into_iter()).into_iter().next().map(|span| span.way)
}

fn way(entry: &attendance_entry::Model) -> Way {
    let title = entry.proxy_title.clone().unwrap_or_default();
    Way {
        mode: entry.mode.unwrap_or(ReplyMode::Room),
        proxy: entry.proxy_name.clone().map(|name| (name, title)),
    }
}

/// An item of the agenda as it was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub id: AgendaItemId,
    /// When; the last entry counts, since an item begun too early is begun again.
    pub begun_at: Option<Instant>,
}

/// When each of these items was begun.
pub fn items(ids: impl Iterator<Item = AgendaItemId>, entries: &[attendance_entry::Model]) -> Vec<Item> {
    let standing = standing(entries);
    let begun = |id| {
        let mut own = standing
            .iter()
            .filter(|entry| entry.verb == AttendanceVerb::ItemBegun && entry.agenda_item_id == Some(id));
        own.next_back().map(|entry| entry.happened_at)
    };
    ids.map(|id| Item { id, begun_at: begun(id) }).collect()
}

/// How many residents listened: the last count.
pub fn observers(entries: &[attendance_entry::Model]) -> Option<i32> {
    let standing = standing(entries);
    let counted = standing.iter().rev().find(|entry| entry.verb == AttendanceVerb::ObserversCounted);
    counted.and_then(|entry| entry.count)
}

/// Who is present and counts at an instant, for one item where one is named. Whoever is excluded from the item leaves
/// both counts or stays in both, as the charter or a ruling says; where neither does, only those present become fewer.
pub fn counted_at(
    presences: &[Presence],
    (rules, rulings): (&Rules, &[meeting_ruling::Model]),
    in_office: InOffice,
    (at, item): (Instant, Option<AgendaItemId>),
) -> Forecast {
    let exclusion = applied(&rules.exclusion, rulings);
    let heads = presences.iter().filter(|one| one.counted);
    let is_out = |one: &Presence| {
        exclusion != Some(Exclusion::Stays) && item.is_some_and(|item| one.excluded.contains(&item))
    };
    let (out, within): (Vec<_>, Vec<_>) = heads.partition(|one| is_out(one));
    let head = |one: &&Presence| match one.at(at) {
        None => Head { answer: Some((Answer::Absent, None)) },
        Some(way) if way.proxy.is_some() => Head { answer: Some((Answer::Proxy, Some(way.mode))) },
        Some(way) => Head { answer: Some((Answer::Attend, Some(way.mode))) },
    };
    let heads: Vec<_> = within.iter().map(head).collect();
    let shrinks = exclusion == Some(Exclusion::Shrinks);
    let less = if shrinks { u32::try_from(out.len()).unwrap_or(u32::MAX) } else { 0 };
    let rules = with_smaller_base(rules, less);
    let in_office = InOffice { heads: in_office.heads.saturating_sub(less), ..in_office };
    forecast(&rules, rulings, in_office, &heads)
}

fn with_smaller_base(rules: &Rules, less: u32) -> Rules {
    let mut rules = rules.clone();
    if let Rule::Stated { value: QuorumBase::Fixed(fixed), .. } = &mut rules.quorum_base {
        *fixed = fixed.saturating_sub(less);
    }
    rules
}

/// Who presides at an instant: 会長 if there in person, else 副会長 in roster order. The name with the role.
pub fn presider<'a>(
    askings: &'a [Asking],
    presences: &[Presence],
    at: Instant,
) -> Option<(MemberRole, &'a str)> {
    let there = |one: &&Asking| {
        let who = Attendee::Invited(one.invitation.id);
        let found = presences.iter().find(|presence| presence.who == who);
        found.and_then(|presence| presence.at(at)).is_some_and(|way| way.proxy.is_none())
    };
    let of = |role: MemberRole| {
        askings.iter().filter(|one| one.stands() && one.invitation.role == role).find(there)
    };
    let found = of(MemberRole::Chair).or_else(|| of(MemberRole::ViceChair))?;
    Some((found.invitation.role, found.invitation.name.as_str()))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use entity::id::{MeetingId, PersonId};
    use uuid::Uuid;

    use super::*;

    fn start() -> Instant {
        "2026-11-26T09:30:00Z".parse().unwrap()
    }

    fn minute(minutes: i64) -> Instant {
        start() + TimeDelta::minutes(minutes)
    }

    const DOCTOR: InvitationId = InvitationId(Uuid::from_u128(1));

    /// A short word for an entry: `+room`, `+online`, `+proxy`, `-`, each with its minute.
    fn entries(words: &[(&str, i64)]) -> Vec<attendance_entry::Model> {
        let entry = |(number, (word, at)): (usize, &(&str, i64))| {
            let id = AttendanceEntryId(Uuid::from_u128(100 + number as u128));
            let verb = if *word == "-" { AttendanceVerb::Left } else { AttendanceVerb::Arrived };
            let mode = if *word == "+online" { ReplyMode::Online } else { ReplyMode::Room };
            attendance_entry::Model {
                id,
                meeting_id: MeetingId(Uuid::nil()),
                verb,
                invitation_id: Some(DOCTOR),
                guest_id: None,
                agenda_item_id: None,
                mode: (verb == AttendanceVerb::Arrived).then_some(mode),
                proxy_name: (*word == "+proxy").then(|| "代理 一郎".to_owned()),
                proxy_title: None,
                count: None,
                takes_back_id: None,
                happened_at: minute(*at),
                recorded_by: PersonId(Uuid::nil()),
                recorded_at: minute(*at),
            }
        };
        words.iter().enumerate().map(entry).collect()
    }

    fn folded(entries: &[attendance_entry::Model]) -> String {
        let mark = |span: &Span| {
            let word = match (&span.way.proxy, span.way.mode) {
                (Some(_), _) => "proxy",
                (None, ReplyMode::Room) => "room",
                (None, ReplyMode::Online) => "online",
            };
            let minutes = |at: Instant| (at - start()).num_minutes();
            let to = span.to.map(|to| minutes(to).to_string()).unwrap_or_default();
            format!("{word} {}-{to}", minutes(span.from))
        };
        spans(standing(entries).into_iter()).iter().map(mark).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn entries_become_spans() {
        for (words, expected) in [
            (&[][..], ""),
            (&[("+room", 0)], "room 0-"),
            (&[("+room", 0), ("+room", 1)], "room 0-"),
            (&[("-", 5)], ""),
            (&[("+room", 0), ("-", 40), ("-", 41)], "room 0-40"),
            (&[("+online", 0), ("-", 10), ("+online", 15)], "online 0-10, online 15-"),
            (&[("+online", 0), ("+room", 20)], "online 0-20, room 20-"),
            (&[("+proxy", 0), ("+room", 30)], "proxy 0-30, room 30-"),
            // Entered late, and out of order.
            (&[("-", 40), ("+room", 0)], "room 0-40"),
        ] {
            assert_eq!(folded(&entries(words)), expected, "{words:?}");
        }
    }

    #[test]
    fn what_was_taken_back_never_happened() {
        let mut all = entries(&[("+room", 0), ("-", 40)]);
        let back = attendance_entry::Model {
            id: AttendanceEntryId(Uuid::from_u128(7)),
            verb: AttendanceVerb::TakenBack,
            takes_back_id: all.last().map(|left| left.id),
            ..entries(&[("-", 41)]).remove(0)
        };
        all.push(back);
        assert_eq!(folded(&all), "room 0-");
    }

    #[test]
    fn somebody_is_there_from_the_arrival_until_the_leaving() {
        let all = entries(&[("+room", 0), ("-", 40)]);
        let day = Presence {
            who: Attendee::Invited(DOCTOR),
            counted: true,
            spans: spans(standing(&all).into_iter()),
            excluded: Vec::new(),
        };
        for (at, there) in [(-1, false), (0, true), (39, true), (40, false)] {
            assert_eq!(day.at(minute(at)).is_some(), there, "minute {at}");
        }
    }

    proptest::proptest! {
        /// However entries come in, twice or in another order, the day is the same.
        #[test]
        fn the_order_of_arrival_here_does_not_matter(
            picks in proptest::collection::vec((0_usize..4, 0_i64..60), 0..12),
            turn in 0_usize..12,
        ) {
            let words: Vec<_> =
                picks.iter().map(|(pick, at)| (["+room", "+online", "+proxy", "-"][*pick], *at)).collect();
            let all = entries(&words);
            let mut turned = all.clone();
            turned.rotate_left(turn.min(all.len()));
            proptest::prop_assert_eq!(folded(&turned), folded(&all));
            let spans = spans(standing(&all).into_iter());
            proptest::prop_assert!(spans.windows(2).all(|pair| pair[0].to.is_some_and(|to| to <= pair[1].from)));
        }
    }
}
