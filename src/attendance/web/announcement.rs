//! `GET /meetings/{id}/announcement`: what residents are told of a meeting and of how to listen, as plain text to put on
//! a website or a board, and as a sheet to print.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::MeetingId;
use entity::meeting::{self, MeetingMode, Openness};
use entity::{body, region};

use crate::access::Actor;
use crate::access::web::Shell;
use crate::agenda::queries as agendas;
use crate::meeting::queries::{self as meetings, Ruled};
use crate::meeting::rules::{name, numbering};
use crate::platform::date::{full_width, official_span, official_weekday, tokyo_day, tokyo_time};
use crate::platform::error::AppError;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

#[derive(Template)]
#[template(path = "attendance/announcement.html")]
struct AnnouncementPage {
    shell: Shell,
    meeting: meeting::Model,
    body: body::Model,
    title: String,
    text: String,
}

/// `GET /meetings/{id}/announcement`.
pub async fn sheet(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let db = &app.db.read;
    let (meeting, body) = meetings::with_body(db, &actor, *id).await?;
    actor.secretary()?;
    let Ruled { rules, rulings } = meetings::ruled(db, &meeting).await?;
    let numbering = numbering(&rules, &rulings);
    let expected = meetings::expected(db, &meeting, numbering).await?;
    let items = agendas::rows(db, meeting.id).await?;
    let items: Vec<_> = items.into_iter().map(|item| item.title).collect();
    let region = meetings::region_of(db, meeting.region_id).await?;
    let name = name(numbering.0, &meeting, Some(expected));
    let title = full_width(&format!("{name}{}の開催について", body.name));
    let text = text(&title, &meeting, &items, &region);
    page::ok(AnnouncementPage { shell, meeting, body, title, text })
}

fn text(title: &str, meeting: &meeting::Model, items: &[String], region: &region::Model) -> String {
    let mut lines = vec![title.to_owned(), String::new()];
    let when = meeting.starts_at.zip(meeting.ends_at).map(|(start, end)| {
        let span = official_span(tokyo_time(start), tokyo_time(end));
        format!("{}　{span}", official_weekday(tokyo_day(start)))
    });
    lines.push(format!("１　日時　　{}", when.unwrap_or_else(|| "決まりしだいお知らせします".to_owned())));
    let place = match meeting.mode {
        MeetingMode::Online => "オンライン".to_owned(),
        _ if meeting.place.is_empty() => "決まりしだいお知らせします".to_owned(),
        _ => meeting.place.clone(),
    };
    lines.push(format!("２　場所　　{place}"));
    lines.push("３　議題".to_owned());
    lines.extend(items.iter().map(|item| format!("　　・{item}")));
    lines.push("４　傍聴".to_owned());
    lines.extend(listening(meeting).into_iter().map(|line| format!("　　{line}")));
    lines.push(format!(
        "５　問合せ　{}　{}　電話 {}",
        region.name, region.office_name, region.office_telephone
    ));
    lines.join("\n")
}

fn listening(meeting: &meeting::Model) -> Vec<String> {
    if meeting.openness == Openness::Closed {
        return vec!["この会議は公開しません。".to_owned(), format!("理由：{}", meeting.closed_reason)];
    }
    let capacity = match meeting.observer_capacity {
        Some(capacity) => format!("どなたでも傍聴できます。定員は{capacity}人です。"),
        None => "どなたでも傍聴できます。".to_owned(),
    };
    let words = meeting.observer_words.lines().map(ToOwned::to_owned);
    std::iter::once(capacity).chain(words).collect()
}
