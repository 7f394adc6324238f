//! What comes of a table that was sent, line by line, before it is taken in; taking it in; and putting it aside.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::ImportDraftId;
use sea_orm::DbErr;
use serde::Deserialize;

use super::Draft;
use crate::access::web::Shell;
use crate::access::{Actor, Importer, Secretary};
use crate::exchange::commands::{self, Table, TakeError, take_in};
use crate::exchange::queries;
use crate::exchange::rules::{Counts, LineReport, Report, Verdict};
use crate::platform::db::{self, Tx};
use crate::platform::error::AppError;
use crate::platform::form::{Field, Form};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;

/// How many lines of a sort are shown; the others are counted.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "exchange/preview.html")]
struct PreviewPage {
    shell: Shell,
    id: ImportDraftId,
    kind: &'static str,
    file: String,
    merged: i32,
    counts: Counts,
    digest: String,
    message: Option<&'static str>,
    refused: Part,
    changed: Part,
    added: Part,
}

/// The lines of one sort.
#[derive(Default)]
struct Part {
    rows: Vec<Row>,
    more: usize,
}

/// One column of one line; the line's number and title stand at each.
struct Row {
    line: usize,
    title: String,
    head: String,
    /// As it is; empty where there is nothing to compare.
    old: String,
    /// As it will be, or why it is refused.
    new: String,
}

impl Part {
    fn of<'a>(lines: impl Iterator<Item = &'a LineReport>) -> Self {
        let mut part = Self::default();
        for line in lines {
            if part.rows.len() < SHOWN {
                part.rows.extend(rows(line));
            } else {
                part.more += 1;
            }
        }
        part
    }
}

fn rows(line: &LineReport) -> Vec<Row> {
    let row = |head: &str, old: &str, new: &str| Row {
        line: line.line,
        title: line.title.clone(),
        head: head.to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
    };
    match &line.verdict {
        Verdict::Refused(why) => why.iter().map(|(head, why)| row(head, "", why)).collect(),
        Verdict::Changed(changes) => {
            changes.iter().map(|change| row(change.head, &change.old, &change.new)).collect()
        }
        Verdict::Added | Verdict::Same => vec![row("", "", "")],
    }
}

impl PreviewPage {
    fn new(shell: Shell, draft: &Draft, report: &Report, message: Option<&'static str>) -> Self {
        let of = |wanted: fn(&Verdict) -> bool| {
            Part::of(report.lines.iter().filter(move |line| wanted(&line.verdict)))
        };
        Self {
            shell,
            id: draft.row.id,
            kind: draft.kind.label(),
            file: draft.row.file_name.clone(),
            merged: draft.row.merged,
            counts: report.counts(),
            digest: report.digest(),
            message,
            refused: of(|verdict| matches!(verdict, Verdict::Refused(_))),
            changed: of(|verdict| matches!(verdict, Verdict::Changed(_))),
            added: of(|verdict| matches!(verdict, Verdict::Added)),
        }
    }
}

async fn found(app: &AppState, actor: &Actor, id: ImportDraftId) -> Result<(Draft, Secretary), AppError> {
    let row = queries::draft(&app.db.read, actor, id, app.clock.now()).await?;
    Ok((Draft::of(row)?, actor.secretary()?))
}

/// The table as its columns were named; `None` while somebody has to say.
fn table(draft: &Draft) -> Option<Table> {
    let sources = draft.sources.clone()?;
    Some(Table { kind: draft.kind, lines: draft.body().to_vec(), sources })
}

/// What would come of it.
async fn rehearsed(app: &AppState, by: &Secretary, table: &Table) -> Result<Report, AppError> {
    let (importer, now) = (Importer::from(by), app.clock.now());
    let done: Result<Report, TakeError> =
        db::rehearse(&app.db, async |tx| take_in(tx, &importer, None, table, now).await).await;
    match done {
        Ok(report) | Err(TakeError::Refused(report)) => Ok(report),
        Err(TakeError::NotYours) => Err(AppError::Forbidden),
        Err(TakeError::Db(error)) => Err(error.into()),
    }
}

/// `GET /settings/import/{draft}`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ImportDraftId>,
) -> Result<HttpResponse, AppError> {
    let (draft, by) = found(&app, &actor, *id).await?;
    let Some(table) = table(&draft) else {
        return page::go_to(&format!("/settings/import/{id}/columns"));
    };
    let report = rehearsed(&app, &by, &table).await?;
    page::ok(PreviewPage::new(shell, &draft, &report, None))
}

/// What was shown.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SeenForm {
    seen: Field,
}

/// Why a confirmed table was not taken after all.
enum Undone {
    /// It would come to something else than was shown.
    Other(Report),
    Failed(AppError),
}

impl From<DbErr> for Undone {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

/// `POST /settings/import/{draft}`: takes it in, if it comes to what was shown.
pub async fn confirm(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ImportDraftId>,
    form: Form<SeenForm>,
) -> Result<HttpResponse, AppError> {
    let (draft, by) = found(&app, &actor, *id).await?;
    let table = table(&draft).ok_or(AppError::Unprocessable)?;
    let seen = form.into_inner().seen.value;
    if seen.is_empty() {
        let report = rehearsed(&app, &by, &table).await?;
        let why = Some("もう一度、内容を確かめてから押してください。");
        return page::unprocessable(PreviewPage::new(shell, &draft, &report, why));
    }
    let (importer, now) = (Importer::from(&by), app.clock.now());
    let work = async |tx: &Tx| {
        let report = match take_in(tx, &importer, None, &table, now).await {
            Ok(report) if report.digest() == seen => report,
            Ok(report) | Err(TakeError::Refused(report)) => return Err(Undone::Other(report)),
            Err(TakeError::NotYours) => return Err(Undone::Failed(AppError::Forbidden)),
            Err(TakeError::Db(error)) => return Err(error.into()),
        };
        commands::discard(tx, &by, draft.row.id, now).await?;
        Ok(report)
    };
    match db::write(&app.db, work).await {
        Ok(report) => {
            let done = format!("{}を取り込みました", draft.kind.label());
            page::see_other("/settings/import", Flash::ok(done).text(report.counts().to_string()))
        }
        Err(Undone::Other(report)) if report.digest() == seen => {
            let why = Some("取り込めない行があるので、まだ何も変えていません。");
            page::unprocessable(PreviewPage::new(shell, &draft, &report, why))
        }
        Err(Undone::Other(report)) => {
            let why = Some(
                "ほかの人が変更したので、取り込むと変わる内容が変わりました。もう一度確かめてください。",
            );
            page::conflict(PreviewPage::new(shell, &draft, &report, why))
        }
        Err(Undone::Failed(error)) => Err(error),
    }
}

/// `POST /settings/import/{draft}/removal`: puts it aside.
pub async fn remove(
    app: Data<AppState>,
    actor: Actor,
    id: Path<ImportDraftId>,
    form: Form<SeenForm>,
) -> Result<HttpResponse, AppError> {
    let (draft, by) = found(&app, &actor, *id).await?;
    if form.into_inner().seen.value != draft.row.id.to_string() {
        return Err(AppError::Unprocessable);
    }
    let now = app.clock.now();
    db::write(&app.db, async |tx| commands::discard(tx, &by, draft.row.id, now).await).await?;
    page::see_other("/settings/import", Flash::ok("取り込みをやめました").text("何も変えていません。"))
}
