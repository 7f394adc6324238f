//! Every layout and component is drawn with awkward values: the longest names, nothing at all, rare characters,
//! words that look like a program. What comes out must be text, and no page may carry a style or a program.

use actix_web::http::StatusCode;
use askama::Template;
use renkei::platform::assets::asset_url;
use renkei::platform::form::{Choice, Choices, ErrorSummary, Field, required_one_line};
use renkei::platform::page::{
    Bare, CapacityChoice, ErrorPage, Flash, Kind, NavItem, OfficeLine, Pager, Shell, Stage, Step,
};

/// Rare characters, one of them with a variation selector.
const NAME: &str = "髙﨑𠮷辻󠄀";
const SCRIPT: &str = r#""><script>alert(1)</script><img src=x onerror='alert(2)'>{{7*7}}"#;
const TURNED: &str = "資料\u{202e}fdp.exe";

/// All components in the frame of somebody signed in.
#[derive(Template)]
#[template(path = "../tests/it/look/app.html")]
struct AppSample {
    shell: Shell,
    words: String,
    field: Field,
    chosen: Choices,
    choices: Vec<Choice>,
    summary: ErrorSummary,
    steps: Vec<Step>,
    pager: Pager,
    error: Option<String>,
}

/// A form in the frame of a page that is opened with a link.
#[derive(Template)]
#[template(path = "../tests/it/look/bare.html")]
struct BareSample {
    bare: Bare,
    words: String,
    field: Field,
}

/// A sheet.
#[derive(Template)]
#[template(path = "../tests/it/look/print.html")]
struct PrintSample {
    shell: Shell,
    rows: Vec<String>,
}

fn office() -> OfficeLine {
    OfficeLine {
        name: "南信州広域連合 事務局 福祉連携係".to_owned(),
        telephone: "0265-00-0000".to_owned(),
        hours: "平日 8:30～17:15".to_owned(),
    }
}

fn shell(words: &str) -> Shell {
    let labels = ["今日", "会議", "名簿", "送信箱", "設定"];
    let nav = labels.map(|label| NavItem {
        href: "/meetings".to_owned(),
        label: label.to_owned(),
        current: label == "会議",
        count: (label == "送信箱").then_some(2),
        count_words: "通届いていません".to_owned(),
    });
    let capacity = |current| CapacityChoice { label: words.to_owned(), key: words.to_owned(), current };
    Shell {
        region_name: "南信州広域連合".to_owned(),
        who: format!("{words}（事務局）"),
        capacities: vec![capacity(true), capacity(false)],
        nav: nav.to_vec(),
        csrf: words.to_owned(),
        flash: Some(
            Flash::ok(words).text(words).link("/outbox", "送信箱で確認する").link("/meetings", words),
        ),
        office: Some(office()),
        sample: true,
        ..Shell::default()
    }
}

fn app(words: &str) -> AppSample {
    let mut field = Field::new(words);
    field.refuse(format!("「{words}」は読み取れません。"));
    let mut chosen = Choices::new([words]);
    chosen.refuse(words);
    let step = |name: &str, stage| Step { name: name.to_owned(), when: "11月12日(木)".to_owned(), stage };
    let (title, reason) = (("title", "会議名", &field.error), ("reason", words, &field.error));
    AppSample {
        shell: shell(words),
        words: words.to_owned(),
        summary: ErrorSummary::of([title, ("place", "場所", &None), reason]),
        chosen,
        choices: vec![Choice::new(words, words), Choice::new("room", "会場だけ")],
        steps: vec![
            step("計画", Stage::Done),
            step("通知", Stage::Done),
            step("回答", Stage::Now),
            step("開催", Stage::Later),
        ],
        pager: Pager::new(95, 10, 5, |n| format!("/meetings?q={words}&page={n}")),
        error: field.error.clone(),
        field,
    }
}

fn bare(words: &str) -> BareSample {
    BareSample {
        bare: Bare {
            brand: words.to_owned(),
            tagline: words.to_owned(),
            offices: vec![office()],
            flash: Some(Flash::new(Kind::Late, words)),
            sample: true,
        },
        words: words.to_owned(),
        field: Field::new(words),
    }
}

fn print(words: &str) -> PrintSample {
    PrintSample { shell: shell(words), rows: vec![words.to_owned(); 120] }
}

fn error(words: &str) -> ErrorPage {
    ErrorPage::new(StatusCode::INTERNAL_SERVER_ERROR, bare(words).bare, Some(words.to_owned()))
}

/// Each kind of page, drawn with these words.
fn pages(words: &str) -> [(&'static str, String); 4] {
    [
        ("app", app(words).render().unwrap()),
        ("bare", bare(words).render().unwrap()),
        ("print", print(words).render().unwrap()),
        ("error", error(words).render().unwrap()),
    ]
}

#[test]
fn nothing_typed_becomes_a_tag() {
    for (page, html) in pages(SCRIPT) {
        assert!(!html.contains("<script>") && !html.contains("<img"), "{page}");
        assert!(html.contains("&#60;script&#62;alert(1)"), "{page} escapes");
        assert!(html.contains("{{7*7}}"), "{page} keeps braces");
        assert_eq!(html.matches("<script").count(), 1, "{page} loads one program");
    }
}

#[test]
fn no_page_carries_a_style_or_a_program() {
    for words in [NAME, SCRIPT] {
        for (page, html) in pages(words) {
            for tag in tags(&html) {
                let names = outside_quotes(tag);
                let inline = names.iter().any(|name| name.starts_with("on") || name.starts_with("style"));
                assert!(!inline, "{page}: {tag}");
                let unquoted = names.iter().any(|name| name.contains('=') && !name.ends_with('='));
                assert!(!unquoted, "{page}: {tag} has an attribute without quotes");
            }
        }
    }
}

#[test]
fn rare_characters_stay_as_they_are() {
    for (page, html) in pages(NAME) {
        assert!(html.contains(NAME), "{page}");
    }
}

#[test]
fn turned_text_is_shown_and_kept() {
    let html = app(TURNED).render().unwrap();
    assert!(html.contains("<p class=\"notice__title\">済：資料［U+202E］fdp.exe</p>"));
    assert!(html.contains(&format!("value=\"{TURNED}\"")), "the field sends what was typed");
    assert!(print(TURNED).render().unwrap().contains("資料［U+202E］fdp.exe"));
}

#[test]
fn a_page_is_small() {
    let long = "南信州在宅医療・介護連携推進協議会入退院支援ルール見直し作業部会".repeat(3);
    for words in ["", NAME, long.as_str()] {
        for (page, html) in pages(words) {
            assert!(html.len() < 50_000, "{page}: {} octets", html.len());
        }
    }
}

#[test]
fn every_file_a_page_names_exists() {
    let sprite = include_str!("../../assets/icons.svg");
    for (page, html) in pages(NAME) {
        for (_, rest) in html.match_indices("/assets/").map(|(at, _)| html.split_at(at)) {
            let address = rest.split('"').next().unwrap();
            let (file, icon) = address.split_once('#').unwrap_or((address, ""));
            let name = file.trim_start_matches("/assets/").split('?').next().unwrap();
            assert_eq!(file, asset_url(name), "{page}");
            assert!(file.contains("?v="), "{page}: {file}");
            assert!(icon.is_empty() || sprite.contains(&format!("id=\"{icon}\"")), "{page}: {address}");
        }
    }
}

#[test]
fn errors_lead_to_their_fields_and_ids_are_unique() {
    for (page, html) in pages(NAME) {
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| other == &id).count(), 1, "{page}: {id}");
        }
        for marker in ["href=\"#", " for=\"", "aria-labelledby=\"", "aria-describedby=\"", "data-copy=\""] {
            for rest in html.split(marker).skip(1) {
                for id in rest.split('"').next().unwrap().split(' ') {
                    assert!(ids.contains(&id), "{page}: {marker}{id}");
                }
            }
        }
    }
}

#[test]
fn a_demo_says_so_above_and_below() {
    for (page, times) in [("app", 2), ("bare", 2), ("print", 1), ("error", 2)] {
        let html = &pages(NAME).into_iter().find(|(name, _)| *name == page).unwrap().1;
        assert_eq!(html.matches("見本データ（架空）").count(), times, "{page}");
    }
}

#[test]
fn nothing_leaves_no_trace() {
    let mut sample = app("");
    sample.shell = Shell::default();
    sample.field = Field::default();
    sample.chosen = Choices::default();
    sample.choices = Vec::new();
    sample.summary = ErrorSummary::of([("title", "会議名", &None)]);
    sample.pager = Pager::new(9, 10, 1, |n| n.to_string());
    sample.error = None;
    let html = sample.render().unwrap();
    for absent in [
        "エラー",
        "か所を直して",
        "field--error",
        "aria-invalid",
        "class=\"pager\"",
        "見本データ",
        "として見",
    ] {
        assert!(!html.contains(absent), "{absent}");
    }
    assert_eq!(Field::default().parse(required_one_line(9)), None);
}

/// The tags of a page, from `<` to `>`; text never holds either, it is escaped.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next())
}

/// A tag without its quoted values, word by word.
fn outside_quotes(tag: &str) -> Vec<&str> {
    tag.split('"').step_by(2).flat_map(str::split_whitespace).collect()
}
