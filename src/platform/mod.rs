//! What every feature stands on and what knows nothing of councils.

pub mod assets;
pub mod error;
pub mod form;
pub mod page;
