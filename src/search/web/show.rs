//! `GET /search?q=WORDS`: what was found, the first few of each kind; `&kind=` all of one, in pages.

use std::fmt::Display;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use entity::search_entry::SearchKind;
use entity::{association, body, person};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::DbErr;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::rules::kind_name;
use crate::meeting::rules::{called, state};
use crate::platform::clock::Instant;
use crate::platform::date::{tokyo_day, wareki, wareki_month, wareki_weekday};
use crate::platform::error::AppError;
use crate::platform::form::Field;
use crate::platform::page::{self, Pager};
use crate::platform::search_index::{Part, Wanted, marked};
use crate::platform::state::AppState;
use crate::search::queries::{self, Asked, ItemFound, MeetingFound};
use crate::search::rules::{KINDS, MOST, PER_PAGE, Slice};

/// The address as it came.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    q: Field,
    kind: String,
    page: String,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "search/show.html")]
struct SearchPage {
    shell: Shell,
    q: Field,
    /// Whether anything was looked for.
    asked: bool,
    /// The kinds of which something was found.
    groups: Vec<Group>,
    /// The one kind that is shown, by its word in an address.
    only: Option<&'static str>,
    total: u64,
}

impl Group {
    /// 「3件」; 「1000件以上」 where counting ended.
    fn count(&self) -> String {
        format!("{}{}{}", self.total, self.counter, if self.total < MOST { "" } else { "以上" })
    }
}

impl SearchPage {
    /// Whether there may be more than is counted.
    fn cut(&self) -> bool {
        self.groups.iter().any(|group| group.total >= MOST)
    }

    /// The words as they stand in an address.
    fn encoded(&self) -> String {
        utf8_percent_encode(&self.q.value, NON_ALPHANUMERIC).to_string()
    }
}

/// What was found of one kind.
struct Group {
    key: &'static str,
    heading: &'static str,
    counter: &'static str,
    total: u64,
    hits: Vec<Hit>,
    /// All of it, where not all is shown.
    more: Option<String>,
    pager: Pager,
}

/// One thing that was found.
#[derive(Clone)]
struct Hit {
    href: String,
    /// What it is called.
    name: Vec<Part>,
    /// What else is known of it; the words may stand here.
    facts: Vec<Part>,
    /// A state, where it has one.
    tag: &'static str,
}

/// `GET /search`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    typed: Query<Typed>,
) -> Result<HttpResponse, AppError> {
    if actor.region().is_none() {
        return Err(AppError::NotFound);
    }
    let Typed { mut q, kind, page } = typed.into_inner();
    let wanted = Wanted::read(&q.value).unwrap_or_else(|error| {
        q.error = Some(error.to_string());
        None
    });
    let only = KINDS.iter().find(|(_, key, ..)| *key == kind).map(|(_, key, ..)| *key);
    let mut groups = Vec::new();
    if let Some(wanted) = &wanted {
        let asked = Asked { actor: &actor, wanted };
        let look = Look { app: &app, asked, q: &q.value };
        let counts = queries::counts(&app.db.read, asked).await?;
        for ((kind, key, heading, counter), total) in KINDS.into_iter().zip(counts) {
            let shown = only.is_none_or(|only| only == key);
            if shown && total > 0 {
                let page = only.map(|_| page.parse().unwrap_or(1));
                groups.push(look.group(kind, (key, heading, counter), total, page).await?);
            }
        }
    }
    let total = groups.iter().map(|group| group.total).sum();
    page::ok(SearchPage { shell, asked: wanted.is_some(), q, groups, only, total })
}

struct Look<'a> {
    app: &'a AppState,
    asked: Asked<'a>,
    q: &'a str,
}

impl Look<'_> {
    /// What is found of a kind: the first few, or a page of all.
    async fn group(
        &self,
        kind: SearchKind,
        (key, heading, counter): (&'static str, &'static str, &'static str),
        total: u64,
        page: Option<u64>,
    ) -> Result<Group, AppError> {
        let page = page.map(|page| page.clamp(1, total.div_ceil(PER_PAGE).max(1)));
        let hits = self.hits(kind, (total, page.map_or(Slice::FIRST, Slice::page))).await?;
        let q = utf8_percent_encode(self.q, NON_ALPHANUMERIC);
        let all = format!("/search?q={q}&kind={key}");
        let shown = u64::try_from(hits.len()).unwrap_or(u64::MAX);
        let pager = page.map(|page| Pager::new(total, PER_PAGE, page, |page| format!("{all}&page={page}")));
        Ok(Group {
            key,
            heading,
            counter,
            total,
            hits,
            more: (page.is_none() && shown < total).then_some(all),
            pager: pager.unwrap_or_default(),
        })
    }

    async fn hits(&self, kind: SearchKind, (total, slice): (u64, Slice)) -> Result<Vec<Hit>, DbErr> {
        let (db, now, asked) = (&self.app.db.read, self.app.clock.now(), self.asked);
        let drawn: Vec<Drawn> = match kind {
            SearchKind::Meeting => {
                let found = queries::meetings(db, asked, (total, slice)).await?;
                found.into_iter().map(|row| meeting(row, now)).collect()
            }
            SearchKind::AgendaItem => {
                queries::agenda_items(db, asked, (total, slice)).await?.into_iter().map(item).collect()
            }
            SearchKind::Body => queries::bodies(db, asked, slice).await?.into_iter().map(body).collect(),
            SearchKind::Person => queries::people(db, asked, slice).await?.into_iter().map(person).collect(),
            SearchKind::Association => {
                queries::associations(db, asked, slice).await?.into_iter().map(association).collect()
            }
        };
        let hit = |drawn: Drawn| Hit {
            name: marked(&drawn.name, asked.wanted),
            facts: marked(&drawn.facts, asked.wanted),
            href: drawn.href,
            tag: drawn.tag,
        };
        Ok(drawn.into_iter().map(hit).collect())
    }
}

/// A thing in words, before those looked for are marked.
struct Drawn {
    href: String,
    name: String,
    facts: String,
    tag: &'static str,
}

impl Drawn {
    fn new(href: String, name: impl Display, facts: &[&str]) -> Self {
        let facts: Vec<_> = facts.iter().copied().filter(|fact| !fact.is_empty()).collect();
        Self { href, name: name.to_string(), facts: facts.join("　"), tag: "" }
    }
}

fn meeting(found: MeetingFound, now: Instant) -> Drawn {
    let MeetingFound { meeting, body } = found;
    let name = [called(&meeting, &body), meeting.title.clone()].join(" ");
    let day = meeting.starts_at.map(|start| wareki_weekday(tokyo_day(start)));
    let day = day.or(meeting.month_on.map(wareki_month)).unwrap_or_else(|| "日は決まっていません".to_owned());
    let facts = [day.as_str(), &meeting.place, &meeting.remarks];
    let drawn = Drawn::new(format!("/meetings/{}", meeting.id), name.trim(), &facts);
    Drawn { tag: state(&meeting, now).label(), ..drawn }
}

fn item(found: ItemFound) -> Drawn {
    let ItemFound { item, meeting, body } = found;
    let day = meeting.starts_at.map(|start| wareki(tokyo_day(start))).unwrap_or_default();
    let of = called(&meeting, &body.short_name);
    let by = if item.presenter.is_empty() { String::new() } else { format!("説明 {}", item.presenter) };
    Drawn::new(format!("/meetings/{}", meeting.id), &item.title, &[&of, &day, &by])
}

fn body(body: body::Model) -> Drawn {
    let short_name = if body.short_name == body.name { "" } else { &body.short_name };
    let ended = body.wound_up_on.map(|day| format!("{}まで", wareki(day))).unwrap_or_default();
    Drawn::new(format!("/bodies/{}", body.id), &body.name, &[kind_name(body.kind), short_name, &ended])
}

fn person(person: person::Model) -> Drawn {
    let facts = [person.kana.as_str(), &person.workplace, &person.post];
    Drawn::new(format!("/people/{}", person.id), &person.name, &facts)
}

fn association(association: association::Model) -> Drawn {
    let facts = [association.short_name.as_str(), &association.kana];
    Drawn::new(format!("/associations/{}", association.id), &association.name, &facts)
}
