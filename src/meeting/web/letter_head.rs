//! The head of a letter as a clerk types it; every page that issues one has these fields. Drawn by
//! `templates/meeting/letter_head.html`.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::platform::date::{DayError, parse_day, wareki_weekday};
use crate::platform::form::{Field, one_line, required_one_line};
use crate::platform::outbox::LetterHead;

/// Number, days and sender of a letter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LetterHeadForm {
    /// 文書番号; empty = 事務連絡.
    pub number: Field,
    /// 決裁日.
    pub approved_on: Field,
    /// 施行日.
    pub issued_on: Field,
    /// Sender as printed.
    pub sender: Field,
}

/// A letter never leaves before it was approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("施行日を、決裁日（{}）以後の日にしてください。", wareki_weekday(*.0))]
pub struct IssuedBeforeApproval(NaiveDate);

/// Why a 決裁日 cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// It is no day.
    #[error(transparent)]
    Day(#[from] DayError),
    /// A letter never leaves before it was approved, so not with a day ahead either.
    #[error("きょうより後の日です。決裁のあとに送ってください。")]
    Ahead,
}

impl LetterHeadForm {
    /// What a clerk usually types today, with the sender of the last letter.
    pub fn blank(today: NaiveDate, sender: &str) -> Self {
        Self {
            number: Field::default(),
            approved_on: Field::new(wareki_weekday(today)),
            issued_on: Field::new(wareki_weekday(today)),
            sender: Field::new(sender),
        }
    }

    /// The head of a letter that leaves today. Every field is read before the first `?`, so all errors show at once.
    pub fn head_on(&mut self, today: NaiveDate) -> Option<LetterHead> {
        let number = self.number.parse(one_line(50)).map(|number| number.trim().to_owned());
        let approved_on = self.approved_on.parse(|text| approved(text, today));
        let issued_on = self.issued_on.parse(parse_day);
        let sender = self.sender.parse(required_one_line(100));
        let (approved_on, issued_on) = (approved_on?, issued_on?);
        if issued_on < approved_on {
            self.issued_on.refuse(IssuedBeforeApproval(approved_on));
            return None;
        }
        let number = number.map(|number| Some(number).filter(|number| !number.is_empty()));
        Some(LetterHead { number: number?, approved_on, issued_on, sender: sender? })
    }

    /// What was typed, for a page that carries it on.
    pub fn kept(&self) -> [(&'static str, String); 4] {
        let fields = [
            ("number", &self.number),
            ("approved_on", &self.approved_on),
            ("issued_on", &self.issued_on),
            ("sender", &self.sender),
        ];
        fields.map(|(name, field)| (name, field.value.clone()))
    }

    /// Its fields for the summary of errors.
    pub fn fields(&self) -> [(&'static str, &'static str, &Option<String>); 4] {
        [
            ("number", "文書番号", &self.number.error),
            ("approved_on", "決裁日", &self.approved_on.error),
            ("issued_on", "施行日", &self.issued_on.error),
            ("sender", "差出人", &self.sender.error),
        ]
    }
}

fn approved(text: &str, today: NaiveDate) -> Result<NaiveDate, ApprovalError> {
    let day = parse_day(text)?;
    if day > today { Err(ApprovalError::Ahead) } else { Ok(day) }
}
