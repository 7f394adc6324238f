//! The version of what a form was drawn from, which it carries along so that nobody overwrites what they did not see.

/// What a page put into its form is not readable: the page was not drawn by us, or is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("画面が古くなっています。もう一度開いてから、やりなおしてください。")]
pub struct Unseen;

/// Reads the version a form was drawn with.
pub fn seen_version(text: &str) -> Result<i32, Unseen> {
    text.parse().map_err(|_| Unseen)
}
