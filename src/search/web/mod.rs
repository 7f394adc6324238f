//! The page of what was found.

pub mod show;
