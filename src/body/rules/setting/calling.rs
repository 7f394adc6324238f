//! How a meeting is called: its number, its notice, the last day for answers.

use chrono::{Days, NaiveDate};
use entity::charter_setting::Setting;

use super::{Value, count};
use crate::platform::date::{Counting, latest_notice_day, next_open_day, previous_open_day};

/// How meetings are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// 令和8年度第2回: anew every April.
    FiscalYear,
    /// 第14回: since the body was set up.
    Running,
}

words! { Numbering, Numbering,
    FiscalYear "fiscal_year" "年度ごと（令和8年度第2回）",
    Running "running" "通し（第14回）",
}

/// What becomes of the number of a meeting that is cancelled after it was convened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledNumber {
    /// 欠番: the next meeting takes the next number.
    Used,
    /// The next meeting takes it.
    Free,
}

words! { CancelledNumber, CancelledNumber,
    Used "used" "欠番にする",
    Free "free" "次の会議に使う",
}

/// How long before the meeting its notice must be out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticePeriod {
    /// 「あらかじめ」, or no period at all.
    None,
    /// 「7日前までに」.
    Days {
        /// 1 to 999.
        days: u32,
        /// Whether full days must lie between.
        counting: Counting,
    },
}

impl NoticePeriod {
    /// The last day on which a notice is in time, open or not; `None` without a period.
    pub fn latest_day(self, meeting_day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::None => None,
            Self::Days { days, counting } => Some(latest_notice_day(meeting_day, days, counting)),
        }
    }

    /// The day by which the office has to send it: what we owe moves to the open day before.
    pub fn due_day(self, meeting_day: NaiveDate) -> Option<NaiveDate> {
        self.latest_day(meeting_day).map(previous_open_day)
    }
}

impl Value for NoticePeriod {
    const SETTING: Setting = Setting::NoticePeriod;

    fn from_word(word: &str) -> Option<Self> {
        let counting = match word.split_once(':') {
            None if word == "none" => return Some(Self::None),
            Some((_, "plain")) => Counting::Plain,
            Some((_, "clear")) => Counting::ClearDays,
            _ => return None,
        };
        let days = word.split(':').next().and_then(count).filter(|days| *days > 0)?;
        Some(Self::Days { days, counting })
    }

    fn word(self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Days { days, counting: Counting::Plain } => format!("{days}:plain"),
            Self::Days { days, counting: Counting::ClearDays } => format!("{days}:clear"),
        }
    }

    fn label(self) -> String {
        match self {
            Self::None => "期間を定めない（あらかじめ）".to_owned(),
            Self::Days { days, counting: Counting::Plain } => format!("{days}日前まで（当日を数えない）"),
            Self::Days { days, counting: Counting::ClearDays } => {
                format!("{days}日前まで（間に{days}日おく）")
            }
        }
    }
}

/// 回答期限: how many days before the meeting an answer is asked for; 0 to 999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyDeadline(pub u32);

impl ReplyDeadline {
    /// The proposed last day for answers: an open day, since the office telephones on the day after it. Others owe
    /// it, so it moves later when it is closed, but not past the day before the meeting.
    pub fn day(self, meeting_day: NaiveDate) -> NaiveDate {
        let day = meeting_day.checked_sub_days(Days::new(u64::from(self.0))).unwrap_or(meeting_day);
        let later = next_open_day(day);
        if later < meeting_day { later } else { previous_open_day(day) }
    }
}

impl Value for ReplyDeadline {
    const SETTING: Setting = Setting::ReplyDeadline;

    fn from_word(word: &str) -> Option<Self> {
        count(word).map(Self)
    }

    fn word(self) -> String {
        self.0.to_string()
    }

    fn label(self) -> String {
        format!("会議の{}日前", self.0)
    }
}
