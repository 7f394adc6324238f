//! The pages on which an agenda is made: the list with its buttons, one item, taking one off.

pub mod agenda;
pub mod edit;
pub mod item;
pub mod order;
pub mod removal;

use crate::platform::form::Labels;

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[("title", "議題"), ("minutes", "時間"), ("presenter", "説明する人")];
