//! The rows of the index, by what each database offers for it.

use entity::search_entry::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Statement,
    Value,
};
use uuid::Uuid;

use super::wanted::grams;
use crate::platform::db::Tx;

/// Adds entries, and replaces those whose key is there.
pub(super) async fn put(tx: &Tx, entries: Vec<Model>) -> Result<(), DbErr> {
    if entries.is_empty() {
        return Ok(());
    }
    let cut = entries.iter().map(|one| (one.subject_id, grams(&one.text).join(" ")));
    let values: Vec<Value> = cut.flat_map(|(key, grams)| [key.into(), grams.into()]).collect();
    let replaced = OnConflict::column(Column::SubjectId)
        .update_columns([Column::Kind, Column::RegionId, Column::Text, Column::Rules])
        .to_owned();
    let rows: Vec<ActiveModel> = entries.into_iter().map(IntoActiveModel::into_active_model).collect();
    let count = rows.len();
    Entity::insert_many(rows).on_conflict(replaced).exec_without_returning(tx).await?;
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => format!(
            "UPDATE search_entry SET grams = array_to_tsvector(string_to_array(cut.grams, ' ')) \
             FROM (VALUES {}) AS cut (subject_id, grams) WHERE search_entry.subject_id = cut.subject_id",
            places(count, |at| format!("(${}::uuid, ${}::text)", 2 * at + 1, 2 * at + 2)),
        ),
        _ => format!(
            "INSERT OR REPLACE INTO search_gram (rowid, grams) SELECT search_entry.id, cut.column2 \
             FROM (VALUES {}) AS cut JOIN search_entry ON search_entry.subject_id = cut.column1",
            places(count, |_| "(?, ?)".to_owned()),
        ),
    };
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

/// Takes entries away.
pub(super) async fn forget(tx: &Tx, keys: &[Uuid]) -> Result<(), DbErr> {
    if keys.is_empty() {
        return Ok(());
    }
    let backend = tx.get_database_backend();
    if backend == DbBackend::Sqlite {
        let sql = format!(
            "DELETE FROM search_gram WHERE rowid IN (SELECT id FROM search_entry WHERE subject_id IN ({}))",
            places(keys.len(), |_| "?".to_owned()),
        );
        let values: Vec<Value> = keys.iter().map(|key| (*key).into()).collect();
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Entity::delete_many().filter(Column::SubjectId.is_in(keys.iter().copied())).exec(tx).await?;
    Ok(())
}

fn places(count: usize, place: impl Fn(usize) -> String) -> String {
    (0..count).map(place).collect::<Vec<_>>().join(", ")
}
