//! Many rows of one table in few statements.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, PrimaryKeyToColumn};

use super::db::Tx;

/// How many rows go into one statement: with every table's columns less than a database takes values.
pub const AT_ONCE: usize = 500;

/// Adds rows, and replaces those whose key is there. Whoever calls holds the ones that are there.
pub async fn put<E>(tx: &Tx, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let is_key = |column: &E::Column| E::PrimaryKey::from_column(*column).is_some();
    let others: Vec<E::Column> = E::Column::iter().filter(|column| !is_key(column)).collect();
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let some: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
        let replaced = OnConflict::columns(keys.clone()).update_columns(others.clone()).to_owned();
        E::insert_many(some).on_conflict(replaced).exec_without_returning(tx).await?;
    }
    Ok(())
}
