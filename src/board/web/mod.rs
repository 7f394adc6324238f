//! The board as a page, and the forms behind its entries and lines.

pub mod actions;
pub mod add;
pub mod download;
pub mod edit;
pub(super) mod entry_form;
pub(super) mod filter;
pub(super) mod grid;
pub mod group;
pub mod row;
pub(super) mod row_form;
pub mod rows;
pub mod show;
pub(super) mod sittings;

use crate::platform::form::Labels;

/// The words for what is typed about an entry or a line, where it is shown without its form.
pub const LABELS: Labels = &[
    ("text", "予定の言葉"),
    ("note", "備考"),
    ("name", "行の名前"),
    ("letter", "前に付ける文字"),
    ("new_group", "新しいグループの見出し"),
    ("first", "最初の年度"),
    ("last", "最後の年度"),
];

/// The same about a group.
pub const GROUP_LABELS: Labels = &[("name", "見出し")];
