//! The place where rows are kept, when it is full: what reads goes on, what writes fails as a full disk makes it fail.

use sea_orm::{ConnectionTrait, DbBackend};

use super::world::World;

impl World {
    /// Takes all room to write away, as often as one likes.
    pub async fn fill_disk(&self) {
        let tables = self.tables().await;
        if !tables.contains_key("full_disk") {
            let names: Vec<_> = tables.keys().cloned().collect();
            self.watch_writes(&names).await;
        }
        self.write(async |tx| {
            tx.execute_unprepared("INSERT INTO full_disk VALUES (1)").await?;
            // Whatever is written next wants more pages than there may be, however much room the last one has.
            let is_sqlite = tx.get_database_backend() == DbBackend::Sqlite;
            let sql = if is_sqlite { "PRAGMA max_page_count = 1" } else { "SELECT 1" };
            tx.execute_unprepared(sql).await.map(drop)
        })
        .await;
    }

    /// Gives it back.
    pub async fn free_disk(&self) {
        self.write(async |tx| {
            if tx.get_database_backend() == DbBackend::Sqlite {
                tx.execute_unprepared("PRAGMA max_page_count = 1073741823").await?;
            }
            tx.execute_unprepared("DELETE FROM full_disk").await.map(drop)
        })
        .await;
    }

    /// Makes every write to these tables look whether the disk is full. SQLite then says so itself, because the write
    /// takes more room than there is; on PostgreSQL the error is the server's, word for word.
    async fn watch_writes(&self, tables: &[String]) {
        self.write(async |tx| {
            let is_sqlite = tx.get_database_backend() == DbBackend::Sqlite;
            tx.execute_unprepared("CREATE TABLE full_disk (octets INTEGER)").await?;
            if is_sqlite {
                tx.execute_unprepared("CREATE TABLE filler (octets BLOB)").await?;
            } else {
                tx.execute_unprepared(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                     IF EXISTS (SELECT 1 FROM full_disk) THEN \
                     RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; \
                     END IF; RETURN NULL; END $$",
                )
                .await?;
            }
            // A table of FTS5 takes no trigger; nothing is written to it without its entry.
            for table in tables.iter().filter(|table| !table.starts_with("search_gram")) {
                if !is_sqlite {
                    let sql = format!(
                        "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON \"{table}\" \
                         FOR EACH STATEMENT EXECUTE FUNCTION full_disk()"
                    );
                    tx.execute_unprepared(&sql).await?;
                    continue;
                }
                for doing in ["INSERT", "UPDATE", "DELETE"] {
                    let sql = format!(
                        "CREATE TRIGGER \"fill_{doing}_{table}\" BEFORE {doing} ON \"{table}\" \
                         WHEN EXISTS (SELECT 1 FROM full_disk) \
                         BEGIN INSERT INTO filler VALUES (zeroblob(100000)); END"
                    );
                    tx.execute_unprepared(&sql).await?;
                }
            }
            Ok(())
        })
        .await;
    }

    /// Makes a PostgreSQL server one that only reads, as one does that waits to take over; or lets it write again.
    pub async fn only_reads(&self, on: bool) {
        let (db, on) = (&self.db().read, if on { "ON" } else { "OFF" });
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
