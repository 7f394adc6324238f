//! renkei runs the councils for home medical care and long-term care of a region.
pub mod access;
pub mod body;
pub mod platform;
pub mod programme;
