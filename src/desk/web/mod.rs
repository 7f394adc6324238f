//! The first screens, one file a person.

mod council;
pub mod first;
pub mod handover;
mod member;
mod secretary;
mod todo;
mod waiting;
