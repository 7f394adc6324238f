//! Everything renkei does, tried from outside, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod access_matrix;
mod account;
mod architecture;
mod attendance;
mod backup;
mod board;
mod body;
mod browser;
mod cli;
mod config;
mod delivery;
mod desk;
mod directory;
mod dossier;
mod edge;
mod exchange;
mod help;
mod input;
mod invitation;
mod lists;
mod look;
mod mail;
mod meeting;
mod migrations;
mod new_year;
mod operation;
mod pace;
mod renewal;
mod search;
mod statements;
mod support;
mod telemetry;
mod trouble;
mod worker;
mod world;
