//! One index in place of another, for steps that widen it.

use sea_orm_migration::prelude::*;

/// Drops an index of a table and creates another one over these columns.
pub async fn replace(
    schema: &SchemaManager<'_>,
    table: &'static str,
    old: &str,
    (new, columns): (&str, &[&'static str]),
) -> Result<(), DbErr> {
    schema.drop_index(Index::drop().name(old).table(table).to_owned()).await?;
    let mut index = Index::create().name(new).table(table).take();
    for column in columns {
        index.col(*column);
    }
    schema.create_index(index).await
}
