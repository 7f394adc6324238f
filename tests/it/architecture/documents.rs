//! Documents name folders and reasons; what they name must be there. Decisions (`docs/adr`) are never edited, so
//! they may name what has gone.

use std::path::Path;

use super::source::{Source, files, none};

#[test]
fn what_documents_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = files("docs", ".md").into_iter().filter(|page| !page.path.starts_with("docs/adr/"));
    let readme = Source {
        path: "README.md".to_owned(),
        text: std::fs::read_to_string(root.join("README.md")).unwrap(),
    };
    let pages = docs.chain(files("migration/src", ".md")).chain([readme]);
    let mut wrong = Vec::new();
    for page in pages {
        for (at, line) in page.text.lines().enumerate() {
            for name in line.split('`').skip(1).step_by(2).filter(|name| is_path(root, name)) {
                let beside = Path::new(&page.path)
                    .parent()
                    .is_some_and(|folder| root.join(folder).join(name).exists());
                if !beside && !root.join(name).exists() {
                    wrong.push(format!("{}:{} {name}", page.path, at + 1));
                }
            }
        }
    }
    none("Models: a back-ticked path in docs/ exists.", &wrong);
}

/// Whether a name means a file or folder here: it begins with a folder of the project and has no gaps to fill.
fn is_path(root: &Path, name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    let Some((first, _)) = name.split_once('/') else { return false };
    !matches!(first, "" | "." | "..") && name.chars().all(plain) && root.join(first).is_dir()
}
