//! What absent members wrote, and what residents are told.

use entity::meeting::{self, Openness};
use sea_orm::{ActiveModelTrait, Set};

use crate::support::office::{answered, asked, convened};
use crate::support::story::story;

story!(what_absent_members_wrote_is_one_sheet, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let (page, sheet) = (format!("/meetings/{}", meeting.id), format!("/meetings/{}/opinions", meeting.id));
    let clerk = world.secretary();
    clerk.get(&sheet).await.is(200).shows("意見を書いた委員はいません。");
    let absent = [("answer", "absent"), ("comment", "救急の資料は要点を\n1枚に。")];
    answered(&world, &asked(&world, &meeting, 1).await, &absent).await;
    // Words beside a promise to come are for the office.
    let coming = [("answer", "attend"), ("comment", "駐車場を使います")];
    answered(&world, &asked(&world, &meeting, 2).await, &coming).await;
    assert_eq!(clerk.get(&page).await.link("欠席委員の意見 1件"), sheet);
    for reader in [clerk, world.chair()] {
        let shown = reader.get(&sheet).await;
        shown.is(200).shows("訪問看護　髙橋 さくら").shows("救急の資料は要点を").hides("駐車場");
    }
    world.member(2).get(&sheet).await.is(403);
});

story!(residents_are_told_how_to_listen, "2026-11-10T09:00+09:00", async |world| {
    let meeting = convened(&world).await;
    let clerk = world.secretary();
    let address = format!("/meetings/{}/announcement", meeting.id);
    clerk
        .get(&address)
        .await
        .is(200)
        .shows("令和８年度第１回東部在宅医療・介護連携推進協議会の開催について")
        .shows("１　日時　　令和８年１２月４日（金）　午後２時")
        .shows("どなたでも傍聴できます。")
        .hides("定員は");
    let edit = format!("/meetings/{}/edit", meeting.id);
    let page = clerk.get(&edit).await;
    let typed = [("observer_capacity", "１０"), ("observer_words", "当日13時30分から会場で受け付けます。")];
    clerk.submit(&page, &edit, &typed).await.is(303);
    clerk.get(&address).await.shows("定員は10人です。").shows("当日13時30分から会場で受け付けます。");
    let page = clerk.get(&edit).await;
    let page = clerk.submit(&page, &edit, &[("observer_capacity", "たくさん")]).await;
    page.is(422).shows("1から999までの数を入れるか、空にしてください。");
    assert_eq!(page.field(&edit, "observer_capacity"), "たくさん");
    let mut row: meeting::ActiveModel = meeting.into();
    row.openness = Set(Openness::Closed);
    row.closed_reason = Set("個人の情報を扱うため".to_owned());
    world.write(async |tx| row.update(tx).await).await;
    clerk
        .get(&address)
        .await
        .shows("この会議は公開しません。")
        .shows("個人の情報を扱うため")
        .hides("どなたでも");
});
