//! What an association proposes for a seat, `/proposals/{id}`: the secretariat says who is meant and notes it as the
//! 推薦 of the seat, or says why it is not taken.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use entity::id::{MembershipId, PersonId, ProposalId};
use entity::proposal::{self, ProposalState};
use entity::{body, person};
use serde::Deserialize;

use crate::access::web::Shell;
use crate::access::{Actor, Secretary};
use crate::body::queries::{seat_name, terms_of_seat};
use crate::body::rules::{lasts_on, print_term};
use crate::directory::queries::people_like;
use crate::platform::date::{iso_day, month_day_weekday, parse_day, tokyo_day, wareki};
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::folding::folded;
use crate::platform::form::{Choice, ErrorSummary, Field, Form, required_one_line, seen_version};
use crate::platform::page::{self, Flash, filters};
use crate::platform::state::AppState;
use crate::renewal::commands::{self, Accept, Decline, ProposalError};
use crate::renewal::queries;

/// Stands for somebody who is not in the register yet.
const NEW: &str = "new";

/// The 推薦 as it is noted, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AcceptanceForm {
    who: Field,
    from: Field,
    version: Field,
}

/// Why it is not taken, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RefusalForm {
    reason: Field,
    version: Field,
}

impl AcceptanceForm {
    fn parse(&mut self, proposal: ProposalId, known: &[person::Model]) -> Option<Accept> {
        let person = self.who.parse(|typed| match typed {
            _ if known.is_empty() => Ok(None),
            NEW => Ok(None),
            typed => {
                let id = typed.parse::<PersonId>().ok();
                let one = id.filter(|id| known.iter().any(|one| one.id == *id));
                one.map(Some).ok_or("だれのことか、選んでください。")
            }
        });
        let (from, seen) = (self.from.parse(parse_day), self.version.parse(seen_version));
        Some(Accept { proposal, seen: seen?, from: from?, person: person? })
    }
}

#[derive(Template)]
#[template(path = "renewal/proposed.html")]
struct ProposedPage {
    shell: Shell,
    body: body::Model,
    proposal: proposal::Model,
    place: String,
    sent: String,
    /// Who sits there on the day: the term, the name and the term's days.
    holder: Option<(MembershipId, String, String)>,
    /// Who in the register may be meant.
    known: Vec<person::Model>,
    choices: Vec<Choice>,
    acceptance: AcceptanceForm,
    refusal: RefusalForm,
    errors: ErrorSummary,
}

impl ProposedPage {
    /// What became of it; empty while it waits.
    fn outcome(&self) -> &'static str {
        match self.proposal.state {
            ProposalState::Open => "",
            ProposalState::Accepted => "次の委員として記録しました",
            ProposalState::Declined => "見送ったことを団体に伝えました",
            ProposalState::Withdrawn => "団体が取り下げました",
        }
    }

    fn with_errors(mut self) -> Self {
        let (acceptance, refusal) = (&self.acceptance, &self.refusal);
        self.errors = ErrorSummary::of([
            ("who", "だれのことか", &acceptance.who.error),
            ("from", "委嘱の日", &acceptance.from.error),
            ("reason", "見送る理由", &refusal.reason.error),
            ("", "この画面", &acceptance.version.error),
            ("", "この画面", &refusal.version.error),
        ]);
        self
    }
}

/// The proposal and its page, for the secretariat alone.
async fn ground(
    app: &AppState,
    actor: &Actor,
    shell: Shell,
    id: ProposalId,
) -> Result<(Secretary, ProposedPage), AppError> {
    let db = &app.db.read;
    let (body, seat, proposal) = queries::one_proposal(db, actor, id).await?;
    let by = actor.secretary()?;
    let place = seat_name(db, &seat).await?;
    let terms = terms_of_seat(db, seat.id).await?;
    let on = proposal.from_on;
    let holder = terms.into_iter().find(|(term, _)| lasts_on(Some(term.from_on), term.to_on, on));
    let mut known = people_like(db, actor, "").await?;
    let (name, kana) = (folded(&proposal.name), folded(&proposal.kana));
    known.retain(|one| folded(&one.name) == name || folded(&one.kana) == kana);
    let choices = choices(&known);
    let who = match known.as_slice() {
        [one] if folded(&one.name) == name => one.id.to_string(),
        _ => String::new(),
    };
    let seen = Field::new(proposal.version.to_string());
    let acceptance =
        AcceptanceForm { who: Field::new(who), from: Field::new(wareki(on)), version: seen.clone() };
    let page = ProposedPage {
        shell,
        body,
        place,
        sent: month_day_weekday(tokyo_day(proposal.proposed_at)),
        holder: holder.map(|(term, name)| (term.id, name, print_term(term.from_on, term.to_on))),
        known,
        choices,
        acceptance,
        refusal: RefusalForm { version: seen, ..RefusalForm::default() },
        errors: ErrorSummary::default(),
        proposal,
    };
    Ok((by, page))
}

fn choices(known: &[person::Model]) -> Vec<Choice> {
    let label = |one: &person::Model| {
        let work = [one.workplace.as_str(), one.post.as_str()].join(" ");
        let work = if work.trim().is_empty() { "勤務先の記載なし" } else { work.trim() };
        format!("名簿の{}さん（{}、{work}）", one.name, one.kana)
    };
    let known = known.iter().map(|one| Choice::new(one.id.to_string(), label(one)));
    known.chain([Choice::new(NEW, "名簿にいない人なので、新しく加える")]).collect()
}

/// `GET /proposals/{id}`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ProposalId>,
) -> Result<HttpResponse, AppError> {
    page::ok(ground(&app, &actor, shell, *id).await?.1)
}

/// `POST /proposals/{id}/acceptance`
pub async fn accept(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ProposalId>,
    form: Form<AcceptanceForm>,
) -> Result<HttpResponse, AppError> {
    let (by, mut page) = ground(&app, &actor, shell, *id).await?;
    page.acceptance = form.into_inner();
    let Some(input) = page.acceptance.parse(*id, &page.known) else {
        return page::unprocessable(page.with_errors());
    };
    let now = app.clock.now();
    match db::write(&app.db, async |tx| commands::accept(tx, &by, input, now).await).await {
        Ok(body) => page::see_other(
            format!("/bodies/{body}/renewal?from={}", iso_day(input.from)),
            Flash::ok(format!("{}さんを次の委員として記録しました", page.proposal.name))
                .text("就任承諾書が届いたら、承諾の日を入れて委嘱してください。"),
        ),
        Err(ProposalError::Db(error)) => Err(error.into()),
        Err(ProposalError::Stale) => Err(AppError::Conflict),
        Err(why @ ProposalError::NoSuchPerson) => {
            page.acceptance.who.refuse(why);
            page::unprocessable(page.with_errors())
        }
        Err(why) => {
            page.acceptance.from.refuse(why);
            page::unprocessable(page.with_errors())
        }
    }
}

/// `POST /proposals/{id}/refusal`
pub async fn decline(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<ProposalId>,
    form: Form<RefusalForm>,
) -> Result<HttpResponse, AppError> {
    let (by, mut page) = ground(&app, &actor, shell, *id).await?;
    page.refusal = form.into_inner();
    let (reason, seen) =
        (page.refusal.reason.parse(required_one_line(200)), page.refusal.version.parse(seen_version));
    let Some((reason, seen)) = reason.zip(seen) else {
        return page::unprocessable(page.with_errors());
    };
    let (now, input) = (app.clock.now(), Decline { proposal: *id, seen, reason });
    match db::write(&app.db, async |tx| commands::decline(tx, &by, input, now).await).await {
        Ok(()) => {
            page::see_other("/", Flash::ok("推薦を見送りました").text("理由は団体の連絡役の画面に出ます。"))
        }
        Err(ProposalError::Db(error)) => Err(error.into()),
        Err(_) => Err(AppError::Conflict),
    }
}
