//! The pages by which letters go out. Each shows what would leave before it does: the command itself runs in a
//! transaction that is taken back, so that the preview cannot differ from the deed.

pub mod addition;
pub mod change;
pub mod convocation;
pub mod desk;
pub mod postponement;
pub mod preview;
pub mod reason;
pub mod reminder;
pub mod sheet;
pub mod withdrawal;
