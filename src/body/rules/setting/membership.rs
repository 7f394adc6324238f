//! What the body is and who sits in it: legal form, seats, terms, presiders, pay.

use chrono::{Days, Months, NaiveDate};
use entity::charter_setting::Setting;

use super::{Value, count};
use crate::platform::date::FiscalYear;

/// 法的な位置づけ: what set the body up, and so what its members are in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegalForm {
    /// 附属機関, by 条例: members are 特別職の非常勤職員.
    Attached,
    /// 懇談会等, by 要綱 only.
    Forum,
    /// By 訓令.
    Directive,
}

words! { LegalForm, LegalForm,
    Attached "attached" "附属機関（条例で置く）",
    Forum "forum" "懇談会等（要綱で置く）",
    Directive "directive" "訓令で置く会議",
}

/// 委員の数: 「20人以内」 or 「20人」; 1 to 999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatNumber {
    /// At most so many.
    Within(u32),
    /// Not more and not fewer.
    Exactly(u32),
}

impl Value for SeatNumber {
    const SETTING: Setting = Setting::SeatNumber;

    fn from_word(word: &str) -> Option<Self> {
        let (choice, number) = word.split_once(':')?;
        let number = count(number).filter(|number| *number > 0)?;
        match choice {
            "within" => Some(Self::Within(number)),
            "exactly" => Some(Self::Exactly(number)),
            _ => None,
        }
    }

    fn word(self) -> String {
        match self {
            Self::Within(number) => format!("within:{number}"),
            Self::Exactly(number) => format!("exactly:{number}"),
        }
    }

    fn label(self) -> String {
        match self {
            Self::Within(number) => format!("{number}人以内"),
            Self::Exactly(number) => format!("{number}人"),
        }
    }
}

/// 報酬: what a member gets for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pay {
    /// 日額の報酬, by 条例.
    Daily,
    /// 謝礼.
    Fee,
    /// Nothing.
    None,
}

words! { Pay, Pay,
    Daily "daily" "日額の報酬",
    Fee "fee" "謝礼",
    None "none" "支給しない",
}

/// 委員の任期: so many years, 1 to 10, and where they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermLength {
    /// With the last fiscal year, whenever it began: 3月31日.
    March(u32),
    /// So many years from the day of 委嘱.
    Appointment(u32),
}

/// The longest term a charter is believed to have meant.
const LONGEST: u32 = 10;

impl TermLength {
    /// The last day of a whole term that begins on a day.
    pub fn last_day(self, from: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::March(years) => {
                let end = FiscalYear::of(from).end();
                end.checked_add_months(Months::new(years.saturating_sub(1) * 12))
            }
            Self::Appointment(years) => {
                let next = from.checked_add_months(Months::new(years * 12))?;
                next.checked_sub_days(Days::new(1))
            }
        }
    }
}

impl Value for TermLength {
    const SETTING: Setting = Setting::Term;

    fn from_word(word: &str) -> Option<Self> {
        let (choice, years) = word.split_once(':')?;
        let years = count(years).filter(|years| (1..=LONGEST).contains(years))?;
        match choice {
            "march" => Some(Self::March(years)),
            "appointment" => Some(Self::Appointment(years)),
            _ => None,
        }
    }

    fn word(self) -> String {
        match self {
            Self::March(years) => format!("march:{years}"),
            Self::Appointment(years) => format!("appointment:{years}"),
        }
    }

    fn label(self) -> String {
        match self {
            Self::March(years) => format!("{years}年（3月31日まで）"),
            Self::Appointment(years) => format!("{years}年（委嘱の日から）"),
        }
    }
}

/// 補欠の任期.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplacementTerm {
    /// 前任者の残任期間.
    Remaining,
    /// A whole term of its own.
    Whole,
}

words! { ReplacementTerm, Replacement,
    Remaining "remaining" "前任者の残任期間",
    Whole "whole" "委嘱の日から1任期",
}

/// 充て職: a member by office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExOfficio {
    /// Only while in that post.
    InPost,
    /// To the end of the term, also out of it.
    WholeTerm,
}

words! { ExOfficio, ExOfficio,
    InPost "in_post" "その職にある間",
    WholeTerm "whole_term" "職を離れても任期の終わりまで",
}

/// 会長の選び方.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChairChoice {
    /// 委員の互選.
    Elected,
    /// Named by the authority that appoints the members.
    Named,
    /// A post that a charter names.
    Post,
}

words! { ChairChoice, Chair,
    Elected "elected" "委員の互選",
    Named "named" "任命権者が指名",
    Post "post" "定められた職の人",
}

/// 副会長の選び方.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViceChairChoice {
    /// 委員の互選.
    Elected,
    /// Named by the chair.
    NamedByChair,
    /// A post that a charter names.
    Post,
    /// There is none.
    None,
}

words! { ViceChairChoice, ViceChair,
    Elected "elected" "委員の互選",
    NamedByChair "named_by_chair" "会長が指名",
    Post "post" "定められた職の人",
    None "none" "置かない",
}

/// Who presides when the chair is away or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActingChair {
    /// 副会長, in the order of the roster.
    ViceChairs,
    /// 副会長, and where none can, the member the chair named beforehand.
    ViceChairsThenNamed,
    /// The member the chair named beforehand.
    Named,
    /// Whoever the members present choose.
    Elected,
}

words! { ActingChair, ActingChair,
    ViceChairs "vice_chairs" "副会長（名簿の順）",
    ViceChairsThenNamed "vice_chairs_then_named" "副会長（名簿の順）、次に会長があらかじめ指名した委員",
    Named "named" "会長があらかじめ指名した委員",
    Elected "elected" "出席した委員の互選",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_a_whole_term() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (from, word, expected) in [
            ("2026-04-01", "march:2", "2028-03-31"),
            ("2026-06-15", "march:2", "2028-03-31"),
            ("2027-03-31", "march:1", "2027-03-31"),
            ("2027-01-10", "march:3", "2029-03-31"),
            ("2026-06-15", "appointment:2", "2028-06-14"),
            ("2026-04-01", "appointment:3", "2029-03-31"),
            ("2028-02-29", "appointment:1", "2029-02-27"),
            ("2024-03-01", "appointment:4", "2028-02-29"),
        ] {
            let length = TermLength::from_word(word).unwrap();
            assert_eq!(length.last_day(day(from)), Some(day(expected)), "{from} {word}");
        }
    }

    #[test]
    fn words_that_were_never_stored() {
        for word in ["march", "march:0", "march:11", "july:2", "appointment:", "2:march", ""] {
            assert_eq!(TermLength::from_word(word), None, "{word}");
        }
        for word in ["within", "within:0", "within:1000", "about:20", "20", ""] {
            assert_eq!(SeatNumber::from_word(word), None, "{word}");
        }
    }
}
