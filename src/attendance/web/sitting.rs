//! `POST /meetings/{id}/sitting`: the opening, 流会 or the closing of a meeting.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::MeetingId;
use entity::sitting::SittingVerb;
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::form::{PressError, optional_time};
use super::roll::RollPage;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::attendance::commands::{self, Sit, SitError};
use crate::attendance::queries::{self, Day};
use crate::attendance::rules::TimeProblem;
use crate::platform::clock::Instant;
use crate::platform::date::{at_tokyo, end_of_day, tokyo_day};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, one_line};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SitForm {
    /// Which button.
    pub verb: Field,
    /// A time of the meeting's day; empty = now.
    pub time: Field,
    /// Who presided.
    pub presider: Field,
}

impl SitForm {
    fn parse(&mut self, day: &Day, now: Instant) -> Option<Sit> {
        let verb = self
            .verb
            .parse(|text| SittingVerb::try_from_value(&text.to_owned()).map_err(|_| PressError::Unknown));
        let presider = self.presider.parse(one_line(100));
        let time = self.time.parse(optional_time);
        let on = day.meeting.starts_at.map_or_else(|| tokyo_day(now), tokyo_day);
        let at = time?.map_or(now, |time| at_tokyo(on, time));
        let in_day = |_: &str| match at {
            at if at > now => Err(TimeProblem::Future),
            at if at >= end_of_day(on) => Err(TimeProblem::Needed),
            at => Ok(at),
        };
        let at = self.time.parse(in_day);
        Some(Sit { meeting: day.meeting.id, verb: verb?, at: at?, presider: presider?.trim().to_owned() })
    }

    /// The errors, with their fields.
    pub fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("", "この画面", &self.verb.error),
            ("sit_time", "時刻", &self.time.error),
            ("sit_presider", "議長", &self.presider.error),
        ])
    }
}

/// `POST /meetings/{id}/sitting`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<MeetingId>,
    form: Form<SitForm>,
) -> Result<HttpResponse, AppError> {
    let (day, body) = queries::day(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let Some(sit) = form.parse(&day, now) else {
        return page::unprocessable(RollPage::new(shell, (day, body), &actor, now).sitting(form, None));
    };
    let (id, said) = (day.meeting.id, said(sit.verb));
    match db::write(&app.db, async |tx| commands::sit(tx, &by, sit, now).await).await {
        Ok(_) => page::see_other(format!("/meetings/{id}/attendance#sitting"), Flash::ok(said)),
        Err(SitError::Db(error)) => Err(error.into()),
        Err(why) => {
            let page = RollPage::new(shell, (day, body), &actor, now).sitting(form, Some(why.to_string()));
            match why {
                SitError::Refused(_) => page::conflict(page),
                _ => page::unprocessable(page),
            }
        }
    }
}

fn said(verb: SittingVerb) -> &'static str {
    match verb {
        SittingVerb::Opened => "開会を記録しました。会議録の書き出しの文ができています",
        SittingVerb::Talked => "懇談会として続けることを記録しました。この会議では何も決められません",
        SittingVerb::FellThrough => "流会を記録しました",
        SittingVerb::Closed => "閉会を記録しました",
    }
}
