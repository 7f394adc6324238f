//! What is told about a meeting, and the pieces every letter about one is made of: the facts as issued, the
//! head, the office, the calendar event. Words are made from the letter's own facts, so a mail that leaves
//! late says what was approved.

mod calendar;
mod cancelled;
mod letter;

pub use calendar::{ReplyAddress, attendee, calendar_event, calendar_part, organizer, reply_address};
pub use cancelled::{CancelledMail, MeetingCancelled};
pub use letter::{
    LetterBlock, LetterFacts, LetterRef, OfficeBlock, When, addressee, facts, facts_of, indented, place_line,
};

use askama::Template;
use sea_orm::DbErr;

use crate::platform::mail::wrap_76_keeping;

/// The subject, the plain text at 76 columns and the HTML of one mail. `unbroken`, the meeting's name, stays on
/// one line of the text also where it is longer.
pub fn written(
    subject: &impl Template,
    text: &impl Template,
    html: &impl Template,
    unbroken: &str,
) -> Result<[String; 3], DbErr> {
    let render = |error: askama::Error| DbErr::Custom(format!("template: {error}"));
    let subject = subject.render().map_err(render)?;
    let text = wrap_76_keeping(text.render().map_err(render)?.trim_end(), unbroken);
    let html = html.render().map_err(render)?;
    Ok([subject.trim().to_owned(), format!("{text}\n"), html])
}
