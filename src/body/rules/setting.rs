//! The values a charter can give to each setting, and the words they are stored by in `charter_setting.value`
//! and `meeting_ruling.value`. A word that was stored once keeps its meaning for ever: a new meaning is a new
//! word. Source: the settings seen in real charters (設置要綱).

use chrono::{Days, NaiveDate};
use entity::charter_setting::Setting;

use crate::platform::date::{Counting, latest_notice_day, previous_open_day};

/// A value of one setting: stored by a word, shown in a few words of Japanese.
pub trait Value: Copy + Eq + std::fmt::Debug {
    /// Which setting it belongs to.
    const SETTING: Setting;

    /// The value of a stored word; `None` for a word that was never written.
    fn from_word(word: &str) -> Option<Self>;

    /// The stored word.
    fn word(self) -> String;

    /// As a screen says it, e.g. 「委員の過半数」.
    fn label(self) -> String;
}

/// Gives an enumeration its setting, its list, its stored words and its Japanese.
macro_rules! words {
    ($name:ident, $setting:ident, $($variant:ident $word:literal $label:literal,)+) => {
        impl $name {
            /// Every value, in the order of a form.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }

        impl Value for $name {
            const SETTING: Setting = Setting::$setting;

            fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            fn word(self) -> String {
                match self {
                    $(Self::$variant => $word,)+
                }
                .to_owned()
            }

            fn label(self) -> String {
                match self {
                    $(Self::$variant => $label,)+
                }
                .to_owned()
            }
        }
    };
}

/// 定足数: which part of the base must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// 過半数.
    MoreThanHalf,
    /// 半数以上, 2分の1以上.
    AtLeastHalf,
    /// 3分の2以上.
    TwoThirds,
    /// The charter says that no quorum is needed.
    None,
}

words! { Quorum, Quorum,
    MoreThanHalf "more_than_half" "過半数",
    AtLeastHalf "at_least_half" "半数以上",
    TwoThirds "two_thirds" "3分の2以上",
    None "none" "定足数を設けない",
}

/// What the quorum is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuorumBase {
    /// 在任委員: heads in the seats filled that day, so a vacancy lowers the bar.
    FilledSeats,
    /// 定数: a number of members that vacancies do not change; 1 to 999.
    Fixed(u32),
}

impl Value for QuorumBase {
    const SETTING: Setting = Setting::QuorumBase;

    fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':') {
            None if word == "filled_seats" => Some(Self::FilledSeats),
            Some(("fixed", number)) => count(number).filter(|number| *number > 0).map(Self::Fixed),
            _ => None,
        }
    }

    fn word(self) -> String {
        match self {
            Self::FilledSeats => "filled_seats".to_owned(),
            Self::Fixed(number) => format!("fixed:{number}"),
        }
    }

    fn label(self) -> String {
        match self {
            Self::FilledSeats => "在任委員".to_owned(),
            Self::Fixed(number) => format!("定数{number}人"),
        }
    }
}

/// 代理出席: what somebody sent in a member's place may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// Nobody can be sent.
    NotAllowed,
    /// May sit in, but is not counted.
    Attends,
    /// Counted for the quorum.
    Counted,
    /// Counted for the quorum, and votes.
    Votes,
}

words! { Proxy, Proxy,
    NotAllowed "not_allowed" "認めない",
    Attends "attends" "出席できるが数えない",
    Counted "counted" "定足数に数える",
    Votes "votes" "定足数に数え、議決に加わる",
}

impl Proxy {
    /// Whether a proxy who comes counts for the quorum.
    pub fn counts(self) -> bool {
        matches!(self, Self::Counted | Self::Votes)
    }
}

/// Who may be sent as a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyScope {
    /// Somebody of the same association.
    Association,
    /// Somebody of the same workplace.
    Workplace,
    /// The one the member named beforehand.
    Named,
    /// Anyone who brings a 委任状.
    Letter,
}

words! { ProxyScope, ProxyScope,
    Association "association" "同じ団体の人",
    Workplace "workplace" "同じ勤務先の人",
    Named "named" "あらかじめ指名した人",
    Letter "letter" "委任状を持つ人",
}

/// オンライン出席, while sight and sound run both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Online {
    /// Counts as attendance.
    Counted,
    /// Does not count.
    NotCounted,
}

words! { Online, Online,
    Counted "counted" "出席として数える",
    NotCounted "not_counted" "出席として数えない",
}

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
    /// The proposed last day for answers: an open day, since the office telephones on the day after it.
    pub fn day(self, meeting_day: NaiveDate) -> NaiveDate {
        previous_open_day(meeting_day.checked_sub_days(Days::new(u64::from(self.0))).unwrap_or(meeting_day))
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

/// A small number in half-width digits and nothing else.
fn count(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 3 && text.bytes().all(|octet| octet.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survives<T: Value>(values: &[T]) {
        for value in values {
            assert_eq!(T::from_word(&value.word()), Some(*value), "{value:?}");
            assert!(!value.label().is_empty());
        }
    }

    #[test]
    fn every_value_is_read_back_from_its_word() {
        survives(Quorum::ALL);
        survives(&[QuorumBase::FilledSeats, QuorumBase::Fixed(1), QuorumBase::Fixed(999)]);
        survives(Proxy::ALL);
        survives(ProxyScope::ALL);
        survives(Online::ALL);
        survives(Numbering::ALL);
        survives(CancelledNumber::ALL);
        let seven = |counting| NoticePeriod::Days { days: 7, counting };
        survives(&[NoticePeriod::None, seven(Counting::Plain), seven(Counting::ClearDays)]);
        survives(&[ReplyDeadline(0), ReplyDeadline(14)]);
    }

    #[test]
    fn stored_words_are_fixed() {
        let days = |days, counting| NoticePeriod::Days { days, counting };
        for (word, value) in [
            ("7:plain", Some(days(7, Counting::Plain))),
            ("7:clear", Some(days(7, Counting::ClearDays))),
            ("none", Some(NoticePeriod::None)),
            ("0:plain", None),
            ("7", None),
            ("7:", None),
            (":plain", None),
            ("7:plain:x", None),
            ("+7:plain", None),
            ("1000:plain", None),
        ] {
            assert_eq!(NoticePeriod::from_word(word), value, "{word}");
        }
        for (word, value) in [
            ("filled_seats", Some(QuorumBase::FilledSeats)),
            ("fixed:20", Some(QuorumBase::Fixed(20))),
            ("fixed:0", None),
            ("fixed:-1", None),
            ("fixed", None),
            ("", None),
        ] {
            assert_eq!(QuorumBase::from_word(word), value, "{word}");
        }
        for (word, value) in [("14", Some(ReplyDeadline(14))), ("", None), ("１４", None), ("14日", None)]
        {
            assert_eq!(ReplyDeadline::from_word(word), value, "{word}");
        }
        assert_eq!(Quorum::from_word("more_than_half"), Some(Quorum::MoreThanHalf));
        assert_eq!(Quorum::from_word("過半数"), None);
    }

    #[test]
    fn days_before_a_meeting() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        //   meeting (Thursday), setting, legal last day, day the office owes it
        for (meeting, word, latest, due) in [
            ("2026-11-26", "7:plain", Some("2026-11-19"), Some("2026-11-19")),
            ("2026-11-26", "7:clear", Some("2026-11-18"), Some("2026-11-18")),
            ("2026-11-30", "7:plain", Some("2026-11-23"), Some("2026-11-20")),
            ("2026-11-26", "none", None, None),
        ] {
            let period = NoticePeriod::from_word(word).unwrap();
            assert_eq!(period.latest_day(day(meeting)), latest.map(day), "{meeting} {word}");
            assert_eq!(period.due_day(day(meeting)), due.map(day), "{meeting} {word}");
        }
        for (meeting, days, due) in [
            ("2026-11-26", 14, "2026-11-12"),
            ("2026-11-29", 14, "2026-11-13"),
            ("2026-11-26", 0, "2026-11-26"),
        ] {
            assert_eq!(ReplyDeadline(days).day(day(meeting)), day(due), "{meeting} - {days}");
        }
    }
}
