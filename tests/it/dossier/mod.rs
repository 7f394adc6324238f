//! The list and the page of meetings, and what each person reads there.

mod calendar;
mod list;
mod quorum;
mod show;
