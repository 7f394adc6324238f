//! The other side of the page figures: a bare actix handler that runs the statements the product runs for a page,
//! with the same parameters, over the same kind of pool, decodes every column to its type, and sends the same
//! octets. What the statements are is not written down here: a server of the product is asked once and overheard.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, mpsc};

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use chrono::{DateTime, NaiveDate, Utc};
use renkei::app;
use sea_orm::sqlx::query_with;
use sea_orm::sqlx::sqlite::{SqliteArguments, SqliteRow};
use sea_orm::sqlx::{Arguments, AssertSqlSafe, Column, Row, SqlitePool, TypeInfo, ValueRef};
use sea_orm::{Statement, Value};
use uuid::Uuid;

use crate::deployment;
use crate::load::{Page, ask_once};

/// The word on the command line that makes this program the bare server; then come address and pages.
pub const WORD: &str = "bare-pages";

/// What is known of a page.
struct Known {
    statements: Vec<Statement>,
    kind: String,
    octets: Bytes,
}

/// The words after [`WORD`] for some pages.
pub fn words(address: SocketAddr, pages: &[Page]) -> Vec<String> {
    let each = pages.iter().flat_map(|page| [page.path.clone(), page.cookie.clone()]);
    [WORD.to_owned(), address.to_string()].into_iter().chain(each).collect()
}

/// Overhears the product, then serves until it is killed.
pub fn run(words: Vec<String>) {
    let address: SocketAddr = words[0].parse().unwrap();
    let pages =
        words[1..].chunks(2).map(|pair| Page { name: "", path: pair[0].clone(), cookie: pair[1].clone() });
    let pages: Vec<_> = pages.collect();
    actix_web::rt::System::new().block_on(async {
        let (known, pool) = overhear(&pages).await;
        for (path, page) in &known {
            eprintln!("{path}: {} statements, {} octets", page.statements.len(), page.octets.len());
        }
        let (known, pool) = (Data::new(known), Data::new(pool));
        let app = move || {
            App::new().app_data(known.clone()).app_data(pool.clone()).default_service(web::to(answer))
        };
        let server = HttpServer::new(app).workers(std::thread::available_parallelism().unwrap().get());
        server.bind(address).unwrap().run().await.unwrap();
    });
}

/// Asks a server of the product for each page and writes down what it asked the database.
async fn overhear(pages: &[Page]) -> (HashMap<String, Known>, SqlitePool) {
    let heard = Arc::new(Mutex::new(Vec::<Statement>::new()));
    let mut state = deployment::state().await;
    let pool = state.db.read.get_sqlite_connection_pool().clone();
    let ear = Arc::clone(&heard);
    state.db.read.set_metric_callback(move |said| ear.lock().unwrap().push(said.statement.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = mpsc::channel();
    let serving = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let state = state.marked().await.unwrap();
            let server = app::server_on(1, state, listener, None).unwrap();
            tell.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    let handle = told.recv().unwrap();
    let mut known = HashMap::new();
    for page in pages {
        heard.lock().unwrap().clear();
        let answer = ask_once(address, page).await;
        let statements = std::mem::take(&mut *heard.lock().unwrap());
        let kind = answer.head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap();
        let kind = kind.to_owned();
        known.insert(page.path.clone(), Known { statements, kind, octets: answer.body.into() });
    }
    handle.stop(true).await;
    serving.join().unwrap();
    (known, pool)
}

async fn answer(
    request: HttpRequest,
    known: Data<HashMap<String, Known>>,
    pool: Data<SqlitePool>,
) -> HttpResponse {
    let page = &known[request.path()];
    let mut cells = 0;
    for statement in &page.statements {
        let bound = query_with(AssertSqlSafe(statement.sql.clone()), parameters(statement));
        let rows = bound.fetch_all(pool.get_ref()).await.unwrap();
        cells += rows.iter().map(decode).sum::<usize>();
    }
    assert!(cells > 0);
    HttpResponse::Ok().content_type(page.kind.as_str()).body(page.octets.clone())
}

fn parameters(statement: &Statement) -> SqliteArguments {
    let mut all = SqliteArguments::default();
    for value in statement.values.iter().flat_map(|values| &values.0) {
        let added = match value.clone() {
            Value::Bool(value) => all.add(value),
            Value::Int(value) => all.add(value),
            Value::BigInt(value) => all.add(value),
            Value::BigUnsigned(value) => all.add(value.map(|value| i64::try_from(value).unwrap())),
            Value::String(value) => all.add(value),
            Value::Uuid(value) => all.add(value),
            Value::ChronoDate(value) => all.add(value),
            Value::ChronoDateTimeUtc(value) => all.add(value),
            other => panic!("no statement of these pages had {other:?} so far"),
        };
        added.unwrap();
    }
    all
}

/// Every column of a row in the type its name and the database say, as whoever uses it would have it.
fn decode(row: &SqliteRow) -> usize {
    let mut cells = 0;
    for column in row.columns() {
        let (at, name) = (column.ordinal(), column.name());
        let raw = row.try_get_raw(at).unwrap();
        if raw.is_null() {
            continue;
        }
        let octets = match raw.type_info().name() {
            "TEXT" if name.ends_with("_at") => size_of_val(&row.get::<DateTime<Utc>, _>(at)),
            "TEXT" if name.ends_with("_on") => size_of_val(&row.get::<NaiveDate, _>(at)),
            "TEXT" => row.get::<String, _>(at).len(),
            "BLOB" => size_of_val(&row.get::<Uuid, _>(at)),
            _ => size_of_val(&row.get::<i64, _>(at)),
        };
        std::hint::black_box(octets);
        cells += 1;
    }
    cells
}
