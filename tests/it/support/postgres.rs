//! One PostgreSQL server for the whole run, made on first use, and one database a test.
//!
//! The server belongs to a small shell that waits for the end of its standard input. That end comes when this
//! process is gone, however it went, so that no run leaves a server or its folder behind. Nothing listens on the
//! network; the server refuses to run as root and is then run as the user `postgres`.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tokio::sync::OnceCell;

use super::requirement::{find_program, pass_over};
use super::world::terms_at;
use renkei::platform::clock::Clock;
use renkei::platform::db::Db;

/// $1 is the folder, $2 the folder of the programs. Durability is for data that somebody wants back.
const KEEPER: &str = r#"
trap 'test -n "$server" && kill -QUIT $server && wait $server; cd /; rm -rf "$1"' EXIT
trap 'exit 1' HUP INT TERM
failed() { cat "$1/log"; exit 1; }
"$2/initdb" -D "$1/data" -U renkei --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync \
    </dev/null >"$1/log" 2>&1 || failed "$1"
"$2/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c max_connections=200 -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off </dev/null >>"$1/log" 2>&1 &
server=$!
until grep -qs ready "$1/data/postmaster.pid"; do
    kill -0 $server 2>/dev/null || failed "$1"
    sleep 0.05
done
echo ready
read -r _
"#;

/// Every test's database is a copy of this one.
const TEMPLATE: &str = "renkei_template";

/// Lives as long as the process; statics are never dropped, the system closes the pipe.
struct Server {
    folder: PathBuf,
    _lifeline: ChildStdin,
    _keeper: Child,
}

static SERVER: OnceLock<Option<Server>> = OnceLock::new();
static MIGRATED: OnceCell<()> = OnceCell::const_new();
static MADE: AtomicU32 = AtomicU32::new(0);

/// A database of its own, gone when `drop_database` is told its address. `None`: this machine has no PostgreSQL.
pub async fn fresh_database() -> Option<String> {
    let server = SERVER.get_or_init(start).as_ref()?;
    MIGRATED.get_or_init(|| migrate_template(server)).await;
    let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
    server.administer(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
    Some(server.url(&name))
}

/// A database without any table. `None`: this machine has no PostgreSQL.
pub async fn empty_database() -> Option<String> {
    let server = SERVER.get_or_init(start).as_ref()?;
    let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
    server.administer(&format!("CREATE DATABASE {name}")).await;
    Some(server.url(&name))
}

/// Takes a database away, whoever is still connected to it.
pub async fn drop_database(url: &str) {
    let Some(server) = SERVER.get().and_then(Option::as_ref) else { return };
    let name = url.split(['/', '?']).find(|part| part.starts_with("test_")).unwrap();
    server.administer(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("postgres://renkei@localhost/{database}?host={}", self.folder.display())
    }

    async fn administer(&self, statement: &str) {
        let mut options = ConnectOptions::new(self.url("postgres"));
        options.max_connections(1).sqlx_logging(false);
        let connection: DatabaseConnection = Database::connect(options).await.unwrap();
        connection.execute_unprepared(statement).await.unwrap();
        connection.close().await.unwrap();
    }
}

async fn migrate_template(server: &Server) {
    server.administer(&format!("CREATE DATABASE {TEMPLATE}")).await;
    let db = Db::open(&server.url(TEMPLATE), terms_at(Clock::running())).await.unwrap();
    db.migrate().await.unwrap();
    // A database somebody is connected to cannot be copied.
    db.close().await.unwrap();
}

fn start() -> Option<Server> {
    let Some(programs) = programs() else {
        pass_over("postgres", "initdb and postgres on PATH or in /usr/lib/postgresql");
        return None;
    };
    let folder = tempfile::Builder::new().prefix("renkei-pg-").tempdir().unwrap().keep();
    let mut command = Command::new("sh");
    command.args(["-c", KEEPER, "sh"]).arg(&folder).arg(programs).current_dir(&folder);
    if is_root() {
        let (user, group) = postgres_user();
        chown(&folder, Some(user), Some(group)).unwrap();
        command.uid(user).gid(group);
    }
    // A group of its own: an interrupt on the keyboard ends this process, and that ends the server in order.
    command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut keeper = command.spawn().unwrap();
    let mut said = BufReader::new(keeper.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    if line != "ready\n" {
        said.read_to_string(&mut line).unwrap();
        panic!("PostgreSQL did not start: {line}");
    }
    Some(Server { folder, _lifeline: keeper.stdin.take().unwrap(), _keeper: keeper })
}

/// The folder with `initdb` and `postgres`: one on PATH, else the newest of Debian's.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<u32> =
        versions.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    versions.sort_unstable_by(|left, right| right.cmp(left));
    let debian = versions.iter().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let initdb = find_program("initdb", debian)?;
    let folder = initdb.parent().map(Path::to_owned)?;
    folder.join("postgres").is_file().then_some(folder)
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// User and group id of `postgres` from the passwd file.
fn postgres_user() -> (u32, u32) {
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.starts_with("postgres:")).unwrap();
    let columns: Vec<_> = line.split(':').collect();
    (columns[2].parse().unwrap(), columns[3].parse().unwrap())
}
