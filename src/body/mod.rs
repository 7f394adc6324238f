//! 会議体: councils, subcommittees and sections, what their charters (設置要綱) say, their seats and who fills
//! them. The charter version in force on a day applies to that day; a parent's rule never applies by itself; a
//! vacant seat is not an absent member; one person in two seats is one head. Only this feature writes `body`,
//! `charter`, `charter_setting`, `seat`, `membership` and `seat_contact`.

pub mod commands;
pub mod queries;
pub mod rules;
