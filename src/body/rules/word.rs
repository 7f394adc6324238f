//! A setting and a stored word as one checked value: what a charter's form states, and what a clerk rules for one
//! meeting. The Japanese names of the settings stand here, too.

use entity::charter_setting::Setting;

use super::setting::{
    ActingChair, CancelledNumber, ChairChoice, ChairVote, Decision, ExOfficio, ExcludedMember, Exclusion,
    LegalForm, MinutesForm, NoticePeriod, Numbering, Online, Pay, Proxy, ProxyScope, Publicity, Quorum,
    QuorumBase, ReplacementTerm, ReplyDeadline, SeatNumber, Signers, Speakers, TermLength, Value,
    ViceChairChoice, WrittenMeeting,
};
use crate::platform::date::half_width;

/// Every setting, in the order of a charter's form.
pub const SETTINGS: [Setting; 27] = [
    Setting::LegalForm,
    Setting::SeatNumber,
    Setting::Pay,
    Setting::Term,
    Setting::Replacement,
    Setting::ExOfficio,
    Setting::Chair,
    Setting::ViceChair,
    Setting::ActingChair,
    Setting::NoticePeriod,
    Setting::ReplyDeadline,
    Setting::Numbering,
    Setting::CancelledNumber,
    Setting::Quorum,
    Setting::QuorumBase,
    Setting::Proxy,
    Setting::ProxyScope,
    Setting::Online,
    Setting::Decision,
    Setting::ChairVote,
    Setting::WrittenMeeting,
    Setting::Exclusion,
    Setting::ExcludedMember,
    Setting::Publicity,
    Setting::MinutesForm,
    Setting::Speakers,
    Setting::Signers,
];

/// The headings of a charter's form, each with its settings: together [`SETTINGS`].
pub const GROUPS: [(&str, &[Setting]); 6] = [
    (
        "会議体と委員",
        &[
            Setting::LegalForm,
            Setting::SeatNumber,
            Setting::Pay,
            Setting::Term,
            Setting::Replacement,
            Setting::ExOfficio,
        ],
    ),
    ("会長と副会長", &[Setting::Chair, Setting::ViceChair, Setting::ActingChair]),
    ("招集", &[Setting::NoticePeriod, Setting::ReplyDeadline, Setting::Numbering, Setting::CancelledNumber]),
    (
        "出席と定足数",
        &[Setting::Quorum, Setting::QuorumBase, Setting::Proxy, Setting::ProxyScope, Setting::Online],
    ),
    (
        "議決",
        &[
            Setting::Decision,
            Setting::ChairVote,
            Setting::WrittenMeeting,
            Setting::Exclusion,
            Setting::ExcludedMember,
        ],
    ),
    ("公開と会議録", &[Setting::Publicity, Setting::MinutesForm, Setting::Speakers, Setting::Signers]),
];

/// A stored word that its setting knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    setting: Setting,
    text: String,
    label: String,
}

impl Word {
    /// The word, if the setting knows it.
    pub fn new(setting: Setting, text: &str) -> Option<Self> {
        let label = label(setting, text)?;
        Some(Self { setting, text: text.to_owned(), label })
    }

    /// From a choice of [`choices`] and, where the choice asks for one, a number.
    pub fn compose(setting: Setting, choice: &str, number: &str) -> Option<Self> {
        let text = match (setting, choice) {
            (Setting::QuorumBase, "fixed") => format!("fixed:{number}"),
            (Setting::NoticePeriod, "plain" | "clear") => format!("{number}:{choice}"),
            (Setting::ReplyDeadline, "days") => number.to_owned(),
            (Setting::SeatNumber, "within" | "exactly")
            | (Setting::Term, "march" | "appointment")
            | (Setting::Signers, "chair_and") => format!("{choice}:{number}"),
            _ if choice.contains(':') => return None,
            _ => choice.to_owned(),
        };
        Self::new(setting, &text)
    }

    /// From its words on screen, with digits and brackets of either width: 「定数20人」.
    pub fn read(setting: Setting, words: &str) -> Option<Self> {
        let words = half_width(words);
        let number: String =
            words.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let tight = |text: &str| half_width(text).split_whitespace().collect::<String>();
        let mut composed =
            choices(setting).into_iter().filter_map(|(choice, _)| Self::compose(setting, &choice, &number));
        composed.find(|word| tight(&word.label) == tight(&words))
    }

    /// The choice and the number it was composed of; the number is empty where none is asked for.
    pub fn parts(&self) -> (&str, &str) {
        match (self.setting, self.text.split_once(':')) {
            (
                Setting::QuorumBase | Setting::SeatNumber | Setting::Term | Setting::Signers,
                Some((choice, number)),
            ) => (choice, number),
            (Setting::NoticePeriod, Some((number, choice))) => (choice, number),
            (Setting::ReplyDeadline, _) => ("days", &self.text),
            _ => (&self.text, ""),
        }
    }

    /// The setting.
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// As it is stored.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As a screen says it.
    pub fn label(&self) -> &str {
        &self.label
    }
}

/// What can be chosen for a setting: the choice as a form sends it and its words.
pub fn choices(setting: Setting) -> Vec<(String, String)> {
    match setting {
        Setting::Quorum => all(Quorum::ALL),
        Setting::QuorumBase => {
            both(["filled_seats", "fixed"], ["在任委員（欠員を除く）", "定数（右の人数）"])
        }
        Setting::Proxy => all(Proxy::ALL),
        Setting::ProxyScope => all(ProxyScope::ALL),
        Setting::Online => all(Online::ALL),
        Setting::Numbering => all(Numbering::ALL),
        Setting::CancelledNumber => all(CancelledNumber::ALL),
        Setting::NoticePeriod => both(
            ["plain", "clear", "none"],
            ["右の日数前まで（当日を数えない）", "右の日数を間におく", "期間を定めない（あらかじめ）"],
        ),
        Setting::ReplyDeadline => vec![("days".to_owned(), "会議の右の日数前".to_owned())],
        Setting::LegalForm => all(LegalForm::ALL),
        Setting::SeatNumber => both(["within", "exactly"], ["右の人数以内", "右の人数ちょうど"]),
        Setting::Pay => all(Pay::ALL),
        Setting::Term => {
            both(["march", "appointment"], ["右の年数（年度末の3月31日まで）", "右の年数（委嘱の日から）"])
        }
        Setting::Replacement => all(ReplacementTerm::ALL),
        Setting::ExOfficio => all(ExOfficio::ALL),
        Setting::Chair => all(ChairChoice::ALL),
        Setting::ViceChair => all(ViceChairChoice::ALL),
        Setting::ActingChair => all(ActingChair::ALL),
        Setting::Decision => all(Decision::ALL),
        Setting::ChairVote => all(ChairVote::ALL),
        Setting::WrittenMeeting => all(WrittenMeeting::ALL),
        Setting::Exclusion => all(Exclusion::ALL),
        Setting::ExcludedMember => all(ExcludedMember::ALL),
        Setting::Publicity => all(Publicity::ALL),
        Setting::MinutesForm => all(MinutesForm::ALL),
        Setting::Speakers => all(Speakers::ALL),
        Setting::Signers => both(
            ["nobody", "chair", "chair_and"],
            ["署名しない", "議長", "議長と、会議で指名した委員（右の人数）"],
        ),
    }
}

/// The words before the number of a setting whose choices may ask for one; `None` for the others.
pub fn number_label(setting: Setting) -> Option<&'static str> {
    match setting {
        Setting::QuorumBase => Some("定数（人）"),
        Setting::SeatNumber | Setting::Signers => Some("人数"),
        Setting::Term => Some("年数"),
        Setting::NoticePeriod | Setting::ReplyDeadline => Some("日数"),
        _ => None,
    }
}

/// Whether a choice asks for a number.
pub fn asks_number(setting: Setting, choice: &str) -> bool {
    matches!(
        (setting, choice),
        (Setting::QuorumBase, "fixed")
            | (Setting::NoticePeriod, "plain" | "clear")
            | (Setting::ReplyDeadline, "days")
            | (Setting::SeatNumber, "within" | "exactly")
            | (Setting::Term, "march" | "appointment")
            | (Setting::Signers, "chair_and")
    )
}

/// What stands beside a number that a setting cannot have.
pub fn number_refusal(setting: Setting) -> &'static str {
    match setting {
        Setting::Term => "1から10までの数字を入れてください。",
        Setting::ReplyDeadline => "0から999までの数字を入れてください。",
        _ => "1から999までの数字を入れてください。",
    }
}

/// Whether the clerk may rule on it for one meeting where no charter says it. What makes the body itself, and what
/// binds beyond a meeting, is the charter's alone.
pub fn is_ruled_by_meeting(setting: Setting) -> bool {
    match setting {
        Setting::LegalForm
        | Setting::SeatNumber
        | Setting::Pay
        | Setting::Term
        | Setting::Replacement
        | Setting::ExOfficio
        | Setting::Chair
        | Setting::ViceChair
        | Setting::ActingChair
        | Setting::WrittenMeeting
        | Setting::Publicity
        | Setting::MinutesForm
        | Setting::Speakers
        | Setting::Signers => false,
        Setting::Quorum
        | Setting::QuorumBase
        | Setting::Proxy
        | Setting::ProxyScope
        | Setting::Online
        | Setting::Numbering
        | Setting::CancelledNumber
        | Setting::NoticePeriod
        | Setting::ReplyDeadline
        | Setting::Decision
        | Setting::ChairVote
        | Setting::Exclusion
        | Setting::ExcludedMember => true,
    }
}

/// What a screen calls a setting.
pub fn setting_name(setting: Setting) -> &'static str {
    match setting {
        Setting::Quorum => "定足数",
        Setting::QuorumBase => "定足数のもとになる人数",
        Setting::Proxy => "代理出席",
        Setting::ProxyScope => "代理になれる人",
        Setting::Online => "オンライン出席",
        Setting::Numbering => "会議の回数",
        Setting::CancelledNumber => "中止した会議の回数",
        Setting::NoticePeriod => "開催通知の時期",
        Setting::ReplyDeadline => "回答期限",
        Setting::LegalForm => "法的な位置づけ",
        Setting::SeatNumber => "委員の数",
        Setting::Pay => "報酬・謝礼",
        Setting::Term => "委員の任期",
        Setting::Replacement => "補欠の委員の任期",
        Setting::ExOfficio => "充て職の委員",
        Setting::Chair => "会長の選び方",
        Setting::ViceChair => "副会長の選び方",
        Setting::ActingChair => "会長の職務の代理",
        Setting::Decision => "議決の方法",
        Setting::ChairVote => "議長の表決",
        Setting::WrittenMeeting => "書面開催",
        Setting::Exclusion => "除斥された委員の数え方",
        Setting::ExcludedMember => "除斥された委員の在席",
        Setting::Publicity => "会議の公開",
        Setting::MinutesForm => "会議録の形",
        Setting::Speakers => "会議録での発言者",
        Setting::Signers => "会議録の署名",
    }
}

fn label(setting: Setting, text: &str) -> Option<String> {
    match setting {
        Setting::Quorum => Quorum::from_word(text).map(Value::label),
        Setting::QuorumBase => QuorumBase::from_word(text).map(Value::label),
        Setting::Proxy => Proxy::from_word(text).map(Value::label),
        Setting::ProxyScope => ProxyScope::from_word(text).map(Value::label),
        Setting::Online => Online::from_word(text).map(Value::label),
        Setting::Numbering => Numbering::from_word(text).map(Value::label),
        Setting::CancelledNumber => CancelledNumber::from_word(text).map(Value::label),
        Setting::NoticePeriod => NoticePeriod::from_word(text).map(Value::label),
        Setting::ReplyDeadline => ReplyDeadline::from_word(text).map(Value::label),
        Setting::LegalForm => LegalForm::from_word(text).map(Value::label),
        Setting::SeatNumber => SeatNumber::from_word(text).map(Value::label),
        Setting::Pay => Pay::from_word(text).map(Value::label),
        Setting::Term => TermLength::from_word(text).map(Value::label),
        Setting::Replacement => ReplacementTerm::from_word(text).map(Value::label),
        Setting::ExOfficio => ExOfficio::from_word(text).map(Value::label),
        Setting::Chair => ChairChoice::from_word(text).map(Value::label),
        Setting::ViceChair => ViceChairChoice::from_word(text).map(Value::label),
        Setting::ActingChair => ActingChair::from_word(text).map(Value::label),
        Setting::Decision => Decision::from_word(text).map(Value::label),
        Setting::ChairVote => ChairVote::from_word(text).map(Value::label),
        Setting::WrittenMeeting => WrittenMeeting::from_word(text).map(Value::label),
        Setting::Exclusion => Exclusion::from_word(text).map(Value::label),
        Setting::ExcludedMember => ExcludedMember::from_word(text).map(Value::label),
        Setting::Publicity => Publicity::from_word(text).map(Value::label),
        Setting::MinutesForm => MinutesForm::from_word(text).map(Value::label),
        Setting::Speakers => Speakers::from_word(text).map(Value::label),
        Setting::Signers => Signers::from_word(text).map(Value::label),
    }
}

fn all<T: Value>(values: &[T]) -> Vec<(String, String)> {
    values.iter().map(|value| (value.word(), value.label())).collect()
}

fn both<const N: usize>(choices: [&str; N], labels: [&str; N]) -> Vec<(String, String)> {
    choices.map(ToOwned::to_owned).into_iter().zip(labels.map(ToOwned::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_choice_of_a_form_makes_a_word_and_comes_back() {
        for setting in SETTINGS {
            for (choice, _) in choices(setting) {
                let number = if asks_number(setting, &choice) { "2" } else { "" };
                let word = Word::compose(setting, &choice, number).unwrap();
                assert_eq!(word.parts(), (choice.as_str(), number), "{setting:?} {choice}");
                assert_eq!(Word::read(setting, word.label()).as_ref(), Some(&word), "{}", word.label());
                assert_eq!(Word::new(setting, word.text()), Some(word));
            }
        }
    }

    #[test]
    fn every_setting_stands_under_one_heading() {
        let grouped: Vec<_> = GROUPS.iter().flat_map(|(_, settings)| settings.iter().copied()).collect();
        assert_eq!(grouped, SETTINGS);
        assert_eq!(SETTINGS.len(), Setting::iter().count());
        let names: std::collections::BTreeSet<_> = SETTINGS.into_iter().map(setting_name).collect();
        assert_eq!(names.len(), SETTINGS.len());
    }

    #[test]
    fn what_no_form_offers_is_no_word() {
        for (setting, choice, number) in [
            (Setting::Quorum, "most", ""),
            (Setting::Quorum, "", ""),
            (Setting::QuorumBase, "fixed", ""),
            (Setting::QuorumBase, "fixed", "0"),
            (Setting::NoticePeriod, "plain", "七"),
            (Setting::NoticePeriod, "plain", "7:clear"),
            (Setting::ReplyDeadline, "days", "-1"),
            (Setting::Online, "votes", ""),
            (Setting::SeatNumber, "within", ""),
            (Setting::Term, "march", "11"),
            (Setting::Term, "march:2", ""),
            (Setting::Signers, "chair_and", "0"),
        ] {
            assert_eq!(Word::compose(setting, choice, number), None, "{setting:?} {choice} {number}");
        }
    }
}
