//! Where a notice or reminder for a person goes.

use std::collections::HashMap;

use entity::contact_point::{ContactKind, Model as ContactPoint};
use entity::id::SeatId;

use super::roster::Head;

/// The contact points that serve one head for one purpose, in their order.
///
/// `said` holds what the seats say for this purpose; the first seat in roster order that says something decides.
/// Where none does, the holder's own first mail address serves, else the first fax, else the post. Empty = nothing
/// is known, the paper goes by hand. A seat may say a telephone: that, too, is work for a hand. Points that are
/// out of use never serve and count as not said.
pub fn contacts(
    head: &Head,
    said: &HashMap<SeatId, Vec<ContactPoint>>,
    own: &[ContactPoint],
) -> Vec<ContactPoint> {
    let seats = head.seats.iter().filter_map(|held| said.get(&held.seat.id));
    let chosen = seats.map(|points| in_use(points)).find(|points| !points.is_empty());
    chosen.unwrap_or_else(|| {
        let own = in_use(own);
        let first = |kind| own.iter().find(|point| point.kind == kind).cloned();
        let found = [ContactKind::Mail, ContactKind::Fax, ContactKind::Post].into_iter().find_map(first);
        found.into_iter().collect()
    })
}

fn in_use(points: &[ContactPoint]) -> Vec<ContactPoint> {
    let mut points: Vec<_> = points.iter().filter(|point| point.retired_at.is_none()).cloned().collect();
    points.sort_by_key(|point| (point.position, point.id));
    points
}

#[cfg(test)]
mod tests {
    use entity::id::{BodyId, ContactPointId, MembershipId, PersonId, RegionId};
    use entity::membership::{self, MemberRole};
    use entity::{person, seat};
    use uuid::Uuid;

    use super::super::roster::HeldSeat;
    use super::*;

    fn point(id: u128, kind: ContactKind, position: i32, retired: bool) -> ContactPoint {
        ContactPoint {
            id: ContactPointId(Uuid::from_u128(id)),
            region_id: RegionId(Uuid::nil()),
            person_id: None,
            association_id: None,
            kind,
            value: String::new(),
            position,
            retired_at: retired.then(|| "2026-04-01T00:00:00Z".parse().unwrap()),
            version: 1,
        }
    }

    fn head(seats: &[u128]) -> Head {
        let person = PersonId(Uuid::from_u128(1));
        let held = |id: &u128| HeldSeat {
            seat: seat::Model {
                id: SeatId(Uuid::from_u128(*id)),
                body_id: BodyId(Uuid::nil()),
                association_id: None,
                category: String::new(),
                label: String::new(),
                position: 1,
                from_on: None,
                to_on: None,
                version: 1,
            },
            association: None,
            membership: membership::Model {
                id: MembershipId(Uuid::from_u128(*id)),
                seat_id: SeatId(Uuid::from_u128(*id)),
                person_id: person,
                role: MemberRole::Member,
                from_on: "2026-04-01".parse().unwrap(),
                to_on: None,
                predecessor_id: None,
                deputy_order: None,
                version: 1,
            },
        };
        let person = person::Model {
            id: person,
            region_id: RegionId(Uuid::nil()),
            name: "髙橋 花子".to_owned(),
            kana: "たかはし はなこ".to_owned(),
            workplace: String::new(),
            post: String::new(),
            created_at: "2026-04-01T00:00:00Z".parse().unwrap(),
            version: 1,
        };
        Head { person, seats: seats.iter().map(held).collect() }
    }

    #[test]
    fn where_a_letter_goes() {
        use ContactKind::{Fax, Mail, Post, Telephone};
        let mail = || point(11, Mail, 2, false);
        let office = || point(21, Mail, 1, false);
        //   seats in roster order; what seats say; the person's own; chosen
        for (what, seats, said, own, chosen) in [
            ("nothing known", vec![1], vec![], vec![], vec![]),
            ("only a telephone", vec![1], vec![], vec![point(12, Telephone, 1, false)], vec![]),
            ("own mail before fax", vec![1], vec![], vec![point(12, Fax, 1, false), mail()], vec![11]),
            ("first mail only", vec![1], vec![], vec![point(13, Mail, 3, false), mail()], vec![11]),
            (
                "fax before post",
                vec![1],
                vec![],
                vec![point(14, Post, 1, false), point(12, Fax, 9, false)],
                vec![12],
            ),
            (
                "not what is retired",
                vec![1],
                vec![],
                vec![point(11, Mail, 1, true), point(14, Post, 2, false)],
                vec![14],
            ),
            ("the seat's office", vec![1], vec![(1, vec![office()])], vec![mail()], vec![21]),
            ("two addresses in order", vec![1], vec![(1, vec![mail(), office()])], vec![], vec![21, 11]),
            ("the first seat that says", vec![1, 2], vec![(2, vec![office()])], vec![mail()], vec![21]),
            (
                "not the second seat",
                vec![2, 1],
                vec![(1, vec![office()]), (2, vec![mail()])],
                vec![],
                vec![11],
            ),
            ("somebody else's seat", vec![1], vec![(3, vec![office()])], vec![mail()], vec![11]),
            (
                "said, but out of use",
                vec![1],
                vec![(1, vec![point(21, Mail, 1, true)])],
                vec![mail()],
                vec![11],
            ),
            (
                "by telephone",
                vec![1],
                vec![(1, vec![point(15, Telephone, 1, false)])],
                vec![mail()],
                vec![15],
            ),
        ] {
            let said =
                said.into_iter().map(|(seat, points)| (SeatId(Uuid::from_u128(seat)), points)).collect();
            let got = contacts(&head(&seats), &said, &own);
            let got: Vec<_> = got.iter().map(|point| point.id.0.as_u128()).collect();
            assert_eq!(got, chosen, "{what}");
        }
    }
}
