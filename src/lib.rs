//! renkei runs the councils for home medical care and long-term care of a region.
pub mod access;
pub mod app;
pub mod cli;
pub mod config;
pub mod directory;
pub mod platform;
pub mod programme;
