//! The users' guide: everybody can read it, it leads nowhere in vain, and it says nothing that is not on a screen.

mod pictures;

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use renkei::help::rules::{CHAPTERS, CONTENTS};

use crate::architecture::source::{files, none, rust_files};
use crate::support::browser::{Browser, Window};
use crate::support::page::Page;
use crate::support::world::World;

const NOW: &str = "2026-11-20T09:00+09:00";

/// Every address of the guide.
fn pages() -> Vec<String> {
    std::iter::once("/help".to_owned()).chain(CHAPTERS.iter().map(|chapter| chapter.href())).collect()
}

/// The values of an attribute, as they stand.
fn values<'a>(page: &'a Page, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.body.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[actix_web::test]
async fn everybody_reads_every_page() {
    let world = World::at(NOW).await;
    for (who, menu) in [
        (world.anonymous(), false),
        (world.secretary(), true),
        (world.member(1), true),
        (world.administrator(), true),
    ] {
        for path in pages() {
            let page = who.get(&path).await;
            page.is(200).shows("ヘルプ");
            assert_eq!(page.body.contains("class=\"site-nav\""), menu, "{path}");
            assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        }
    }
    for nothing in ["/help/nothing", "/help/README", "/help/notice.md", "/help/images/none.png", "/help/"] {
        world.anonymous().get(nothing).await.is(404);
    }
}

#[actix_web::test]
async fn no_link_leads_nowhere() {
    let world = World::at(NOW).await;
    let reader = world.anonymous();
    let mut wrong = Vec::new();
    for path in pages() {
        let page = reader.get(&path).await;
        for link in values(&page, "href").into_iter().filter(|link| !link.starts_with("tel:")) {
            let (there, anchor) = link.split_once('#').unwrap_or((link, ""));
            let there = if there.is_empty() { path.as_str() } else { there };
            if !there.starts_with('/') {
                wrong.push(format!("{path}: {link} leads away"));
                continue;
            }
            let target = reader.get(there).await;
            if target.status != 200 && target.status != 303 {
                wrong.push(format!("{path}: {link} is {}", target.status));
            }
            let anchor = percent_decode_str(anchor).decode_utf8().unwrap();
            if !anchor.is_empty() && !values(&target, "id").contains(&&*anchor) {
                wrong.push(format!("{path}: {link} has no such place"));
            }
        }
        for picture in values(&page, "src").into_iter().filter(|src| src.starts_with("/help/")) {
            let answer = reader.get(picture).await;
            assert_eq!(answer.header("content-type"), "image/png", "{path}: {picture}");
            assert!(answer.header("cache-control").contains("immutable"), "{path}: {picture}");
        }
    }
    none("Every link of the guide leads to a page of ours that is there.", &wrong);
}

#[test]
fn the_contents_name_every_chapter_in_its_order() {
    let links = CONTENTS.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let mut named: Vec<_> = links.filter_map(|link| link.strip_suffix(".md")).collect();
    named.dedup();
    let chapters: Vec<_> = CHAPTERS.iter().map(|chapter| chapter.name).collect();
    assert_eq!(named, chapters);
    for chapter in CHAPTERS {
        let link = format!("[{}]({}.md)", chapter.title(), chapter.name);
        assert!(CONTENTS.contains(&link), "docs/guide/README.md has no {link}");
        assert!(chapter.text.starts_with("# "), "{} begins with its title", chapter.name);
    }
}

#[test]
fn every_help_link_of_a_screen_leads_to_a_chapter() {
    let pages = pages();
    let mut wrong = Vec::new();
    for file in files("templates", ".html") {
        for rest in file.text.split("{% block help %}").skip(1) {
            let href = rest.split("{%").next().unwrap_or_default();
            if !pages.iter().any(|page| page == href) {
                wrong.push(format!("{}: {href}", file.path));
            }
        }
    }
    none("The link ヘルプ of a page leads to a chapter.", &wrong);
}

/// What the guide sets as code are words of the screen. `○` stands for what differs from case to case.
#[test]
fn the_guide_quotes_what_stands_on_screens() {
    let screens = words_of_screens();
    let mut wrong = Vec::new();
    let texts = CHAPTERS.iter().map(|chapter| (chapter.name, chapter.text)).chain([("README", CONTENTS)]);
    for (name, text) in texts {
        for (at, quoted) in quotes(text) {
            if !screens.iter().any(|line| says(line, quoted)) {
                wrong.push(format!("docs/guide/{name}.md:{at} `{quoted}`"));
            }
        }
    }
    none("Words set as `code` in the guide stand in a template or in a text of src.", &wrong);
}

/// Line and words of everything set as code, fenced blocks left out.
fn quotes(text: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            found.extend(line.split('`').skip(1).step_by(2).map(|quoted| (at + 1, quoted)));
        }
    }
    found
}

/// Whether a text says these words, whatever stands for each `○`.
fn says(line: &str, quoted: &str) -> bool {
    let mut rest = line;
    quoted.split('○').all(|part| match rest.split_once(part) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Every line of a template, and every line of the program but its comments and tests.
fn words_of_screens() -> BTreeSet<String> {
    let own = |path: &str| path.starts_with("src/help/") || path.starts_with("templates/help/");
    let sources = files("templates", "").into_iter().chain(rust_files("src"));
    let mut words = BTreeSet::new();
    for file in sources.filter(|file| !own(&file.path) && !file.is_test()) {
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        words.extend(lines.map(str::to_owned));
    }
    words
}

#[test]
fn quoting_has_teeth() {
    assert_eq!(quotes("a `b` c\n```\n`d`\n```\n`e` `f`"), [(1, "b"), (5, "e"), (5, "f")]);
    for (quoted, expected) in
        [("未回答の○人に催促する", true), ("招集する", false), ("人に○未回答", false), ("催促", true)]
    {
        assert_eq!(says("未回答の{unanswered}人に催促する", quoted), expected, "{quoted}");
    }
    let words = words_of_screens();
    for known in ["招集する", "未回答の{unanswered}人に催促する", "この会議は中止になっています。"]
    {
        assert!(words.iter().any(|line| line.contains(known)), "{known}");
    }
    assert!(!words.iter().any(|line| line.contains("where a meeting stands")), "comments are no screen");
}

/// The access matrix brings the frame of one chapter before a browser; here is every chapter.
#[actix_web::test]
async fn every_chapter_fits_every_width() {
    let world = World::at(NOW).await;
    let Some(browser) = Browser::open(&world.address, Window::DESK).await else { return };
    let mut faults = Vec::new();
    for path in pages() {
        browser.goto(&path).await;
        faults.extend(browser.faults_at_every_width().await);
    }
    none("Every chapter can be read and used by everybody.", &faults);
}
