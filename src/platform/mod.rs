//! What every feature stands on and what knows nothing of councils.
pub mod mail;
