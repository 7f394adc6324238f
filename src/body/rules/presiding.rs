//! Who presides when the chair is away or there is none.

use entity::id::PersonId;
use entity::membership::MemberRole;

use super::roster::Head;
use super::setting::ActingChair;

/// Who presides on a day, the first who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presiding {
    /// The chair; none while there is none.
    pub chair: Option<PersonId>,
    /// Who acts for the chair, in order.
    pub acting: Vec<PersonId>,
    /// Whether the members present choose somebody when none of them is there.
    pub elects: bool,
}

/// By the roster and what the charter says of acting for the chair. Where it says nothing nobody acts by right.
pub fn presiding(heads: &[Head], rule: Option<ActingChair>) -> Presiding {
    let chair = heads.iter().find(|head| head.role() == MemberRole::Chair).map(|head| head.person.id);
    let vice_chairs = || heads.iter().filter(|head| head.role() == MemberRole::ViceChair);
    let acting: Vec<_> = match rule {
        None | Some(ActingChair::Elected) => Vec::new(),
        Some(ActingChair::ViceChairs) => vice_chairs().collect(),
        Some(ActingChair::Named) => named(heads),
        Some(ActingChair::ViceChairsThenNamed) => vice_chairs().chain(named(heads)).collect(),
    };
    let mut order: Vec<PersonId> = Vec::new();
    for head in acting {
        if Some(head.person.id) != chair && !order.contains(&head.person.id) {
            order.push(head.person.id);
        }
    }
    Presiding { chair, acting: order, elects: rule == Some(ActingChair::Elected) }
}

/// Members the chair named beforehand, in the order named; who is counted for no quorum cannot preside.
fn named(heads: &[Head]) -> Vec<&Head> {
    let place = |head: &Head| head.seats.iter().filter_map(|held| held.membership.deputy_order).min();
    let mut named: Vec<_> = heads
        .iter()
        .filter(|head| head.is_counted())
        .filter_map(|head| place(head).map(|at| (at, head)))
        .collect();
    named.sort_by_key(|(at, _)| *at);
    named.into_iter().map(|(_, head)| head).collect()
}

#[cfg(test)]
mod tests {
    use entity::id::{BodyId, MembershipId, RegionId, SeatId};
    use entity::{membership, person, seat};
    use uuid::Uuid;

    use super::super::roster::HeldSeat;
    use super::*;

    fn head(id: u128, role: MemberRole, deputy_order: Option<i32>) -> Head {
        let person = PersonId(Uuid::from_u128(id));
        let held = HeldSeat {
            seat: seat::Model {
                id: SeatId(Uuid::from_u128(id)),
                body_id: BodyId(Uuid::nil()),
                association_id: None,
                category: String::new(),
                label: "住民代表".to_owned(),
                position: 1,
                from_on: None,
                to_on: None,
                version: 1,
            },
            association: None,
            membership: membership::Model {
                id: MembershipId(Uuid::from_u128(id)),
                seat_id: SeatId(Uuid::from_u128(id)),
                person_id: person,
                role,
                from_on: "2026-04-01".parse().unwrap(),
                to_on: None,
                predecessor_id: None,
                deputy_order,
                version: 1,
            },
        };
        let person = person::Model {
            id: person,
            region_id: RegionId(Uuid::nil()),
            name: String::new(),
            kana: String::new(),
            workplace: String::new(),
            post: String::new(),
            created_at: "2026-04-01T00:00:00Z".parse().unwrap(),
            version: 1,
        };
        Head { person, seats: vec![held] }
    }

    #[test]
    fn who_presides() {
        use ActingChair::{Elected, Named, ViceChairs, ViceChairsThenNamed};
        use MemberRole::{Chair, Member, Observer, ViceChair};
        let full = || {
            vec![
                head(5, Member, Some(2)),
                head(1, Chair, None),
                head(3, ViceChair, None),
                head(2, ViceChair, Some(1)),
                head(4, Member, Some(3)),
                head(6, Observer, Some(1)),
            ]
        };
        let vacant = || full().into_iter().filter(|head| head.role() != Chair).collect::<Vec<_>>();
        //   roster, rule, chair, acting, elects
        for (what, heads, rule, chair, acting, elects) in [
            ("nothing said", full(), None, Some(1), vec![], false),
            ("vice-chairs in roster order", full(), Some(ViceChairs), Some(1), vec![3, 2], false),
            (
                "a vice-chair who is named comes once",
                full(),
                Some(ViceChairsThenNamed),
                Some(1),
                vec![3, 2, 5, 4],
                false,
            ),
            ("in the order named, no observer", full(), Some(Named), Some(1), vec![2, 5, 4], false),
            ("the members choose", full(), Some(Elected), Some(1), vec![], true),
            ("no chair", vacant(), Some(ViceChairs), None, vec![3, 2], false),
            ("nobody", vec![], Some(ViceChairsThenNamed), None, vec![], false),
        ] {
            let found = presiding(&heads, rule);
            let number = |id: PersonId| id.0.as_u128();
            let acts: Vec<_> = found.acting.iter().map(|id| number(*id)).collect();
            assert_eq!((found.chair.map(number), acts, found.elects), (chair, acting, elects), "{what}");
        }
    }
}
