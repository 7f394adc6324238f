//! How much is shown of what was found.

use entity::search_entry::SearchKind;

/// Of each kind when all are shown.
pub const FIRST: u64 = 5;

/// On a page of one kind.
pub const PER_PAGE: u64 = 50;

/// Where counting ends: nobody turns so many pages, more words find it sooner.
pub const MOST: u64 = 1_000;

/// The kinds in the order in which they are shown, each with its word in an address and on a page, and how its
/// things are counted.
pub const KINDS: [(SearchKind, &str, &str, &str); 5] = [
    (SearchKind::Meeting, "meetings", "会議", "件"),
    (SearchKind::AgendaItem, "agenda", "議題", "件"),
    (SearchKind::Body, "bodies", "会議体", "件"),
    (SearchKind::Person, "people", "人", "人"),
    (SearchKind::Association, "associations", "団体", "件"),
];

/// Which part of a kind is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// How many before it.
    pub skip: u64,
    /// How many of it.
    pub take: u64,
}

impl Slice {
    /// The first few.
    pub const FIRST: Self = Self { skip: 0, take: FIRST };

    /// A page, from 1; one that no list reaches is as good as any.
    pub fn page(number: u64) -> Self {
        Self { skip: number.saturating_sub(1).min(1_000_000).saturating_mul(PER_PAGE), take: PER_PAGE }
    }
}
