//! The administrator's buttons on an account: stopped, resumed, password taken away, a role ended.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::id::{AccountId, CapacityId};
use serde::Deserialize;

use super::accounts::{Refused, drawn};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::account::commands::{self, AccountError};
use crate::account::queries;
use crate::directory::commands::{ChangeError, Keeper};
use crate::platform::date::{parse_optional_day, wareki};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// A button's form: the version of the account as drawn.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ButtonForm {
    version: Field,
}

impl ButtonForm {
    fn seen(mut self) -> Result<i32, AppError> {
        self.version.parse(seen_version).ok_or(AppError::Unprocessable)
    }
}

/// `POST /admin/accounts/{id}/disabling`
pub async fn disable(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
    form: Form<ButtonForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let (seen, now) = ((*id, form.into_inner().seen()?), app.clock.now());
    let done = db::write(&app.db, async |tx| commands::disable_account(tx, &by, seen, now).await).await;
    let flash = Flash::ok("利用を止めました").text("開いていた画面も使えなくなります。");
    answer(&app, shell, *id, done, flash).await
}

/// `POST /admin/accounts/{id}/enabling`
pub async fn enable(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
    form: Form<ButtonForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let (seen, now) = ((*id, form.into_inner().seen()?), app.clock.now());
    let done = db::write(&app.db, async |tx| commands::enable_account(tx, &by, seen, now).await).await;
    answer(&app, shell, *id, done, Flash::ok("利用を再開しました")).await
}

/// `POST /admin/accounts/{id}/password-reset`
pub async fn reset_password(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
    form: Form<ButtonForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let (seen, now) = ((*id, form.into_inner().seen()?), app.clock.now());
    let done = db::write(&app.db, async |tx| commands::reset_password(tx, &by, seen, now).await).await;
    let flash = Flash::ok("サインイン用のリンクを本人に送ります")
        .text("24時間、一度だけ使えます。前のパスワードは使えなくなりました。");
    answer(&app, shell, *id, done, flash).await
}

/// The end of a role, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndingForm {
    version: Field,
    /// The last day; empty = it ends at once.
    last: Field,
}

/// `POST /admin/capacities/{id}/ending`
pub async fn end_role(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<CapacityId>,
    form: Form<EndingForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let EndingForm { version, mut last } = form.into_inner();
    ButtonForm { version }.seen()?;
    let capacity = queries::capacity(&app.db.read, *id).await?;
    let (account, now) = (capacity.account_id, app.clock.now());
    let Some(day) = last.parse(parse_optional_day) else {
        return page::unprocessable(drawn(&app, shell, account, Refused::ending(*id, last)).await?);
    };
    let flash = match day {
        Some(day) => Flash::ok(format!("{}で役割を終えます", wareki(day))),
        None => Flash::ok("役割を終えました"),
    };
    let ending = (capacity, day);
    match db::write(&app.db, async |tx| commands::end_capacity(tx, &by, ending, now).await).await {
        Err(error @ AccountError::EndsBeforeToday) => {
            last.refuse(error);
            page::unprocessable(drawn(&app, shell, account, Refused::ending(*id, last)).await?)
        }
        done => answer(&app, shell, account, done, flash).await,
    }
}

async fn answer(
    app: &AppState,
    shell: Shell,
    id: AccountId,
    done: Result<(), AccountError>,
    flash: Flash,
) -> Result<HttpResponse, AppError> {
    match done {
        Ok(()) => page::see_other(format!("/admin/accounts/{id}"), flash),
        Err(AccountError::Change(ChangeError::Stale(_))) => {
            let why = "ほかの人が先に変更しました。いまの内容を確かめてください。";
            page::conflict(drawn(app, shell, id, Refused::because(why)).await?)
        }
        Err(AccountError::Change(other)) => Err(other.into()),
        Err(refused) => page::unprocessable(drawn(app, shell, id, Refused::because(refused)).await?),
    }
}
