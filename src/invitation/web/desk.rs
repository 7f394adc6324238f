//! What the pages of all letters about a meeting share: the meeting as it stands, the head of the letter, the
//! preview, and the answers to each outcome of a command.

use actix_web::HttpResponse;
use entity::membership::MemberRole;
use entity::{body, meeting};
use sea_orm::{ConnectionTrait, DbErr};

use super::preview::{Preview, parts, rehearsed};
use crate::body::queries as bodies;
use crate::invitation::commands::{Issued, LetterError};
use crate::meeting::notices::place_line;
use crate::meeting::queries as meetings;
use crate::meeting::rules;
use crate::meeting::web::comparison::Difference;
use crate::meeting::web::letter_head::LetterHeadForm;
use crate::platform::clock::Instant;
use crate::platform::date::{clock_span, tokyo_day, tokyo_time, wareki_weekday};
use crate::platform::db::{self, Tx};
use crate::platform::error::AppError;
use crate::platform::form::{ErrorSummary, Field};
use crate::platform::page::{self, Flash};
use crate::platform::state::AppState;

/// Around the fields of one letter. Templates call it `desk`; drawn by `templates/invitation/letter.html`.
#[derive(Clone)]
pub struct Desk {
    /// The meeting as it stands now.
    pub meeting: meeting::Model,
    /// Whose meeting.
    pub body: body::Model,
    /// 「令和8年度第3回（仮）東部在宅医療・介護連携推進協議会」.
    pub name: String,
    /// The words of the page.
    pub words: Words,
    /// Why no such letter can be written now; the page has no form then.
    pub refused: Option<String>,
    /// Whether the form is drawn; not while something else has to be settled first.
    pub can_write: bool,
    /// A refusal of the command.
    pub message: Option<String>,
    /// Whether somebody else changed the meeting meanwhile.
    pub overtaken: bool,
    /// Where their version differs from what was typed.
    pub theirs: Vec<Difference>,
    /// All errors.
    pub errors: ErrorSummary,
    /// What would leave, once it was asked for.
    pub preview: Option<Preview>,
    /// The form as typed, carried on by the preview.
    pub kept: Vec<(&'static str, String)>,
    refusal: Refuses,
}

/// The words of a page, and where its form leads.
#[derive(Clone, Debug)]
pub struct Words {
    /// 「開催通知を送る」.
    pub heading: &'static str,
    /// One sentence under it.
    pub lead: &'static str,
    /// The last of the crumbs.
    pub crumb: &'static str,
    /// Address of the form.
    pub action: String,
}

/// Why a letter cannot be written for a meeting as it stands.
type Refuses = fn(&meeting::Model, Instant) -> Option<String>;

impl Desk {
    /// The page before anything was typed.
    pub async fn new(
        db: &impl ConnectionTrait,
        (meeting, body): (meeting::Model, body::Model),
        words: Words,
        refusal: Refuses,
        now: Instant,
    ) -> Result<Self, DbErr> {
        let numbering = meetings::numbering(db, &meeting).await?;
        let expected = meetings::expected(db, &meeting, numbering).await?;
        let name = format!("{}{}", rules::name(numbering.0, &meeting, Some(expected)), body.name);
        Ok(Self {
            refused: refusal(&meeting, now),
            name,
            meeting,
            body,
            words,
            can_write: true,
            message: None,
            overtaken: false,
            theirs: Vec::new(),
            errors: ErrorSummary::default(),
            preview: None,
            kept: Vec::new(),
            refusal,
        })
    }

    /// How many would hear of it.
    pub fn people(&self) -> usize {
        self.preview.as_ref().map_or(0, |preview| preview.people)
    }

    /// The date as the page prints it.
    pub fn when(&self) -> String {
        when(&self.meeting)
    }

    /// The place as the letter prints it.
    pub fn place(&self) -> String {
        place_line(self.meeting.mode, &self.meeting.place)
    }

    /// The reply deadline.
    pub fn due(&self) -> Option<String> {
        self.meeting.reply_due_on.map(wareki_weekday)
    }

    /// With a sentence above the form.
    pub fn saying(self, message: impl ToString) -> Self {
        Self { message: Some(message.to_string()), ..self }
    }

    /// With the errors of what was typed.
    pub fn typed(self, form: &mut impl Typed) -> Self {
        let unread = form.version().error.clone();
        Self { errors: form.errors(), message: unread.or(self.message), ..self }
    }

    /// With what would leave, and the form to send it.
    pub fn previewing(self, preview: Preview, form: &impl Typed) -> Self {
        Self { preview: Some(preview), kept: form.kept(), ..self }
    }
}

/// Where in writing a letter the clerk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Wants to see what would leave.
    Preview,
    /// Has seen it and goes back to the form.
    Rewrite,
    /// Has seen it and sends it.
    Send,
}

impl Step {
    /// By the buttons `confirm` and `again` of the preview.
    pub fn of(confirm: &Field, again: &Field) -> Self {
        match (again.value.is_empty(), confirm.value.is_empty()) {
            (false, _) => Self::Rewrite,
            (true, true) => Self::Preview,
            (true, false) => Self::Send,
        }
    }
}

/// A form of a letter, as the desk needs to know it.
pub trait Typed {
    /// The version seen.
    fn version(&mut self) -> &mut Field;
    /// The head of the letter.
    fn head(&mut self) -> &mut LetterHeadForm;
    /// All errors, in the order of the page.
    fn errors(&self) -> ErrorSummary;
    /// Everything typed, for the preview to carry on.
    fn kept(&self) -> Vec<(&'static str, String)>;
    /// The button pressed.
    fn step(&self) -> Step;
    /// Where what is typed differs from the meeting as somebody else left it.
    fn against(&self, _theirs: &meeting::Model) -> Vec<Difference> {
        Vec::new()
    }
    /// Puts a refusal beside its field, if it belongs to one.
    fn beside(&mut self, error: &LetterError) -> bool {
        let taken = matches!(error, LetterError::NumberTaken);
        if taken {
            self.head().number.refuse(error);
        }
        taken
    }
}

/// What became of a form.
pub enum Outcome {
    /// The letter waits in 送信箱.
    Sent(Issued),
    /// The page again.
    Shown(Status, Box<Desk>),
}

/// The status of a page that is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 200: the preview, or the form to be rewritten.
    Ok,
    /// 422: it cannot be taken.
    Unprocessable,
    /// 409: somebody else was faster.
    Conflict,
}

impl Status {
    /// The page with this status.
    pub fn answer(self, page: impl askama::Template) -> Result<HttpResponse, AppError> {
        match self {
            Self::Ok => page::ok(page),
            Self::Unprocessable => page::unprocessable(page),
            Self::Conflict => page::conflict(page),
        }
    }
}

/// Does what the button says: goes back to the form, shows what the command would send, or sends it.
pub async fn step(
    app: &AppState,
    desk: Desk,
    form: &mut impl Typed,
    now: Instant,
    work: impl AsyncFnOnce(&Tx) -> Result<Issued, LetterError>,
) -> Result<Outcome, AppError> {
    let done = match form.step() {
        Step::Rewrite => return Ok(Outcome::Shown(Status::Ok, Box::new(desk.typed(form)))),
        Step::Preview => rehearsed(app, now, work).await.map(Err),
        Step::Send => db::write(&app.db, work).await.map(Ok),
    };
    match done {
        Ok(Ok(issued)) => Ok(Outcome::Sent(issued)),
        Ok(Err(preview)) => Ok(Outcome::Shown(Status::Ok, Box::new(desk.previewing(preview, form)))),
        Err(error) => {
            let (desk, status) = desk.after(error, form, now)?;
            Ok(Outcome::Shown(status, Box::new(desk)))
        }
    }
}

impl Desk {
    /// What an outcome of the command does to the page: an error beside its field, a sentence, or the meeting as
    /// somebody else left it. Errors: the database.
    fn after(
        self,
        error: LetterError,
        form: &mut impl Typed,
        now: Instant,
    ) -> Result<(Self, Status), AppError> {
        let (desk, status) = match error {
            LetterError::Db(error) => return Err(error.into()),
            LetterError::Stale(theirs) => (self.overtaken_by(*theirs, form, now), Status::Conflict),
            other if form.beside(&other) => (self, Status::Unprocessable),
            other => (self.saying(other), Status::Unprocessable),
        };
        // Sent again, the form counts as seen.
        *form.version() = Field::new(desk.meeting.version.to_string());
        Ok((desk.typed(form), status))
    }

    fn overtaken_by(self, theirs: meeting::Model, form: &impl Typed, now: Instant) -> Self {
        let refused = (self.refusal)(&theirs, now);
        let differences = form.against(&theirs);
        Self { meeting: theirs, overtaken: refused.is_none(), refused, theirs: differences, ..self }
    }
}

/// 「令和8年11月26日(木) 18:30～20:00」; 「未定」 without a date.
pub fn when(meeting: &meeting::Model) -> String {
    let hours = meeting.starts_at.zip(meeting.ends_at).map(|(start, end)| {
        format!("{} {}", wareki_weekday(tokyo_day(start)), clock_span(tokyo_time(start), tokyo_time(end)))
    });
    hours.unwrap_or_else(|| "未定".to_owned())
}

/// The head as a clerk usually types it today: the sender of the meeting's last letter, else the chair of the day.
pub async fn usual_head(
    db: &impl ConnectionTrait,
    meeting: &meeting::Model,
    body: &body::Model,
    now: Instant,
) -> Result<LetterHeadForm, DbErr> {
    let last = meetings::latest_letter(db, meeting.id).await?.map(|letter| letter.sender);
    let sender = match last {
        Some(sender) => sender,
        None => chair_of_the_day(db, meeting, body).await?,
    };
    Ok(LetterHeadForm::blank(tokyo_day(now), &sender))
}

/// 「…協議会　会長　山田 太郎」; without the name while the chair is vacant.
async fn chair_of_the_day(
    db: &impl ConnectionTrait,
    meeting: &meeting::Model,
    body: &body::Model,
) -> Result<String, DbErr> {
    let day = meetings::charter_day(meeting);
    let title = bodies::rules_on(db, body.id, day).await?.titles.chair;
    let people = bodies::people_on(db, body.id, day).await?;
    let chair = people.into_iter().find(|head| head.role() == MemberRole::Chair);
    let name = chair.map(|head| format!("　{}", head.person.name)).unwrap_or_default();
    Ok(format!("{}　{title}{name}", body.name))
}

/// Back to the meeting, which says what has been done: the letter waits in 送信箱 for so long, and sheets wait for the
/// printer.
pub fn sent(
    app: &AppState,
    title: String,
    issued: &Issued,
    meeting: &meeting::Model,
) -> Result<HttpResponse, AppError> {
    let pushed = issued.pushed;
    let hold = if pushed.mails + pushed.sheets > 1 { app.db.terms().hold_ms / 1000 } else { 0 };
    let starts = match hold {
        _ if pushed.mails == 0 => String::new(),
        0 => "すぐに送り始めます。".to_owned(),
        seconds if seconds % 60 == 0 => format!("{}分後に送り始めます。", seconds / 60),
        seconds => format!("{seconds}秒後に送り始めます。"),
    };
    let counts = parts(pushed.mails, pushed.sheets);
    let flash = Flash::ok(title).text(format!("{counts}。{starts}")).link("/outbox", "送信箱で確認する");
    let to = format!("/meetings/{}", meeting.id);
    let flash = match pushed.sheets {
        0 => flash,
        sheets => flash.link(format!("{to}/sheets"), format!("{sheets}通を印刷する")),
    };
    page::see_other(to, flash)
}
