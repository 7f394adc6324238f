//! `GET /meetings/{id}/opinions`: what those who will not come, or did not, wrote for the meeting, on one sheet to hand
//! round. The secretariat's and the chair's.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::body;
use entity::id::MeetingId;
use entity::reply::Answer;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::attendance::queries::{self, Day};
use crate::meeting::rules::{name, numbering};
use crate::platform::date::{month_day_weekday, tokyo_day, wareki_weekday};
use crate::platform::error::AppError;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

/// One opinion.
pub struct Opinion {
    /// As printed.
    pub association: String,
    /// As printed.
    pub name: String,
    /// As written.
    pub words: String,
    /// The day it came.
    pub on: String,
}

#[derive(Template)]
#[template(path = "attendance/opinions.html")]
struct OpinionsPage {
    shell: Shell,
    body: body::Model,
    day: Day,
    name: String,
    opinions: Vec<Opinion>,
}

impl OpinionsPage {
    fn when(&self) -> String {
        self.day.meeting.starts_at.map(|at| wareki_weekday(tokyo_day(at))).unwrap_or_default()
    }
}

/// The opinions of absent members, in roster order.
pub(super) fn opinions(day: &Day) -> Vec<Opinion> {
    let said = day.askings.iter().filter(|one| one.stands()).filter_map(|one| {
        let reply = one.reply.as_ref()?;
        let absent = reply.answer == Answer::Absent && !reply.comment.trim().is_empty();
        absent.then(|| Opinion {
            association: one.invitation.association.clone(),
            name: one.invitation.name.clone(),
            words: reply.comment.clone(),
            on: month_day_weekday(tokyo_day(reply.replied_at)),
        })
    });
    said.collect()
}

/// `GET /meetings/{id}/opinions`.
pub async fn sheet(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
) -> Result<HttpResponse, AppError> {
    let (day, body) = queries::day(&app.db.read, &actor, *id).await?;
    let presides = actor.chair().is_ok_and(|chair| chair.presides().contains(&body.id));
    if !presides {
        actor.secretary()?;
    }
    let name = name(numbering(&day.rules, &day.rulings).0, &day.meeting, None);
    page::ok(OpinionsPage { shell, body, name, opinions: opinions(&day), day })
}
