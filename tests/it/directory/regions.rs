//! Regions, their offices and member towns.

use crate::support::story::story;

const OFFICE: [(&str, &str); 8] = [
    ("office_name", "事務局 福祉連携係"),
    ("office_contact", "木下"),
    ("office_telephone", "0265-00-0000"),
    ("office_fax", ""),
    ("office_hours", "平日 8:30～17:15"),
    ("office_mail", "renkei@hokubu.example"),
    ("sender_name", "北部広域連合"),
    ("sender_mail", "renkei@hokubu.example"),
];

story!(a_region_is_set_up_with_its_towns, "2026-11-20T09:00+09:00", async |world| {
    let administrator = world.administrator();
    let page = administrator.get("/admin/municipalities/new").await;
    let fields = [("code", "２０２０５３"), ("name", "飯田市"), ("kana", "いいだし")];
    administrator.submit(&page, "/admin/municipalities/new", &fields).await.is_redirect_to("/admin/regions");
    administrator.submit(&page, "/admin/municipalities/new", &fields).await.is(422);
    let page = administrator.get("/admin/regions/new").await;
    let mut fields = vec![("name", "北部広域連合"), ("slug", "tobu"), ("programme", "推進協議会")];
    fields.extend(OFFICE);
    let taken = administrator.submit(&page, "/admin/regions/new", &fields).await;
    assert!(taken.is(422).field_error("slug").unwrap().contains("ほかの圏域"));
    let made = administrator.submit(&taken, "/admin/regions/new", &[("slug", "hokubu")]).await;
    let towns = made.is(303).header("location").to_owned();
    let page = administrator.get(&towns).await;
    let asked = administrator.submit(&page, &towns, &[("code", "12106")]).await;
    let asked = asked.is(422).field_error("code").unwrap();
    assert!(asked.contains("012106") && asked.contains("121061"), "{asked}");
    administrator.submit(&page, &towns, &[("code", "012025")]).await.is(422).shows("登録されていません");
    administrator.submit(&page, &towns, &[("code", "202053")]).await.is_redirect_to(&towns);
    administrator.submit(&page, &towns, &[("code", "202053")]).await.is(422).shows("もう構成市町村です");
    let page = administrator.get(&towns).await;
    let action = page.body.split(&format!("action=\"{towns}/")).nth(1).unwrap().split('"').next().unwrap();
    administrator.submit(&page, &format!("{towns}/{action}"), &[]).await.is_redirect_to(&towns);
    administrator.get(&towns).await.shows("令和8年11月20日まで");
});

story!(the_secretariat_keeps_its_office, "2026-11-20T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let page = clerk.get("/settings/office").await;
    page.is(200);
    let wrong = clerk.submit(&page, "/settings/office", &[("office_telephone", "00-0000")]).await;
    assert!(wrong.is(422).field_error("office_telephone").is_some());
    let telephone = [("office_telephone", "0265-00-9999")];
    clerk.submit(&page, "/settings/office", &telephone).await.is_redirect_to("/settings/office");
    clerk.get("/people").await.shows("0265-00-9999");
    let late = clerk.submit(&page, "/settings/office", &[("office_telephone", "0265-00-1111")]).await;
    late.is(409).shows("0265-00-9999");
    world.member(1).get("/settings/office").await.is(403);
});
