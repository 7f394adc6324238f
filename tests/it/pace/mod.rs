//! 段取り: the days of the steps, what is said of them, and reminders that leave by themselves.

mod days;
mod reminders;
mod steps;
