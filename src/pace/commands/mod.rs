//! Writes of this feature.

mod say;
mod set_pace;

pub use say::{SayError, StepSaid, say};
pub use set_pace::{SetPace, SetPaceError, set_pace};
