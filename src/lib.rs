//! renkei runs the councils for home medical care and long-term care of a region.

// Templates name our functions by the crate's name, so that a test may draw them, too.
extern crate self as renkei;

pub mod access;
pub mod account;
pub mod agenda;
pub mod app;
pub mod attendance;
pub mod board;
pub mod body;
pub mod cli;
pub mod config;
pub mod delivery;
pub mod desk;
pub mod directory;
pub mod dossier;
pub mod doubles;
pub mod exchange;
pub mod help;
pub mod invitation;
pub mod meeting;
pub mod new_year;
pub mod pace;
pub mod platform;
pub mod programme;
pub mod renewal;
pub mod search;
