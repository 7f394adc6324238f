//! Setting up a body, and changing what it is: `/bodies/new` and `/bodies/{id}/edit`, one form.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::body::{self, BodyKind};
use entity::id::BodyId;
use sea_orm::{ActiveEnum, ConnectionTrait, DbErr, Iterable};
use serde::Deserialize;

use super::fields;
use super::form_head::FormHead;
use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::body::commands::{self, BodyError, BodyFacts, Edit};
use crate::body::{queries, rules};
use crate::platform::date::parse_optional_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// What a body is, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct BodyForm {
    name: Field,
    short_name: Field,
    kind: Field,
    parent: Field,
    position: Field,
    set_up_on: Field,
    predecessor: Field,
    version: Field,
}

impl BodyForm {
    fn of(body: &body::Model, predecessor: Option<BodyId>) -> Self {
        Self {
            name: Field::new(&body.name),
            short_name: Field::new(&body.short_name),
            kind: Field::new(body.kind.to_value()),
            parent: Field::new(fields::shown(body.parent_id)),
            position: Field::new(body.position.to_string()),
            set_up_on: Field::new(fields::shown_day(body.set_up_on)),
            predecessor: Field::new(fields::shown(predecessor)),
            version: Field::new(body.version.to_string()),
        }
    }

    fn parse(&mut self) -> Option<BodyFacts> {
        let name = self.name.parse(fields::name);
        let short_name = self.short_name.parse(fields::name);
        let kind = self.kind.parse(fields::by_word(BodyKind::iter(), |kind| kind.to_value()));
        let parent = self.parent.parse(fields::none_or_one_of);
        let position = self.position.parse(fields::position);
        let set_up_on = self.set_up_on.parse(parse_optional_day);
        Some(BodyFacts {
            parent: parent?,
            name: name?,
            short_name: short_name?,
            kind: kind?,
            position: position?,
            set_up_on: set_up_on?,
        })
    }

    fn parse_edit(&mut self, body: BodyId) -> Option<Edit> {
        let (whole, seen) = (self.parse_new(), self.version.parse(seen_version));
        let (facts, predecessor) = whole?;
        Some(Edit { body, seen: seen?, facts, predecessor })
    }

    fn parse_new(&mut self) -> Option<(BodyFacts, Option<BodyId>)> {
        let (facts, predecessor) = (self.parse(), self.predecessor.parse(fields::none_or_one_of));
        Some((facts?, predecessor?))
    }

    /// Puts a refusal beside its field.
    fn refuse(&mut self, error: BodyError) -> Result<(), DbErr> {
        match error {
            BodyError::Db(error) => return Err(error),
            BodyError::NameTaken => self.name.refuse(error),
            BodyError::NoSuchParent | BodyError::Tree(_) => self.parent.refuse(error),
            BodyError::AfterItsEnd => self.set_up_on.refuse(error),
            BodyError::Follow(_) => self.predecessor.refuse(error),
            BodyError::Stale(_) => self.version.refuse(error),
        }
        Ok(())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("name", "名称", &self.name.error),
            ("short_name", "短い名称", &self.short_name.error),
            ("kind", "種類", &self.kind.error),
            ("parent", "上の会議体", &self.parent.error),
            ("position", "並び順", &self.position.error),
            ("set_up_on", "設置日", &self.set_up_on.error),
            ("predecessor", "前身の会議体", &self.predecessor.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

#[derive(Template)]
#[template(path = "body/edit.html")]
struct EditPage {
    shell: Shell,
    head: FormHead,
    form: BodyForm,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
    earlier: Vec<Choice>,
}

impl EditPage {
    async fn new(
        db: &impl ConnectionTrait,
        by: &Secretary,
        shell: Shell,
        head: FormHead,
        form: BodyForm,
    ) -> Result<Self, DbErr> {
        let kinds = BodyKind::iter().map(|kind| Choice::new(kind.to_value(), rules::kind_name(kind)));
        let bodies = queries::bodies(db, by.region()).await?;
        let none = Choice::new("", "なし（いちばん上）");
        let parents: Vec<_> =
            bodies.into_iter().map(|body| Choice::new(body.id.to_string(), body.name)).collect();
        // A body did not grow out of itself.
        let is_other = |choice: &&Choice| head.action != format!("/bodies/{}/edit", choice.value);
        let earlier = parents.iter().filter(is_other).cloned();
        let earlier = std::iter::once(Choice::new("", "なし")).chain(earlier).collect();
        let head = head.around(&form.version, form.summary());
        let parents = std::iter::once(none).chain(parents).collect();
        Ok(Self { shell, head, form, kinds: kinds.collect(), parents, earlier })
    }

    /// With the body as somebody else saved it meanwhile.
    fn against(mut self, theirs: &body::Model, predecessor: Option<BodyId>) -> Self {
        self.head = self.head.against(vec![
            ("名称", theirs.name.clone()),
            ("短い名称", theirs.short_name.clone()),
            ("種類", rules::kind_name(theirs.kind).to_owned()),
            ("上の会議体", fields::chosen(&self.parents, theirs.parent_id)),
            ("並び順", theirs.position.to_string()),
            ("設置日", fields::shown_day(theirs.set_up_on)),
            ("前身の会議体", fields::chosen(&self.earlier, predecessor)),
        ]);
        self
    }
}

/// `GET /bodies/new`
pub async fn new(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    let by = actor.secretary()?;
    let form = BodyForm { position: Field::new("1"), ..BodyForm::default() };
    page::ok(EditPage::new(&app.db.read, &by, shell, set_up_head(), form).await?)
}

/// `POST /bodies/new`
pub async fn set_up(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<BodyForm>,
) -> Result<HttpResponse, AppError> {
    let mut form = form.into_inner();
    let by = actor.secretary()?;
    let Some(input) = form.parse_new() else {
        return page::unprocessable(EditPage::new(&app.db.read, &by, shell, set_up_head(), form).await?);
    };
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::set_up(tx, &by, input, now).await).await {
        Ok(id) => page::see_other(
            format!("/bodies/{id}"),
            Flash::ok("会議体を設けました").text("次に設置要綱と席を入れてください。"),
        ),
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(EditPage::new(&app.db.read, &by, shell, set_up_head(), form).await?)
        }
    }
}

/// `GET /bodies/{id}/edit`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
) -> Result<HttpResponse, AppError> {
    let body = queries::one(&app.db.read, &actor, *id).await?;
    let by = actor.secretary()?;
    let (predecessor, _) = queries::followed(&app.db.read, body.id).await?;
    let form = BodyForm::of(&body, predecessor);
    page::ok(EditPage::new(&app.db.read, &by, shell, edit_head(&body), form).await?)
}

/// `POST /bodies/{id}/edit`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    form: Form<BodyForm>,
) -> Result<HttpResponse, AppError> {
    let (mut form, body) = (form.into_inner(), queries::one(&app.db.read, &actor, *id).await?);
    let (by, head) = (actor.secretary()?, edit_head(&body));
    let Some(input) = form.parse_edit(body.id) else {
        return page::unprocessable(EditPage::new(&app.db.read, &by, shell, head, form).await?);
    };
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::edit(tx, &by, input, now).await).await {
        Ok(()) => page::see_other(format!("/bodies/{id}"), Flash::ok("会議体を変更しました")),
        Err(BodyError::Stale(theirs)) => {
            form.version = Field::new(theirs.version.to_string());
            let (predecessor, _) = queries::followed(&app.db.read, body.id).await?;
            let page = EditPage::new(&app.db.read, &by, shell, head, form).await?;
            page::conflict(page.against(&theirs, predecessor))
        }
        Err(error) => {
            form.refuse(error)?;
            page::unprocessable(EditPage::new(&app.db.read, &by, shell, head, form).await?)
        }
    }
}

fn set_up_head() -> FormHead {
    FormHead {
        crumbs: vec![("/bodies".into(), "名簿".into())],
        title: "会議体を設ける".into(),
        button: "会議体を設ける".into(),
        action: "/bodies/new".into(),
        back: "/bodies".into(),
        ..FormHead::default()
    }
}

fn edit_head(body: &body::Model) -> FormHead {
    FormHead::of(body, "会議体を変更する", "変更を保存する", format!("/bodies/{}/edit", body.id))
}
