//! Forms as people fill them in: the fields with their text and errors, the readers that turn text into values,
//! and the extractors that take a form out of a request. A form is shown again exactly as it was typed; what is
//! kept has passed a reader. No form is read before it is known who sent it (session or link).

mod choice;
mod extract;
mod field;
mod seen;
mod submitted;
mod summary;
mod text;
mod upload;

pub use choice::{Choice, Choices};
pub use extract::{DEFAULT_LIMIT, ExpectedCsrf, Form, FormLimit, LinkForm, Unverified};
pub use field::{Field, id_or};
pub use seen::{Unseen, seen_version};
pub use submitted::{FormLabels, Kept, KeptField, Labels, Submitted, is_form, keep_submitted};
pub use summary::{ErrorLine, ErrorSummary};
pub use text::{TextError, many_lines, one_line, required_many_lines, required_one_line, trimmed, visible};
pub use upload::{FILE_LIMIT, SentFile, Upload};
