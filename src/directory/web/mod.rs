//! The pages of the register: people, associations, contact points and the office for the secretariat, regions
//! and towns for the administrator. Texts are trimmed at both ends and otherwise kept as typed.

pub mod associations;
pub mod bare;
pub mod contacts;
pub mod municipalities;
pub mod name_removal;
pub mod office;
pub mod people;
pub mod person_form;
pub mod region_form;
pub mod regions;

use crate::platform::form::{Labels, TextError, one_line, required_one_line, trimmed};

/// The words for what is typed on these pages, where it is shown without its form.
pub const LABELS: Labels = &[
    ("name", "名前"),
    ("short_name", "略称"),
    ("kana", "ふりがな"),
    ("renamed_on", "改姓・改名の日"),
    ("workplace", "勤務先"),
    ("post", "役職"),
    ("position", "順番"),
    ("ended_on", "終了日"),
    ("value", "番号・アドレス"),
    ("code", "コード"),
    ("slug", "URL名"),
    ("programme", "会議の名前"),
    ("office_name", "担当の部署"),
    ("office_contact", "担当者"),
    ("office_telephone", "電話"),
    ("office_fax", "FAX"),
    ("office_hours", "受付時間"),
    ("office_mail", "返信先のメール"),
    ("sender_name", "差出人の名前"),
    ("sender_mail", "差出人のメール"),
];

/// Reads one line that says something.
fn line(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    trimmed(required_one_line(max))
}

/// Reads one line that may be empty.
fn optional_line(max: usize) -> impl Fn(&str) -> Result<String, TextError> {
    trimmed(one_line(max))
}
