//! `/board/groups/{id}/edit`: the heading above some lines.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::board_group;
use entity::id::BoardGroupId;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::board::commands::{self, RowError};
use crate::board::queries;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field, Form, required_one_line, seen_version};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    version: Field,
    name: Field,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "board/group.html")]
pub struct GroupPage {
    shell: Shell,
    group: board_group::Model,
    form: GroupForm,
    errors: ErrorSummary,
    message: Option<String>,
}

impl GroupPage {
    fn new(shell: Shell, group: board_group::Model, form: GroupForm) -> Self {
        let errors = ErrorSummary::of([("name", "見出し", &form.name.error)]);
        Self { shell, group, errors, message: form.version.error.clone(), form }
    }
}

/// `GET /board/groups/{id}/edit`.
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardGroupId>,
) -> Result<HttpResponse, AppError> {
    let group = queries::one_group(&app.db.read, &actor, *id).await?;
    actor.secretary()?;
    let form = GroupForm { version: Field::new(group.version.to_string()), name: Field::new(&*group.name) };
    page::ok(GroupPage::new(shell, group, form))
}

/// `POST /board/groups/{id}/edit`.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BoardGroupId>,
    form: Form<GroupForm>,
) -> Result<HttpResponse, AppError> {
    let group = queries::one_group(&app.db.read, &actor, *id).await?;
    let (by, now, mut form) = (actor.secretary()?, app.clock.now(), form.into_inner());
    let (version, name) = (form.version.parse(seen_version), form.name.parse(required_one_line(100)));
    let Some((version, name)) = version.zip(name) else {
        return page::unprocessable(GroupPage::new(shell, group, form));
    };
    match db::write(&app.db, async |tx| commands::rename_group(tx, &by, (*id, version), name, now).await)
        .await
    {
        Ok(()) => page::see_other("/board/rows", Flash::ok("グループの見出しを直しました")),
        Err(RowError::Db(error)) => Err(error.into()),
        Err(why) => {
            let theirs = Field::new(group.version.to_string());
            let page = GroupPage::new(shell, group, GroupForm { version: theirs, ..form });
            page::conflict(GroupPage { message: Some(why.to_string()), ..page })
        }
    }
}
