//! What a page costs: at most twelve statements, fourteen where it is about all that is under way or all of one
//! meeting, however many people there are, and at most 50 kB (which every page of every test is held to,
//! `support/page.rs`).

use std::collections::BTreeMap;

use entity::outbox::{self, OutboxState};
use renkei::board::commands::Details;
use sea_orm::{ActiveModelTrait, Set};

use crate::support::board;
use crate::support::letters::queued;
use crate::support::office::{answered, asked, called, letter, page_of};
use crate::support::world::{Backend, World};

/// The most statements of a page that people read.
const MOST: usize = 12;

/// Of the secretariat's pages about everything: of the year, of today, and of one meeting.
const MOST_OF_ALL: usize = 14;

/// Of a form that compares what is typed with other meetings.
const MOST_OF_FORM: usize = 16;

/// Statements of each page, by its name.
async fn costs(world: &World) -> BTreeMap<&'static str, Vec<String>> {
    let people = &world.people;
    let meeting = called(world, &world.planned("", "2026-12-04T14:00+09:00").await, letter(world)).await;
    let one = asked(world, &meeting, 1).await;
    let planned = world.planned("", "2027-01-15T14:00+09:00").await;
    let clerk = world.secretary();
    for title in ["上半期の取組", "ルールの見直し"] {
        let item = [("kind", "discuss"), ("title", title), ("programme", "ウ"), ("scenes", "end_of_life")];
        clerk.post(&format!("/meetings/{}/agenda", meeting.id), &item).await.is(303);
    }
    for n in 1..=2 {
        answered(world, &asked(world, &meeting, n).await, &[]).await;
    }
    undelivered(world, &one).await;
    waiting_entries(world).await;
    let (chair, member, phone) = (world.chair(), world.member(1), world.anonymous());
    let (officer, delegate, administrator) = (world.officer(), world.delegate(), world.administrator());
    let form = member.get("/account/feed").await;
    member.submit(&form, "/account/feed", &[]).await.is(303);
    let feed = member.get("/account/feed").await;
    let feed = feed.body.split_once("/feeds/").unwrap().1.split('<').next().unwrap().to_owned();
    let (show, body) = (format!("/meetings/{}", meeting.id), format!("/bodies/{}", people.council.id));
    let pages = [
        ("first screen of the secretariat", &clerk, "/".to_owned()),
        ("first screen of a member", &member, "/".to_owned()),
        ("first screen of a chair", &chair, "/".to_owned()),
        ("first screen of a delegate", &delegate, "/".to_owned()),
        ("first screen of an officer", &officer, "/".to_owned()),
        ("meeting list", &clerk, "/meetings".to_owned()),
        ("meeting list of a member", &member, "/meetings".to_owned()),
        ("meeting list of an officer", &officer, "/meetings".to_owned()),
        ("accounts", &administrator, "/admin/accounts".to_owned()),
        ("meeting page", &clerk, show.clone()),
        ("meeting page of the chair", &chair, show.clone()),
        ("meeting page of a member", &member, show.clone()),
        ("meeting page of a delegate", &delegate, show.clone()),
        ("meeting page of an officer", &officer, show.clone()),
        ("calendar object", &member, format!("{show}.ics")),
        ("own reply", &member, format!("{show}/reply")),
        ("reply page", &phone, page_of(world, &one)),
        ("reply calendar", &phone, format!("{}.ics", page_of(world, &one))),
        ("feed", &phone, format!("/feeds/{feed}")),
        ("送信箱", &clerk, "/outbox".to_owned()),
        ("board", &clerk, "/board?last=1".to_owned()),
        ("board of an officer", &officer, "/board".to_owned()),
        ("body", &clerk, body.clone()),
        ("body of a member", &member, body.clone()),
        ("roster", &clerk, format!("{body}/roster")),
        ("tree", &clerk, "/bodies".to_owned()),
        ("search", &clerk, "/search?q=会議".to_owned()),
        ("search of a member", &member, "/search?q=会議".to_owned()),
        ("convocation form", &clerk, format!("/meetings/{}/convocation", planned.id)),
        ("change form", &clerk, format!("{show}/change")),
        ("reminder", &clerk, format!("{show}/reminder")),
    ];
    let mut costs = BTreeMap::new();
    for (name, who, path) in pages {
        // The first visit signs in.
        who.get(&path).await.is(200);
        world.statements();
        let page = who.get(&path).await;
        page.is(200);
        costs.insert(name, world.statements());
    }
    costs
}

/// An entry of this year that waits for one of last year.
async fn waiting_entries(world: &World) {
    let row = board::line(world, "入退院支援ルール", 2025).await;
    let before = board::entry(world, row, "分科会の案", board::month("2025-10-01")).await;
    let after =
        Details { after: Some(before), when: board::month("2026-12-01"), ..board::details(row, "決定") };
    board::put(world, after).await;
}

/// As a mail server refuses the notice to somebody.
async fn undelivered(world: &World, to: &entity::invitation::Model) {
    let rows = queued(world, to.meeting_id).await;
    let row = rows.into_iter().find(|row| row.invitation_id == Some(to.id)).unwrap();
    let mut failed: outbox::ActiveModel = row.into();
    failed.state = Set(OutboxState::Refused);
    failed.settled_at = Set(Some(world.now()));
    world.write(async |tx| failed.update(tx).await).await;
}

#[actix_web::test]
async fn a_page_costs_the_same_for_ten_people_and_two_hundred() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let mut seen = Vec::new();
        for people in [10, 200] {
            let Some(world) = World::start(backend, "2026-11-10T09:00+09:00", &[]).await else { continue };
            world.seat_many(people).await;
            seen.push(costs(&world).await);
        }
        let count = |costs: &BTreeMap<_, Vec<String>>| {
            costs.iter().map(|(name, asked)| (*name, asked.len())).collect::<Vec<_>>()
        };
        for (name, asked) in seen.iter().flatten() {
            let all = asked.join("\n");
            let most = match *name {
                "board" | "meeting page" => MOST_OF_ALL,
                name if name.starts_with("first screen of ") && !name.ends_with("member") => MOST_OF_ALL,
                name if name.ends_with("form") => MOST_OF_FORM,
                _ => MOST,
            };
            assert!(asked.len() <= most, "{backend:?}, {name}: {} statements\n{all}", asked.len());
        }
        if let [few, many] = &seen[..] {
            assert_eq!(count(few), count(many), "{backend:?}: a page asks more the more people there are");
        }
    }
}
