//! Which column of the file is which: chosen once, with the first lines in sight, and remembered by the heads.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::ImportDraftId;

use super::Draft;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::exchange::commands;
use crate::exchange::queries;
use crate::exchange::rules::{Source, guess, missing};
use crate::platform::date::half_width;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, Form};
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;

/// How many lines and columns of the file are shown.
const LINES: usize = 4;
const COLUMNS: usize = 12;

#[derive(Template)]
#[template(path = "exchange/columns.html")]
struct ColumnsPage {
    shell: Shell,
    id: ImportDraftId,
    kind: &'static str,
    file: String,
    merged: i32,
    head_line: Field,
    errors: ErrorSummary,
    rows: Vec<ColumnRow>,
    choices: Vec<Choice>,
    /// The first lines: numbers and cells.
    heads: Vec<String>,
    lines: Vec<(usize, Vec<String>)>,
}

/// One column of the kind.
struct ColumnRow {
    /// Names of its two fields.
    from: String,
    value: String,
    name: &'static str,
    needed: bool,
    about: &'static str,
    chosen: Field,
    typed: Field,
}

/// What a form said: name and value of each field.
type Fields = BTreeMap<String, String>;

impl ColumnsPage {
    fn new(shell: Shell, draft: &Draft, sources: &[Source]) -> Self {
        let rows = draft.kind.heads().iter().zip(sources).enumerate().map(|(at, (head, source))| {
            let (chosen, typed) = match source {
                Source::Absent => (Field::default(), Field::default()),
                Source::Cell(cell) => (Field::new(cell.to_string()), Field::default()),
                Source::Value(text) => (Field::default(), Field::new(text)),
            };
            ColumnRow {
                from: format!("from_{at}"),
                value: format!("value_{at}"),
                name: head.name,
                needed: head.needed,
                about: head.about,
                chosen,
                typed,
            }
        });
        let width = draft.lines.iter().take(50).map(|line| line.cells.len()).max().unwrap_or(0);
        let words = |at: usize| draft.heads().get(at).map_or("", |head| head.trim());
        let choice = |at: usize| match words(at) {
            "" => Choice::new(at.to_string(), format!("{}列目", at + 1)),
            head => Choice::new(at.to_string(), format!("{}列目　{}", at + 1, head.replace('\n', " "))),
        };
        let choices = std::iter::once(Choice::new("", "ファイルにない")).chain((0..width).map(choice));
        let number = draft.lines.get(draft.head_at).map_or(1, |line| line.number);
        let shown = |cells: &[String]| {
            (0..width.min(COLUMNS)).map(|at| cells.get(at).cloned().unwrap_or_default()).collect()
        };
        Self {
            shell,
            id: draft.row.id,
            kind: draft.kind.label(),
            file: draft.row.file_name.clone(),
            merged: draft.row.merged,
            head_line: Field::new(number.to_string()),
            errors: ErrorSummary::default(),
            rows: rows.collect(),
            choices: choices.collect(),
            heads: shown(draft.heads()),
            lines: draft.body().iter().take(LINES).map(|line| (line.number, shown(&line.cells))).collect(),
        }
    }

    /// The page with its errors on top.
    fn refused(mut self) -> Self {
        let mut lines = vec![("head_line".to_owned(), "見出しの行", self.head_line.error.clone())];
        lines.extend(self.rows.iter().map(|row| (row.from.clone(), row.name, row.chosen.error.clone())));
        self.errors = ErrorSummary::of(lines.iter().map(|(id, name, error)| (id.as_str(), *name, error)));
        self
    }
}

async fn found(app: &AppState, actor: &Actor, id: ImportDraftId) -> Result<Draft, AppError> {
    let draft = Draft::of(queries::draft(&app.db.read, actor, id, app.clock.now()).await?)?;
    actor.secretary()?;
    Ok(draft)
}

/// What was chosen before, else what the heads say.
async fn offered(app: &AppState, draft: &Draft) -> Result<Vec<Source>, AppError> {
    if let Some(sources) = &draft.sources {
        return Ok(sources.clone());
    }
    let remembered = queries::mapping(&app.db.read, draft.row.region_id, draft.kind).await?;
    Ok(guess(draft.kind, draft.heads(), &remembered).sources)
}

/// `GET /settings/import/{draft}/columns`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ImportDraftId>,
) -> Result<HttpResponse, AppError> {
    let draft = found(&app, &actor, *id).await?;
    let sources = offered(&app, &draft).await?;
    page::ok(ColumnsPage::new(shell, &draft, &sources))
}

/// `POST /settings/import/{draft}/columns`: keeps the choice, or looks anew when the heads stand in another line.
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ImportDraftId>,
    form: Form<Fields>,
) -> Result<HttpResponse, AppError> {
    let mut draft = found(&app, &actor, *id).await?;
    let by = actor.secretary()?;
    let fields = form.into_inner();
    let typed = fields.get("head_line").cloned().unwrap_or_default();
    let number: Option<usize> = half_width(&typed).trim().parse().ok();
    let Some(head_at) = draft.lines.iter().position(|line| Some(line.number) == number) else {
        let mut page = ColumnsPage::new(shell, &draft, &chosen(&draft, &fields));
        page.head_line = Field::new(typed);
        page.head_line.refuse("列の名前が書かれた行の番号を、数字で入れてください。");
        return page::unprocessable(page.refused());
    };
    if head_at != draft.head_at {
        draft.head_at = head_at;
        draft.sources = None;
        let sources = offered(&app, &draft).await?;
        let mut page = ColumnsPage::new(shell, &draft, &sources);
        page.head_line.refuse("見出しの行を変えました。下の列を確かめて、もう一度押してください。");
        return page::unprocessable(page.refused());
    }
    let sources = chosen(&draft, &fields);
    let missing = missing(draft.kind, &sources);
    if !missing.is_empty() {
        let mut page = ColumnsPage::new(shell, &draft, &sources);
        for row in page.rows.iter_mut().filter(|row| missing.contains(&row.name)) {
            row.chosen.refuse("ファイルの列を選ぶか、全部の行に入れる言葉を書いてください。");
        }
        return page::unprocessable(page.refused());
    }
    let (remembered, now) = (remembered(&draft, &sources), app.clock.now());
    let choice = (head_at, sources.as_slice());
    let work = async |tx: &db::Tx| commands::map_draft(tx, &by, &draft.row, choice, remembered, now).await;
    db::write(&app.db, work).await?;
    page::go_to(&format!("/settings/import/{id}"))
}

fn chosen(draft: &Draft, fields: &Fields) -> Vec<Source> {
    let field = |name: String| fields.get(&name).map_or("", |text| text.trim());
    let source = |at: usize| match (field(format!("from_{at}")).parse().ok(), field(format!("value_{at}"))) {
        (Some(cell), _) => Source::Cell(cell),
        (None, "") => Source::Absent,
        (None, text) => Source::Value(text.to_owned()),
    };
    (0..draft.kind.heads().len()).map(source).collect()
}

/// Every head of the file with the column it was, or with nothing.
fn remembered(draft: &Draft, sources: &[Source]) -> BTreeMap<String, String> {
    let heads = draft.heads().iter().enumerate().filter(|(_, head)| !head.trim().is_empty());
    let column = |at: usize| {
        let found = sources.iter().position(|source| *source == Source::Cell(at));
        let head = found.and_then(|found| draft.kind.heads().get(found));
        head.map(|head| head.name.to_owned()).unwrap_or_default()
    };
    heads.map(|(at, head)| (head.trim().to_owned(), column(at))).collect()
}
