//! Whether a meeting will be quorate, and why: as the page says it, under charters that differ.

use entity::charter_setting::Setting;
use entity::meeting::MeetingMode;
use entity::membership::{self, MemberRole};
use sea_orm::{ActiveModelTrait, Set};

use crate::support::charter::{is_silent, says};
use crate::support::office::{answered, asked, convened, convened_as, moved};
use crate::support::page::Page;
use crate::support::story::story;
use crate::support::world::World;

const PROXY: [(&str, &str); 4] =
    [("answer", "proxy"), ("proxy_name", "髙田 真弓"), ("proxy_title", "副管理者"), ("mode", "")];

async fn page(world: &World, meeting: &entity::meeting::Model) -> Page {
    world.secretary().get(&format!("/meetings/{}", meeting.id)).await
}

/// A further term of a person in a seat.
async fn seated(world: &World, seat: entity::id::SeatId, person: entity::id::PersonId) {
    let term = membership::ActiveModel {
        id: Set(entity::id::MembershipId::at(world.now())),
        seat_id: Set(seat),
        person_id: Set(person),
        role: Set(MemberRole::Member),
        from_on: Set("2026-04-01".parse().unwrap()),
        to_on: Set(None),
        predecessor_id: Set(None),
        deputy_order: Set(None),
        version: Set(1),
    };
    world.write(async |tx| term.insert(tx).await).await;
}

story!(the_page_says_how_many_are_missing_and_why, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    page(&world, &meeting)
        .await
        .is(200)
        .shows("あと3人で成立します 出席見込 0人、定足数 3人")
        .shows("返事 4人中0人 出席 0人 代理 0人 欠席 0人 未回答 4人")
        .shows("在任委員4人の過半数（設置要綱 第6条第2項）。")
        .shows("オンライン出席は設置要綱 第6条第4項により数えます。")
        .shows("代理（同じ団体の人）は設置要綱 第6条第3項により数えます。")
        .shows("欠員1は数えません。");
    answered(&world, &asked(&world, &meeting, 1).await, &[("mode", "online")]).await;
    answered(&world, &asked(&world, &meeting, 2).await, &PROXY).await;
    page(&world, &meeting)
        .await
        .shows("あと1人で成立します 出席見込 2人、定足数 3人")
        .shows("（会場0、オンライン1） 代理 1人");
    answered(&world, &asked(&world, &meeting, 3).await, &[("mode", "room")]).await;
    page(&world, &meeting).await.shows("定足数に達する見込みです 出席見込 3人、定足数 3人");
    // A new day, and nothing that was promised counts.
    moved(&world, &meeting, "2026-12-11T14:00+09:00").await;
    page(&world, &meeting).await.shows("あと3人で成立します").shows("返事 4人中0人");
});

story!(online_and_proxies_that_do_not_count, "2026-11-10T09:00+09:00", async |world| {
    says(&world, Setting::Online, "not_counted").await;
    says(&world, Setting::Proxy, "attends").await;
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    answered(&world, &asked(&world, &meeting, 1).await, &[("mode", "online")]).await;
    answered(&world, &asked(&world, &meeting, 2).await, &PROXY).await;
    answered(&world, &asked(&world, &meeting, 3).await, &[("mode", "room")]).await;
    page(&world, &meeting)
        .await
        .shows("あと2人で成立します 出席見込 1人、定足数 3人")
        .shows("返事 4人中3人 出席 2人（会場1、オンライン1） 代理 1人")
        .shows("オンライン出席は設置要綱 第9条により数えません。")
        .shows("代理は出席できますが、設置要綱 第9条により数えません。");
});

story!(
    a_silent_charter_leaves_the_doubtful_out_until_the_clerk_rules,
    "2026-11-10T09:00+09:00",
    async |world| {
        is_silent(&world, Setting::Online).await;
        is_silent(&world, Setting::Proxy).await;
        let meeting = convened_as(&world, MeetingMode::Hybrid).await;
        page(&world, &meeting).await.hides("定めがない");
        answered(&world, &asked(&world, &meeting, 1).await, &[("mode", "online")]).await;
        answered(&world, &asked(&world, &meeting, 2).await, &PROXY).await;
        let shown = page(&world, &meeting).await;
        shown
            .shows("あと3人で成立します 出席見込 0人、定足数 3人")
            .shows("オンライン出席を数えるかどうかの定めがないため、1人を数えていません。")
            .shows("代理出席を数えるかどうかの定めがないため、1人を数えていません。");
        let rulings = shown.link("この会議での扱いを決める");
        assert_eq!(rulings, format!("/meetings/{}/rulings", meeting.id));
        let clerk = world.secretary();
        let ruling = [("ruling", "online=counted"), ("reason", "会長と協議した")];
        clerk.post(&rulings, &ruling).await.is(303);
        page(&world, &meeting)
            .await
            .shows("あと2人で成立します 出席見込 1人、定足数 3人")
            .shows("オンライン出席はこの会議についての事務局の判断により数えます。")
            .shows("この会議についての判断を記録しました。理由：会長と協議した（佐藤 恵）");
        // Nobody but the secretariat is offered to rule.
        world
            .chair()
            .get(&format!("/meetings/{}", meeting.id))
            .await
            .shows("あと2人で成立します")
            .hides("扱いを決める");
        clerk.get("/meetings").await.shows("あと2人");
        clerk.get("/").await.shows("あと2人で成立します");
    }
);

story!(the_later_answer_counts_alone_also_within_one_instant, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let one = asked(&world, &meeting, 1).await;
    answered(&world, &one, &[("answer", "absent")]).await;
    answered(&world, &one, &[]).await;
    page(&world, &meeting)
        .await
        .shows("返事 4人中1人 出席 1人")
        .shows("欠席 0人")
        .shows("出席見込 1人、定足数 3人");
    world.secretary().get("/meetings").await.shows("4人中1人").shows("あと2人");
    answered(&world, &one, &[("answer", "absent")]).await;
    page(&world, &meeting).await.shows("出席 0人").shows("欠席 1人").shows("出席見込 0人、定足数 3人");
    world.secretary().get("/meetings").await.shows("4人中1人").shows("あと3人");
});

story!(no_rule_is_no_quorum, "2026-11-10T09:00+09:00", async |world| {
    is_silent(&world, Setting::Quorum).await;
    let meeting = convened(&world).await;
    page(&world, &meeting).await.shows("定足数はありません 出席見込 0人").shows("この会議での扱いを決める");
    world.secretary().get("/meetings").await.shows("定めなし");
    says(&world, Setting::Quorum, "none").await;
    page(&world, &meeting)
        .await
        .shows("定足数は要りません（設置要綱 第9条）。")
        .hides("この会議での扱いを決める");
});

story!(vacancies_count_where_the_base_is_fixed, "2026-11-10T09:00+09:00", async |world| {
    says(&world, Setting::QuorumBase, "fixed:8").await;
    says(&world, Setting::Quorum, "at_least_half").await;
    let meeting = convened(&world).await;
    page(&world, &meeting)
        .await
        .shows("あと4人で成立します 出席見込 0人、定足数 4人")
        .shows("定数8人の半数以上")
        .hides("欠員1は数えません。")
        .shows("（欠員）");
    says(&world, Setting::Quorum, "two_thirds").await;
    page(&world, &meeting).await.shows("定足数 6人");
});

story!(one_head_two_seats_and_an_adviser, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    seated(&world, people.vacant_seat.id, people.members[0].person.id).await;
    let meeting = convened(&world).await;
    answered(&world, &asked(&world, &meeting, 1).await, &[]).await;
    // The adviser comes, too, and is not counted.
    let adviser = {
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
        let rows = entity::invitation::Entity::find();
        let rows = rows.filter(entity::invitation::Column::PersonId.eq(people.adviser.person.id));
        rows.one(&world.db().read).await.unwrap().unwrap()
    };
    answered(&world, &adviser, &[]).await;
    page(&world, &meeting)
        .await
        .shows("返事 4人中1人")
        .shows("出席見込 1人、定足数 3人")
        .shows("在任委員4人の過半数")
        .shows("顧問（数えません）")
        .hides("欠員");
});

story!(nobody_counted_is_nobody_in_office, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    for seated in people.members.iter().chain([&people.chair]) {
        let mut term: membership::ActiveModel = seated.membership.clone().into();
        term.role = Set(MemberRole::Observer);
        world.write(async |tx| term.update(tx).await).await;
    }
    let meeting = convened(&world).await;
    page(&world, &meeting).await.is(200).shows("在任の委員がいません").shows("返事 0人中0人");
    world.secretary().get("/meetings").await.is(200).shows("委員なし");
    world.secretary().get("/").await.is(200).shows("在任の委員がいません");
});
