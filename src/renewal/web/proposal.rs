//! 後任の推薦: the delegate of an association says who follows in one of its seats, `/seats/{id}/proposal`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use entity::id::SeatId;
use entity::proposal::{self, ProposalState};
use entity::{body, seat};
use sea_orm::DbErr;
use serde::Deserialize;

use crate::access::web::Shell;
use crate::access::{Actor, Delegate};
use crate::body::queries::{one_seat, terms_of_seat};
use crate::body::rules::{lasts_on, print_term};
use crate::directory::commands::PersonFacts;
use crate::directory::rules::{kana, mail_address};
use crate::platform::date::{month_day_weekday, parse_day, tokyo_day, wareki};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::form::{
    ErrorSummary, Field, Form, many_lines, one_line, required_one_line, seen_version, trimmed,
};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;
use crate::renewal::commands::{self, Proposal, ProposalError, Propose};
use crate::renewal::queries;

/// A proposal, as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    name: Field,
    kana: Field,
    workplace: Field,
    post: Field,
    mail: Field,
    from: Field,
    remark: Field,
    version: Field,
}

/// The button that takes a proposal back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct WithdrawalForm {
    version: Field,
}

impl ProposalForm {
    fn of(proposal: &proposal::Model) -> Self {
        Self {
            name: Field::new(&proposal.name),
            kana: Field::new(&proposal.kana),
            workplace: Field::new(&proposal.workplace),
            post: Field::new(&proposal.post),
            mail: Field::new(&proposal.mail),
            from: Field::new(wareki(proposal.from_on)),
            remark: Field::new(&proposal.remark),
            version: Field::new(proposal.version.to_string()),
        }
    }

    /// For a seat nobody is proposed for: from the day after the term that ends.
    fn empty(ends: Option<NaiveDate>) -> Self {
        let from = ends.and_then(|end| end.succ_opt()).map(wareki).unwrap_or_default();
        Self { from: Field::new(from), version: Field::new("0"), ..Self::default() }
    }

    fn parse(&mut self, seat: SeatId) -> Option<Propose> {
        let (name, kana) = (self.name.parse(trimmed(required_one_line(80))), self.kana.parse(kana));
        let workplace = self.workplace.parse(trimmed(one_line(120)));
        let post = self.post.parse(trimmed(one_line(80)));
        let mail = self.mail.parse(|typed| match typed.trim() {
            "" => Ok(String::new()),
            typed => mail_address(typed),
        });
        let from = self.from.parse(parse_day);
        let (remark, seen) = (self.remark.parse(many_lines(500)), self.version.parse(seen_version));
        let facts = PersonFacts { name: name?, kana: kana?, workplace: workplace?, post: post? };
        let proposal = Proposal { facts, mail: mail?, from: from?, remark: remark? };
        Some(Propose { seat, seen: seen?, proposal })
    }

    fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("name", "氏名", &self.name.error),
            ("kana", "ふりがな", &self.kana.error),
            ("workplace", "勤務先", &self.workplace.error),
            ("post", "役職", &self.post.error),
            ("mail", "メールアドレス", &self.mail.error),
            ("from", "交代の日", &self.from.error),
            ("remark", "事務局へのことば", &self.remark.error),
            ("", "この画面", &self.version.error),
        ])
    }
}

/// The seat that is spoken of.
struct Place {
    id: SeatId,
    body: body::Model,
    /// What the roster prints beside the association.
    label: String,
    /// Who sits there today, and the term.
    holder: Option<(String, String)>,
    /// The last day of that term.
    ends: Option<NaiveDate>,
}

#[derive(Template)]
#[template(path = "renewal/proposal.html")]
struct ProposalPage {
    shell: Shell,
    place: Place,
    form: ProposalForm,
    errors: ErrorSummary,
    /// What waits for the secretariat: its version, and when it was sent.
    open: Option<(i32, String)>,
    /// What became of the last one: whom, and the outcome.
    settled: Option<(String, String)>,
    /// Whether it was changed by somebody else while this was typed.
    overtaken: bool,
}

/// A seat of the delegate's association, or 404.
async fn own_seat(app: &AppState, actor: &Actor, id: SeatId) -> Result<(Delegate, Place), AppError> {
    let db = &app.db.read;
    let (body, seat) = one_seat(db, actor, id).await?;
    let by = actor.delegate()?;
    if seat.association_id != Some(*by.association()) {
        return Err(AppError::NotFound);
    }
    let today = tokyo_day(app.clock.now());
    let terms = terms_of_seat(db, id).await?;
    let holder = terms.into_iter().find(|(term, _)| lasts_on(Some(term.from_on), term.to_on, today));
    let ends = holder.as_ref().and_then(|(term, _)| term.to_on);
    let holder = holder.map(|(term, name)| (name, print_term(term.from_on, term.to_on)));
    let seat::Model { label, .. } = seat;
    Ok((by, Place { id, body, label, holder, ends }))
}

/// The page; with what was typed, if something was.
async fn drawn(
    app: &AppState,
    shell: Shell,
    place: Place,
    typed: Option<ProposalForm>,
) -> Result<ProposalPage, DbErr> {
    let last = queries::latest(&app.db.read, &[place.id]).await?.remove(&place.id);
    let open = last.as_ref().filter(|last| last.state == ProposalState::Open);
    let form =
        typed.or_else(|| open.map(ProposalForm::of)).unwrap_or_else(|| ProposalForm::empty(place.ends));
    let sent = open.map(|open| (open.version, month_day_weekday(tokyo_day(open.proposed_at))));
    let settled = last.as_ref().filter(|last| last.state != ProposalState::Open);
    let settled = settled.map(|last| (last.name.clone(), outcome(last)));
    Ok(ProposalPage { shell, place, errors: form.errors(), form, open: sent, settled, overtaken: false })
}

/// What became of a proposal, for the association.
fn outcome(proposal: &proposal::Model) -> String {
    match proposal.state {
        ProposalState::Accepted => "事務局が受け付けました。委嘱の手続きを進めています。".to_owned(),
        ProposalState::Declined => format!("事務局から：{}", proposal.reason),
        ProposalState::Open | ProposalState::Withdrawn => String::new(),
    }
}

/// `GET /seats/{id}/proposal`
pub async fn form(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
) -> Result<HttpResponse, AppError> {
    let (_, place) = own_seat(&app, &actor, *id).await?;
    page::ok(drawn(&app, shell, place, None).await?)
}

/// `POST /seats/{id}/proposal`
pub async fn submit(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<SeatId>,
    form: Form<ProposalForm>,
) -> Result<HttpResponse, AppError> {
    let ((by, place), mut form) = (own_seat(&app, &actor, *id).await?, form.into_inner());
    let Some(input) = form.parse(*id) else {
        return page::unprocessable(drawn(&app, shell, place, Some(form)).await?);
    };
    let (now, name) = (app.clock.now(), input.proposal.facts.name.clone());
    match db::write(&app.db, async |tx| commands::propose(tx, &by, input, now).await).await {
        Ok(()) => page::see_other(
            "/",
            Flash::ok(format!("{name}さんを後任に推薦しました"))
                .text("事務局が確かめるまでは、直したり取り下げたりできます。"),
        ),
        Err(ProposalError::Db(error)) => Err(error.into()),
        Err(ProposalError::Stale) => {
            let mut page = drawn(&app, shell, place, Some(form)).await?;
            page.form.version = Field::new(page.open.as_ref().map_or(0, |(version, _)| *version).to_string());
            page.overtaken = true;
            page::conflict(page)
        }
        Err(why) => {
            form.from.refuse(why);
            page::unprocessable(drawn(&app, shell, place, Some(form)).await?)
        }
    }
}

/// `POST /seats/{id}/proposal/withdrawal`
pub async fn withdraw(
    app: Data<AppState>,
    actor: Actor,
    id: Path<SeatId>,
    form: Form<WithdrawalForm>,
) -> Result<HttpResponse, AppError> {
    let (by, _) = own_seat(&app, &actor, *id).await?;
    let Some(seen) = form.into_inner().version.parse(seen_version) else {
        return Err(AppError::Unprocessable);
    };
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::take_back(tx, &by, (*id, seen), now).await).await {
        Ok(()) => page::see_other("/", Flash::ok("推薦を取り下げました")),
        Err(ProposalError::Db(error)) => Err(error.into()),
        Err(_) => Err(AppError::Conflict),
    }
}
