//! 取り込み・書き出し: the form that sends a file, what waits, and every table to take along.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use super::super::commands::{self, Sent};
use super::super::queries;
use super::super::rules::{Kind, guess, head_line};
use crate::access::Actor;
use crate::access::web::Shell;
use crate::platform::date::{clock, tokyo_day, tokyo_time, wareki};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, ErrorSummary, Field, SentFile, Upload};
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;
use crate::platform::table::{Line, Sheet, read_book, read_csv};

#[derive(Template)]
#[template(path = "exchange/index.html")]
pub(super) struct IndexPage {
    shell: Shell,
    kind: Field,
    file: Field,
    errors: ErrorSummary,
    message: Option<String>,
    kinds: Vec<Choice>,
    /// Word and label of what can be written out.
    exports: Vec<(&'static str, &'static str)>,
    waiting: Vec<Waiting>,
}

/// A table that waits for its confirmation.
struct Waiting {
    href: String,
    kind: &'static str,
    file: String,
    since: String,
}

impl IndexPage {
    /// The page with what was chosen.
    pub(super) async fn new(
        app: &AppState,
        actor: &Actor,
        shell: Shell,
        (kind, file): (Field, Field),
        message: Option<String>,
    ) -> Result<Self, AppError> {
        let drafts = queries::drafts_of(&app.db.read, actor, app.clock.now()).await?;
        let waiting = drafts.into_iter().map(|(id, kind, file, at)| Waiting {
            href: format!("/settings/import/{id}"),
            kind: Kind::from_word(&kind).map_or("", Kind::label),
            file,
            since: format!("{} {}", wareki(tokyo_day(at)), clock(tokyo_time(at))),
        });
        let errors = ErrorSummary::of([("kind", "何の表か", &kind.error), ("file", "ファイル", &file.error)]);
        let takes = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Municipalities);
        let kinds = takes.map(|kind| Choice::new(kind.word(), kind.label())).collect();
        let exports = Kind::ALL.map(|kind| (kind.word(), kind.label())).to_vec();
        Ok(Self { shell, kind, file, errors, message, kinds, exports, waiting: waiting.collect() })
    }
}

/// `GET /settings/import`
pub async fn show(app: Data<AppState>, actor: Actor, shell: Shell) -> Result<HttpResponse, AppError> {
    actor.secretary()?;
    let kind = Field::new(Kind::Persons.word());
    page::ok(IndexPage::new(&app, &actor, shell, (kind, Field::default()), None).await?)
}

/// `POST /settings/import`: reads the file and keeps it as a draft. Nothing else changes.
pub async fn send(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Upload,
) -> Result<HttpResponse, AppError> {
    let by = actor.secretary()?;
    let mut kind = Field::new(form.fields.get("kind").cloned().unwrap_or_default());
    let mut file = Field::default();
    let chosen = kind.parse(|word| {
        let kind = Kind::from_word(word).filter(|kind| *kind != Kind::Municipalities);
        kind.ok_or("何の表かを選んでください。")
    });
    let sheet = match &form.file {
        None => {
            file.refuse("ファイルを選んでください。");
            None
        }
        Some(sent) => {
            let read = sheet(&app, sent).await;
            file.parse(|_| read)
        }
    };
    let (Some(kind_chosen), Some(sheet), Some(sent)) = (chosen, sheet, form.file) else {
        return page::unprocessable(IndexPage::new(&app, &actor, shell, (kind, file), None).await?);
    };
    let remembered = queries::mapping(&app.db.read, by.region(), kind_chosen).await?;
    let head_at = head_line(kind_chosen, &sheet.lines, &remembered);
    let heads = sheet.lines.get(head_at).map(|line: &Line| line.cells.clone()).unwrap_or_default();
    let guess = guess(kind_chosen, &heads, &remembered);
    let sent = Sent {
        kind: kind_chosen,
        file_name: sent.name,
        lines: sheet.lines,
        merged: sheet.merged,
        head_at,
        sources: guess.sure.then_some(guess.sources),
    };
    let (now, sure) = (app.clock.now(), guess.sure);
    let id = db::write(&app.db, async |tx| commands::keep_draft(tx, &by, sent, now).await).await?;
    page::go_to(&if sure {
        format!("/settings/import/{id}")
    } else {
        format!("/settings/import/{id}/columns")
    })
}

async fn sheet(app: &AppState, sent: &SentFile) -> Result<Sheet, String> {
    if sent.octets.starts_with(b"PK") {
        return read_book(&app.program, &sent.octets).await.map_err(|error| error.to_string());
    }
    if sent.octets.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("古いExcelの形式（.xls）か、パスワード付きのファイルです。Excelで「.xlsx」かCSVに保存しなおしてください。".to_owned());
    }
    let lines = read_csv(&sent.octets).map_err(|error| error.to_string())?;
    Ok(Sheet { lines, merged: 0 })
}
