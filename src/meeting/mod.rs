//! 会議: one sitting of a body, from the plan to the day.
//!
//! A meeting is planned, convened, perhaps moved or put off, and held; or it is called off and stays on record.
//! What stands in people's calendars (date, time, place, online address) changes after the notice only with a
//! letter, and every such change raises SEQUENCE; the UID is fixed for ever. Convening, moving and taking people
//! off are commands of `invitation` that call the ones here; calling off happens here, and links end because
//! they read the meeting's state. Tables: `meeting`, `meeting_change`, `meeting_cancellation`, `meeting_ruling`.

pub mod commands;
pub mod notices;
pub mod queries;
pub mod rules;
