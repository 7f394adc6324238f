//! A charter version as typed: its facts, and for every setting a choice, a number and an article. The settings
//! are rows of one table, so the form is read from its pairs and not field by field.

use std::collections::BTreeMap;

use entity::charter_setting::{self, Setting};
use entity::id::CharterId;
use entity::{body, charter};
use sea_orm::{ActiveEnum, DbErr};
use serde::Deserialize;

use super::fields;
use crate::body::commands::{Amend, CharterText, Enact, EnactError, Said};
use crate::body::rules::{
    GROUPS, SETTINGS, Word, asks_number, choices, number_label, number_refusal, setting_name,
};
use crate::platform::date::{half_width, parse_day, parse_optional_day};
use crate::platform::form::{Choice, ErrorLine, ErrorSummary, Field, seen_version};

/// The choice that says 準用.
const INHERITED: &str = "inherited";

/// A charter version, as typed.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct CharterForm {
    pub(super) title: Field,
    pub(super) number: Field,
    pub(super) enacted_on: Field,
    pub(super) effective_on: Field,
    pub(super) applies_from: Field,
    pub(super) presider_title: Field,
    pub(super) vice_title: Field,
    pub(super) general_affairs: Field,
    pub(super) rows: Vec<SettingRow>,
    pub(super) version: Field,
}

/// One setting of the form.
#[derive(Clone, Debug)]
pub struct SettingRow {
    pub(super) setting: Setting,
    /// Stored name of the setting: the field's name; with `_number` and `_article` those beside it.
    pub(super) key: String,
    /// Empty = not stated, `inherited`, or a choice of the setting.
    pub(super) choice: Field,
    pub(super) number: Field,
    pub(super) article: Field,
}

impl From<Vec<(String, String)>> for CharterForm {
    /// The last of several fields of one name counts; what is missing is empty.
    fn from(pairs: Vec<(String, String)>) -> Self {
        let typed: BTreeMap<String, String> = pairs.into_iter().collect();
        let field = |name: &str| Field::new(typed.get(name).cloned().unwrap_or_default());
        let row = |setting: Setting| {
            let key = setting.to_value();
            SettingRow {
                setting,
                choice: field(&key),
                number: field(&format!("{key}_number")),
                article: field(&format!("{key}_article")),
                key,
            }
        };
        Self {
            title: field("title"),
            number: field("number"),
            enacted_on: field("enacted_on"),
            effective_on: field("effective_on"),
            applies_from: field("applies_from"),
            presider_title: field("presider_title"),
            vice_title: field("vice_title"),
            general_affairs: field("general_affairs"),
            rows: SETTINGS.into_iter().map(row).collect(),
            version: field("version"),
        }
    }
}

impl SettingRow {
    /// What the screen calls it.
    pub fn name(&self) -> &'static str {
        setting_name(self.setting)
    }

    /// The words of its number, where a choice may ask for one.
    pub fn number_label(&self) -> Option<&'static str> {
        number_label(self.setting)
    }

    /// All it can be.
    pub fn choices(&self) -> Vec<Choice> {
        let fixed = [Choice::new("", "定めなし"), Choice::new(INHERITED, "準用（上の会議体の決まりによる）")];
        let own = choices(self.setting).into_iter().map(|(value, label)| Choice::new(value, label));
        fixed.into_iter().chain(own).collect()
    }

    fn fill(&mut self, said: &charter_setting::Model) {
        let word = said.value.as_deref().and_then(|value| Word::new(self.setting, value));
        let (choice, number) = word.as_ref().map_or((INHERITED, ""), Word::parts);
        self.choice = Field::new(choice);
        self.number = Field::new(number);
        self.article = Field::new(said.article.clone().unwrap_or_default());
    }

    /// `Some(None)` = not stated; `None` = an error stands beside a field. What is typed beside a choice that has
    /// no use for it is asked back, never dropped.
    fn parse(&mut self) -> Option<Option<Said>> {
        let article = self.article.parse(fields::line)?.trim().to_owned();
        let without_number = !asks_number(self.setting, &self.choice.value);
        let spare_number = without_number && !self.number.value.trim().is_empty();
        let spare_article = self.choice.value.is_empty() && !article.is_empty();
        if spare_number {
            self.number.refuse("この決まりに数はいりません。空にしてください。");
        }
        if spare_article {
            self.article.refuse("決まりを選ぶか、条文を空にしてください。");
        }
        match self.choice.value.as_str() {
            _ if spare_number || spare_article => return None,
            "" => return Some(None),
            INHERITED => return Some(Some(Said::Inherited { article })),
            _ => {}
        }
        let number = half_width(&self.number.value);
        let Some(word) = Word::compose(self.setting, &self.choice.value, number.trim()) else {
            if without_number {
                self.choice.refuse("一覧から選んでください。");
            } else {
                self.number.refuse(number_refusal(self.setting));
            }
            return None;
        };
        if article.is_empty() {
            self.article.refuse("条文を入れてください。例　第6条第2項");
            return None;
        }
        Some(Some(Said::Stated { word, article }))
    }

    fn errors(&self) -> impl Iterator<Item = ErrorLine> {
        let fields = [("", &self.choice), ("_number", &self.number), ("_article", &self.article)];
        fields.into_iter().filter_map(|(suffix, field)| {
            let message = field.error.clone()?;
            Some(ErrorLine { id: format!("{}{suffix}", self.key), label: self.name().to_owned(), message })
        })
    }
}

impl CharterForm {
    /// The settings under their headings.
    pub fn groups(&self) -> impl Iterator<Item = (&'static str, Vec<&SettingRow>)> {
        GROUPS.into_iter().map(|(heading, settings)| {
            (heading, self.rows.iter().filter(|row| settings.contains(&row.setting)).collect())
        })
    }

    /// A stored version.
    pub fn of(charter: &charter::Model, settings: &[charter_setting::Model]) -> Self {
        let mut form = Self::from(Vec::new());
        form.title = Field::new(&charter.title);
        form.number = Field::new(charter.number.clone().unwrap_or_default());
        form.enacted_on = Field::new(fields::shown_day(charter.enacted_on));
        form.effective_on = Field::new(fields::shown_day(Some(charter.effective_on)));
        form.applies_from = Field::new(fields::shown_day(charter.applies_from));
        form.presider_title = Field::new(&charter.presider_title);
        form.vice_title = Field::new(charter.vice_title.clone().unwrap_or_default());
        form.general_affairs = Field::new(charter.general_affairs.clone().unwrap_or_default());
        form.version = Field::new(charter.version.to_string());
        for row in &mut form.rows {
            if let Some(said) = settings.iter().find(|said| said.setting == row.setting) {
                row.fill(said);
            }
        }
        form
    }

    /// The start of a new version: the words of the last one without its days and number.
    pub fn after(charter: &charter::Model, settings: &[charter_setting::Model]) -> Self {
        let empty = Field::default;
        Self {
            number: empty(),
            enacted_on: empty(),
            effective_on: empty(),
            applies_from: empty(),
            version: empty(),
            ..Self::of(charter, settings)
        }
    }

    /// The start of a body's first version.
    pub fn first(body: &body::Model) -> Self {
        Self { title: Field::new(format!("{}設置要綱", body.name)), ..Self::from(Vec::new()) }
    }

    /// A new version of a body's charter.
    pub fn parse_new(&mut self, body: &body::Model) -> Option<Enact> {
        Some(Enact { body: body.id, text: self.parse()? })
    }

    /// A correction of a version.
    pub fn parse_amend(&mut self, charter: CharterId) -> Option<Amend> {
        let (text, seen) = (self.parse(), self.version.parse(seen_version));
        Some(Amend { charter, seen: seen?, text: text? })
    }

    fn parse(&mut self) -> Option<CharterText> {
        let (title, number) = (self.title.parse(fields::name), self.number.parse(fields::optional_line));
        let enacted_on = self.enacted_on.parse(parse_optional_day);
        let effective_on = self.effective_on.parse(parse_day);
        let applies_from = self.applies_from.parse(parse_optional_day);
        let presider_title = self.presider_title.parse(fields::name);
        let vice_title = self.vice_title.parse(fields::optional_line);
        let general_affairs = self.general_affairs.parse(fields::optional_line);
        let said: Vec<_> = self.rows.iter_mut().map(|row| (row.setting, row.parse())).collect();
        let said: Option<Vec<_>> =
            said.into_iter().map(|(setting, said)| said.map(|said| (setting, said))).collect();
        let settings = said?.into_iter().filter_map(|(setting, said)| said.map(|said| (setting, said)));
        Some(CharterText {
            title: title?,
            number: number?,
            enacted_on: enacted_on?,
            effective_on: effective_on?,
            applies_from: applies_from?,
            presider_title: presider_title?,
            vice_title: vice_title?,
            general_affairs: general_affairs?,
            settings: settings.collect(),
        })
    }

    /// Puts a refusal beside its field.
    pub fn refuse(&mut self, error: EnactError) -> Result<(), DbErr> {
        match error {
            EnactError::Db(error) => return Err(error),
            EnactError::DayTaken => self.effective_on.refuse(error),
            EnactError::AppliesLater => self.applies_from.refuse(error),
            EnactError::NothingToInherit(setting) => {
                let row = self.rows.iter_mut().find(|row| row.setting == setting);
                if let Some(row) = row {
                    row.choice.refuse(error);
                }
            }
            EnactError::Stale(_) => self.version.refuse(error),
        }
        Ok(())
    }

    /// Everything as label and value, for the page that shows what somebody else saved.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let facts = [
            ("題名", &self.title),
            ("番号", &self.number),
            ("制定・改正の日", &self.enacted_on),
            ("施行日", &self.effective_on),
            ("適用の日", &self.applies_from),
            ("議長の呼び名", &self.presider_title),
            ("副議長の呼び名", &self.vice_title),
            ("庶務", &self.general_affairs),
        ];
        let settings = self.rows.iter().map(|row| {
            let chosen = row.choices().into_iter().find(|choice| choice.value == row.choice.value);
            let label = chosen.map(|choice| choice.label).unwrap_or_default();
            (row.name(), format!("{label} {} {}", row.number.value, row.article.value))
        });
        facts.into_iter().map(|(label, field)| (label, field.value.clone())).chain(settings).collect()
    }

    /// Every error once more.
    pub fn summary(&self) -> ErrorSummary {
        let mut summary = ErrorSummary::of([
            ("title", "題名", &self.title.error),
            ("number", "番号", &self.number.error),
            ("enacted_on", "制定・改正の日", &self.enacted_on.error),
            ("effective_on", "施行日", &self.effective_on.error),
            ("applies_from", "適用の日", &self.applies_from.error),
            ("presider_title", "議長の呼び名", &self.presider_title.error),
            ("vice_title", "副議長の呼び名", &self.vice_title.error),
            ("general_affairs", "庶務", &self.general_affairs.error),
            ("", "この画面", &self.version.error),
        ]);
        summary.lines.extend(self.rows.iter().flat_map(SettingRow::errors));
        summary
    }
}
