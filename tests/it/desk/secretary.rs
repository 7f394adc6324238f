//! 事務局の今日: what is due this week, who has not answered, and what is under way.

use entity::contact_point::ContactKind;
use entity::membership;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::charter::is_silent;
use crate::support::contacts::{Holder, added, replaced};
use crate::support::office::{answered, asked, called, cancelled, convened, letter, postponed};
use crate::support::story::story;
use crate::support::world::instant;

story!(an_empty_office_is_told_how_to_begin, "2026-11-10T09:00+09:00", async |world| {
    world
        .secretary()
        .get("/")
        .await
        .is(200)
        .shows("今日 11月10日(火)")
        .shows("令和8年度　今週の期限 0件")
        .shows("今週の期限はありません。")
        .shows("返事を待っている会議はありません。")
        .shows("進行中の会議はありません。")
        .shows("会議を計画する");
});

story!(each_duty_has_its_day_and_its_button, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    replaced(&world, &people.members[2].mail, ContactKind::Fax, "0000-00-0002").await;
    let mut term: membership::ActiveModel = people.members[1].membership.clone().into();
    term.to_on = Set(Some("2026-11-15".parse().unwrap()));
    world.write(async |tx| term.update(tx).await).await;
    // Notice due seven days before: 19 November; the second one is later than this week, the third is late.
    world.planned("", "2026-11-24T18:30+09:00").await;
    world.planned("", "2026-12-18T18:30+09:00").await;
    world.planned("", "2026-11-13T18:30+09:00").await;
    let meeting = called(&world, &world.planned("", "2026-11-16T14:00+09:00").await, letter(&world)).await;
    let put_off = convened(&world).await;
    postponed(&world, &put_off).await;
    let gone = convened(&world).await;
    cancelled(&world, &gone).await;
    let clerk = world.secretary();
    let page = clerk.get("/").await;
    page.is(200)
        .shows("今週の期限 12件、うち遅れ 5件")
        .shows("11月17日(火)あと7日 連携協議会 11月24日(火)の会議の開催通知を出す 開催 11月24日(火) 18:30")
        .shows("11月6日(金)4日遅れ 連携協議会 11月13日(金)の会議の開催通知を出す")
        .shows("11月10日(火)今日 連携協議会 第2回の新しい日時を決める")
        .shows("FAX・郵送・手渡し 1通")
        .shows("11月9日(月)1日遅れ 連携協議会 第1回：資料を送る")
        .shows("11月15日(日)あと5日 歯科医師会 宮﨑 一郎さんの任期が終わる 後任はまだ入っていません。")
        .shows("11月16日(月)あと6日 連携協議会 第1回の開催 11月16日(月) 14:00　東部広域連合 3階 大会議室")
        .shows("来週から先の期限 1件")
        .hides("第3回");
    assert_eq!(page.link("新しい日時を決める"), format!("/meetings/{}/change", put_off.id));
    assert_eq!(
        page.link("任期を切り替える"),
        format!("/bodies/{}/renewal?from=2026-11-16", people.council.id)
    );
    clerk.get(&page.link("新しい日時を決める")).await.is(200).shows("新しい日時を決める");
    assert_eq!(page.link("会議のページ"), format!("/meetings/{}", meeting.id));
});

story!(those_who_have_not_answered_stand_with_their_numbers, "2026-11-10T09:00+09:00", async |world| {
    let people = &world.people;
    added(&world, Holder::Person(people.members[0].person.id), ContactKind::Telephone, "0000-00-0102").await;
    let dentists = Holder::Association(people.associations[2].id);
    added(&world, dentists, ContactKind::Telephone, "0000-00-0103").await;
    let meeting = convened(&world).await;
    world.run_worker().await;
    let clerk = world.secretary();
    let page = clerk.get("/").await;
    page.is(200)
        .shows("連携協議会 第1回 の出欠 12月4日(金) 14:00　期限 11月20日(金)")
        .shows("返事 4人中0人　出席見込 0、定足数 3　あと3人で成立します")
        .shows("髙橋 さくら　訪問看護0000-00-0102通知 届いた 11/10　回答を入力")
        .shows("宮﨑 一郎　歯科医師会0000-00-0103（団体）")
        .shows("5人に催促する");
    answered(&world, &asked(&world, &meeting, 1).await, &[]).await;
    answered(&world, &asked(&world, &meeting, 2).await, &[("answer", "absent")]).await;
    let page = clerk.get("/").await;
    page.shows("返事 4人中2人　出席見込 1、定足数 3　あと2人で成立します")
        .shows("3人に催促する")
        .hides("0000-00-0102");
    assert_eq!(page.link("3人に催促する"), format!("/meetings/{}/reminder", meeting.id));
    let form = clerk.get(&page.link("3人に催促する")).await;
    clerk.submit(&form, &page.link("3人に催促する"), &[]).await.is(303);
    world.run_worker().await;
    clerk.get("/").await.shows("11/10に催促");
    // Past the day nothing waits any longer.
    world.clock.set(instant("2026-12-04T16:00+09:00"));
    world
        .secretary()
        .get("/")
        .await
        .shows("返事を待っている会議はありません。")
        .shows("進行中の会議はありません。");
});

story!(without_a_period_a_notice_is_due_a_month_before, "2026-11-10T09:00+09:00", async |world| {
    is_silent(&world, entity::charter_setting::Setting::NoticePeriod).await;
    world.planned("", "2026-12-11T18:30+09:00").await;
    world
        .secretary()
        .get("/")
        .await
        .shows("11月11日(水)あと1日 連携協議会 12月11日(金)の会議の開催通知を出す");
});
