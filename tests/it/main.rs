//! Everything renkei does, tried from outside, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod account;
mod body;
mod config;
mod directory;
mod edge;
mod look;
mod mail;
mod meeting;
mod operation;
mod support;
mod telemetry;
mod worker;
mod world;
