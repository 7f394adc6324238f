//! A setting and a stored word as one checked value: what a charter's form states, and what a clerk rules for one
//! meeting. The Japanese names of the settings stand here, too.

use entity::charter_setting::Setting;

use super::setting::{
    CancelledNumber, NoticePeriod, Numbering, Online, Proxy, ProxyScope, Quorum, QuorumBase, ReplyDeadline,
    Value,
};
use crate::platform::date::half_width;

/// Every setting, in the order of a charter's form.
pub const SETTINGS: [Setting; 9] = [
    Setting::Quorum,
    Setting::QuorumBase,
    Setting::Proxy,
    Setting::ProxyScope,
    Setting::Online,
    Setting::Numbering,
    Setting::CancelledNumber,
    Setting::NoticePeriod,
    Setting::ReplyDeadline,
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
            (Setting::QuorumBase, Some((choice, number))) => (choice, number),
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
    }
}

/// The words before the number of a setting whose choices may ask for one; `None` for the others.
pub fn number_label(setting: Setting) -> Option<&'static str> {
    match setting {
        Setting::QuorumBase => Some("定数（人）"),
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
    )
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
    use super::*;

    #[test]
    fn every_choice_of_a_form_makes_a_word_and_comes_back() {
        for setting in SETTINGS {
            for (choice, _) in choices(setting) {
                let number = if asks_number(setting, &choice) { "12" } else { "" };
                let word = Word::compose(setting, &choice, number).unwrap();
                assert_eq!(word.parts(), (choice.as_str(), number), "{setting:?} {choice}");
                assert_eq!(Word::read(setting, word.label()).as_ref(), Some(&word), "{}", word.label());
                assert_eq!(Word::new(setting, word.text()), Some(word));
            }
        }
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
        ] {
            assert_eq!(Word::compose(setting, choice, number), None, "{setting:?} {choice} {number}");
        }
    }
}
