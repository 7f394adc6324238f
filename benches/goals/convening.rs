//! 300 people convened in one transaction, by the command behind the button, on both databases.

use std::time::Instant;

use chrono::Days;
use renkei::invitation::commands::{Convene, convene};
use renkei::platform::date::tokyo_day;
use renkei::platform::db;
use renkei::platform::outbox::LetterHead;

use crate::Asked;
use crate::figure::{Figure, Goal, median};
use crate::process::own_cpu;
use crate::support::world::{Backend, World};

/// Members besides those the world has.
const CROWD: usize = 295;

/// Measures both databases.
pub fn measure(asked: &Asked, tell: &mut dyn FnMut(Figure)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    for (name, backend) in
        [("convening (SQLite)", Backend::Sqlite), ("convening (PostgreSQL)", Backend::Postgres)]
    {
        if asked.wants(name) {
            runtime.block_on(async {
                if let Some(world) = World::start(backend, "2026-11-02T09:00+09:00", &[]).await {
                    tell(convened(name, &world, asked.rounds).await);
                }
            });
        }
    }
}

async fn convened(name: &str, world: &World, rounds: usize) -> Figure {
    world.seat_many(CROWD).await;
    let (by, now) = (world.clerk().await, world.now());
    let mut all = Vec::new();
    let mut people = 0;
    // The first is not counted: its statements are new to the database.
    for round in 0..=rounds {
        let day = tokyo_day(now) + Days::new(30 + u64::try_from(round).unwrap());
        let meeting = world.planned("", &format!("{day}T14:00+09:00")).await;
        let (approved_on, issued_on) = (tokyo_day(now), tokyo_day(now));
        let letter =
            LetterHead { number: None, approved_on, issued_on, sender: "会長　見本 太郎".into() };
        let input = Convene { meeting: meeting.id, seen: meeting.version, letter };
        let (cpu, began) = (own_cpu(), Instant::now());
        let done = db::write(world.db(), async |tx| convene(tx, &by, input, now).await).await.unwrap();
        all.push((began.elapsed().as_secs_f64() * 1e3, (own_cpu() - cpu).as_secs_f64() * 1e3));
        people = done.people;
    }
    all.remove(0);
    let cpu = median(all.iter().map(|(_, cpu)| *cpu));
    Figure {
        name: format!("{name} {people} people in one transaction"),
        value: median(all.iter().map(|(ms, _)| *ms)),
        unit: "ms",
        goal: Goal::Below(150.0),
        note: format!("processor {cpu:.0} ms"),
    }
}
