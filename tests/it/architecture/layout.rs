//! Names and sizes of files: what a newcomer goes by.

use super::source::{Source, files, none, rust_files};

/// Modules that are no feature and name their files as they need.
const FREE: [&str; 7] = ["platform", "access", "cli", "config", "report", "document", "programme"];
/// Files of a feature, each with its own job.
const FILES: [&str; 6] = ["mod.rs", "rules.rs", "queries.rs", "commands.rs", "notices.rs", "jobs.rs"];
/// What those files may grow into, and the folder of use cases.
const FOLDERS: [&str; 5] = ["rules", "queries", "commands", "notices", "web"];
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 10] =
    ["util", "utils", "helper", "helpers", "common", "service", "services", "manager", "managers", "misc"];

fn everything() -> Vec<Source> {
    ["src", "entity/src", "migration/src", "tests/it"].iter().flat_map(|folder| rust_files(folder)).collect()
}

#[test]
fn a_feature_has_the_files_every_feature_has() {
    let mut wrong = Vec::new();
    for file in rust_files("src").iter().filter(|file| file.path.matches('/').count() > 1) {
        let known = match file.inside().split_once('/') {
            None => FILES.contains(&file.inside()),
            Some((folder, _)) => FOLDERS.contains(&folder),
        };
        if !known && !FREE.contains(&file.module()) {
            wrong.push(format!("{}: a feature has {FILES:?} and the folders {FOLDERS:?}", file.path));
        }
    }
    none("Rule 2: a feature folder uses only the known names.", &wrong);
}

#[test]
fn a_file_and_its_folder_are_not_both_there() {
    let all = rust_files("src");
    let twins = all.iter().filter(|file| {
        let folder = format!("{}/mod.rs", file.path.trim_end_matches(".rs"));
        all.iter().any(|other| other.path == folder)
    });
    let wrong: Vec<_> = twins.map(|file| format!("{} stands beside its folder", file.path)).collect();
    none("Rule 2: commands.rs becomes commands/<verb>.rs when it grows.", &wrong);
}

#[test]
fn names_say_what_is_inside() {
    let templates = files("templates", "");
    let mut wrong = Vec::new();
    for file in everything().iter().chain(&templates) {
        let parts = file.path.split(['/', '.']);
        for part in parts.filter(|part| EMPTY_NAMES.contains(part)) {
            wrong.push(format!("{}: what does 「{part}」 hold? Name it after that", file.path));
        }
    }
    none("Rule 2: no util, helpers, common, service, manager.", &wrong);
}

#[test]
fn a_file_is_read_in_one_sitting() {
    let code = ["src", "entity/src", "migration/src"].iter().flat_map(|folder| rust_files(folder));
    let mut wrong = Vec::new();
    for file in code {
        let lines = file.text.lines().count();
        if lines > 400 {
            wrong.push(format!("{}: {lines} lines, at most 400; split it by what it does", file.path));
        }
    }
    none("Budgets: a Rust file has at most 400 lines.", &wrong);
}

#[test]
fn a_function_is_seen_at_once() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        for (name, at, length) in functions(&file.text) {
            if length > 50 {
                wrong.push(format!("{}:{at} {name}: {length} lines, at most 50", file.path));
            }
        }
    }
    none("Budgets: a function has at most 50 lines.", &wrong);
}

#[test]
fn every_file_says_what_it_is() {
    let silent = everything().into_iter().filter(|file| !file.text.starts_with("//!"));
    let wrong: Vec<_> = silent.map(|file| format!("{}: begin with `//!`", file.path)).collect();
    none("Budgets: every module opens with two to five sentences.", &wrong);
}

#[test]
fn only_rules_and_platform_carry_their_tests() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let tested = ["#[test]", "#[tokio::test]", "#[actix_web::test]", "proptest!"];
        let free = file.module() == "platform" || file.inside().starts_with("rules");
        if !free && tested.iter().any(|mark| file.text.contains(mark)) {
            wrong.push(format!("{}: tests go to tests/it/{}/", file.path, file.module()));
        }
    }
    none("Models: `#[test]` in src only in rules and platform.", &wrong);
}

#[test]
fn no_test_is_switched_off() {
    let mut wrong = Vec::new();
    for file in everything() {
        for (at, line) in file.text.lines().enumerate() {
            let line = line.trim();
            if line.starts_with("#[ignore") || line.starts_with("#[should_panic") {
                wrong.push(format!("{}:{} {line}: assert what happens today", file.path, at + 1));
            }
        }
    }
    none("Models: no ignored test, none that should panic.", &wrong);
}

/// Name, line and length of each function, by rustfmt's indentation. A test is a table and may be long.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<_> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some((before, after)) = code.split_once("fn ") else { continue };
        let words = ["pub", "pub(super)", "pub(crate)", "async", "const"];
        let is_function = before.split_whitespace().all(|word| words.contains(&word));
        let is_test = at > 0 && lines[at - 1].trim().ends_with("test]");
        if !is_function || is_test {
            continue;
        }
        let indent = line.len() - code.len();
        let ends = |later: &&str| {
            later.len() - later.trim_start().len() == indent && later.trim_end().ends_with(['}', ';'])
        };
        let length = lines[at..].iter().position(ends).map_or(0, |after| after + 1);
        found.push((after.split(['(', '<']).next().unwrap_or_default().to_owned(), at + 1, length));
    }
    found
}

#[test]
fn functions_are_measured() {
    let text = "impl X {\n    pub async fn long(\n        a: A,\n    ) -> B {\n        c()\n    }\n\n    \
        fn declared(\n        a: A,\n    ) -> B;\n\n    fn short() {}\n}\n";
    let measured = [("long", 2, 5), ("declared", 8, 3), ("short", 12, 1)];
    assert_eq!(functions(text), measured.map(|(name, at, length)| (name.to_owned(), at, length)));
}
