//! `/new-year?fy=`: what of the year before comes again, and the one button that makes it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use chrono::NaiveDate;
use entity::id::{BoardRowId, BodyId, MeetingId};
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries::charters_in;
use crate::body::rules::{Charters, Numbering};
use crate::meeting::queries::day;
use crate::new_year::commands::{self, NewYear};
use crate::new_year::queries::{Preview, preview};
use crate::new_year::rules::Again;
use crate::platform::date::{FiscalYear, month_day_weekday, tokyo_day, wareki_month};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{Choice, Choices, ErrorSummary, Field, Form};
use crate::platform::page::{self, Flash, visible};
use crate::platform::state::AppState;
use crate::platform::table::IntakeError;

/// `?fy=`: the year that begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct YearQuery {
    fy: Field,
}

/// What shall come again, as ticked.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewYearForm {
    fy: Field,
    meetings: Choices,
    rows: Choices,
}

/// A body's meetings.
struct BodyBlock {
    name: String,
    /// How their numbers go on.
    numbers: &'static str,
    field: Vec<Choice>,
    there: Vec<String>,
}

impl BodyBlock {
    fn hint(&self) -> String {
        if self.there.is_empty() {
            return self.numbers.to_owned();
        }
        visible(&format!("{}計画してあるもの：{}", self.numbers, self.there.join("、"))).into_owned()
    }
}

#[derive(Template)]
#[template(path = "new_year/show.html")]
struct NewYearPage {
    shell: Shell,
    year: FiscalYear,
    before: FiscalYear,
    years: Vec<Choice>,
    form: NewYearForm,
    summary: ErrorSummary,
    bodies: Vec<BodyBlock>,
    rows: Vec<Choice>,
    rows_there: Vec<String>,
}

impl NewYearPage {
    fn new(
        shell: Shell,
        read: Preview,
        charters: &Charters,
        (this_year, mut form): (FiscalYear, NewYearForm),
    ) -> Self {
        let year = read.year;
        let near = [year, this_year, FiscalYear::new(this_year.year() + 1)];
        let mut near: Vec<_> = near.into_iter().map(FiscalYear::year).collect();
        near.sort_unstable();
        near.dedup();
        let choice = |year: i32| Choice::new(year.to_string(), FiscalYear::new(year).label());
        let (rows, rows_there) = rows(&read);
        let errors = [
            ("", "年度", &form.fy.error),
            ("", "会議", &form.meetings.error),
            ("", "年間予定表", &form.rows.error),
        ];
        let summary = ErrorSummary::of(errors);
        form.fy = Field { value: year.year().to_string(), error: form.fy.error };
        Self {
            shell,
            year,
            before: FiscalYear::new(year.year() - 1),
            years: near.into_iter().map(choice).collect(),
            form,
            summary,
            bodies: bodies(&read.meetings, charters, year.start()),
            rows,
            rows_there,
        }
    }

    /// The id of a body's boxes.
    fn group_id(&self, number: &usize) -> String {
        if *number == 1 { "meetings".to_owned() } else { format!("meetings-{number}") }
    }

    fn is_all_there(&self) -> bool {
        self.rows.is_empty() && self.bodies.iter().all(|body| body.field.is_empty())
    }
}

/// The meetings by body.
fn bodies(all: &[Again], charters: &Charters, on: NaiveDate) -> Vec<BodyBlock> {
    let mut blocks: Vec<(BodyId, BodyBlock)> = Vec::new();
    for again in all {
        if blocks.last().is_none_or(|(body, _)| *body != again.body.id) {
            let numbering = charters.rules_on(again.body.id, on).numbering.value();
            let numbers = match numbering {
                Some(Numbering::FiscalYear) => "会議の番号は、新しい年度の第1回から数えなおします。",
                Some(Numbering::Running) => "会議の番号は、通し番号で続けます。",
                None => "会議の番号の数えかたは、要綱に定めがありません。",
            };
            let name = visible(&again.body.name).into_owned();
            let block = BodyBlock { name, numbers, field: Vec::new(), there: Vec::new() };
            blocks.push((again.body.id, block));
        }
        let Some((_, block)) = blocks.last_mut() else { continue };
        let words = words(again);
        if again.there {
            block.there.push(words);
        } else {
            block.field.push(Choice::new(again.meeting.id.to_string(), words));
        }
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

/// 「令和9年5月（今年度は第1回、5月21日(木)）」
fn words(again: &Again) -> String {
    let meeting = &again.meeting;
    let number = meeting.number.map(|number| format!("第{number}回、")).unwrap_or_default();
    let was = match (meeting.starts_at, day(meeting)) {
        (Some(start), _) => month_day_weekday(tokyo_day(start)),
        (None, Some(month)) => wareki_month(month),
        (None, None) => String::new(),
    };
    let title = if meeting.title.is_empty() { String::new() } else { format!("　{}", meeting.title) };
    let outcome = if meeting.fell_through_at.is_some() { "、流会" } else { "" };
    format!("{}{title}（前の年度は{number}{was}{outcome}）", wareki_month(again.month))
}

/// Lines with something to copy, and those where all is there.
fn rows(read: &Preview) -> (Vec<Choice>, Vec<String>) {
    let (mut open, mut there) = (Vec::new(), Vec::new());
    for (row, group) in &read.rows {
        let Some(entries) = read.entries.get(&row.id) else { continue };
        let name = match group {
            Some(group) => format!("{}　{}{}", group.name, row.letter, row.name),
            None => format!("{}{}", row.letter, row.name),
        };
        let missing = entries.iter().filter(|one| !one.there).count();
        if missing == 0 {
            there.push(name);
        } else {
            open.push(Choice::new(row.id.to_string(), format!("{name}（{missing}件）")));
        }
    }
    (open, there)
}

async fn ground(app: &AppState, actor: &Actor, year: FiscalYear) -> Result<(Preview, Charters), AppError> {
    let (db, region) = (&app.db.read, actor.secretary()?.region());
    Ok((preview(db, region, year).await?, charters_in(db, region).await?))
}

/// `GET /new-year`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    query: Query<YearQuery>,
) -> Result<HttpResponse, AppError> {
    actor.secretary()?;
    let this_year = FiscalYear::of(tokyo_day(app.clock.now()));
    let asked = read_year(&query.fy.value);
    let year = asked.unwrap_or(FiscalYear::new(this_year.year() + 1));
    let (read, charters) = ground(&app, &actor, year).await?;
    // Everything is ticked at first.
    let meetings =
        read.meetings.iter().filter(|again| !again.there).map(|again| again.meeting.id.to_string());
    let rows = read.rows.iter().map(|(row, _)| row.id.to_string());
    let form =
        NewYearForm { fy: Field::default(), meetings: Choices::new(meetings), rows: Choices::new(rows) };
    page::ok(NewYearPage::new(shell, read, &charters, (this_year, form)))
}

fn read_year(text: &str) -> Option<FiscalYear> {
    FiscalYear::parse(text).ok().filter(|year| (1990..=2200).contains(&year.year()))
}

/// `POST /new-year`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    form: Form<NewYearForm>,
) -> Result<HttpResponse, AppError> {
    let (by, mut form) = (actor.secretary()?, form.into_inner());
    let this_year = FiscalYear::of(tokyo_day(app.clock.now()));
    let year = form.fy.parse(|text| read_year(text).ok_or("年度を選んでください。"));
    let meetings =
        form.meetings.parse(|text| text.parse::<MeetingId>().map_err(|_| "会議を選びなおしてください。"));
    let rows = form.rows.parse(|text| text.parse::<BoardRowId>().map_err(|_| "行を選びなおしてください。"));
    let chosen = meetings.zip(rows).filter(|(meetings, rows)| !(meetings.is_empty() && rows.is_empty()));
    let (Some(year), Some((meetings, rows))) = (year, chosen) else {
        if form.meetings.error.is_none() && form.rows.error.is_none() {
            form.meetings.refuse("新しい年度に作る会議か、写す行を、1つ以上選んでください。");
        }
        let shown = year.unwrap_or(FiscalYear::new(this_year.year() + 1));
        let (read, charters) = ground(&app, &actor, shown).await?;
        return page::unprocessable(NewYearPage::new(shell, read, &charters, (this_year, form)));
    };
    let input = NewYear { year, meetings, rows };
    match db::write(&app.db, async |tx| commands::begin(tx, &by, input, app.clock.now()).await).await {
        Ok(made) => {
            let words = format!("{}の準備をしました", year.label());
            let counts = format!("会議 {}件、予定 {}件を（仮）で作りました。", made.meetings, made.entries);
            page::see_other(format!("/board?fy={}", year.year()), Flash::ok(words).text(counts))
        }
        Err(IntakeError::Db(error)) => Err(error.into()),
        Err(IntakeError::Refused(faults)) => {
            form.meetings.refuse(faults.first().map_or_else(String::new, |fault| fault.reason.clone()));
            let (read, charters) = ground(&app, &actor, year).await?;
            page::unprocessable(NewYearPage::new(shell, read, &charters, (this_year, form)))
        }
    }
}
