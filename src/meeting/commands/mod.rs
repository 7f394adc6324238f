//! What is written about a meeting. Each command locks its row, compares what was seen, asks the rules, and
//! writes the change with its record. Only `advance` and `raise_sequence` move version, SEQUENCE and DTSTAMP.

mod advance;
mod cancel;
mod convene;
mod edit;
mod fall_through;
mod import;
mod plan;
mod reschedule;
mod rule;

pub use cancel::{Cancel, CancelError, cancel};
pub use convene::{mark_convened, mark_convened_before};
pub use edit::{EditError, EditPlan, EditWording, Wording, edit_plan, edit_wording};
pub use fall_through::fall_through;
pub use import::{MeetingEntry, import_meetings};
pub use plan::{Date, Details, Plan, PlanError, plan};
pub use reschedule::{NewFacts, Why, postpone, raise_sequence, reschedule};
pub use rule::{Rule, RuleError, rule};
