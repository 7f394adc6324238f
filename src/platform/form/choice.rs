//! What can be chosen in a list, a radio group or a group of check boxes, and what was chosen.

use std::fmt::Display;

use serde::{Deserialize, Deserializer};

/// One line of a select, radio group or checkbox group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Sent by the form.
    pub value: String,
    /// Shown.
    pub label: String,
}

impl Choice {
    /// A value and the words for it.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A field that may come several times (check boxes): the values as sent, and what is wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// In the order sent.
    pub values: Vec<String>,
    /// What to do about it, in Japanese.
    pub error: Option<String>,
}

impl Choices {
    /// Choices that are already made.
    pub fn new<V: Into<String>>(values: impl IntoIterator<Item = V>) -> Self {
        Self { values: values.into_iter().map(Into::into).collect(), error: None }
    }

    /// Whether a value is chosen.
    pub fn has(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }

    /// Reads every value; the first that cannot be taken is the error of the group.
    pub fn parse<T, E: Display>(&mut self, read: impl FnMut(&str) -> Result<T, E>) -> Option<Vec<T>> {
        let values = self.values.iter().map(String::as_str).map(read);
        match values.collect::<Result<Vec<T>, E>>() {
            Ok(values) => {
                self.error = None;
                Some(values)
            }
            Err(error) => {
                self.error = Some(error.to_string());
                None
            }
        }
    }

    /// Puts an error beside the group that only showed when the values were taken together.
    pub fn refuse(&mut self, error: impl Display) {
        self.error = Some(error.to_string());
    }
}

impl<'de> Deserialize<'de> for Choices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<String>::deserialize(deserializer).map(Self::new)
    }
}
