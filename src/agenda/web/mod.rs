//! The pages on which an agenda is made: the list with its buttons, one item, taking one off.

pub mod agenda;
pub mod edit;
pub mod item;
pub mod order;
pub mod removal;
