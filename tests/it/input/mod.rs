//! What people type, send and do at the wrong moment, on every page at once: a clear answer and nothing lost.

mod crowd;
pub mod forms;
mod forms_filled;
mod names;
mod overtaken;
mod reading;
mod refusals;
