//! The first screens, one file a person.

mod council;
pub mod first;
mod member;
mod secretary;
mod todo;
mod waiting;
