//! Names as they are and as they should not be, everywhere at once: rare characters, emoji, signs that turn the
//! direction of writing, tags, and the longest text a field takes. Pages stay pages, mails keep their heads,
//! calendars their lines.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::access_matrix::{Ground, MATRIX};
use crate::support::calendars::assert_calendar;
use crate::support::client::Persona;
use crate::support::office::{self, relocated};
use crate::support::world::{Backend, World};

/// Texts people type, with the longest ones a field takes. `{n}` keeps names apart that may not be the same.
const COLUMNS: [(&str, &str, usize); 39] = [
    ("region", "name", 60),
    ("region", "programme", 80),
    ("region", "office_name", 80),
    ("region", "office_contact", 40),
    ("region", "office_hours", 60),
    ("region", "sender_name", 60),
    ("municipality", "name", 40),
    ("association", "name", 120),
    ("association", "short_name", 40),
    ("person", "name", 80),
    ("person", "workplace", 120),
    ("person", "post", 80),
    ("account", "name", 80),
    ("body", "name", 200),
    ("body", "short_name", 200),
    ("charter", "title", 200),
    ("charter", "number", 200),
    ("charter", "presider_title", 200),
    ("charter", "vice_title", 200),
    ("charter", "general_affairs", 200),
    ("charter_setting", "article", 200),
    ("seat", "label", 200),
    ("seat", "category", 200),
    ("meeting", "title", 100),
    ("meeting", "place", 200),
    ("meeting", "remarks", 1000),
    ("meeting", "closed_reason", 200),
    ("agenda_item", "title", 200),
    ("agenda_item", "presenter", 100),
    ("invitation", "name", 80),
    ("invitation", "association", 120),
    ("invitation", "post", 80),
    ("reply", "comment", 2000),
    ("reply", "proxy_name", 100),
    ("reply", "proxy_title", 100),
    ("reply", "proxy_contact", 100),
    ("pending_reply", "comment", 2000),
    ("pending_reply", "proxy_name", 100),
    ("pending_reply", "proxy_title", 100),
];

const WORDS: [&str; 2] = [
    "髙﨑𠮷辻\u{e0100}🙇‍♀️👨‍👩‍👧e\u{301}\u{202e}gpj.看取り\u{2066}\u{200f}\"><script>alert(1)</script>'{{7*7}}&amp;,;:\\",
    "令和8年度第2回在宅医療・介護連携推進協議会",
];

#[actix_web::test]
async fn on_sqlite() {
    everywhere(Backend::Sqlite).await;
}

#[actix_web::test]
async fn on_postgres() {
    everywhere(Backend::Postgres).await;
}

async fn everywhere(backend: Backend) {
    // What a text looks like is the same on both; what PostgreSQL has to show is that it keeps the rare ones.
    let words = if backend == Backend::Sqlite { &WORDS[..] } else { &WORDS[..1] };
    for words in words {
        let Some(world) = World::start(backend, "2026-11-21T09:00+09:00", &[]).await else { return };
        let ground = Ground::of(&world).await;
        let path = office::page_of(&world, &office::asked(&world, &convened(&world).await, 2).await);
        let phone = world.anonymous();
        let page = phone.get(&path).await;
        phone
            .submit(&page, &path, &[("answer", "proxy"), ("proxy_name", "x"), ("proxy_title", "y")])
            .await
            .is(303);
        say(&world, words).await;
        let meeting = convened(&world).await;
        pages(&world, &ground).await;
        // A letter with everything in it, beside the notices that wait since the meeting was convened.
        relocated(&world, &meeting, &long(words, 199)).await;
        for pattern in ["/outbox", "/meetings/{convened}", "/meetings/{convened}/sheets"] {
            world.secretary().get(&ground.fill(pattern)).await.is(200);
        }
        let mails = world.run_worker().await;
        assert!(mails.len() > 4, "{} mails", mails.len());
        for mail in mails {
            let known = [
                "message-id",
                "date",
                "from",
                "to",
                "subject",
                "auto-submitted",
                "reply-to",
                "mime-version",
                "content-type",
            ];
            let names: Vec<_> = mail.headers.iter().map(|(name, _)| name.to_lowercase()).collect();
            assert_eq!(names, known, "{}", mail.subject);
            assert!(mail.to.ends_with("@example.jp") && mail.from == "kaigi@tobu.example", "{mail:?}");
            assert!(!mail.html.contains("<script"), "{}", mail.html);
            if let Some(object) = &mail.calendar {
                let event = &assert_calendar(&object.ics).events[0];
                assert_eq!(event["UID"], meeting.uid);
            }
        }
    }
}

/// The meeting that was convened.
async fn convened(world: &World) -> entity::meeting::Model {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let found = entity::meeting::Entity::find().filter(entity::meeting::Column::ConvenedAt.is_not_null());
    found.one(&world.db().read).await.unwrap().unwrap()
}

fn long(words: &str, length: usize) -> String {
    words.chars().cycle().take(length).collect()
}

/// Writes the words into every column, as long as they may be.
async fn say(world: &World, words: &str) {
    world
        .write(async |tx| {
            for (table, column, length) in COLUMNS {
                // What may be there once is told apart by its key.
                let once = matches!((table, column), ("body", "name") | ("association", "name"));
                let text = long(words, if once { length - 40 } else { length });
                let apart = match (once, tx.get_database_backend()) {
                    (false, _) => "",
                    (true, DbBackend::Sqlite) => " || hex(id)",
                    (true, _) => " || id::text",
                };
                let filled = format!("\"{column}\" IS NOT NULL");
                let sql = format!("UPDATE \"{table}\" SET \"{column}\" = $1{apart} WHERE {filled}");
                let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [text.into()]);
                tx.execute_raw(statement).await?;
            }
            Ok(())
        })
        .await;
}

/// Every page that is there is still there, and is a page (`Page` looks at that).
async fn pages(world: &World, ground: &Ground) {
    let everyone = Persona::ALL.map(|persona| world.anyone(persona));
    for (_, pattern, row) in MATRIX.iter().copied().flatten().filter(|row| row.0 == "GET" && row.1 != "/") {
        for (one, _) in everyone.iter().zip(row).filter(|(_, expected)| **expected == 200) {
            let page = one.get(&ground.fill(pattern)).await;
            assert_eq!(page.status.as_u16(), 200, "{pattern}\n{}", page.words());
            if page.header("content-type").starts_with("text/calendar") {
                assert_calendar(&page.body);
            } else if page.header("content-type").starts_with("text/html") {
                assert!(!page.body.contains("<script>alert"), "{pattern}");
            }
        }
    }
    for persona in [Persona::Secretary, Persona::Member] {
        world.anyone(persona).get("/").await.is(200);
    }
}
