//! Meetings and their agenda, from the clerk's side.

mod agenda;
mod cancel;
mod edit;
mod office;
mod plan;
