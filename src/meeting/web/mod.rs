//! The pages on which a meeting is planned, edited, called off and ruled on. Its list and its own page are
//! `dossier`'s, because they show what other features know.

pub mod cancel;
pub mod comparison;
pub mod details;
pub mod edit;
pub mod letter_head;
pub mod offers;
pub mod plan;
pub mod rule;

/// The version a form carries was not readable: the page was not drawn by us, or is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("画面が古くなっています。もう一度開いてから、やりなおしてください。")]
pub struct Unseen;

/// Reads the hidden `version` of a form.
pub fn seen(text: &str) -> Result<i32, Unseen> {
    text.parse().map_err(|_| Unseen)
}
