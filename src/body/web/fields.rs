//! Readers of fields that several forms of this feature have. What they return is kept; what they refuse stands
//! beside the field.

use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::platform::date::half_width;
use crate::platform::form::{Choice, TextError, one_line, required_one_line};

/// A name or a title: 200 characters.
pub fn name(text: &str) -> Result<String, TextError> {
    required_one_line(200)(text)
}

/// A line that may be empty: 200 characters.
pub fn line(text: &str) -> Result<String, TextError> {
    one_line(200)(text)
}

/// A line that is missing when empty.
pub fn optional_line(text: &str) -> Result<Option<String>, TextError> {
    Ok(Some(line(text)?).filter(|text| !text.trim().is_empty()))
}

/// A place in an order: 1 to 9999, in digits of any width.
pub fn position(text: &str) -> Result<i32, &'static str> {
    let number = half_width(text).trim().parse().ok().filter(|number| (1..=9999).contains(number));
    number.ok_or("1から9999までの数字を入れてください。")
}

/// One of the choices of a list.
pub fn one_of<T: FromStr>(text: &str) -> Result<T, &'static str> {
    text.parse().map_err(|_| "一覧から選んでください。")
}

/// One of the choices of a list, or none.
pub fn none_or_one_of<T: FromStr>(text: &str) -> Result<Option<T>, &'static str> {
    if text.is_empty() { Ok(None) } else { one_of(text).map(Some) }
}

/// One of a few values, by the word the form sends.
pub fn by_word<T: Copy>(
    values: impl IntoIterator<Item = T>,
    word: impl Fn(T) -> String,
) -> impl FnOnce(&str) -> Result<T, &'static str> {
    move |text| values.into_iter().find(|value| word(*value) == text).ok_or("一覧から選んでください。")
}

/// A value as a field of a form shows it; nothing for none.
pub fn shown(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A day as a field of a form shows it; nothing for none.
pub fn shown_day(day: Option<NaiveDate>) -> String {
    day.map(crate::platform::date::wareki).unwrap_or_default()
}

/// The words of the choice that stands for a value, or for none.
pub fn chosen(choices: &[Choice], value: Option<impl Display>) -> String {
    let value = shown(value);
    let choice = choices.iter().find(|choice| choice.value == value);
    choice.map(|choice| choice.label.clone()).unwrap_or_default()
}
