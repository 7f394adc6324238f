//! The chapters in their order, what an address inside one means, and which chapter stands before and after.

/// A chapter as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// The name in its address: `/help/notice`.
    pub name: &'static str,
    /// Its Markdown; the first line is the title.
    pub text: &'static str,
}

impl Chapter {
    /// The title without reading the rest.
    pub fn title(&self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches('#').trim()
    }

    /// Its address.
    pub fn href(&self) -> String {
        format!("/help/{}", self.name)
    }
}

macro_rules! chapter {
    ($name:literal) => {
        Chapter {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guide/", $name, ".md")),
        }
    };
}

/// The page that leads to the chapters.
pub const CONTENTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guide/README.md"));

/// The chapters in reading order: the clerk's work first, then short ones for everybody else.
pub const CHAPTERS: [Chapter; 22] = [
    chapter!("first-day"),
    chapter!("regions"),
    chapter!("register"),
    chapter!("renewal"),
    chapter!("board"),
    chapter!("new-year"),
    chapter!("plan"),
    chapter!("pace"),
    chapter!("agenda"),
    chapter!("notice"),
    chapter!("answers"),
    chapter!("quorum"),
    chapter!("changes"),
    chapter!("meeting-day"),
    chapter!("outbox"),
    chapter!("calendar"),
    chapter!("import"),
    chapter!("search"),
    chapter!("trouble"),
    chapter!("member"),
    chapter!("officer"),
    chapter!("administrator"),
];

/// The chapter of a name with the ones before and after it.
pub fn chapter(name: &str) -> Option<(Option<Chapter>, Chapter, Option<Chapter>)> {
    let at = CHAPTERS.iter().position(|chapter| chapter.name == name)?;
    let neighbour = |at: Option<usize>| at.and_then(|at| CHAPTERS.get(at)).copied();
    Some((neighbour(at.checked_sub(1)), *CHAPTERS.get(at)?, neighbour(Some(at + 1))))
}

/// What a link of the files is as an address: `notice.md#文書番号` becomes `/help/notice#文書番号`, `README.md` the
/// contents. Anything else stays as it is.
pub fn address(link: &str) -> String {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let Some(name) = file.strip_suffix(".md").filter(|name| !name.contains('/')) else {
        return link.to_owned();
    };
    let page = if name == "README" { "/help".to_owned() } else { format!("/help/{name}") };
    anchor.map_or_else(|| page.clone(), |anchor| format!("{page}#{anchor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_the_files_become_addresses() {
        for (link, expected) in [
            ("notice.md", "/help/notice"),
            ("notice.md#文書番号", "/help/notice#文書番号"),
            ("README.md", "/help"),
            ("#文書番号", "#文書番号"),
            ("../OPERATIONS.md", "../OPERATIONS.md"),
            ("https://example.jp/a.md", "https://example.jp/a.md"),
        ] {
            assert_eq!(address(link), expected);
        }
    }

    #[test]
    fn chapters_have_neighbours() {
        let names = |name| {
            chapter(name)
                .map(|(before, own, after)| (before.map(|one| one.name), own.name, after.map(|one| one.name)))
        };
        assert_eq!(names("first-day"), Some((None, "first-day", Some("regions"))));
        assert_eq!(names("administrator"), Some((Some("officer"), "administrator", None)));
        assert_eq!(names("README"), None);
    }
}
