//! The rules of `docs/ARCHITECTURE.md` that a machine can hold. Each test names its rule and lists every place that
//! breaks it. A rule that is in the way is changed here and there together, with the reason in the commit.

mod documents;
mod imports;
mod layout;
pub mod source;
mod templates;
mod writes;
