//! Filters for templates. A module with a template that uses one says `use crate::platform::page::filters`.
#![allow(missing_docs, reason = "the attribute writes a struct and a method without documentation")]

/// `{{ name|visible }}`: signs that change the direction of writing as their number, see
/// [`visible`](super::visible()).
#[askama::filter_fn]
pub fn visible(text: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(super::visible(text.as_ref()).into_owned())
}
