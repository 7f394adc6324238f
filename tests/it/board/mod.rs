//! 年間予定表: what stands where, what is late or in the wrong order, and how entries and lines change.

mod entry;
mod row;
mod show;
