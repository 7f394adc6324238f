//! The search box: two letters in whatever form find what the reader may see, as it stands now, and nothing else.

use chrono::TimeDelta;
use entity::agenda_item::AgendaItemKind;
use entity::id::{AgendaItemId, MeetingId};
use entity::{agenda_item, meeting, search_entry};
use renkei::platform::bulk::put;
use renkei::platform::date::{FiscalYear, tokyo_day};
use renkei::platform::search_index;
use sea_orm::{EntityTrait, QueryOrder};

use crate::body::edit::set_up;
use crate::support::client::Client;
use crate::support::office::{called, letter};
use crate::support::page::Page;
use crate::support::story::story;
use crate::support::world::World;

/// What the builders wrote row by row, found as what commands write.
async fn indexed(world: &World) {
    search_index::complete(world.db()).await.unwrap();
}

async fn search(who: &Client<'_>, words: &str) -> Page {
    let mut page = who.get(&format!("/search?q={}", encoded(words))).await;
    page.is(200);
    page.body = page.body.replace("<mark>", "").replace("</mark>", "");
    page
}

fn encoded(words: &str) -> String {
    percent_encoding::utf8_percent_encode(words, percent_encoding::NON_ALPHANUMERIC).to_string()
}

async fn entries(world: &World) -> Vec<search_entry::Model> {
    let all = search_entry::Entity::find().order_by_asc(search_entry::Column::SubjectId);
    all.all(&world.db().read).await.unwrap()
}

/// The index says what it would say if it were made today.
async fn is_true(world: &World) {
    let kept = entries(world).await;
    world.write(async |tx| search_entry::Entity::delete_many().exec(tx).await).await;
    indexed(world).await;
    assert_eq!(entries(world).await, kept);
}

story!(two_letters_find_it_in_whatever_form, "2026-11-20T09:00+09:00", async |world| {
    let title = "入退院支援ルール（第②版）サーバー移行と㈱あおば";
    let meeting = world.planned(title, "2026-12-04T14:00+09:00").await;
    indexed(&world).await;
    let (clerk, page) = (world.secretary(), format!("/meetings/{}", meeting.id));
    for words in [
        "退院",
        "るーる",
        "ﾙｰﾙ",
        "2版",
        "鯖 ルール",
        "サーバ",
        "(株)あお",
        "ルール 退院",
        "2026-12-04",
        "12月4日",
        "大会",
        "支",
    ] {
        let found = search(&clerk, words).await;
        assert_eq!(found.body.contains(&page), words != "鯖 ルール", "{words}: {}", found.words());
    }
    let letters: Vec<_> = title.chars().collect();
    for pair in letters.windows(2) {
        let words: String = pair.iter().collect();
        assert!(search(&clerk, &words).await.body.contains(&page), "{words}");
    }
    for (words, name) in [
        ("高橋", "髙橋 さくら"),
        ("ﾀｶﾊｼ", "髙橋 さくら"),
        ("宮崎 一郎", "宮﨑 一郎"),
        ("吉田花子", "𠮷田 花子"),
    ] {
        search(&clerk, words).await.shows(name);
    }
    search(&clerk, "医師").await.shows("医師会").shows("団体");
    search(&clerk, "連携協").await.shows("連携協議会").shows("会議体");
    let marked = clerk.get("/search?q=るーる").await;
    assert!(marked.body.contains("支援<mark>ルール</mark>（第"), "{}", marked.body);
});

story!(nobody_finds_what_is_not_for_them, "2026-11-20T09:00+09:00", async |world| {
    let open =
        called(&world, &world.planned("公開の話", "2026-12-04T14:00+09:00").await, letter(&world)).await;
    let draft = world.planned("秘密の話", "2027-01-15T14:00+09:00").await;
    let clerk = world.secretary();
    for (meeting, title) in [(open.id, "公開の議題"), (draft.id, "秘密の議題")] {
        let fields = [("kind", "discuss"), ("title", title)];
        clerk.post(&format!("/meetings/{meeting}/agenda"), &fields).await.is(303);
    }
    indexed(&world).await;
    search(&clerk, "の話").await.shows("公開の話").shows("秘密の話");
    search(&clerk, "の議題").await.shows("公開の議題").shows("秘密の議題");
    for who in [world.chair(), world.member(1), world.delegate(), world.officer()] {
        search(&who, "の話").await.shows("公開の話").hides("秘密の話").shows("1件見つかりました");
        search(&who, "の議題").await.shows("公開の議題").hides("秘密の議題");
        for hidden in ["秘密", "髙橋", "医師会"] {
            search(&who, hidden).await.shows("見つかりません");
        }
    }
    for who in [world.other_secretary(), world.ended_member()] {
        for hidden in ["公開", "連携協議会", "髙橋"] {
            search(&who, hidden).await.shows("見つかりません");
        }
    }
    world.administrator().get("/").await.hides("さがす");
});

story!(what_changes_is_found_as_it_stands_now, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let council = world.people.council.id.to_string();
    let section = set_up(&world, "退院支援分科会", &council).await;
    let body = section.trim_start_matches("/bodies/");
    let plan = [
        ("body", body),
        ("month", "2027-02-01"),
        ("mode", "room"),
        ("openness", "open"),
        ("place", "大会議室"),
        ("title", "初回の顔合わせ"),
    ];
    let meeting = clerk.post("/meetings/new", &plan).await.is(303).header("location").to_owned();
    search(&clerk, "顔合").await.shows("初回の顔合わせ");
    let form = clerk.get(&format!("{meeting}/edit")).await;
    clerk.submit(&form, &format!("{meeting}/edit"), &[("title", "二回目の相談")]).await.is(303);
    search(&clerk, "顔合").await.shows("見つかりません");
    search(&clerk, "の相談").await.shows("二回目の相談");
    let edit = format!("{section}/edit");
    let form = clerk.get(&edit).await;
    let renamed = [("name", "切れ目のない支援分科会"), ("short_name", "切れ目分科会")];
    clerk.submit(&form, &edit, &renamed).await.is(303);
    search(&clerk, "退院").await.shows("見つかりません");
    assert!(search(&clerk, "切れ目").await.body.contains(&meeting), "found by the new name of its body");
    agenda(&world, &meeting).await;
    for (path, field, new) in [
        (format!("/people/{}/edit", world.people.members[0].person.id), "workplace", "北の診療所"),
        (format!("/associations/{}/edit", world.people.associations[0].id), "short_name", "医師の会"),
    ] {
        let form = clerk.get(&path).await;
        clerk.submit(&form, &path, &[(field, new)]).await.is(303);
        search(&clerk, new).await.shows(new).hides("見つかりません");
    }
    indexed(&world).await;
    is_true(&world).await;
});

/// An item is added, renamed and taken off.
async fn agenda(world: &World, meeting: &str) {
    let clerk = world.secretary();
    let path = format!("{meeting}/agenda");
    clerk.post(&path, &[("kind", "report"), ("title", "前年度の実績")]).await.is(303);
    search(&clerk, "実績").await.shows("前年度の実績");
    let meeting: MeetingId = meeting.trim_start_matches("/meetings/").parse().unwrap();
    let items = renkei::agenda::queries::of_meeting(&world.db().read, meeting).await.unwrap();
    let item = format!("/agenda-items/{}", items[0].row.id);
    let form = clerk.get(&format!("{item}/edit")).await;
    clerk.submit(&form, &format!("{item}/edit"), &[("title", "前年度の成果")]).await.is(303);
    search(&clerk, "実績").await.shows("見つかりません");
    search(&clerk, "成果").await.shows("前年度の成果");
    let form = clerk.get(&format!("{item}/removal")).await;
    clerk.submit(&form, &format!("{item}/removal"), &[]).await.is(303);
    search(&clerk, "成果").await.shows("見つかりません");
}

story!(a_meeting_is_found_by_the_number_it_was_given, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let meeting = called(&world, &world.planned("", "2026-12-04T14:00+09:00").await, letter(&world)).await;
    let page = format!("/meetings/{}", meeting.id);
    for words in ["連携協議会第1回", "連携協議会 第１回", "令和8年12月4日"] {
        assert!(search(&clerk, words).await.body.contains(&page), "{words}");
    }
    indexed(&world).await;
    is_true(&world).await;
});

story!(what_is_much_comes_in_pages, "2026-11-20T09:00+09:00", async |world| {
    for n in 1..=53 {
        world.planned(&format!("定例{n:02}番"), "2026-12-04T14:00+09:00").await;
    }
    indexed(&world).await;
    let clerk = world.secretary();
    let first = search(&clerk, "定例").await;
    first.shows("53件見つかりました").hides("48番");
    let all = first.link("会議をすべて見る");
    let page = clerk.get(&all).await;
    page.is(200).shows("53番").shows("04番").hides("03番");
    let last = clerk.get(&format!("{all}&page=2")).await;
    last.is(200).shows("03番").hides("04番");
    for (beyond, first) in [
        ("3", "03番"),
        ("18446744073709551615", "03番"),
        ("99999999999999999999", "53番"),
        ("0", "53番"),
        ("-1", "53番"),
        ("x", "53番"),
    ] {
        clerk.get(&format!("{all}&page={beyond}")).await.is(200).shows(first);
    }
    clerk.get("/search?q=定例&kind=people").await.is(200).shows("見つかりません");
    clerk.get("/search?q=定例&kind=nothing").await.is(200).shows("53件");
});

story!(whatever_is_typed_is_answered, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    world.planned("率は50%_増 \\ 'a' \"b\" AND (c)*", "2026-12-04T14:00+09:00").await;
    indexed(&world).await;
    for words in ["50%", "%_", "_増", "\\ '", "'a'", "\"b\"", "AND", "(c)*", "D("] {
        search(&clerk, words).await.shows("1件見つかりました");
    }
    for words in [
        "%%",
        "__",
        "\\\\",
        "''; DROP TABLE meeting; --",
        "\" OR 1=1",
        "NEAR(a b)",
        "a:*",
        "-b",
        "^a",
        "\u{0}\u{0}",
        "\u{202e}",
        "😀😀",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "AND OR NOT",
        "\u{FFFF}\u{10FFFF}",
        "ﾞﾞ",
    ] {
        search(&clerk, words).await.hides("1件見つかりました");
    }
    for nothing in ["", " 　", "\u{0}"] {
        search(&clerk, nothing).await.shows("さがす言葉を入れてください");
    }
    let long = search(&clerk, &"あ".repeat(101)).await;
    long.shows("100文字以内で入れてください").hides("見つかりました");
    assert_eq!(search(&clerk, &"い".repeat(100)).await.status, 200);
    clerk.get("/search").await.is(200);
    clerk.get("/search?q=%ff%fe").await.hides("エラー");
});

/// A thousand and one meetings a day apart, each with an item.
async fn many(world: &World) {
    let first = world.planned("", "2027-04-01T10:00+09:00").await;
    let meetings = (1..=1_001).map(|number| {
        let later = TimeDelta::days(number);
        let (starts_at, ends_at) = (first.starts_at.map(|at| at + later), first.ends_at.map(|at| at + later));
        let day = tokyo_day(starts_at.unwrap());
        meeting::Model {
            id: MeetingId::at(world.now()),
            uid: format!("{number}@renkei.example"),
            title: format!("防災 {number}番"),
            fiscal_year: FiscalYear::of(day).year(),
            starts_at,
            ends_at,
            ..first.clone()
        }
    });
    let meetings: Vec<_> = meetings.collect();
    let items = meetings.iter().map(|meeting| agenda_item::Model {
        id: AgendaItemId::at(world.now()),
        meeting_id: meeting.id,
        position: 1,
        kind: AgendaItemKind::Discuss,
        title: format!("避難計画 {}", meeting.title),
        minutes: None,
        presenter: String::new(),
        version: 1,
    });
    let items: Vec<_> = items.collect();
    world.write(async |tx| put::<meeting::Entity>(tx, meetings.clone()).await).await;
    world.write(async |tx| put::<agenda_item::Entity>(tx, items.clone()).await).await;
    indexed(world).await;
}

story!(of_many_the_latest_stand_first, "2026-11-20T09:00+09:00", async |world| {
    many(&world).await;
    let clerk = world.secretary();
    for (words, heads) in
        [("防災", ["会議 1000件以上", "議題 1000件以上"]), ("避難", ["議題 1000件以上", ""])]
    {
        let page = search(&clerk, words).await;
        heads.iter().fold(&page, |page, head| page.shows(head));
        page.shows("防災 1001番").shows("防災 997番").hides("防災 996番");
    }
    for (kind, last, before) in [("meetings", "2番", "52番"), ("agenda", "2番", "52番")] {
        let page = clerk.get(&format!("/search?q={}&kind={kind}&page=20", encoded("防災 番"))).await;
        let words = page.is(200).words().replace(' ', "");
        assert!(words.contains("防災51番") && words.contains(&format!("防災{last}")), "{kind}\n{words}");
        assert!(!words.contains(&format!("防災{before}")) && !words.contains("防災1番"), "{kind}\n{words}");
    }
    search(&world.member(1), "防災").await.hides("1001番");
    search(&world.other_secretary(), "防災").await.hides("1001番");
});
