//! The form of a letter that says why: putting off and taking off.

use chrono::NaiveDate;
use entity::meeting;
use serde::Deserialize;

use super::desk::{Step, Typed};
use crate::meeting::web::letter_head::LetterHeadForm;
use crate::platform::form::{ErrorSummary, Field, required_one_line, seen_version};
use crate::platform::outbox::LetterHead;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    /// The version seen.
    pub version: Field,
    /// Why, as printed in the letter.
    pub reason: Field,
    /// Pressed on the preview: send.
    pub confirm: Field,
    /// Pressed on the preview: back to the form.
    pub again: Field,
    /// The head of the letter.
    #[serde(flatten)]
    pub head: LetterHeadForm,
}

/// A version, a reason and the head of a letter.
pub type Read = (i32, String, LetterHead);

impl ReasonForm {
    /// The form before anything was typed.
    pub fn blank(meeting: &meeting::Model, head: LetterHeadForm) -> Self {
        Self { version: Field::new(meeting.version.to_string()), head, ..Self::default() }
    }

    /// Every field is parsed before the first `?`, so all errors show at once.
    pub fn parse(&mut self, today: NaiveDate) -> Option<Read> {
        let (seen, reason) = (self.version.parse(seen_version), self.reason.parse(required_one_line(200)));
        let head = self.head.head_on(today);
        Some((seen?, reason?, head?))
    }
}

impl Typed for ReasonForm {
    fn version(&mut self) -> &mut Field {
        &mut self.version
    }

    fn head(&mut self) -> &mut LetterHeadForm {
        &mut self.head
    }

    fn errors(&self) -> ErrorSummary {
        let reason = ("reason", "理由", &self.reason.error);
        ErrorSummary::of(std::iter::once(reason).chain(self.head.fields()))
    }

    fn kept(&self) -> Vec<(&'static str, String)> {
        let own = [("version", self.version.value.clone()), ("reason", self.reason.value.clone())];
        own.into_iter().chain(self.head.kept()).collect()
    }

    fn step(&self) -> Step {
        Step::of(&self.confirm, &self.again)
    }
}
