//! The first screens, one file a person.

pub mod first;
mod member;
mod secretary;
mod todo;
mod waiting;
