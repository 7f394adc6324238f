//! 推薦依頼先一覧, to print: which associations are to name whom by when, `/bodies/{id}/renewal/requests?from=`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::BodyId;

use super::round::RoundQuery;
use crate::access::Actor;
use crate::access::web::Shell;
use crate::body::queries::one;
use crate::body::rules::print_term;
use crate::platform::date::{iso_day, tokyo_day, wareki, wareki_weekday};
use crate::platform::error::AppError;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;
use crate::renewal::queries::{self, OpenSeat};

/// One association and the seats it names people for.
struct Asked {
    name: String,
    seats: Vec<AskedSeat>,
}

struct AskedSeat {
    number: usize,
    category: String,
    last: String,
    term: String,
    next: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "renewal/requests.html")]
struct RequestsSheet {
    shell: Shell,
    name: String,
    back: String,
    from: String,
    due: Option<String>,
    day: String,
    total: usize,
    asked: Vec<Asked>,
}

/// `GET /bodies/{id}/renewal/requests`
pub async fn sheet(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<BodyId>,
    query: Query<RoundQuery>,
) -> Result<HttpResponse, AppError> {
    let db = &app.db.read;
    let body = one(db, &actor, *id).await?;
    actor.secretary()?;
    let today = tokyo_day(app.clock.now());
    let round = queries::round(db, &body, query.into_inner().day(), today).await?;
    let mut asked: Vec<Asked> = Vec::new();
    for seat in &round.seats {
        let line = line_of(seat, round.from);
        match asked.iter_mut().find(|one| one.name == seat.place()) {
            Some(one) => one.seats.push(line),
            None => asked.push(Asked { name: seat.place().to_owned(), seats: vec![line] }),
        }
    }
    page::ok(RequestsSheet {
        shell,
        back: format!("/bodies/{}/renewal?from={}", body.id, iso_day(round.from)),
        name: body.name,
        from: wareki(round.from),
        due: round.noted.and_then(|noted| noted.due_on).map(wareki_weekday),
        day: wareki(today),
        total: round.seats.len(),
        asked,
    })
}

fn line_of(seat: &OpenSeat, from: chrono::NaiveDate) -> AskedSeat {
    let said = seat.said.as_ref();
    let state = match said {
        Some(said) if said.consented_on.is_some() => "承諾済み",
        Some(said) if said.person_id.is_some() => "推薦済み",
        _ if seat.proposed.is_some() => "推薦あり（確認待ち）",
        _ => "推薦待ち",
    };
    AskedSeat {
        number: seat.number,
        category: seat.seat.category.clone(),
        last: seat.last.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        term: seat.last.as_ref().map(|(term, _)| print_term(term.from_on, term.to_on)).unwrap_or_default(),
        next: print_term(from, seat.next.to),
        state,
    }
}
