//! The roster of a day, on screen and as a sheet.

use renkei::body::{queries, rules};

use crate::support::story::story;

story!(a_roster_is_as_of_a_day, "2026-11-20T09:00+09:00", async |world| {
    let (clerk, address) = (world.secretary(), format!("/bodies/{}", world.people.council.id));
    let today = clerk.get(&address).await;
    today.is(200).shows("令和8年11月20日現在").shows("在任4人、欠員1").shows("𠮷田 花子").shows("欠員");
    today.shows("宮﨑 一郎").hides("大塚 実");
    let before = clerk.get(&format!("{address}?on=令和8年3月31日")).await;
    before.is(200).shows("令和8年3月31日現在").shows("大塚 実").hides("宮﨑 一郎");
    let wrong = clerk.get(&format!("{address}?on=2026/2/30")).await;
    wrong.is(200).shows("令和8年11月20日現在");
    assert!(wrong.field_error("on").unwrap().contains("2月に30日はありません"));
});

story!(the_sheet_has_the_columns_of_an_office, "2026-11-20T09:00+09:00", async |world| {
    let address = format!("/bodies/{}/roster?on=R8.4.1", world.people.council.id);
    let page = world.member(1).get(&address).await;
    page.is(200).shows("No. 選出区分 所属団体 役職 氏名 ふりがな 勤務先 備考");
    page.shows("順不同・敬称略　令和8年4月1日現在");
    page.shows("1 医療・介護 東部医師会 辻\u{e0100} 太郎 つじ たろう 会長 令和8年4月1日～");
    page.shows("宮﨑 一郎 みやざき いちろう 補欠").shows("住民代表 （欠員）");
    page.shows("東部保健所 山本 修 やまもと おさむ 顧問");
});

story!(one_person_in_two_seats_is_one_head, "2026-11-20T09:00+09:00", async |world| {
    let people = &world.people;
    let action = format!("/seats/{}/memberships/new", people.vacant_seat.id);
    let person = people.members[2].person.id.to_string();
    let form = [("person", person.as_str()), ("role", "member"), ("from", "R8.11.1")];
    world.secretary().post(&action, &form).await.is(303);
    let day = "2026-11-20".parse().unwrap();
    let lines = queries::roster_on(&world.db().read, people.council.id, day).await.unwrap();
    let heads = queries::people_on(&world.db().read, people.council.id, day).await.unwrap();
    assert_eq!((lines.len(), heads.len()), (6, 5));
    let head = heads.iter().find(|head| head.person.id == people.members[2].person.id).unwrap();
    let seats: Vec<_> = head.seats.iter().map(|held| held.seat.id).collect();
    assert_eq!(seats, [people.members[2].seat.id, people.vacant_seat.id]);
    let page = world.secretary().get(&format!("/bodies/{}", people.council.id)).await;
    page.is(200).shows("在任4人、欠員0").shows("定足数3人");
});

story!(a_roster_leaves_as_a_file, "2026-11-20T09:00+09:00", async |world| {
    let address = format!("/bodies/{}", world.people.council.id);
    let member = world.member(1);
    let page = member.get(&format!("{address}?on=R8.4.1")).await;
    let csv = member.get(&page.link("CSVで名簿を保存する")).await;
    csv.is(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").contains("filename=\"roster-2026-04-01.csv\""));
    let text = csv.body.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(
        reader.headers().unwrap().iter().collect::<Vec<_>>(),
        ["No.", "選出区分", "所属団体", "役職", "氏名", "ふりがな", "勤務先", "備考",]
    );
    let lines: Vec<_> = reader.records().map(|line| line.unwrap()).collect();
    let day = "2026-04-01".parse().unwrap();
    let roster = queries::roster_on(&world.db().read, world.people.council.id, day).await.unwrap();
    assert_eq!(lines.len(), roster.len());
    let first = &lines[0];
    assert_eq!((&first[0], &first[2], &first[4]), ("1", "東部医師会", "辻\u{e0100} 太郎"));
    assert!(first[7].starts_with("会長　令和8年4月1日～"), "{}", &first[7]);
    assert!(lines.iter().any(|line| &line[2] == "住民代表" && &line[4] == "（欠員）"));
    let book = member.get(&page.link("Excelで名簿を保存する")).await;
    book.is(200);
    assert!(book.header("content-disposition").contains("roster-2026-04-01.xlsx"));
    world.ended_member().get(&format!("{address}/roster.csv")).await.is(404);
});

story!(a_list_counts_as_the_roster_does, "2026-11-20T09:00+09:00", async |world| {
    let (people, clerk) = (&world.people, world.secretary());
    // The same person in a second seat is one head.
    let appoint = format!("/seats/{}/memberships/new", people.vacant_seat.id);
    let twice = people.members[0].person.id.to_string();
    let form = [("person", twice.as_str()), ("role", "member"), ("from", "R8.10.1"), ("to", "R9.3.31")];
    clerk.post(&appoint, &form).await.is(303);
    let id = people.council.id;
    let mut seen = std::collections::BTreeSet::new();
    for day in ["2015-01-01", "2026-04-01", "2026-09-30", "2026-10-01", "2027-03-31", "2027-04-01"] {
        let day = day.parse().unwrap();
        let tallies = queries::tallies_on(&world.db().read, &[id], day).await.unwrap();
        let counted = rules::tally(&queries::roster_on(&world.db().read, id, day).await.unwrap());
        assert_eq!(tallies.get(&id).copied().unwrap_or_default(), counted, "{day}");
        seen.insert((counted.in_office, counted.vacant));
    }
    assert!(seen.len() > 2, "{seen:?} hardly differ");
});
