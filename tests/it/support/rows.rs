//! Everything that is stored, table by table, to see that something is there or that nothing has changed.

use std::collections::BTreeMap;

use renkei::platform::db::Db;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::world::World;

/// Tables and their rows as text, in no order but a fixed one.
pub type Rows = BTreeMap<String, Vec<String>>;

/// All rows of all tables of a database.
pub async fn rows_of(db: &Db) -> Rows {
    let mut rows = Rows::new();
    for (table, columns) in tables_of(db).await {
        let sql = match db.backend() {
            DbBackend::Sqlite => {
                let quoted: Vec<_> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
                format!("SELECT {} FROM \"{table}\"", quoted.join(" || ',' || "))
            }
            _ => format!("SELECT to_jsonb(t)::text FROM \"{table}\" t"),
        };
        let mut found = column(db, &sql).await;
        found.sort_unstable();
        rows.insert(table, found);
    }
    rows
}

/// Every table with its columns.
async fn tables_of(db: &Db) -> BTreeMap<String, Vec<String>> {
    let sql = match db.backend() {
        DbBackend::Sqlite => {
            "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns \
             WHERE table_schema = 'public'"
        }
    };
    let mut tables = BTreeMap::<_, Vec<_>>::new();
    for line in column(db, sql).await {
        let (table, column) = line.split_once('.').unwrap();
        tables.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    assert!(tables.len() > 20, "the tables are no longer found");
    tables
}

async fn column(db: &Db, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(db.backend(), sql);
    let rows = db.read.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default()).collect()
}

impl World {
    /// All rows of all tables.
    pub async fn rows(&self) -> Rows {
        rows_of(self.db()).await
    }

    /// In how many cells of all tables these very characters stand.
    pub async fn stores(&self, text: &str) -> usize {
        let mut found = 0;
        for (table, columns) in self.tables().await {
            let sql = match self.db().backend() {
                DbBackend::Sqlite => {
                    let cells = columns.iter().map(|name| format!("SELECT CAST(\"{name}\" AS TEXT) FROM \"{table}\" WHERE typeof(\"{name}\") = 'text'"));
                    cells.collect::<Vec<_>>().join(" UNION ALL ")
                }
                _ => format!(
                    "SELECT cell.value FROM \"{table}\" t, jsonb_each_text(to_jsonb(t)) cell WHERE cell.value IS NOT NULL"
                ),
            };
            found += column(self.db(), &sql).await.iter().filter(|cell| cell.contains(text)).count();
        }
        found
    }

    /// Every table with its columns.
    pub(super) async fn tables(&self) -> BTreeMap<String, Vec<String>> {
        tables_of(self.db()).await
    }
}
