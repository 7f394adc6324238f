//! 名簿: seats, terms and heads on a day. A vacant seat (欠員) is a line without a person, never an absence; one
//! person in two seats is two lines and one head.

use chrono::NaiveDate;
use entity::id::{PersonId, SeatId};
use entity::membership::MemberRole;
use entity::{association, membership, person, seat};

use super::quorum::is_counted;
use crate::platform::date::wareki;

/// One seat on a day, with who fills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// The seat.
    pub seat: seat::Model,
    /// Who names its holder; none for a seat by post or for residents.
    pub association: Option<association::Model>,
    /// Who fills it; none = 欠員.
    pub member: Option<Holder>,
}

/// Who fills a seat, by which term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The term, with the role.
    pub membership: membership::Model,
    /// The person.
    pub person: person::Model,
}

impl RosterLine {
    /// What stands under 所属団体: the association, else the seat's own words.
    pub fn association_name(&self) -> &str {
        self.association.as_ref().map_or(self.seat.label.as_str(), |found| found.name.as_str())
    }
}

/// One person of a body on a day: one head, one vote, one mail, however many seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The person.
    pub person: person::Model,
    /// The seats in roster order, never empty; the first decides how the person is printed.
    pub seats: Vec<HeldSeat>,
}

/// A seat a person fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldSeat {
    /// The seat.
    pub seat: seat::Model,
    /// Who names its holder.
    pub association: Option<association::Model>,
    /// The term, with the role.
    pub membership: membership::Model,
}

impl Head {
    /// Whether the head counts for the quorum: it does if one of its seats does.
    pub fn is_counted(&self) -> bool {
        self.seats.iter().any(|held| is_counted(held.membership.role))
    }

    /// The role that goes first on paper: 会長, 副会長, 委員, 顧問, オブザーバー.
    pub fn role(&self) -> MemberRole {
        self.seats.iter().map(|held| held.membership.role).min().unwrap_or(MemberRole::Observer)
    }
}

/// The heads of a roster in its order; a person's first line decides the place.
pub fn heads(lines: &[RosterLine]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    for line in lines {
        let Some(holder) = &line.member else { continue };
        let held = HeldSeat {
            seat: line.seat.clone(),
            association: line.association.clone(),
            membership: holder.membership.clone(),
        };
        match heads.iter_mut().find(|head| head.person.id == holder.person.id) {
            Some(head) => head.seats.push(held),
            None => heads.push(Head { person: holder.person.clone(), seats: vec![held] }),
        }
    }
    heads
}

/// How many are in office in a body, and how many of its seats are vacant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 在任委員: heads that count for the quorum.
    pub in_office: u32,
    /// 欠員: seats without a person.
    pub vacant: u32,
}

/// Counts a roster.
pub fn tally(lines: &[RosterLine]) -> Tally {
    let counted = heads(lines).iter().filter(|head| head.is_counted()).count();
    let vacant = lines.iter().filter(|line| line.member.is_none()).count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Tally { in_office: number(counted), vacant: number(vacant) }
}

/// Whether a seat or a term lasts on a day. Both ends belong to it; an empty one is open.
pub fn lasts_on(from: Option<NaiveDate>, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

/// Whether a member is in office on a day.
pub fn in_office(membership: &membership::Model, day: NaiveDate) -> bool {
    lasts_on(Some(membership.from_on), membership.to_on, day)
}

/// Whether a term, or the life of a seat, can have these days: it may last one day, not less.
pub fn term_is_valid(from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    from.zip(to).is_none_or(|(from, to)| from <= to)
}

/// Whether two terms in one seat would share a day.
pub fn terms_overlap(one: (NaiveDate, Option<NaiveDate>), other: (NaiveDate, Option<NaiveDate>)) -> bool {
    let begins_in_time = |from: NaiveDate, to: Option<NaiveDate>| to.is_none_or(|to| from <= to);
    begins_in_time(one.0, other.1) && begins_in_time(other.0, one.1)
}

/// Whether a term lies within the life of its seat or body; an open term needs an open end there.
pub fn is_within(
    from: NaiveDate,
    to: Option<NaiveDate>,
    outer_from: Option<NaiveDate>,
    outer_to: Option<NaiveDate>,
) -> bool {
    outer_from.is_none_or(|outer| outer <= from)
        && outer_to.is_none_or(|outer| to.is_some_and(|to| to <= outer))
}

/// A term as a roster prints it: 令和8年4月1日～令和10年3月31日.
pub fn print_term(from: NaiveDate, to: Option<NaiveDate>) -> String {
    format!("{}～{}", wareki(from), to.map(wareki).unwrap_or_default())
}

/// Sorts as a roster is printed: by the body's own order, inside one place by reading.
pub fn sort(lines: &mut [RosterLine]) {
    lines.sort_by(|one, other| order(one).cmp(&order(other)));
}

/// A vacant seat goes after those filled in the same place.
fn order(line: &RosterLine) -> (i32, bool, Option<(&str, PersonId)>, SeatId) {
    let member = line.member.as_ref().map(|holder| (holder.person.kana.as_str(), holder.person.id));
    (line.seat.position, member.is_none(), member, line.seat.id)
}

#[cfg(test)]
mod tests {
    use entity::id::{BodyId, MembershipId, RegionId};
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(id: u128, position: i32, member: Option<(u128, &str, MemberRole)>) -> RosterLine {
        let seat = seat::Model {
            id: SeatId(Uuid::from_u128(id)),
            body_id: BodyId(Uuid::nil()),
            association_id: None,
            category: "医療".to_owned(),
            label: "住民代表".to_owned(),
            position,
            from_on: None,
            to_on: None,
            version: 1,
        };
        let member = member.map(|(person, kana, role)| Holder {
            membership: membership::Model {
                id: MembershipId(Uuid::from_u128(id)),
                seat_id: seat.id,
                person_id: PersonId(Uuid::from_u128(person)),
                role,
                from_on: day("2026-04-01"),
                to_on: Some(day("2028-03-31")),
                predecessor_id: None,
                deputy_order: None,
                version: 1,
            },
            person: person::Model {
                id: PersonId(Uuid::from_u128(person)),
                region_id: RegionId(Uuid::nil()),
                name: kana.to_owned(),
                kana: kana.to_owned(),
                workplace: String::new(),
                post: String::new(),
                created_at: "2026-04-01T00:00:00Z".parse().unwrap(),
                version: 1,
            },
        });
        RosterLine { seat, association: None, member }
    }

    #[test]
    fn heads_not_seats() {
        use MemberRole::{Adviser, Chair, Member, Observer};
        //   lines (seat, person, role), heads, counted, vacant
        for (what, lines, expected) in [
            ("nobody", vec![], (0, 0, 0)),
            ("a vacancy", vec![None, Some((1, "あ", Member))], (1, 1, 1)),
            (
                "two seats",
                vec![Some((1, "あ", Member)), Some((2, "い", Chair)), Some((1, "あ", Member))],
                (2, 2, 0),
            ),
            ("never counted", vec![Some((1, "あ", Adviser)), Some((2, "い", Observer))], (2, 0, 0)),
            ("member and observer", vec![Some((1, "あ", Observer)), Some((1, "あ", Member))], (1, 1, 0)),
        ] {
            let lines: Vec<_> = (1..).zip(lines).map(|(id, member)| line(id, 1, member)).collect();
            let Tally { in_office: counted, vacant } = tally(&lines);
            let heads = u32::try_from(heads(&lines).len()).unwrap();
            assert_eq!((heads, counted, vacant), expected, "{what}");
        }
    }

    #[test]
    fn the_first_line_of_a_person_decides() {
        use MemberRole::{Member, ViceChair};
        let mut lines = vec![
            line(3, 3, Some((7, "ほし", ViceChair))),
            line(4, 2, None),
            line(1, 1, Some((8, "みやした", Member))),
            line(2, 1, Some((7, "ほし", Member))),
            line(5, 1, Some((9, "はら", Member))),
            line(0, 1, None),
        ];
        sort(&mut lines);
        let order: Vec<_> = lines.iter().map(|line| line.seat.id.0.as_u128()).collect();
        assert_eq!(order, [5, 2, 1, 0, 4, 3]);
        let heads = heads(&lines);
        let persons: Vec<_> = heads.iter().map(|head| head.person.id.0.as_u128()).collect();
        assert_eq!(persons, [9, 7, 8]);
        assert_eq!(heads[1].seats.iter().map(|held| held.seat.position).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(heads[1].role(), ViceChair);
    }

    #[test]
    fn both_ends_of_a_term_are_in_office() {
        let member = line(1, 1, Some((1, "あ", MemberRole::Member))).member.unwrap().membership;
        for (on, expected) in
            [("2026-03-31", false), ("2026-04-01", true), ("2028-03-31", true), ("2028-04-01", false)]
        {
            assert_eq!(in_office(&member, day(on)), expected, "{on}");
        }
        assert!(lasts_on(None, None, day("1900-01-01")));
    }

    #[test]
    fn terms() {
        let date = |text: &str| (!text.is_empty()).then(|| day(text));
        for (from, to, valid) in [
            ("2026-04-01", "2026-04-01", true),
            ("2026-04-01", "2026-03-31", false),
            ("2026-04-01", "", true),
            ("", "2026-03-31", true),
        ] {
            assert_eq!(term_is_valid(date(from), date(to)), valid, "{from} - {to}");
        }
        let term = |from: &str, to: &str| (day(from), date(to));
        for (one, other, expected) in [
            (term("2024-04-01", "2026-03-31"), term("2026-04-01", ""), false),
            (term("2024-04-01", "2026-04-01"), term("2026-04-01", ""), true),
            (term("2024-04-01", ""), term("2030-04-01", "2031-03-31"), true),
            (term("2024-04-01", "2030-03-31"), term("2026-04-01", "2026-06-30"), true),
        ] {
            assert_eq!(terms_overlap(one, other), expected, "{one:?} {other:?}");
            assert_eq!(terms_overlap(other, one), expected, "{other:?} {one:?}");
        }
        for (term, seat, expected) in [
            (("2026-04-01", "2028-03-31"), ("", ""), true),
            (("2026-04-01", ""), ("2026-04-01", ""), true),
            (("2026-04-01", ""), ("", "2028-03-31"), false),
            (("2026-04-01", "2028-03-31"), ("2026-04-02", ""), false),
            (("2026-04-01", "2028-03-31"), ("", "2028-03-31"), true),
            (("2026-04-01", "2028-03-31"), ("", "2028-03-30"), false),
        ] {
            let within = is_within(day(term.0), date(term.1), date(seat.0), date(seat.1));
            assert_eq!(within, expected, "{term:?} in {seat:?}");
        }
    }
}
