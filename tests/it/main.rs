//! Everything renkei does, tried from outside, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod access_matrix;
mod account;
mod architecture;
mod body;
mod browser;
mod cli;
mod config;
mod directory;
mod edge;
mod input;
mod invitation;
mod look;
mod mail;
mod meeting;
mod migrations;
mod operation;
mod support;
mod telemetry;
mod trouble;
mod worker;
mod world;
