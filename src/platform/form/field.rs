//! One field of a form: what was typed and what is wrong with it.

use std::fmt::Display;

use serde::{Deserialize, Deserializer};

/// The text of one field as typed, and the sentence shown beside it when it cannot be taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// As typed: nothing is trimmed or changed, so that the form looks the same when it is shown again.
    pub value: String,
    /// What to do about it, in Japanese, for the person who typed.
    pub error: Option<String>,
}

impl Field {
    /// A field that already has a value, as when something existing is changed.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: None }
    }

    /// Reads the text. On failure the error stays with the field and the answer is `None`; read every field of a
    /// form before the first `?`, so that all errors show at once.
    pub fn parse<T, E: Display>(&mut self, read: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        match read(&self.value) {
            Ok(value) => {
                self.error = None;
                Some(value)
            }
            Err(error) => {
                self.error = Some(error.to_string());
                None
            }
        }
    }

    /// Puts an error beside the field that only showed when the values were taken together.
    pub fn refuse(&mut self, error: impl Display) {
        self.error = Some(error.to_string());
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// The id of a control: its own, or the field's name. For `components/field.html`.
pub fn id_or<'a>(id: &'a str, name: &'a str) -> &'a str {
    if id.is_empty() { name } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_keeps_what_was_typed() {
        let mut field = Field::new(" １２ ");
        assert_eq!(field.parse(|text| text.trim().parse::<u8>()), None);
        assert_eq!(field.value, " １２ ");
        assert!(field.error.is_some());

        let mut field = Field::new("12");
        field.refuse("2つは選べません");
        assert_eq!(field.parse(str::parse::<u8>), Some(12));
        assert_eq!(field.error, None);
    }
}
