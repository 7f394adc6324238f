//! What is true of the steps of a meeting without asking anybody: by when each is due, who owes it, where it stands.
//! Values in, values out.

mod due;
mod ladder;
mod reminding;
mod step;

pub use due::{Calling, Facts, Line, Said, Stands, duties, lines};
pub use ladder::ladder;
pub use reminding::{asks, may_leave};
pub use step::{Counted, Pace, PaceError, facts as step_facts, is_reminder, is_ticked};
