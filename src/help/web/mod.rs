//! The pages of the guide and its pictures.

pub mod page;
pub mod picture;
