//! The first screens.

mod council;
mod first;
mod member;
mod secretary;
