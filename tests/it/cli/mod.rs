//! The commands that are more than their exit codes.

mod demo;
mod sample;
