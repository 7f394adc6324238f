//! How many people may listen to a meeting.

use crate::platform::date::half_width;

/// No number of people who may listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("1から999までの数を入れるか、空にしてください。")]
pub struct NoCapacity;

/// 傍聴定員 as typed or as a file says it; nothing = not limited.
pub fn observer_capacity(text: &str) -> Result<Option<i32>, NoCapacity> {
    let text = half_width(text.trim());
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|number| (1..=999).contains(number));
    number.map(Some).ok_or(NoCapacity)
}
