//! 送信: for the administrator, what waits in the whole deployment, and after a backup was put back, what becomes of it.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::delivery::commands;
use crate::platform::clock::Instant;
use crate::platform::date::{clock, tokyo_day, tokyo_time, wareki_weekday};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::Form;
use crate::platform::outbox::{self, Held, Release};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

const PAGE: &str = "/admin/mail";

/// What the page shows.
#[derive(Template)]
#[template(path = "delivery/hold.html")]
pub struct HoldPage {
    shell: Shell,
    /// Since when nothing leaves.
    since: Option<String>,
    waiting: Vec<Held>,
}

impl HoldPage {
    fn total(&self) -> i64 {
        self.waiting.iter().map(|one| one.count).sum()
    }

    fn moment(&self, at: &Instant) -> String {
        moment(*at)
    }
}

fn moment(at: Instant) -> String {
    format!("{} {}", wareki_weekday(tokyo_day(at)), clock(tokyo_time(at)))
}

/// `GET /admin/mail`.
pub async fn show(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    let db = &app.db.read;
    let (since, waiting) = (outbox::held_since(db).await?.map(moment), outbox::held(db).await?);
    page::ok(HoldPage { shell, since, waiting })
}

/// Which button was pressed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ReleaseForm {
    how: String,
}

/// `POST /admin/mail/release`.
pub async fn release(
    app: Data<AppState>,
    actor: Actor,
    form: Form<ReleaseForm>,
) -> Result<HttpResponse, AppError> {
    let (by, now) = (actor.administrator()?, app.clock.now());
    let how = match form.into_inner().how.as_str() {
        "send" => Release::Send,
        "drop" => Release::Drop,
        _ => return Err(AppError::Unprocessable),
    };
    let done = db::write(&app.db, async |tx| commands::release(tx, &by, how, now).await).await?;
    page::see_other(
        PAGE,
        match done {
            None => Flash::ok("送信は、もう動いています"),
            Some(0) => Flash::ok("送信を始めました"),
            Some(count) => Flash::ok(format!("{count}通を取りやめて、送信を始めました")),
        },
    )
}
