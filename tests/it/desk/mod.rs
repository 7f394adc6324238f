//! The first screens.

mod first;
mod member;
mod secretary;
