//! The whole charter: more settings, the vice-chair's title, the office that does the clerical work (庶務).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// The words of a setting until this step.
const BEFORE: [&str; 9] = [
    "quorum",
    "quorum_base",
    "proxy",
    "proxy_scope",
    "online",
    "numbering",
    "cancelled_number",
    "notice_period",
    "reply_deadline",
];

/// The words this step adds.
const ADDED: [&str; 18] = [
    "legal_form",
    "seat_number",
    "pay",
    "term",
    "replacement",
    "ex_officio",
    "chair",
    "vice_chair",
    "acting_chair",
    "decision",
    "chair_vote",
    "written_meeting",
    "exclusion",
    "excluded_member",
    "publicity",
    "minutes_form",
    "speakers",
    "signers",
];

/// Adds `charter.vice_title` and `charter.general_affairs`; `charter_setting` and `meeting_ruling` know more words.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for column in ["vice_title", "general_affairs"] {
            schema.alter_table(Table::alter().table("charter").add_column(text_null(column)).take()).await?;
        }
        allow(schema, &[&BEFORE[..], &ADDED].concat()).await
    }

    /// What the older schema has no word for goes.
    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["charter_setting", "meeting_ruling"] {
            let unknown =
                Query::delete().from_table(table).cond_where(Expr::col("setting").is_in(ADDED)).take();
            schema.execute(unknown).await?;
        }
        allow(schema, &BEFORE).await?;
        for column in ["general_affairs", "vice_title"] {
            schema.alter_table(Table::alter().table("charter").drop_column(column).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Lets both tables hold these words and no others.
async fn allow(schema: &SchemaManager<'_>, words: &[&str]) -> Result<(), DbErr> {
    if schema.get_database_backend() == DbBackend::Postgres {
        let listed = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ");
        for table in ["charter_setting", "meeting_ruling"] {
            let statement = format!(
                "ALTER TABLE {table} DROP CONSTRAINT {table}_setting_check, \
                 ADD CONSTRAINT {table}_setting_check CHECK (setting IN ({listed}))"
            );
            schema.get_connection().execute_unprepared(&statement).await?;
        }
        return Ok(());
    }
    rebuild(schema, "charter_setting", charter_setting(words)).await?;
    rebuild(schema, "meeting_ruling", meeting_ruling(words)).await?;
    let index = Index::create()
        .name("meeting_ruling_meeting_id_ruled_at_idx")
        .table("meeting_ruling")
        .col("meeting_id")
        .col("ruled_at")
        .take();
    schema.create_index(index).await
}

/// Puts a new table in the place of an old one with the same columns. Nothing may point to it.
async fn rebuild(
    schema: &SchemaManager<'_>,
    name: &'static str,
    table: TableCreateStatement,
) -> Result<(), DbErr> {
    let connection = schema.get_connection();
    connection.execute_unprepared(&format!("ALTER TABLE {name} RENAME TO {name}_before")).await?;
    schema.create_table(table).await?;
    connection.execute_unprepared(&format!("INSERT INTO {name} SELECT * FROM {name}_before")).await?;
    connection.execute_unprepared(&format!("DROP TABLE {name}_before")).await?;
    Ok(())
}

fn charter_setting(words: &[&str]) -> TableCreateStatement {
    Table::create()
        .table("charter_setting")
        .col(uuid("charter_id"))
        .col(text("setting").check(Expr::col("setting").is_in(words.to_vec())))
        .col(text("standing").check(Expr::col("standing").is_in(["stated", "inherited"])))
        .col(text_null("value"))
        .col(text_null("article"))
        .primary_key(Index::create().col("charter_id").col("setting"))
        .foreign_key(ForeignKey::create().from("charter_setting", "charter_id").to("charter", "id"))
        .take()
}

fn meeting_ruling(words: &[&str]) -> TableCreateStatement {
    Table::create()
        .table("meeting_ruling")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(text("setting").check(Expr::col("setting").is_in(words.to_vec())))
        .col(text("value"))
        .col(text("reason"))
        .col(uuid("ruled_by"))
        .col(timestamp_with_time_zone("ruled_at"))
        .foreign_key(ForeignKey::create().from("meeting_ruling", "meeting_id").to("meeting", "id"))
        .foreign_key(ForeignKey::create().from("meeting_ruling", "ruled_by").to("person", "id"))
        .take()
}
