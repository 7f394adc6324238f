//! The pages and buttons of 送信箱.

pub mod actions;
pub mod correction;
pub mod list;

use entity::outbox::OutboxState;
use sea_orm::ActiveEnum;

use crate::platform::error::AppError;

/// The state a button was drawn for; a button without one was never drawn by us.
fn seen(word: &str) -> Result<OutboxState, AppError> {
    OutboxState::try_from_value(&word.to_owned()).map_err(|_| AppError::Unprocessable)
}
