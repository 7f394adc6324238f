//! The pictures of the guide and of the README, made from the sample councils on 10 November 2026. With
//! `RENKEI_BLESS=1` they are written (`docs/guide/screenshots.sh`); without, each must be there, in use, and still
//! possible to make.

use std::fs;
use std::path::{Path, PathBuf};

use entity::invitation;
use entity::link::LinkPurpose;
use fantoccini::Locator;
use renkei::platform::link;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::architecture::source::{files, none};
use crate::support::browser::{Browser, Window};
use crate::support::sample::Sample;

const NOW: &str = "2026-11-10T09:00+09:00";

const CLERK: &str = "clerk@minamishinshu.example";

/// One picture.
struct Shot {
    /// Its name below `docs/guide/images/`, without `.png`.
    name: &'static str,
    /// Whose screen; nobody's for pages without signing in.
    who: &'static str,
    at: At,
    way: &'static [Step],
    /// The elements it shows.
    shows: &'static [&'static str],
}

/// Where it is taken.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Desk,
    Telephone,
}

/// What somebody does on the way to the picture.
enum Step {
    Open(&'static str),
    /// Opens the reply page of somebody asked to the council's next meeting.
    Reply(&'static str),
    /// Presses the first link, button or fold with these words.
    Press(&'static str),
    /// The same in the line of a table that has the first words.
    PressIn(&'static str, &'static str),
    /// Types into the field with this label.
    Fill(&'static str, &'static str),
    /// Chooses the option that begins with the second words in the list with this label.
    Select(&'static str, &'static str),
}

use At::{Desk, Telephone};
use Step::{Fill, Open, Press, PressIn, Reply, Select};

#[rustfmt::skip]
const SHOTS: &[Shot] = &[
    Shot { name: "desk", who: CLERK, at: Desk, way: &[Open("/")],
        shows: &["header", "nav.site-nav li", "section[aria-labelledby=week] .todo > li:nth-child(4)"] },
    Shot { name: "switch", who: CLERK, at: Desk, way: &[Open("/"), Press("佐藤 由美")],
        shows: &["header", "header .menu > ul"] },
    Shot { name: "role", who: "admin@renkei.example", at: Desk,
        way: &[Open("/admin/accounts"), Press("福島 拓也"), Press("役割を付ける")],
        shows: &["main h1", "main form"] },
    Shot { name: "charter", who: CLERK, at: Desk,
        way: &[Open("/bodies"), Press("南信州在宅医療・介護連携推進協議会"), Press("記録を直す")],
        shows: &["#settings", "main form fieldset:nth-of-type(4)"] },
    Shot { name: "roster", who: CLERK, at: Desk,
        way: &[Open("/bodies"), Press("南信州在宅医療・介護連携推進協議会")],
        shows: &["#roster", "section[aria-labelledby=roster] tbody tr:nth-child(6)"] },
    Shot { name: "board", who: CLERK, at: Desk, way: &[Open("/board")],
        shows: &["main .page-head", "main .grid tbody tr:nth-child(14)"] },
    Shot { name: "renewal", who: CLERK, at: Desk,
        way: &[Open("/bodies"), Press("南信州在宅医療・介護連携推進協議会"), Press("任期を切り替える")],
        shows: &["main .page-head", "main form fieldset:nth-of-type(3)"] },
    Shot { name: "proposal", who: CLERK, at: Desk, way: &[Open("/"), Press("推薦を確かめる")],
        shows: &["main .page-head", "main form"] },
    Shot { name: "new-year", who: CLERK, at: Desk, way: &[Open("/new-year")],
        shows: &["main .page-head", "main form fieldset:nth-of-type(3)"] },
    Shot { name: "handover", who: CLERK, at: Desk, way: &[Open("/handover")],
        shows: &["main h1", "main h2:nth-of-type(2)"] },
    Shot { name: "search", who: CLERK, at: Desk, way: &[Open("/search?q=退院")],
        shows: &["header", "nav.site-nav li", "section[aria-labelledby=agenda-h] li:nth-child(3)"] },
    Shot { name: "plan", who: CLERK, at: Desk,
        way: &[Open("/meetings/new"), Select("会議体", "多職種連携研修部会"), Fill("開催日", "令和8年11月26日"),
            Fill("開始", "18:30"), Fill("終了", "20:00"), Press("重なりを確かめる")],
        shows: &["main .page-head", "main .notice", "#ends"] },
    Shot { name: "meeting", who: CLERK, at: Desk, way: COUNCIL,
        shows: &["header", "nav.site-nav li", ".quorum"] },
    Shot { name: "agenda", who: CLERK, at: Desk,
        way: &[Open("/meetings"), Press("連携協議会 第2回"), Press("議題を直す")],
        shows: &["main .page-head", "main .table-box"] },
    Shot { name: "notice", who: CLERK, at: Desk,
        way: &[Open("/"), Press("準備を確かめる（多職種連携研修部会"), Press("招集する"), Fill("文書番号", "8南広福第225号"),
            Fill("決裁日", "令和8年11月10日"), Fill("施行日", "令和8年11月10日"), Press("送る内容を確かめる")],
        shows: &["main .section-head", "main form .actions"] },
    Shot { name: "quorum", who: CLERK, at: Desk, way: COUNCIL,
        shows: &[".quorum", "#replies tbody tr:nth-child(9)"] },
    Shot { name: "pending", who: CLERK, at: Desk, way: &[Open("/meetings"), Press("退院支援分科会 第2回")],
        shows: &["#replies thead", "#replies tbody tr:has(form[action^='/pending-replies'])"] },
    Shot { name: "entry", who: CLERK, at: Desk,
        way: &[Open("/meetings"), Press("連携協議会 第2回"), PressIn("𠮷川 隆", "回答を入力")],
        shows: &["main .page-head", "main form"] },
    Shot { name: "change", who: CLERK, at: Desk,
        way: &[Open("/meetings"), Press("連携協議会 第2回"), Press("そのほか"), Press("日時・場所を変更する"),
            Fill("開催日", "令和8年11月27日"), Fill("変更の理由", "会場の都合のため"), Fill("文書番号", "8南広福第226号"),
            Fill("決裁日", "令和8年11月10日"), Fill("施行日", "令和8年11月10日"), Press("送る内容を確かめる")],
        shows: &["main .page-head", "main .facts"] },
    Shot { name: "outbox", who: CLERK, at: Desk,
        way: &[Open("/meetings"), Press("連携ルール作業部会 第2回"), Press("変更の通知の送り先")],
        shows: &["main .page-head", "main tbody tr:nth-child(10)"] },
    Shot { name: "pace", who: CLERK, at: Desk, way: COUNCIL,
        shows: &["#steps", "#steps li:nth-child(9)"] },
    Shot { name: "roll", who: CLERK, at: Desk,
        way: &[Open("/meetings"), Press("多職種連携研修部会 第3回"), Press("当日の出欠をとる")],
        shows: &["main .page-head", "main #list .roll > li:nth-child(5)"] },
    Shot { name: "sheet", who: CLERK, at: Desk,
        way: &[Open("/meetings"), Press("連携協議会 第2回"), Press("開催通知の送り先"),
            PressIn("塩澤 和代", "開催通知")],
        shows: &["main article .letter__right", "main article .slip"] },
    Shot { name: "sign-in", who: "", at: Telephone, way: &[Open("/sign-in")],
        shows: &["header", "main form[action='/sign-in']"] },
    Shot { name: "member", who: "doctor@ishikai.example", at: Telephone, way: &[Open("/")],
        shows: &["header", "main .answer:last-of-type"] },
    Shot { name: "reply", who: "", at: Telephone, way: &[Reply("𠮷川 隆")],
        shows: &["header", "main .answer:last-of-type"] },
    Shot { name: "reply-proxy", who: "", at: Telephone, way: &[Reply("𠮷川 隆"), Press("代理出席")],
        shows: &["main .answer[open]"] },
];

/// To the page of the council's next meeting.
const COUNCIL: &[Step] = &[Open("/meetings"), Press("連携協議会 第2回")];

#[actix_web::test]
async fn every_picture_can_be_made() {
    let sample = Sample::at(NOW).await;
    let mut missing = Vec::new();
    for (at, window) in [(Desk, Window::DESK), (Telephone, Window::TELEPHONE)] {
        let Some(browser) = Browser::open(&sample.address, window).await else { return };
        for shot in SHOTS.iter().filter(|shot| shot.at == at) {
            sample.signed_in(&browser, shot.who).await;
            for step in shot.way {
                take(&browser, &sample, step).await;
            }
            let picture = browser.picture(shot.shows).await;
            let file = file(shot.name);
            if std::env::var_os("RENKEI_BLESS").is_some() {
                fs::write(&file, picture).unwrap();
            } else if !file.is_file() {
                missing.push(format!("docs/guide/images/{}.png", shot.name));
            }
        }
    }
    none("Every picture is there (docs/guide/screenshots.sh makes them).", &missing);
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/guide/images/{name}.png"))
}

async fn take(browser: &Browser, sample: &Sample, step: &Step) {
    match step {
        Open(path) => browser.goto(path).await,
        Reply(name) => browser.goto(&reply_page(sample, name).await).await,
        Press(words) => drop(browser.press(words).await),
        PressIn(line, words) => {
            let path = format!("//tr[contains(., '{line}')]//a[contains(normalize-space(.), '{words}')]");
            browser.page.find(Locator::XPath(&path)).await.unwrap().click().await.unwrap();
        }
        Fill(label, value) => drop(browser.fill(label, value).await),
        Select(label, option) => drop(browser.select(label, option).await),
    }
}

async fn reply_page(sample: &Sample, name: &str) -> String {
    let asked = invitation::Entity::find()
        .filter(invitation::Column::Name.eq(name))
        .order_by_desc(invitation::Column::Id)
        .one(&sample.state.db.read)
        .await
        .unwrap()
        .unwrap();
    let key = &sample.state.db.terms().key;
    format!("/r/{}", link::token(key, LinkPurpose::Reply, asked.id.0, asked.generation))
}

#[test]
fn every_picture_is_shown_somewhere() {
    let texts = files("docs/guide", ".md").into_iter().map(|file| file.text);
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let texts: Vec<_> = texts.chain([readme]).collect();
    let kept = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/images")).unwrap();
    let names = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut wrong = Vec::new();
    for name in names {
        if !SHOTS.iter().any(|shot| name == format!("{}.png", shot.name)) {
            wrong.push(format!("{name}: nothing makes it"));
        }
        if !texts.iter().any(|text| text.contains(&format!("images/{name})"))) {
            wrong.push(format!("{name}: nothing shows it"));
        }
    }
    none("A picture is made by a test and shown in the guide or the README.", &wrong);
}
