//! Two versions of a charter beside each other, line by line.

use entity::charter;
use entity::charter_setting::{self, Setting, Standing};

use super::titles::Titles;
use super::word::{GROUPS, Word, setting_name};
use crate::platform::date::wareki;

/// What became of a line between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Both say the same, or nothing.
    Same,
    /// Only the later one says it.
    Added,
    /// Only the earlier one said it.
    Removed,
    /// Both say it, in other words or in another article.
    Changed,
}

impl Difference {
    /// Between what two versions say; empty = nothing.
    pub fn between(before: &str, after: &str) -> Self {
        match (before.is_empty(), after.is_empty()) {
            _ if before == after => Self::Same,
            (true, false) => Self::Added,
            (false, true) => Self::Removed,
            _ => Self::Changed,
        }
    }

    /// The word beside the line; none where nothing changed.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Same => None,
            Self::Added => Some("追加"),
            Self::Removed => Some("削除"),
            Self::Changed => Some("変更"),
        }
    }
}

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedLine {
    /// What it is about.
    pub name: &'static str,
    /// What the earlier version says; may be empty.
    pub before: String,
    /// What the later version says; may be empty.
    pub after: String,
    /// What became of it.
    pub difference: Difference,
}

impl ComparedLine {
    fn new(name: &'static str, before: String, after: String) -> Self {
        let difference = Difference::between(&before, &after);
        Self { name, before, after, difference }
    }
}

/// A version with all it says.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// The version.
    pub charter: &'a charter::Model,
    /// Its rules.
    pub settings: &'a [charter_setting::Model],
}

impl Whole<'_> {
    /// 「過半数（第6条第2項）」, 「準用（第7条）」; empty where the version does not state it.
    fn said(&self, setting: Setting) -> String {
        let Some(said) = self.settings.iter().find(|said| said.setting == setting) else {
            return String::new();
        };
        let words = match said.standing {
            Standing::Inherited => "準用".to_owned(),
            Standing::Stated => {
                let value = said.value.as_deref().unwrap_or_default();
                Word::new(setting, value).map_or_else(|| value.to_owned(), |word| word.label().to_owned())
            }
        };
        match said.article.as_deref() {
            Some(article) => format!("{words}（{article}）"),
            None => words,
        }
    }

    fn facts(&self) -> [(&'static str, String); 6] {
        let charter = self.charter;
        let titles = Titles::new(&charter.presider_title, charter.vice_title.as_deref());
        [
            ("題名", charter.title.clone()),
            ("番号", charter.number.clone().unwrap_or_default()),
            ("制定・改正の日", charter.enacted_on.map(wareki).unwrap_or_default()),
            ("議長の呼び名", titles.chair),
            ("副議長の呼び名", titles.vice_chair),
            ("庶務", charter.general_affairs.clone().unwrap_or_default()),
        ]
    }
}

/// Both versions under the headings of a charter's form; what neither states is left out.
pub fn compare(before: Whole<'_>, after: Whole<'_>) -> Vec<(&'static str, Vec<ComparedLine>)> {
    let facts = before.facts().into_iter().zip(after.facts());
    let facts = facts.map(|((name, before), (_, after))| ComparedLine::new(name, before, after));
    let line = |setting: &Setting| {
        ComparedLine::new(setting_name(*setting), before.said(*setting), after.said(*setting))
    };
    let groups = GROUPS.into_iter().map(|(heading, settings)| (heading, settings.iter().map(line).collect()));
    let all = std::iter::once(("要綱", facts.collect::<Vec<_>>())).chain(groups);
    let stated = all.map(|(heading, lines)| (heading, stated(lines)));
    stated.filter(|(_, lines)| !lines.is_empty()).collect()
}

fn stated(lines: Vec<ComparedLine>) -> Vec<ComparedLine> {
    lines.into_iter().filter(|line| !line.before.is_empty() || !line.after.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use entity::id::{BodyId, CharterId};
    use uuid::Uuid;

    use super::*;

    fn version(id: u128, number: &str) -> charter::Model {
        charter::Model {
            id: CharterId(Uuid::from_u128(id)),
            body_id: BodyId(Uuid::nil()),
            title: "連携協議会設置要綱".to_owned(),
            number: Some(number.to_owned()).filter(|number| !number.is_empty()),
            enacted_on: None,
            effective_on: "2026-04-01".parse().unwrap(),
            applies_from: None,
            presider_title: "会長".to_owned(),
            vice_title: None,
            general_affairs: None,
            version: 1,
        }
    }

    fn said(setting: Setting, value: Option<&str>, article: &str) -> charter_setting::Model {
        charter_setting::Model {
            charter_id: CharterId(Uuid::nil()),
            setting,
            standing: if value.is_some() { Standing::Stated } else { Standing::Inherited },
            value: value.map(ToOwned::to_owned),
            article: Some(article.to_owned()).filter(|article| !article.is_empty()),
        }
    }

    #[test]
    fn what_became_of_a_line() {
        for (before, after, expected) in [
            ("", "", Difference::Same),
            ("過半数", "過半数", Difference::Same),
            ("", "過半数", Difference::Added),
            ("過半数", "", Difference::Removed),
            ("過半数（第6条）", "過半数（第7条）", Difference::Changed),
        ] {
            assert_eq!(Difference::between(before, after), expected, "{before} {after}");
        }
    }

    #[test]
    fn two_versions_side_by_side() {
        let (old, new) = (version(1, ""), version(2, "令和8年告示第12号"));
        let before = [
            said(Setting::Quorum, Some("more_than_half"), "第6条"),
            said(Setting::Online, Some("counted"), "第6条"),
            said(Setting::Proxy, None, ""),
        ];
        let after = [
            said(Setting::Quorum, Some("two_thirds"), "第6条"),
            said(Setting::Proxy, None, ""),
            said(Setting::Term, Some("march:2"), "第4条"),
        ];
        let found =
            compare(Whole { charter: &old, settings: &before }, Whole { charter: &new, settings: &after });
        let lines = found.iter().flat_map(|(heading, lines)| lines.iter().map(move |line| (*heading, line)));
        let lines = lines.map(|(heading, line)| {
            (heading, line.name, line.before.as_str(), line.after.as_str(), line.difference.word())
        });
        assert_eq!(
            lines.collect::<Vec<_>>(),
            [
                ("要綱", "題名", "連携協議会設置要綱", "連携協議会設置要綱", None),
                ("要綱", "番号", "", "令和8年告示第12号", Some("追加")),
                ("要綱", "議長の呼び名", "会長", "会長", None),
                ("要綱", "副議長の呼び名", "副会長", "副会長", None),
                ("会議体と委員", "委員の任期", "", "2年（3月31日まで）（第4条）", Some("追加")),
                ("出席と定足数", "定足数", "過半数（第6条）", "3分の2以上（第6条）", Some("変更")),
                ("出席と定足数", "代理出席", "準用", "準用", None),
                ("出席と定足数", "オンライン出席", "出席として数える（第6条）", "", Some("削除")),
            ]
        );
    }
}
