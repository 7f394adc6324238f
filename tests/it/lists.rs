//! Every long list has one shape: filters, order and page stand in its address, its heads sort both ways and say so,
//! and the same rows in the same order come as a file, whatever the address says.

use crate::body::edit::set_up;
use crate::support::client::Client;
use crate::support::office::{answered, asked, called, letter};
use crate::support::page::{Page, words};
use crate::support::story::story;
use crate::support::world::World;

/// What a list says, and where the name of a row stands in its file.
struct List<'a> {
    who: &'a Client<'a>,
    path: &'static str,
    filter: &'static str,
    columns: &'static [&'static str],
    name: usize,
}

fn lists<'a>(clerk: &'a Client<'a>, administrator: &'a Client<'a>) -> [List<'a>; 8] {
    let list = |path, filter, columns, name| List { who: clerk, path, filter, columns, name };
    [
        list("/meetings", "fy=all", &["day", "body", "place", "state"], 2),
        list("/people", "q=", &["kana", "name", "workplace", "post"], 0),
        list("/associations", "q=東部", &["position", "kana", "short", "state"], 1),
        list("/bodies", "ended=1", &["tree", "kind", "seated", "vacant", "state"], 0),
        list("/outbox", "state=waiting", &["queued", "name", "subject", "state"], 1),
        list(
            "/attendance",
            "fy=2026",
            &["roster", "association", "name", "asked", "room", "online", "proxy", "absent"],
            1,
        ),
        List { who: administrator, ..list("/admin/accounts", "q=example", &["email", "name", "state"], 0) },
        List {
            who: administrator, ..list("/admin/regions", "q=広域", &["name", "programme", "office"], 0)
        },
    ]
}

/// The heads of the rows as they are read.
fn names(page: &Page) -> Vec<String> {
    let cells = page.body.split("role=\"rowheader\"").skip(1);
    let cells = cells.filter_map(|cell| cell.split_once('>')?.1.split_once("</th>"));
    cells.map(|(cell, _)| words(cell)).collect()
}

async fn lines(list: &List<'_>, address: &str) -> Vec<Vec<String>> {
    let csv = list.who.get(address).await;
    csv.is(200);
    assert!(csv.header("content-disposition").starts_with("attachment; filename=\""));
    let text = csv.body.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn filled(world: &World) {
    world.seat_many(6).await;
    set_up(world, "退院支援分科会", &world.people.council.id.to_string()).await;
    let meeting = called(world, &world.planned("", "2026-11-18T14:00+09:00").await, letter(world)).await;
    world.planned("=臨時", "2026-12-04T14:00+09:00").await;
    for n in 1..=2 {
        answered(world, &asked(world, &meeting, n).await, &[]).await;
    }
}

story!(a_list_and_its_file_say_the_same_in_every_order, "2026-11-10T09:00+09:00", async |world| {
    filled(&world).await;
    let (clerk, administrator) = (world.secretary(), world.administrator());
    for list in lists(&clerk, &administrator) {
        if list.path == "/attendance" {
            continue;
        }
        let mut orders = Vec::new();
        for column in list.columns {
            for sort in [(*column).to_owned(), format!("-{column}")] {
                let address = format!("{}?{}&sort={sort}", list.path, list.filter);
                let page = list.who.get(&address).await;
                page.is(200);
                let said = if sort.starts_with('-') { "descending" } else { "ascending" };
                assert!(page.body.contains(&format!("aria-sort=\"{said}\"")), "{address}");
                let (shown, file) = (names(&page), lines(&list, &page.link("CSV")).await);
                assert!(!shown.is_empty(), "{address}");
                assert_eq!(shown.len(), file.len(), "{address}");
                for (row, line) in shown.iter().zip(&file) {
                    let name = line[list.name].trim_start_matches('\'').trim();
                    assert!(row.contains(name), "{address}: 「{row}」 is not 「{name}」");
                }
                orders.push(shown);
            }
        }
        orders.dedup();
        assert!(orders.len() > 1, "{} is in one order only", list.path);
    }
});

story!(what_an_address_cannot_say_is_as_if_it_were_not_there, "2026-11-10T09:00+09:00", async |world| {
    filled(&world).await;
    let (clerk, administrator) = (world.secretary(), world.administrator());
    for list in lists(&clerk, &administrator) {
        let plain = list.who.get(list.path).await;
        for query in ["sort=moon&page=x", "sort=--&page=-1", "sort=%00&page=99999999999999999999", "page=0"] {
            let page = list.who.get(&format!("{}?{query}", list.path)).await;
            page.is(200);
            assert_eq!(names(&page), names(&plain), "{}?{query}", list.path);
        }
        for ending in ["csv", "xlsx"] {
            list.who.get(&format!("{}.{ending}?sort=moon&page=7", list.path)).await.is(200);
        }
        for ending in ["pdf", "CSV", "csv.exe", ""] {
            list.who.get(&format!("{}.{ending}", list.path)).await.is(404);
        }
    }
    let nobody = clerk.get("/people?q=ぬぬぬ").await;
    nobody.is(200).shows("あてはまる人はいません").shows("条件を消す");
});

story!(a_formula_in_a_title_stays_a_text, "2026-11-10T09:00+09:00", async |world| {
    let clerk = world.secretary();
    let page = clerk.get("/people/new").await;
    clerk.submit(&page, "/people/new", &[("name", "=HYPERLINK(1)"), ("kana", "あ")]).await.is(303);
    let file = clerk.get("/people.csv?q=HYPER").await;
    assert!(file.body.contains("'=HYPERLINK(1)"), "{}", file.body);
    assert_eq!(file.body.lines().count(), 2, "the filter holds for the file");
});
