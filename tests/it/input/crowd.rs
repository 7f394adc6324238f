//! A thousand members: every page stays a page that a telephone can load, everybody is told, in little time.

use std::collections::BTreeSet;

use entity::id::AccountId;
use entity::outbox::{self, Channel};
use entity::{account, contact_point, invitation};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use crate::access_matrix::{Ground, MATRIX};
use crate::support::client::Persona;
use crate::support::office::{convened, moved};
use crate::support::story::story;
use crate::support::world::World;

const MANY: usize = 1_000;

/// Gives every second of the many no mail address, so that a sheet is printed for them, and an account to each.
async fn crowd(world: &World) {
    world.seat_many(MANY).await;
    let now = world.now();
    world
        .write(async |tx| {
            contact_point::Entity::update_many()
                .col_expr(contact_point::Column::RetiredAt, Expr::value(now))
                .filter(contact_point::Column::Value.like("member%0@example.jp"))
                .exec(tx)
                .await?;
            let account = |n: usize| account::ActiveModel {
                id: Set(AccountId::at(now)),
                email: Set(format!("member{n:04}@example.jp")),
                name: Set(format!("髙橋 花子{n}")),
                password_hash: Set(None),
                disabled_at: Set(None),
                created_at: Set(now),
                version: Set(1),
            };
            for block in (1..=MANY).collect::<Vec<_>>().chunks(200) {
                let rows = block.iter().map(|n| account(*n));
                account::Entity::insert_many(rows).exec_without_returning(tx).await?;
            }
            Ok(())
        })
        .await;
}

story!(a_thousand_members_are_told_and_shown, "2026-11-21T09:00+09:00", async |world: World| {
    crowd(&world).await;
    let ground = Ground::of(&world).await;
    let meeting = convened(&world).await;
    let asked = invitation::Entity::find().filter(invitation::Column::MeetingId.eq(meeting.id));
    assert_eq!(asked.count(&world.db().read).await.unwrap(), 1_005);
    let by_hand = outbox::Entity::find().filter(outbox::Column::MeetingId.eq(meeting.id));
    let by_hand = by_hand.filter(outbox::Column::Channel.eq(Channel::Hand));
    assert_eq!(by_hand.count(&world.db().read).await.unwrap(), 100);
    // The client refuses a page of more than 50 kB.
    for persona in [Persona::Secretary, Persona::Member] {
        let one = world.anyone(persona);
        let column = Persona::ALL.iter().position(|known| *known == persona).unwrap();
        for (_, pattern, row) in MATRIX.iter().copied().flatten().filter(|row| row.0 == "GET") {
            let page = one.get(&ground.fill(pattern)).await;
            assert_eq!(page.status.as_u16(), row[column], "{persona:?} {pattern}");
        }
    }
    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    // That rows become mails is shown elsewhere, with fewer of them; here is that nobody is left out, or told twice.
    let told = outbox::Entity::find().filter(outbox::Column::MeetingId.eq(meeting.id));
    let told = told.filter(outbox::Column::Kind.eq("meeting.changed")).all(&world.db().read).await.unwrap();
    let people: BTreeSet<_> = told.iter().filter_map(|row| row.person_id).collect();
    let by_mail = told.iter().filter(|row| row.channel == Channel::Mail).count();
    assert_eq!((told.len(), people.len(), by_mail), (1_005, 1_005, 905));
});
