//! The pages of the register: people, associations, contact points and the office for the secretariat, regions
//! and towns for the administrator. Texts are trimmed at both ends and otherwise kept as typed.

pub mod associations;
pub mod bare;
pub mod contacts;
pub mod municipalities;
pub mod office;
pub mod people;
pub mod person_form;
pub mod region_form;
pub mod regions;

use crate::platform::form::{TextError, one_line, required_one_line};

/// Reads one line that says something.
fn line(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    move |typed| required_one_line(max)(typed).map(|text| text.trim().to_owned())
}

/// Reads one line that may be empty.
fn optional_line(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    move |typed| one_line(max)(typed).map(|text| text.trim().to_owned())
}

/// Reads the version a form was drawn with; every form of a change carries it.
fn version(typed: &str) -> Result<i32, &'static str> {
    typed.parse().map_err(|_| "この画面を開きなおしてください。")
}
