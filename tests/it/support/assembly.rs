//! A crowd: many members of one body, written in blocks, for what has to hold with a thousand.

use entity::contact_point::{self, ContactKind};
use entity::id::{ContactPointId, MembershipId, PersonId, SeatId};
use entity::membership::{self, MemberRole};
use entity::{person, seat};
use sea_orm::{EntityTrait, Set};

use super::world::World;

impl World {
    /// Seats this many further members in the council, each with a mail address of their own
    /// (`member0001@example.jp` …).
    pub async fn seat_many(&self, count: usize) {
        let (now, council) = (self.now(), self.people.council.id);
        let region = self.people.region.id;
        self.write(async |tx| {
            for block in (1..=count).collect::<Vec<_>>().chunks(200) {
                let made: Vec<_> = block.iter().map(|n| (*n, PersonId::at(now), SeatId::at(now))).collect();
                let persons = made.iter().map(|(n, id, _)| person::ActiveModel {
                    id: Set(*id),
                    region_id: Set(region),
                    name: Set(format!("髙橋 花子{n}")),
                    kana: Set("たかはし はなこ".to_owned()),
                    workplace: Set("東部訪問看護".to_owned()),
                    post: Set(String::new()),
                    created_at: Set(now),
                    version: Set(1),
                });
                person::Entity::insert_many(persons).exec_without_returning(tx).await?;
                let contacts = made.iter().map(|(n, id, _)| contact_point::ActiveModel {
                    id: Set(ContactPointId::at(now)),
                    region_id: Set(region),
                    person_id: Set(Some(*id)),
                    association_id: Set(None),
                    kind: Set(ContactKind::Mail),
                    value: Set(format!("member{n:04}@example.jp")),
                    position: Set(1),
                    retired_at: Set(None),
                    version: Set(1),
                });
                contact_point::Entity::insert_many(contacts).exec_without_returning(tx).await?;
                let seats = made.iter().map(|(n, _, seat)| seat::ActiveModel {
                    id: Set(*seat),
                    body_id: Set(council),
                    association_id: Set(None),
                    category: Set("医療".to_owned()),
                    label: Set("訪問看護".to_owned()),
                    position: Set(1_000 + i32::try_from(*n).unwrap()),
                    from_on: Set(None),
                    to_on: Set(None),
                    version: Set(1),
                });
                seat::Entity::insert_many(seats).exec_without_returning(tx).await?;
                let terms = made.iter().map(|(_, person, seat)| membership::ActiveModel {
                    id: Set(MembershipId::at(now)),
                    seat_id: Set(*seat),
                    person_id: Set(*person),
                    role: Set(MemberRole::Member),
                    from_on: Set(chrono::NaiveDate::from_ymd_opt(2026, 4, 1).unwrap()),
                    to_on: Set(None),
                    predecessor_id: Set(None),
                    deputy_order: Set(None),
                    version: Set(1),
                });
                membership::Entity::insert_many(terms).exec_without_returning(tx).await?;
            }
            Ok(())
        })
        .await;
    }
}
