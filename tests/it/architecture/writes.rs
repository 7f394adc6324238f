//! Who may write what. Reads are free; each table is written by the commands of one feature, and one place begins
//! and commits.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Attribute, ExprMethodCall, ItemImpl, ItemMod, ItemUse, LitStr, Path};

use super::imports::leaves;
use super::source::{Source, none, rust_files};

/// Each table and the one module that writes it.
const OWNERS: &[(&str, &[&str])] = &[
    (
        "platform",
        &[
            "audit_entry",
            "deployment",
            "issued_letter",
            "link",
            "outbox",
            "search_entry",
            "session",
            "worker_heartbeat",
        ],
    ),
    (
        "directory",
        &[
            "association",
            "contact_point",
            "municipality",
            "person",
            "person_double",
            "person_name",
            "region",
            "region_municipality",
        ],
    ),
    ("account", &["account", "account_person", "capacity", "failed_sign_in"]),
    (
        "body",
        &["body", "body_succession", "charter", "charter_setting", "membership", "seat", "seat_contact"],
    ),
    ("renewal", &["nomination", "proposal", "renewal"]),
    ("meeting", &["meeting", "meeting_cancellation", "meeting_change", "meeting_ruling"]),
    ("agenda", &["agenda_item", "agenda_item_link"]),
    (
        "invitation",
        &[
            "convocation",
            "inbound_mail",
            "invitation",
            "invitation_seat",
            "pending_reply",
            "reminder",
            "reply",
        ],
    ),
    ("attendance", &["attendance_entry", "attendance_guest", "sitting"]),
    ("pace", &["meeting_step", "pace"]),
    ("exchange", &["import_draft", "import_mapping"]),
    ("board", &["board_change", "board_entry", "board_group", "board_row"]),
];

/// What an `Entity` is asked when rows change.
const WRITING: [&str; 8] =
    ["insert", "insert_many", "update", "update_many", "delete", "delete_by_id", "delete_many", "truncate"];

/// The one file that begins and commits.
const DOOR: &str = "src/platform/db.rs";

fn owner(table: &str) -> Option<&'static str> {
    OWNERS.iter().find(|(_, tables)| tables.contains(&table)).map(|(owner, _)| *owner)
}

fn tables() -> Vec<String> {
    let files = rust_files("entity/src").into_iter();
    let tables = files.filter(|file| file.text.contains("DeriveEntityModel"));
    tables
        .map(|file| file.path.trim_start_matches("entity/src/").trim_end_matches(".rs").to_owned())
        .collect()
}

#[test]
fn every_table_has_one_owner() {
    let tables = tables();
    let homeless = tables.iter().filter(|table| owner(table).is_none());
    let wrong: Vec<_> = homeless.map(|table| format!("{table}: name its owner in OWNERS")).collect();
    none("Rule 4: each table is written by exactly one feature's commands.", &wrong);
    let owned = OWNERS.iter().flat_map(|(_, tables)| tables.iter());
    let gone: Vec<_> = owned.filter(|table| !tables.iter().any(|known| known == *table)).collect();
    assert!(gone.is_empty(), "OWNERS names tables that are not there: {gone:?}");
}

#[test]
fn a_table_is_written_by_its_owner() {
    let tables = tables();
    let mut wrong = Vec::new();
    for file in rust_files("src").iter().filter(|file| !file.is_test()) {
        for table in Writes::of(file, &tables) {
            let own = owner(&table) == Some(file.module());
            let commands = ["commands", "jobs"].iter().any(|start| file.inside().starts_with(start));
            let in_commands = file.module() == "platform" || commands;
            if !own {
                wrong.push(format!(
                    "{}: {table} is written by {}",
                    file.path,
                    owner(&table).unwrap_or("nobody")
                ));
            } else if !in_commands {
                wrong.push(format!("{}: {table} is written in commands and jobs", file.path));
            }
        }
    }
    none("Rule 4: reads are free, writes are owned.", &wrong);
}

#[test]
fn one_place_begins_and_commits() {
    let mut wrong = Vec::new();
    for file in rust_files("src").iter().filter(|file| file.path != DOOR) {
        let mut calls = Calls::default();
        calls.visit_file(&file.syntax());
        for call in calls.transactions {
            wrong.push(format!("{}: .{call}(), which only {DOOR} does", file.path));
        }
        for sql in calls.sql.iter().filter(|_| file.module() != "platform") {
            wrong.push(format!("{}: writes past the entities: {sql}", file.path));
        }
    }
    none("Rule 6: a command never begins or commits; it is handed a `Tx`.", &wrong);
}

#[test]
fn nothing_happens_behind_a_save() {
    let mut wrong = Vec::new();
    for file in rust_files("entity/src") {
        let mut calls = Calls::default();
        calls.visit_file(&file.syntax());
        if calls.has_behaviour {
            wrong.push(format!("{}: effects stand in the command", file.path));
        }
    }
    none("Models: every ActiveModelBehavior is empty.", &wrong);
}

#[test]
fn a_row_is_no_form() {
    let mut wrong = Vec::new();
    for file in rust_files("entity/src").iter().filter(|file| file.path != "entity/src/id.rs") {
        if file.text.contains("Deserialize") || file.text.contains("DeriveIntoActiveModel") {
            wrong.push(format!("{}: a form is its own struct, each field named on its way", file.path));
        }
    }
    none("Models: entity does not derive Deserialize.", &wrong);
}

/// The tables a file writes, by what it names: an `ActiveModel`, or a writing function of an `Entity`.
struct Writes<'a> {
    tables: &'a [String],
    /// Local names that stand for an entity, with their table.
    entities: Vec<(String, String)>,
    found: BTreeSet<String>,
}

impl<'a> Writes<'a> {
    fn of(file: &Source, tables: &'a [String]) -> BTreeSet<String> {
        let mut writes = Self { tables, entities: Vec::new(), found: BTreeSet::new() };
        let syntax = file.syntax();
        // Names first: an import may stand below its use.
        let mut imports = Names { writes: &mut writes };
        imports.visit_file(&syntax);
        writes.visit_file(&syntax);
        writes.found
    }

    fn table(&self, path: &[String]) -> Option<String> {
        let table = path.get(path.len().checked_sub(2)?)?;
        let direct = path.len() == 2 || path.first().is_some_and(|first| first == "entity");
        (direct && self.tables.contains(table)).then(|| table.clone())
    }
}

impl<'ast> Visit<'ast> for Writes<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.last().is_some_and(|last| last == "ActiveModel") {
            self.found.extend(self.table(&names));
        }
        if let [before @ .., asked] = names.as_slice()
            && WRITING.contains(&asked.as_str())
        {
            let aliased = before.first().filter(|_| before.len() == 1);
            let known = self.entities.iter().find(|(name, _)| Some(name) == aliased);
            let named =
                if before.last().is_some_and(|last| last == "Entity") { self.table(before) } else { None };
            self.found.extend(known.map(|(_, table)| table.clone()).or(named));
        }
        visit::visit_path(self, path);
    }
}

/// Reads the imports of a file for `Writes`.
struct Names<'a, 'b> {
    writes: &'b mut Writes<'a>,
}

impl<'ast> Visit<'ast> for Names<'_, '_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let mut paths = Vec::new();
        leaves(&item.tree, &mut Vec::new(), &mut paths);
        for path in paths {
            let Some(table) = self.writes.table(&path) else { continue };
            match path.last().map(String::as_str) {
                Some("ActiveModel") => {
                    self.writes.found.insert(table);
                }
                Some("Entity") => self.writes.entities.push(("Entity".to_owned(), table)),
                _ => {}
            }
        }
    }
}

/// What a file calls and says that a rule looks at.
#[derive(Default)]
struct Calls {
    transactions: BTreeSet<String>,
    sql: BTreeSet<String>,
    has_behaviour: bool,
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        let known = ["begin", "begin_with_config", "begin_with_options", "commit", "rollback", "transaction"];
        if known.contains(&name.as_str()) {
            self.transactions.insert(name);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_lit_str(&mut self, text: &'ast LitStr) {
        let words = text.value().to_lowercase();
        if ["insert into ", "update ", "delete from "].iter().any(|start| words.starts_with(start)) {
            self.sql.insert(text.value());
        }
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let implemented = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
        let is_behaviour = implemented.is_some_and(|name| name.ident == "ActiveModelBehavior");
        self.has_behaviour |= is_behaviour && !item.items.is_empty();
        visit::visit_item_impl(self, item);
    }
}

fn is_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
}

#[test]
fn the_rules_of_writing_have_teeth() {
    let tables = ["meeting".to_owned(), "outbox".to_owned()];
    for (text, found) in [
        ("fn f() { entity::meeting::Entity::update_many(); }", vec!["meeting"]),
        ("use entity::meeting; fn f(x: meeting::ActiveModel) {}", vec!["meeting"]),
        ("use entity::meeting::{self, ActiveModel as Row};", vec!["meeting"]),
        ("fn f() { use entity::outbox; use outbox::Entity; Entity::insert_many([]); }", vec!["outbox"]),
        ("use entity::outbox::{Column, Entity}; fn f() { Entity::find(); }", vec![]),
        ("use entity::meeting; fn f() { meeting::Entity::find_by_id(1); meeting::rules::insert(); }", vec![]),
        ("use crate::meeting; fn f() { meeting::commands::update(); }", vec![]),
        ("#[cfg(test)] mod tests { use entity::meeting::ActiveModel; }", vec![]),
    ] {
        let file = Source { path: "src/desk/web/today.rs".to_owned(), text: text.to_owned() };
        assert!(Writes::of(&file, &tables).iter().eq(&found), "{text}");
    }
    let mut calls = Calls::default();
    calls.visit_file(&syn::parse_str("fn f() { db.begin().await; tx.execute(\"DELETE FROM x\"); }").unwrap());
    assert_eq!((calls.transactions.len(), calls.sql.len()), (1, 1));
}
