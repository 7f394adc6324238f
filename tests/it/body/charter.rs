//! Charter versions and the rules they make.

use renkei::body::queries;
use renkei::body::rules::{NoticePeriod, Quorum, QuorumBase, TermLength, Value};

use super::edit::set_up;
use crate::support::story::story;

const FACTS: [(&str, &str); 3] =
    [("title", "退院支援分科会設置要綱"), ("effective_on", "R8.4.1"), ("presider_title", "座長")];

story!(the_version_of_the_day_speaks, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, council) = (world.secretary(), world.people.council.id);
    let address = format!("/bodies/{council}");
    clerk.get(&address).await.is(200).shows("定足数3人　在任委員4人の過半数（設置要綱 第6条第2項）");
    // The next version starts with the words of the last.
    let action = format!("{address}/charters/new");
    let page = clerk.get(&action).await;
    assert_eq!(page.field(&action, "quorum"), "more_than_half");
    assert_eq!(
        (page.field(&action, "notice_period"), page.field(&action, "notice_period_number")),
        ("plain".into(), "7".into())
    );
    let changes = [
        ("effective_on", "令和8年12月10日"),
        ("applies_from", "令和8年12月1日"),
        ("quorum", "two_thirds"),
        ("quorum_base", "fixed"),
        ("quorum_base_number", "２０"),
        ("notice_period", ""),
    ];
    // What stands beside a rule that is no longer stated is not dropped unseen.
    let page = clerk.submit(&page, &action, &changes).await;
    for field in ["notice_period_number", "notice_period_article"] {
        assert!(page.is(422).field_error(field).unwrap().contains("空にしてください"), "{field}");
    }
    let changes = [("notice_period_number", ""), ("notice_period_article", "")];
    clerk.submit(&page, &action, &changes).await.is_redirect_to(&address);
    clerk.get(&format!("{address}?on=R8.11.30")).await.is(200).shows("定足数3人");
    let page = clerk.get(&format!("{address}?on=R8.12.1")).await;
    page.is(200).shows("定足数14人　定数20人の3分の2以上（設置要綱 第6条第2項）");
    let charters = queries::charters_in(&world.db().read, world.people.region.id).await.unwrap();
    let rules = ["2026-11-30", "2026-12-01"].map(|day| charters.rules_on(council, day.parse().unwrap()));
    assert_eq!(rules[0].notice_period.value().map(NoticePeriod::word).as_deref(), Some("7:plain"));
    assert_eq!(rules[1].notice_period.value(), None);
    assert_eq!(rules[1].quorum.value(), Some(Quorum::TwoThirds));
    assert_eq!(rules[1].quorum_base.value(), Some(QuorumBase::Fixed(20)));
});

story!(a_rule_is_taken_over_only_where_the_charter_says_so, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let section = set_up(&world, "退院支援分科会", &world.people.council.id.to_string()).await;
    clerk.get(&section).await.is(200).shows("定足数の定めがありません");
    let action = format!("{section}/charters/new");
    let inherited = [&FACTS[..], &[("quorum", "inherited"), ("quorum_base", "inherited")]].concat();
    clerk.post(&action, &inherited).await.is_redirect_to(&section);
    let page = clerk.get(&section).await;
    page.is(200).shows("準用").shows("東部在宅医療・介護連携推進協議会設置要綱 第6条第2項（準用）");
    page.shows("代理出席 会議ごとに事務局が決めます 定めなし");
    // At the top there is nothing to take over.
    let top = set_up(&world, "準備会", "").await;
    let page = clerk.post(&format!("{top}/charters/new"), &inherited).await;
    assert_eq!(page.is(422).field_error("quorum").unwrap(), "上の会議体がないので、準用はできません。");
});

story!(each_error_of_a_charter_has_its_place, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let action = format!("{address}/charters/new");
    let wrong = [
        ("quorum", "most"),
        ("quorum_base", "fixed"),
        ("quorum_base_article", "第6条"),
        ("proxy", "votes"),
        ("effective_on", "あした"),
    ];
    let page = clerk.post(&action, &wrong).await;
    page.is(422);
    for (field, error) in [
        ("title", "入力してください"),
        ("presider_title", "入力してください"),
        ("effective_on", "日付として読めません"),
        ("quorum", "一覧から選んで"),
        ("quorum_base_number", "1から999"),
        ("proxy_article", "条文を入れて"),
    ] {
        assert!(page.field_error(field).unwrap_or_default().contains(error), "{field}");
    }
    assert_eq!(page.field(&action, "quorum_base"), "fixed");
    let same_day = [&FACTS[..1], &[("effective_on", "2018-04-01"), ("presider_title", "会長")]].concat();
    let page = clerk.post(&action, &same_day).await;
    assert_eq!(page.is(422).field_error("effective_on").unwrap(), "この日に施行した版がすでにあります。");
    let later = [&FACTS[..], &[("applies_from", "R8.4.2")]].concat();
    let page = clerk.post(&action, &later).await;
    assert_eq!(page.is(422).field_error("applies_from").unwrap(), "施行日より後になっています。");
});

story!(a_record_is_corrected_as_a_whole, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let action = format!("/charters/{}/edit", world.people.charter.id);
    let (mine, theirs) = (clerk.get(&action).await, clerk.get(&action).await);
    let change = [("quorum", "at_least_half"), ("online", ""), ("online_article", "")];
    clerk.submit(&theirs, &action, &change).await.is_redirect_to(&address);
    let page = clerk.get(&address).await;
    page.is(200).shows("定足数2人　在任委員4人の半数以上").shows("オンライン出席 会議ごとに事務局が決めます");
    let page = clerk.submit(&mine, &action, &[("presider_title", "委員長")]).await;
    page.is(409).shows("ほかの人が先に変更しました").shows("半数以上");
    assert_eq!(page.field(&action, "presider_title"), "委員長");
});

story!(the_whole_charter_is_kept_and_read, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let action = format!("{address}/charters/new");
    let page = clerk.get(&action).await;
    let says = [
        ("effective_on", "R9.4.1", ""),
        ("vice_title", "職務代理者", ""),
        ("general_affairs", "東部広域連合 福祉課", ""),
        ("seat_number", "within", "20"),
        ("term", "march", "2"),
        ("replacement", "remaining", ""),
        ("acting_chair", "vice_chairs", ""),
        ("written_meeting", "urgent_only", ""),
        ("exclusion", "shrinks", ""),
        ("publicity", "open_unless_closed", ""),
        ("signers", "chair_and", "２"),
    ];
    let mut fields = Vec::new();
    for (name, value, number) in says {
        fields.push((name.to_owned(), value.to_owned()));
        if page.body.contains(&format!("name=\"{name}_article\"")) {
            fields.push((format!("{name}_article"), "第3条".to_owned()));
        }
        if !number.is_empty() {
            fields.push((format!("{name}_number"), number.to_owned()));
        }
    }
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let wrong = [&fields[..], &[("term_number", "11")]].concat();
    let refused = clerk.submit(&page, &action, &wrong).await;
    assert_eq!(refused.is(422).field_error("term_number").unwrap(), "1から10までの数字を入れてください。");
    clerk.submit(&refused, &action, &[("term_number", "２")]).await.is_redirect_to(&address);
    let page = clerk.get(&format!("{address}?on=R9.4.1")).await;
    page.is(200).shows("庶務 東部広域連合 福祉課");
    page.shows("委員の数 20人以内 定めあり").shows("委員の任期 2年（3月31日まで） 定めあり");
    page.shows("会議録の署名 議長と、会議で指名した委員2人 定めあり");
    page.shows("除斥された委員の数え方 その議題の委員数と出席者数から除く 定めあり");
    // What nobody rules on for a meeting is named once and stays open; what the clerk may rule on is a line.
    page.shows("要綱に定めのないもの：法的な位置づけ、報酬・謝礼、充て職の委員");
    page.shows("議決の方法 会議ごとに事務局が決めます 定めなし");
    let charters = queries::charters_in(&world.db().read, world.people.region.id).await.unwrap();
    let rules = charters.rules_on(world.people.council.id, "2027-04-01".parse().unwrap());
    assert_eq!(rules.term.value(), Some(TermLength::March(2)));
    assert_eq!(rules.titles.vice_chair, "職務代理者");
});

story!(what_excludes_a_member_is_ruled_for_a_meeting, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, meeting) = (world.secretary(), world.planned("", "2026-12-04T14:00+09:00").await.id);
    let action = format!("/meetings/{meeting}/rulings");
    let page = clerk.get(&action).await;
    let ruling = [("ruling", "exclusion=shrinks"), ("reason", "要綱に定めがないため")];
    clerk.submit(&page, &action, &ruling).await.is(303);
    let page = clerk.get(&action).await;
    page.is(200).shows("除斥された委員の数え方：その議題の委員数と出席者数から除く");
});

story!(two_versions_stand_side_by_side, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, member) = (world.secretary(), world.member(1));
    let (address, first) = (format!("/bodies/{}", world.people.council.id), world.people.charter.id);
    // A first version has nothing beside it.
    clerk.get(&format!("/charters/{first}/comparison")).await.is(404);
    clerk.get(&address).await.is(200).hides("前の版とくらべる");
    let action = format!("{address}/charters/new");
    let page = clerk.get(&action).await;
    let changes = [
        ("effective_on", "R8.12.1"),
        ("quorum", "two_thirds"),
        ("online", ""),
        ("online_article", ""),
        ("term", "march"),
        ("term_number", "2"),
        ("term_article", "第4条"),
    ];
    clerk.submit(&page, &action, &changes).await.is_redirect_to(&address);
    let page = member.get(&address).await;
    let href = page.body.split("href=\"").find(|rest| rest.contains("前の版とくらべる")).unwrap();
    let href = href.split('"').next().unwrap();
    let page = member.get(href).await;
    page.is(200).shows("違いは5か所です");
    page.shows("定足数 過半数（第6条第2項） 3分の2以上（第6条第2項） 変更");
    page.shows("オンライン出席 出席として数える（第6条第4項） 定めなし 削除");
    page.shows("委員の任期 定めなし 2年（3月31日まで）（第4条） 追加");
    // Whichever is asked first, the older one stands left.
    let turned = member.get(&format!("/charters/{first}/comparison")).await;
    turned.is(200).shows("定足数 過半数（第6条第2項） 3分の2以上（第6条第2項） 変更");
    world.other_secretary().get(href).await.is(404);
});
