//! The pages of bodies. Everybody who may know of a body reads its page and its roster, without contact data;
//! all forms are the secretariat's.

pub mod charter;
mod charter_form;
pub mod closure;
pub mod contacts;
pub mod edit;
pub mod ending;
mod fields;
mod form_head;
pub mod roster;
mod rows;
pub mod seat;
pub mod show;
pub mod term;
pub mod tree;
