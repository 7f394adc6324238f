//! Who may know whom. Imports point down the levels; actix and askama are known at the edge only.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{ItemMod, ItemUse, Path, UseTree};

use super::source::{Source, none, rust_files};

/// A module imports only modules of a lower number; `platform` and `config` are one level in two folders. A new
/// module gets its line here and in `docs/ARCHITECTURE.md`.
const LEVELS: &[(u32, &[&str])] = &[
    (110, &["main"]),
    (100, &["cli"]),
    (90, &["app"]),
    (85, &["exchange"]),
    (82, &["doubles", "new_year"]),
    (
        80,
        &["desk", "dossier", "delivery", "help", "board", "document", "report", "follow", "search", "portal"],
    ),
    (70, &["pdca"]),
    (60, &["minutes"]),
    (55, &["attendance"]),
    (57, &["pace"]),
    (50, &["invitation", "action_item"]),
    (40, &["agenda"]),
    (30, &["meeting", "facility"]),
    (25, &["renewal"]),
    (20, &["body", "account"]),
    (15, &["directory"]),
    (10, &["access", "programme"]),
    (0, &["platform", "config"]),
];

fn level(module: &str) -> Option<u32> {
    LEVELS.iter().find(|(_, modules)| modules.contains(&module)).map(|(level, _)| *level)
}

/// The list of modules is above all levels.
fn code() -> Vec<Source> {
    rust_files("src").into_iter().filter(|file| file.path != "src/lib.rs").collect()
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for file in code() {
        let here = file.module();
        let Some(own) = level(here) else {
            wrong.push(format!("{}: {here} has no level in tests/it/architecture/imports.rs", file.path));
            continue;
        };
        for other in Imports::of(&file).modules.iter().filter(|other| *other != here) {
            match level(other) {
                // What hangs in `lib.rs` itself is no module.
                None => {}
                Some(0) if own == 0 => {}
                Some(theirs) if theirs < own => {}
                Some(theirs) => {
                    wrong.push(format!("{}: {here} ({own}) imports {other} ({theirs})", file.path));
                }
            }
        }
    }
    none("Rule 5: a module imports only lower levels, none of its own.", &wrong);
}

#[test]
fn actix_stays_at_the_edge() {
    let mut wrong = Vec::new();
    for file in code() {
        let edge = ["platform", "app", "cli", "main"].contains(&file.module())
            || file.path == "src/access/web.rs"
            || (file.module() != "access"
                && (file.inside().starts_with("web/") || file.inside() == "mod.rs"));
        let known = Imports::of(&file).crates;
        if !edge && known.iter().any(|name| name.starts_with("actix")) {
            wrong.push(format!("{}: commands, queries and rules are called from the worker, too", file.path));
        }
    }
    none("Rule 3: actix is named in web/, mod.rs, platform, access/web.rs, app.rs and cli only.", &wrong);
}

#[test]
fn askama_stays_with_pages_and_letters() {
    let mut wrong = Vec::new();
    for file in code() {
        let words = ["web/", "notices"].iter().any(|start| file.inside().starts_with(start));
        let edge =
            words || ["platform", "app", "cli"].contains(&file.module()) || file.path == "src/access/web.rs";
        if !edge && Imports::of(&file).crates.contains("askama") {
            wrong.push(format!("{}: words are made in web/ and notices", file.path));
        }
    }
    none("Rule 3: askama is named in web/, notices, platform, app.rs and access/web.rs only.", &wrong);
}

#[test]
fn entity_and_migration_know_nothing_of_us() {
    let mut wrong = Vec::new();
    for file in ["entity/src", "migration/src"].iter().flat_map(|folder| rust_files(folder)) {
        if Imports::of(&file).crates.contains("renkei") {
            wrong.push(file.path);
        }
    }
    none("Levels: entity and migration stand below everything.", &wrong);
}

/// The first names of all paths of a file.
#[derive(Default)]
struct Imports {
    /// Our modules: `meeting` of `crate::meeting::rules`.
    modules: BTreeSet<String>,
    /// Everything else a path begins with: `actix_web`, but also local names.
    crates: BTreeSet<String>,
    /// How many `super` lead to `crate`.
    depth: usize,
}

impl Imports {
    fn of(file: &Source) -> Self {
        let mut imports = Self { depth: file.depth(), ..Self::default() };
        imports.visit_file(&file.syntax());
        imports
    }

    fn take(&mut self, path: &[String]) {
        let ups = path.iter().take_while(|name| *name == "super").count();
        match path {
            [first, module, ..] if first == "crate" || first == "renkei" => {
                self.modules.insert(module.clone());
            }
            _ if ups > 0 && ups >= self.depth => self.modules.extend(path.get(ups).cloned()),
            [first, ..] => {
                self.crates.insert(first.clone());
            }
            [] => {}
        }
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let mut paths = Vec::new();
        leaves(&item.tree, &mut Vec::new(), &mut paths);
        paths.iter().for_each(|path| self.take(path));
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.depth += 1;
        visit::visit_item_mod(self, item);
        self.depth -= 1;
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            self.take(&names);
        }
        visit::visit_path(self, path);
    }
}

/// Every path of a `use`, with the last name as it stands there, before `as`.
pub fn leaves(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            leaves(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, before, paths)),
        UseTree::Name(name) => paths.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        UseTree::Rename(rename) => paths.push([before.as_slice(), &[rename.ident.to_string()]].concat()),
        UseTree::Glob(_) => paths.push([before.as_slice(), &["*".to_owned()]].concat()),
    }
}

#[test]
fn the_rules_of_imports_have_teeth() {
    let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    for (path, text, modules, crates) in [
        ("src/meeting/rules.rs", "use crate::{body::rules as b, app};", vec!["app", "body"], vec![]),
        ("src/meeting/web/cancel.rs", "use super::super::super::agenda::x;", vec!["agenda"], vec![]),
        ("src/meeting/web/cancel.rs", "use super::super::commands::x;", vec![], vec!["super"]),
        ("src/meeting/mod.rs", "use super::agenda;", vec!["agenda"], vec![]),
        (
            "src/meeting/queries.rs",
            "fn f() { renkei::desk::g(crate::search::H) }",
            vec!["desk", "search"],
            vec![],
        ),
        ("src/meeting/commands.rs", "fn f(x: actix_web::HttpRequest) {}", vec![], vec!["actix_web"]),
        ("src/meeting/rules.rs", "mod tests { use super::super::super::agenda; }", vec!["agenda"], vec![]),
    ] {
        let found = Imports::of(&file(path, text));
        assert!(found.modules.iter().eq(&modules), "{text}: {:?}", found.modules);
        assert!(found.crates.iter().eq(&crates), "{text}: {:?}", found.crates);
    }
}
