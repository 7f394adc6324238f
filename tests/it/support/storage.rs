//! The place where rows are kept, when it is full: what reads goes on, what writes fails as a full disk makes it fail.

use sea_orm::{ConnectionTrait, DbBackend};

use super::world::World;

impl World {
    /// Takes all room to write away.
    pub async fn fill_disk(&self) {
        let tables = self.tables().await;
        if self.db().backend() != DbBackend::Sqlite {
            self.read_only("ON").await;
            return;
        }
        // Whatever is written first wants more pages than there may be, however much room the last one has.
        self.write(async |tx| {
            tx.execute_unprepared("CREATE TABLE filler (octets BLOB)").await?;
            for table in tables.keys() {
                for doing in ["INSERT", "UPDATE", "DELETE"] {
                    let sql = format!(
                        "CREATE TRIGGER \"fill_{doing}_{table}\" BEFORE {doing} ON \"{table}\" \
                         BEGIN INSERT INTO filler VALUES (zeroblob(100000)); END"
                    );
                    tx.execute_unprepared(&sql).await?;
                }
            }
            tx.execute_unprepared("PRAGMA max_page_count = 1").await.map(drop)
        })
        .await;
    }

    /// Gives it back.
    pub async fn free_disk(&self) {
        if self.db().backend() != DbBackend::Sqlite {
            self.read_only("OFF").await;
            return;
        }
        let tables = self.tables().await;
        self.write(async |tx| {
            tx.execute_unprepared("PRAGMA max_page_count = 1073741823").await?;
            for table in tables.keys().filter(|table| *table != "filler") {
                for doing in ["INSERT", "UPDATE", "DELETE"] {
                    tx.execute_unprepared(&format!("DROP TRIGGER \"fill_{doing}_{table}\"")).await?;
                }
            }
            tx.execute_unprepared("DROP TABLE filler").await.map(drop)
        })
        .await;
    }

    /// A server whose disk is full, or which waits to take over, only reads.
    async fn read_only(&self, on: &str) {
        let db = &self.db().read;
        let set = format!(
            "BEGIN READ WRITE; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = {on}', \
             current_database()); END $$; COMMIT"
        );
        db.execute_unprepared(&set).await.unwrap();
        // Every connection begins anew, also the one that says so.
        let end = "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity \
                   WHERE datname = current_database() ORDER BY pid = pg_backend_pid() OFFSET 0) ends";
        assert!(db.execute_unprepared(end).await.is_err());
    }
}
