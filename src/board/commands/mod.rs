//! What is written about the board. Only the secretariat writes; nobody is mailed.

mod entry;
mod import;
mod import_lines;
mod row;
mod snapshot;
mod undo;

pub use entry::{Details, Seen, When, add, complete, edit, place, remove};
pub use import::{EntryLine, import_entries};
pub use import_lines::NewLine;
pub use row::{
    GroupChoice, RowDetails, RowError, RowSeen, add_row, edit_row, move_row, remove_row, rename_group,
};
pub use undo::undo;

use sea_orm::DbErr;

use crate::platform::date::FiscalYear;

/// Why the board is not changed.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// Overtaken by somebody else.
    #[error("ほかの人が先に変更しました。いまの内容を確かめてください。")]
    Stale,
    /// Taken off meanwhile.
    #[error("この予定は、もう外されています。")]
    Gone,
    /// No such line in the region.
    #[error("行を選んでください。")]
    UnknownRow,
    /// No such body in the region.
    #[error("会議体を選びなおしてください。")]
    UnknownBody,
    /// No such meeting in the region.
    #[error("会議を選びなおしてください。")]
    UnknownMeeting,
    /// No such entry in the region.
    #[error("先に済ませる予定を選びなおしてください。")]
    UnknownBefore,
    /// It would wait for itself.
    #[error("この予定を待っている予定です。たがいに待つことはできません。")]
    Circle,
    /// The line is not shown then.
    #[error("この行は{}です。年度か行を選びなおしてください。", .0)]
    OutsideRow(String),
    /// Moved by hand though it follows a meeting.
    #[error("会議に合わせて動く予定です。会議の日を変えるか、予定を直して会議との結びつきを外してください。")]
    FollowsMeeting,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// The stored year of a fiscal year that may be unknown.
fn stored(year: Option<FiscalYear>) -> Option<i32> {
    year.map(FiscalYear::year)
}
