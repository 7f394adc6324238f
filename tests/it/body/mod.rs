//! Bodies, charters, seats and terms, as the secretariat keeps them and others read them.

mod access;
mod charter;
mod closure;
mod contacts;
pub mod edit;
mod presiding;
mod roster;
mod seat;
mod term;
