//! Meetings and their agenda, from the clerk's side.

mod agenda;
mod cancel;
mod edit;
mod notice;
mod plan;
