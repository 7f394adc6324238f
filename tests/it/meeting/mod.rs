//! Meetings and their agenda, from the clerk's side.

mod agenda;
mod cancel;
mod edit;
mod plan;
