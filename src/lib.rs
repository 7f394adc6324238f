//! renkei runs the councils for home medical care and long-term care of a region.
pub mod config;
pub mod platform;
