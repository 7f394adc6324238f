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
