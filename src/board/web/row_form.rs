//! The fields of a line, added or edited. Drawn by `templates/board/row_fields.html`.

use entity::board_row;
use entity::id::{BoardGroupId, RegionId};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Deserialize;

use crate::board::commands::{GroupChoice, RowDetails, RowError};
use crate::board::queries;
use crate::platform::date::FiscalYear;
use crate::platform::form::{Choice, ErrorSummary, Field, one_line, required_one_line};
use crate::programme::{CareScene, ProgrammeItem};

/// What is typed about a line.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RowForm {
    /// The version seen; only when it is edited.
    pub version: Field,
    /// The theme as printed.
    pub name: Field,
    /// The letter before it.
    pub letter: Field,
    /// A group that is there.
    pub group: Field,
    /// The heading of a new one.
    pub new_group: Field,
    /// Of the eight items.
    pub programme: Field,
    /// Of the four scenes.
    pub scene: Field,
    /// Shown from this fiscal year on.
    pub first: Field,
    /// Until this one.
    pub last: Field,
}

/// Why a field of a line cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowFieldError {
    /// A value no choice has.
    #[error("選びなおしてください。")]
    NotChosen,
    /// An old group and a new one.
    #[error("グループを選ぶか、新しいグループの見出しを入れるか、どちらかにしてください。")]
    TwoGroups,
    /// The last year is before the first.
    #[error("最初の年度より前にはできません。")]
    EndsBeforeStart,
    /// Not within what a board can show.
    #[error("年度を確かめてください。")]
    FarAway,
}

impl RowForm {
    /// An empty form from a fiscal year on.
    pub fn blank(first: FiscalYear) -> Self {
        Self { first: Field::new(first.label()), ..Self::default() }
    }

    /// The stored line as it would be typed.
    pub fn of(row: &board_row::Model) -> Self {
        let year = |year: i32| FiscalYear::new(year).label();
        Self {
            version: Field::new(row.version.to_string()),
            name: Field::new(&*row.name),
            letter: Field::new(&*row.letter),
            group: Field::new(row.group_id.map(|id| id.to_string()).unwrap_or_default()),
            new_group: Field::default(),
            programme: Field::new(row.programme_item.clone().unwrap_or_default()),
            scene: Field::new(row.care_scene.clone().unwrap_or_default()),
            first: Field::new(year(row.first_year)),
            last: Field::new(row.last_year.map(year).unwrap_or_default()),
        }
    }

    /// Every field is read before the first `?`, so all errors show at once.
    pub fn details(&mut self) -> Option<RowDetails> {
        let (name, letter) = (self.name.parse(required_one_line(100)), self.letter.parse(one_line(4)));
        let group = self.group();
        let programme = match self.programme.value.as_str() {
            "" => Some(None),
            _ => self
                .programme
                .parse(|code| ProgrammeItem::from_code(code).ok_or(RowFieldError::NotChosen))
                .map(Some),
        };
        let scene = match self.scene.value.as_str() {
            "" => Some(None),
            _ => {
                self.scene.parse(|code| CareScene::from_code(code).ok_or(RowFieldError::NotChosen)).map(Some)
            }
        };
        let first = self.first.parse(year);
        let last = match self.last.value.trim() {
            "" => Some(None),
            _ => self.last.parse(year).map(Some),
        };
        let (first, last) = (first?, last?);
        if last.is_some_and(|last| last < first) {
            self.last.refuse(RowFieldError::EndsBeforeStart);
            return None;
        }
        Some(RowDetails {
            group: group?,
            letter: letter?,
            name: name?,
            programme: programme?,
            scene: scene?,
            first,
            last,
        })
    }

    fn group(&mut self) -> Option<GroupChoice> {
        let named = self.new_group.parse(one_line(100))?;
        match (self.group.value.as_str(), named.trim()) {
            ("", "") => Some(GroupChoice::None),
            ("", _) => Some(GroupChoice::Named(named)),
            (_, "") => {
                let id = self
                    .group
                    .parse(|text| text.parse::<BoardGroupId>().map_err(|_| RowFieldError::NotChosen));
                id.map(GroupChoice::Existing)
            }
            _ => {
                self.new_group.refuse(RowFieldError::TwoGroups);
                None
            }
        }
    }

    /// Puts what a command found wrong beside its field; `false` where it belongs to none.
    pub fn refuse(&mut self, why: &RowError) -> bool {
        match why {
            RowError::UnknownGroup => self.group.refuse(why),
            RowError::EntriesOutside(_) => self.last.refuse(why),
            RowError::Stale | RowError::HasEntries(_) | RowError::Db(_) => return false,
        }
        true
    }

    /// The errors in the order of the page.
    pub fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("name", "行の名前", &self.name.error),
            ("letter", "前に付ける文字", &self.letter.error),
            ("group", "グループ", &self.group.error),
            ("new_group", "新しいグループの見出し", &self.new_group.error),
            ("programme", "8つの事業項目", &self.programme.error),
            ("scene", "4つの場面", &self.scene.error),
            ("first", "最初の年度", &self.first.error),
            ("last", "最後の年度", &self.last.error),
        ])
    }
}

fn year(text: &str) -> Result<FiscalYear, String> {
    let year = FiscalYear::parse(text).map_err(|error| error.to_string())?;
    let known = (1950..=2150).contains(&year.year());
    known.then_some(year).ok_or_else(|| RowFieldError::FarAway.to_string())
}

/// What the page offers to choose from.
#[derive(Clone, Debug)]
pub struct RowOffers {
    /// Groups that are there.
    pub groups: Vec<Choice>,
    /// ア–ク.
    pub programme: Vec<Choice>,
    /// The four scenes.
    pub scenes: Vec<Choice>,
}

impl RowOffers {
    /// Reads the region's groups.
    pub async fn read(db: &impl ConnectionTrait, region: RegionId) -> Result<Self, DbErr> {
        let groups = queries::groups(db, region).await?;
        let group = |group: &entity::board_group::Model| Choice::new(group.id.to_string(), &*group.name);
        let item = |one: ProgrammeItem| Choice::new(one.code(), format!("{}　{}", one.code(), one.name()));
        let scene = |one: CareScene| Choice::new(one.code(), one.name());
        let with_blank = |words: &str| vec![Choice::new("", words)];
        Ok(Self {
            groups: with_blank("グループに入れない").into_iter().chain(groups.iter().map(group)).collect(),
            programme: with_blank("選ばない").into_iter().chain(ProgrammeItem::ALL.map(item)).collect(),
            scenes: with_blank("選ばない").into_iter().chain(CareScene::ALL.map(scene)).collect(),
        })
    }
}
