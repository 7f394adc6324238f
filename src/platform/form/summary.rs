//! The notice on top of a form that could not be taken: every error once more, each a link to its field.

use super::text::visible;

/// One error of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorLine {
    /// The id of the control; empty where there is none to lead to, as for a version.
    pub id: String,
    /// The field's name on screen.
    pub label: String,
    /// The same sentence as beside the field.
    pub message: String,
}

/// All errors of a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorSummary {
    /// Empty while nothing is wrong.
    pub lines: Vec<ErrorLine>,
}

impl ErrorSummary {
    /// Takes the fields as (id, label, error) and keeps those that have one.
    pub fn of<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str, &'a Option<String>)>) -> Self {
        let line = |(id, label, error): (&str, &str, &Option<String>)| {
            error.as_ref().map(|message| ErrorLine {
                id: id.to_owned(),
                label: label.to_owned(),
                message: visible(message).into_owned(),
            })
        };
        Self { lines: fields.into_iter().filter_map(line).collect() }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
