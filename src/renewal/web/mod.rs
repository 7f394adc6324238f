//! The pages of filling seats: what an association proposes is its delegate's, all others are the secretariat's.

mod named;
pub mod proposal;
pub mod proposed;
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

/// The words for what an association proposes.
pub const PROPOSAL_LABELS: Labels = &[
    ("name", "氏名"),
    ("kana", "ふりがな"),
    ("workplace", "勤務先"),
    ("post", "役職"),
    ("mail", "メールアドレス"),
    ("from", "委員になる日"),
    ("remark", "事務局へのことば"),
    ("who", "だれのことか"),
    ("reason", "見送る理由"),
];
