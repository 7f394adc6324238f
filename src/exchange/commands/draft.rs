//! Tables that were sent on screen. Each is seen by who sent it, and forgotten after a day or once it is taken in.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use entity::id::ImportDraftId;
use entity::{import_draft, import_mapping};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use crate::access::Secretary;
use crate::exchange::rules::{Kind, Source};
use crate::platform::audit::{self, Subject};
use crate::platform::bulk::put;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::table::Line;

/// How long a draft waits.
const WAITS: TimeDelta = TimeDelta::hours(24);

/// A table as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Of what.
    pub kind: Kind,
    /// What the file was called.
    pub file_name: String,
    /// All lines, the heads among them.
    pub lines: Vec<Line>,
    /// How many areas of the sheet were merged.
    pub merged: usize,
    /// Which line holds the heads, from 0.
    pub head_at: usize,
    /// Where each column comes from; none while somebody has to say.
    pub sources: Option<Vec<Source>>,
}

/// Keeps a table until it is confirmed. What the same person sent before of the same kind is forgotten.
pub async fn keep_draft(tx: &Tx, by: &Secretary, sent: Sent, now: Instant) -> Result<ImportDraftId, DbErr> {
    let earlier = of(by).filter(import_draft::Column::Kind.eq(sent.kind.word()));
    earlier.exec(tx).await?;
    let id = ImportDraftId::at(now);
    let row = import_draft::ActiveModel {
        id: Set(id),
        region_id: Set(by.region()),
        account_id: Set(by.account()),
        kind: Set(sent.kind.word().to_owned()),
        file_name: Set(sent.file_name),
        cells: Set(json(&sent.lines)?),
        merged: Set(i32::try_from(sent.merged).unwrap_or(i32::MAX)),
        head_at: Set(i32::try_from(sent.head_at).unwrap_or(0)),
        sources: Set(sent.sources.as_ref().map(json).transpose()?),
        created_at: Set(now),
        expires_at: Set(now + WAITS),
    };
    row.insert(tx).await?;
    record(tx, by, "import_draft.sent", id, now).await?;
    Ok(id)
}

/// Says which column is which, and remembers it by the heads of the file.
pub async fn map_draft(
    tx: &Tx,
    by: &Secretary,
    draft: &import_draft::Model,
    (head_at, sources): (usize, &[Source]),
    heads: BTreeMap<String, String>,
    now: Instant,
) -> Result<(), DbErr> {
    let row = import_draft::ActiveModel {
        id: Set(draft.id),
        head_at: Set(i32::try_from(head_at).unwrap_or(0)),
        sources: Set(Some(json(sources)?)),
        ..Default::default()
    };
    row.update(tx).await?;
    let remembered = heads.into_iter().map(|(head, column)| import_mapping::Model {
        region_id: by.region(),
        kind: draft.kind.clone(),
        head,
        column,
    });
    put::<import_mapping::Entity>(tx, remembered.collect()).await?;
    record(tx, by, "import_draft.mapped", draft.id, now).await
}

/// Forgets a draft. Answers whether it was there.
pub async fn discard(tx: &Tx, by: &Secretary, draft: ImportDraftId, now: Instant) -> Result<bool, DbErr> {
    let gone = of(by).filter(import_draft::Column::Id.eq(draft)).exec(tx).await?.rows_affected > 0;
    record(tx, by, "import_draft.discarded", draft, now).await?;
    Ok(gone)
}

/// Forgets what has waited too long.
pub async fn sweep(tx: &Tx, now: Instant) -> Result<u64, DbErr> {
    let over = import_draft::Entity::delete_many().filter(import_draft::Column::ExpiresAt.lte(now));
    Ok(over.exec(tx).await?.rows_affected)
}

fn of(by: &Secretary) -> sea_orm::DeleteMany<import_draft::Entity> {
    import_draft::Entity::delete_many()
        .filter(import_draft::Column::RegionId.eq(by.region()))
        .filter(import_draft::Column::AccountId.eq(by.account()))
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Custom(error.to_string()))
}

async fn record(
    tx: &Tx,
    by: &Secretary,
    verb: &'static str,
    draft: ImportDraftId,
    now: Instant,
) -> Result<(), DbErr> {
    audit::record(tx, by.by(), verb, Subject("import_draft", draft.0), &[], None, now).await
}
