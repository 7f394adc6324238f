//! 取り込み・書き出し: every table of the secretariat as a file and back without loss. A line is of what its ID says, else
//! of what names it, else something new; columns a file does not have stay as they are; all lines are taken or none.
//! What is sent on screen waits as a draft until the person who sent it has seen what comes of it, line by line.
//! Tables: `import_draft`, `import_mapping`; everything else is written by the features that own it.

pub mod commands;
pub mod queries;
pub mod rules;
