//! 出席状況: how often each member came to the meetings of a body in a year, in counts.

use std::collections::BTreeMap;

use entity::id::PersonId;
use entity::reply::ReplyMode;

use super::Way;

/// One person in one meeting that was held: how they first came, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sat {
    /// Who.
    pub person: PersonId,
    /// As printed that day.
    pub name: String,
    /// As printed that day.
    pub association: String,
    /// Place in the roster of that day.
    pub position: i32,
    /// How they came; none = did not.
    pub way: Option<Way>,
}

/// One line of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// As last printed.
    pub name: String,
    /// As last printed.
    pub association: String,
    /// Meetings asked to.
    pub asked: u32,
    /// Came to the room.
    pub room: u32,
    /// Joined online.
    pub online: u32,
    /// Sent a proxy.
    pub proxy: u32,
    /// Did not come.
    pub absent: u32,
}

/// One line a person, in the roster's order of the last meeting each was asked to; `sat` in the order of time.
pub fn tally(sat: &[Sat]) -> Vec<Tally> {
    let mut lines: BTreeMap<PersonId, (i32, Tally)> = BTreeMap::new();
    for one in sat {
        let (position, line) = lines.entry(one.person).or_default();
        *position = one.position;
        line.name.clone_from(&one.name);
        line.association.clone_from(&one.association);
        line.asked += 1;
        match &one.way {
            None => line.absent += 1,
            Some(Way { proxy: Some(_), .. }) => line.proxy += 1,
            Some(Way { mode: ReplyMode::Room, .. }) => line.room += 1,
            Some(Way { mode: ReplyMode::Online, .. }) => line.online += 1,
        }
    }
    let mut lines: Vec<_> =
        lines.into_iter().map(|(person, (position, line))| (position, person, line)).collect();
    lines.sort_by_key(|(position, person, _)| (*position, *person));
    lines.into_iter().map(|(_, _, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_meeting_asked_to_is_counted_once() {
        let way = |mode, proxy: Option<&str>| {
            Some(Way { mode, proxy: proxy.map(|name| (name.to_owned(), String::new())) })
        };
        let sat = |person: u128, name: &str, position, way| Sat {
            person: PersonId(Uuid::from_u128(person)),
            name: name.into(),
            association: "医師会".into(),
            position,
            way,
        };
        let lines = tally(&[
            sat(1, "山田 花子", 2, way(ReplyMode::Room, None)),
            sat(2, "佐藤 一郎", 1, None),
            sat(1, "鈴木 花子", 2, way(ReplyMode::Online, None)),
            sat(2, "佐藤 一郎", 1, way(ReplyMode::Room, Some("代理 次郎"))),
        ]);
        let counts = |line: &Tally| [line.asked, line.room, line.online, line.proxy, line.absent];
        let shown: Vec<_> = lines.iter().map(|line| (line.name.as_str(), counts(line))).collect();
        // The name of the last meeting stands.
        assert_eq!(shown, [("佐藤 一郎", [2, 0, 0, 1, 1]), ("鈴木 花子", [2, 1, 1, 0, 0])]);
    }
}
