//! The pages and buttons of 送信箱.

pub mod actions;
pub mod correction;
pub mod hold;
pub mod list;

use entity::outbox::OutboxState;
use sea_orm::ActiveEnum;

use crate::platform::error::AppError;
use crate::platform::form::Labels;

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[("value", "あて先")];

/// The state a button was drawn for; a button without one was never drawn by us.
fn seen(word: &str) -> Result<OutboxState, AppError> {
    OutboxState::try_from_value(&word.to_owned()).map_err(|_| AppError::Unprocessable)
}
