//! The files of the project as the rules look at them.

use std::fs;
use std::path::Path;

/// One file.
pub struct Source {
    /// From the project's root, with slashes: `src/meeting/web/cancel.rs`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Source {
    /// The file as syn reads it.
    pub fn syntax(&self) -> syn::File {
        syn::parse_file(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }

    /// The module below `src` it belongs to: `meeting`, `platform`, `main`.
    pub fn module(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = inside.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The path inside that module: `web/cancel.rs`; the whole name for a module of one file.
    pub fn inside(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split_once('/').map_or(inside, |(_, rest)| rest)
    }

    /// How many modules deep it stands: `src/meeting/web/cancel.rs` is 3, `src/meeting/mod.rs` 1.
    pub fn depth(&self) -> usize {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let names = inside.split('/').filter(|name| !matches!(*name, "mod.rs" | "lib.rs" | "main.rs"));
        names.count()
    }

    /// Whether the whole file is tests.
    pub fn is_test(&self) -> bool {
        let stem = self.path.trim_end_matches(".rs");
        stem.ends_with("_tests") || stem.split('/').any(|part| part == "tests")
    }
}

/// Every file below a folder of the project whose name ends so, in order. A folder that is not there has none.
pub fn files(folder: &str, ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder, ending, &mut found);
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

/// Every Rust file below a folder of the project.
pub fn rust_files(folder: &str) -> Vec<Source> {
    files(folder, ".rs")
}

fn collect(folder: &Path, path: &str, ending: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{path}/{name}");
        if entry.path().is_dir() {
            collect(&entry.path(), &path, ending, found);
        } else if name.ends_with(ending) {
            found.push(Source { path, text: fs::read_to_string(entry.path()).unwrap() });
        }
    }
}

/// Fails with everything that is wrong at once, after the rule in words.
#[track_caller]
pub fn none(rule: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{rule}\n  {}", wrong.join("\n  "));
}
