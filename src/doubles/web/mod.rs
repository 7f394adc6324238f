//! The page that joins two rows of one person.

pub mod join;

use crate::platform::form::Labels;

/// The words for what is chosen, where it is shown without its form.
pub const LABELS: Labels = &[("double", "二重に入っている人")];
