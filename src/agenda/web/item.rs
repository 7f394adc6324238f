//! The fields of one agenda item, added or edited. Drawn by `templates/agenda/item.html`.

use entity::agenda_item::AgendaItemKind;
use sea_orm::ActiveEnum;
use serde::Deserialize;

use crate::agenda::commands::Details;
use crate::agenda::queries::Item;
use crate::agenda::rules::KINDS;
use crate::platform::date::half_width;
use crate::platform::form::{Choice, Choices, ErrorSummary, Field, one_line, required_one_line};
use crate::programme::{CareScene, ProgrammeItem};

/// What is typed about an item.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    /// The version seen; only when it is edited.
    pub version: Field,
    /// 協議, 承認, 報告, その他.
    pub kind: Field,
    /// Title as printed.
    pub title: Field,
    /// Planned minutes.
    pub minutes: Field,
    /// Who explains.
    pub presenter: Field,
    /// Of the eight items ア–ク.
    pub programme: Choices,
    /// Of the four scenes.
    pub scenes: Choices,
}

/// Why a field of an item cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// A value no choice has.
    #[error("どれか1つを選んでください。")]
    NotChosen,
    /// Not a length of time.
    #[error("1から600までの分の数で入れてください。")]
    Minutes,
    /// A code that does not exist.
    #[error("ない項目です。選びなおしてください。")]
    Unknown,
}

impl ItemForm {
    /// An empty form; most items are talked about.
    pub fn blank() -> Self {
        Self { kind: Field::new(AgendaItemKind::Discuss.to_value()), ..Self::default() }
    }

    /// The stored item as it would be typed.
    pub fn of(item: &Item) -> Self {
        let row = &item.row;
        Self {
            version: Field::new(row.version.to_string()),
            kind: Field::new(row.kind.to_value()),
            title: Field::new(&*row.title),
            minutes: Field::new(row.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
            presenter: Field::new(&*row.presenter),
            programme: Choices::new(item.programme.iter().map(|one| one.code())),
            scenes: Choices::new(item.scenes.iter().map(|one| one.code())),
        }
    }

    /// Every field is read before the first `?`, so all errors show at once.
    pub fn details(&mut self) -> Option<Details> {
        let kind = self
            .kind
            .parse(|text| AgendaItemKind::try_from_value(&text.to_owned()).map_err(|_| ItemError::NotChosen));
        let title = self.title.parse(required_one_line(150));
        let minutes = match self.minutes.value.trim() {
            "" => Some(None),
            _ => self.minutes.parse(minutes).map(Some),
        };
        let presenter = self.presenter.parse(one_line(60));
        let programme = self.programme.parse(|code| ProgrammeItem::from_code(code).ok_or(ItemError::Unknown));
        let scenes = self.scenes.parse(|code| CareScene::from_code(code).ok_or(ItemError::Unknown));
        let (programme, scenes) = (programme?, scenes?);
        // A box sent twice is one link.
        let programme = ProgrammeItem::ALL.into_iter().filter(|one| programme.contains(one)).collect();
        let scenes = CareScene::ALL.into_iter().filter(|one| scenes.contains(one)).collect();
        Some(Details {
            kind: kind?,
            title: title?,
            minutes: minutes?,
            presenter: presenter?,
            programme,
            scenes,
        })
    }

    /// The errors in the order of the page.
    pub fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("kind", "種別", &self.kind.error),
            ("title", "議題", &self.title.error),
            ("minutes", "時間（分）", &self.minutes.error),
            ("presenter", "説明する人", &self.presenter.error),
            ("programme", "8つの事業項目", &self.programme.error),
            ("scenes", "4つの場面", &self.scenes.error),
        ])
    }
}

fn minutes(text: &str) -> Result<i32, ItemError> {
    let text = half_width(text);
    let number = text.trim().trim_end_matches('分').trim().parse().ok();
    number.filter(|number| (1..=600).contains(number)).ok_or(ItemError::Minutes)
}

/// What the page offers to choose from.
#[derive(Clone, Debug)]
pub struct ItemOffers {
    /// 協議, 承認, 報告, その他.
    pub kinds: Vec<Choice>,
    /// ア–ク.
    pub programme: Vec<Choice>,
    /// The four scenes.
    pub scenes: Vec<Choice>,
}

impl ItemOffers {
    /// All of them; none depends on the meeting.
    pub fn all() -> Self {
        let programme =
            |one: ProgrammeItem| Choice::new(one.code(), format!("{}　{}", one.code(), one.name()));
        Self {
            kinds: KINDS.iter().map(|(kind, label)| Choice::new(kind.to_value(), *label)).collect(),
            programme: ProgrammeItem::ALL.map(programme).into(),
            scenes: CareScene::ALL.map(|one| Choice::new(one.code(), one.name())).into(),
        }
    }
}
