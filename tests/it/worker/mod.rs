//! The background worker under bad circumstances.

mod kill;
mod queue;
