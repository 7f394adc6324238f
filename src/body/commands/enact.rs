//! Putting a version of a charter (設置要綱) on record, and correcting it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::charter_setting::{self, Setting, Standing};
use entity::id::{BodyId, CharterId};
use entity::{body, charter};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set, SqlErr};

use super::lock;
use crate::access::Secretary;
use crate::body::queries;
use crate::body::rules::Word;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// What a version says of one setting; a setting it does not mention is not stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Its own rule.
    Stated {
        /// The value.
        word: Word,
        /// Where: 第6条第2項.
        article: String,
    },
    /// 準用: the rule of the body above.
    Inherited {
        /// Where it says so; may be empty.
        article: String,
    },
}

/// One version as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharterText {
    /// Title.
    pub title: String,
    /// 告示番号 or 訓令番号.
    pub number: Option<String>,
    /// 制定日 or 改正日.
    pub enacted_on: Option<NaiveDate>,
    /// 施行日; one version a day.
    pub effective_on: NaiveDate,
    /// 「○年○月○日から適用する」.
    pub applies_from: Option<NaiveDate>,
    /// 会長, 部会長, 座長.
    pub presider_title: String,
    /// 副会長; empty = 副 and the presider's title.
    pub vice_title: Option<String>,
    /// 庶務.
    pub general_affairs: Option<String>,
    /// The settings it mentions.
    pub settings: BTreeMap<Setting, Said>,
}

/// A new version.
#[derive(Clone, Debug)]
pub struct Enact {
    /// Whose charter.
    pub body: BodyId,
    /// What it says.
    pub text: CharterText,
}

/// A correction of a version that was entered wrongly. A change of the charter itself is a new version.
#[derive(Clone, Debug)]
pub struct Amend {
    /// Which version of the charter.
    pub charter: CharterId,
    /// The row version the person saw.
    pub seen: i32,
    /// All it says, as it is to be.
    pub text: CharterText,
}

/// Why a version cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum EnactError {
    /// Somebody else was faster; the row as it is now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<charter::Model>),
    /// Beside 施行日.
    #[error("この日に施行した版がすでにあります。")]
    DayTaken,
    /// Beside 適用日.
    #[error("施行日より後になっています。")]
    AppliesLater,
    /// Beside the setting.
    #[error("上の会議体がないので、準用はできません。")]
    NothingToInherit(Setting),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Adds a version. What was recorded of meetings it now applies to stays as it was.
pub async fn enact(tx: &Tx, by: &Secretary, input: Enact, now: Instant) -> Result<CharterId, EnactError> {
    let body = lock::body(tx, by.region(), input.body).await?;
    check(&body, &input.text)?;
    let id = CharterId::at(now);
    let text = input.text;
    let row = charter::ActiveModel {
        id: Set(id),
        body_id: Set(body.id),
        title: Set(text.title),
        number: Set(text.number),
        enacted_on: Set(text.enacted_on),
        effective_on: Set(text.effective_on),
        applies_from: Set(text.applies_from),
        presider_title: Set(text.presider_title),
        vice_title: Set(text.vice_title),
        general_affairs: Set(text.general_affairs),
        version: Set(1),
    };
    row.insert(tx).await.map_err(day_taken)?;
    put_settings(tx, id, text.settings).await?;
    audit::record(tx, by.by(), "charter.enacted", Subject("charter", id.0), &[], None, now).await?;
    Ok(id)
}

/// Corrects a version as it stands on record.
pub async fn amend(tx: &Tx, by: &Secretary, input: Amend, now: Instant) -> Result<(), EnactError> {
    let (body, old) = lock::charter(tx, by.region(), input.charter).await?;
    if old.version != input.seen {
        return Err(EnactError::Stale(Box::new(old)));
    }
    check(&body, &input.text)?;
    let text = input.text;
    let changed = changes(&old, &text, &queries::settings(tx, old.id).await?);
    let row = charter::ActiveModel {
        title: Set(text.title),
        number: Set(text.number),
        enacted_on: Set(text.enacted_on),
        effective_on: Set(text.effective_on),
        applies_from: Set(text.applies_from),
        presider_title: Set(text.presider_title),
        vice_title: Set(text.vice_title),
        general_affairs: Set(text.general_affairs),
        version: Set(old.version + 1),
        ..old.into()
    };
    row.update(tx).await.map_err(day_taken)?;
    let of_charter = charter_setting::Column::CharterId.eq(input.charter);
    charter_setting::Entity::delete_many().filter(of_charter).exec(tx).await?;
    put_settings(tx, input.charter, text.settings).await?;
    let subject = Subject("charter", input.charter.0);
    audit::record(tx, by.by(), "charter.amended", subject, &changed, None, now).await?;
    Ok(())
}

pub(super) fn check(body: &body::Model, text: &CharterText) -> Result<(), EnactError> {
    if text.applies_from.is_some_and(|from| from > text.effective_on) {
        return Err(EnactError::AppliesLater);
    }
    let inherited = text.settings.iter().find(|(_, said)| matches!(said, Said::Inherited { .. }));
    match inherited {
        Some((setting, _)) if body.parent_id.is_none() => Err(EnactError::NothingToInherit(*setting)),
        _ => Ok(()),
    }
}

async fn put_settings(tx: &Tx, charter: CharterId, settings: BTreeMap<Setting, Said>) -> Result<(), DbErr> {
    let rows: Vec<charter_setting::ActiveModel> =
        settings.into_iter().map(|(setting, said)| row(charter, setting, said).into()).collect();
    if !rows.is_empty() {
        charter_setting::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

pub(super) fn row(charter_id: CharterId, setting: Setting, said: Said) -> charter_setting::Model {
    let (standing, value, article) = match said {
        Said::Stated { word, article } => (Standing::Stated, Some(word.text().to_owned()), article),
        Said::Inherited { article } => (Standing::Inherited, None, article),
    };
    let article = (!article.is_empty()).then_some(article);
    charter_setting::Model { charter_id, setting, standing, value, article }
}

/// The names of what is new.
pub(super) fn changes(
    old: &charter::Model,
    new: &CharterText,
    rows: &[charter_setting::Model],
) -> Vec<&'static str> {
    let settings = || new.settings.iter().map(|(setting, said)| row(old.id, *setting, said.clone()));
    let mut before = rows.to_vec();
    before.sort_by_key(|row| row.setting);
    let all = [
        ("title", old.title != new.title),
        ("number", old.number != new.number),
        ("enacted_on", old.enacted_on != new.enacted_on),
        ("effective_on", old.effective_on != new.effective_on),
        ("applies_from", old.applies_from != new.applies_from),
        ("presider_title", old.presider_title != new.presider_title),
        ("vice_title", old.vice_title != new.vice_title),
        ("general_affairs", old.general_affairs != new.general_affairs),
        ("settings", !settings().eq(before)),
    ];
    all.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}

fn day_taken(error: DbErr) -> EnactError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => EnactError::DayTaken,
        _ => error.into(),
    }
}
