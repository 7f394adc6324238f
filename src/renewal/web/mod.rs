//! The pages of filling seats. All are the secretariat's.

mod named;
pub mod requests;
pub mod round;
mod round_form;
pub mod succession;

use crate::platform::form::Labels;

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[
    ("from", "委嘱の日"),
    ("requested", "推薦を依頼した日"),
    ("due", "推薦の期限"),
    ("to", "任期の終わり"),
    ("successor", "引きつぐ人"),
    ("on", "引きつぐ日"),
    ("seats", "引きつぐ席"),
];
