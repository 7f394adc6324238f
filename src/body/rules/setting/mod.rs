//! The values a charter can give to each setting, and the words they are stored by in `charter_setting.value`
//! and `meeting_ruling.value`. A word that was stored once keeps its meaning for ever: a new meaning is a new
//! word. Source: the settings seen in real charters (設置要綱).

use entity::charter_setting::Setting;

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

        impl $crate::body::rules::Value for $name {
            const SETTING: entity::charter_setting::Setting = entity::charter_setting::Setting::$setting;

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

mod attendance;
mod calling;
mod conduct;
mod membership;

pub use attendance::{Online, Proxy, ProxyScope, Quorum, QuorumBase};
pub use calling::{CancelledNumber, NoticePeriod, Numbering, ReplyDeadline};
pub use conduct::{
    ChairVote, Decision, ExcludedMember, Exclusion, MinutesForm, Publicity, Signers, Speakers, WrittenMeeting,
};
pub use membership::{
    ActingChair, ChairChoice, ExOfficio, LegalForm, Pay, ReplacementTerm, SeatNumber, TermLength,
    ViceChairChoice,
};

/// A small number in half-width digits and nothing else.
fn count(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 3 && text.bytes().all(|octet| octet.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::platform::date::Counting;

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
        survives(LegalForm::ALL);
        survives(&[SeatNumber::Within(20), SeatNumber::Exactly(1), SeatNumber::Exactly(999)]);
        survives(Pay::ALL);
        survives(&[TermLength::March(1), TermLength::Appointment(10)]);
        survives(ReplacementTerm::ALL);
        survives(ExOfficio::ALL);
        survives(ChairChoice::ALL);
        survives(ViceChairChoice::ALL);
        survives(ActingChair::ALL);
        survives(Decision::ALL);
        survives(ChairVote::ALL);
        survives(WrittenMeeting::ALL);
        survives(Exclusion::ALL);
        survives(ExcludedMember::ALL);
        survives(Publicity::ALL);
        survives(MinutesForm::ALL);
        survives(Speakers::ALL);
        survives(&[Signers::Nobody, Signers::Chair, Signers::ChairAnd(2)]);
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
            ("2026-11-29", 14, "2026-11-16"),
            ("2026-11-24", 2, "2026-11-20"), // 22 to 23 November are closed, and the 24th is the meeting
            ("2026-11-26", 0, "2026-11-26"),
        ] {
            assert_eq!(ReplyDeadline(days).day(day(meeting)), day(due), "{meeting} - {days}");
        }
    }
}
