//! Everything renkei does, tried from outside, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod config;
mod edge;
mod look;
mod mail;
mod operation;
mod support;
mod telemetry;
mod world;
