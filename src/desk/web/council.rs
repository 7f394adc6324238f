//! 今日 of whoever has a part in the meetings without running them: the chair sees whether the next one will be quorate
//! and who is silent, a delegate the seats of the association and their answers, a town's officer what is coming.

use std::collections::HashMap;

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use entity::id::{BodyId, InvitationId, MeetingId, RegionId, SeatId};
use entity::proposal::{self, ProposalState};
use entity::{body, meeting};
use sea_orm::Condition;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::agenda::queries as agendas;
use crate::desk::queries::{self, SeatHeld, UnderWay};
use crate::invitation::queries::for_seats;
use crate::invitation::queries::outlook::Asking;
use crate::invitation::rules::{Forecast, Standing, answer_word, standing};
use crate::meeting::rules::{State, called, may_record, state};
use crate::platform::clock::Instant;
use crate::platform::date::{clock_span, month_day_weekday, tokyo_day, tokyo_time, wareki_weekday};
use crate::platform::error::AppError;
use crate::platform::page::{self, filters};
use crate::platform::state::AppState;
use crate::renewal::queries::latest;

/// Days before the end of a term from which it is told.
const ENDING: u64 = 60;

/// For whom the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    Chair,
    Delegate,
    Officer,
}

/// What the page shows.
#[derive(Template)]
#[template(path = "desk/council.html")]
struct CouncilPage {
    shell: Shell,
    today: NaiveDate,
    whose: For,
    meetings: Vec<Line>,
    /// The titles of the first meeting's agenda, for the chair.
    items: Vec<String>,
    /// The seats of the association, for its delegate; those of the town, for its officer.
    seats: Vec<SeatLine>,
}

/// A meeting to come.
struct Line {
    id: MeetingId,
    name: String,
    when: String,
    place: String,
    due: String,
    /// How it will probably open; for the chair.
    forecast: Option<Forecast>,
    /// Who has not answered; for the chair.
    silent: Vec<String>,
    /// The own seats and their answers; for a delegate and an officer.
    seats: Vec<Answer>,
    /// Whether the roll call may be looked at.
    is_today: bool,
}

/// What was answered for a seat.
struct Answer {
    invitation: InvitationId,
    name: String,
    word: &'static str,
    tag: &'static str,
    answered: bool,
    /// Whether an answer is still taken.
    open: bool,
}

/// A seat and who sits in it.
struct SeatLine {
    body: String,
    label: String,
    holder: Option<String>,
    term: String,
    ends: bool,
    /// For a delegate: where a successor is proposed, with what is proposed already.
    proposal: Option<(SeatId, Option<Proposed>)>,
}

impl SeatLine {
    /// What the delegate may do about a successor.
    fn proposing(&self) -> &'static str {
        let open = matches!(&self.proposal, Some((_, Some(proposed))) if proposed.open);
        if open { "推薦を直す" } else { "後任を推薦する" }
    }
}

/// Who is proposed for a seat.
struct Proposed {
    name: String,
    tag: &'static str,
    word: &'static str,
    /// Whether it may still be changed.
    open: bool,
}

impl CouncilPage {
    fn when(&self) -> String {
        month_day_weekday(self.today)
    }

    fn lead(&self) -> &'static str {
        match self.whose {
            For::Chair => "議長をつとめる会議",
            For::Delegate => "団体の席と、その回答",
            For::Officer if self.seats.is_empty() => "これからの会議",
            For::Officer => "これからの会議と、市町村の席の回答",
        }
    }

    /// Above the table of seats.
    fn heading(&self) -> &'static str {
        if self.whose == For::Officer { "市町村の席" } else { "団体の席" }
    }

    /// Whether any seat has words of its own in the roster.
    fn labelled(&self) -> bool {
        self.seats.iter().any(|seat| !seat.label.is_empty())
    }

    /// How many of these seats have not answered.
    fn unanswered(&self) -> usize {
        let seats = self.meetings.iter().flat_map(|line| &line.seats);
        seats.filter(|seat| seat.open && !seat.answered).count()
    }
}

/// The page of a chair, a delegate or an officer; none for anybody else.
pub(super) async fn desk(
    app: &AppState,
    actor: &Actor,
    shell: impl AsyncFnOnce() -> Result<Shell, AppError>,
) -> Result<Option<HttpResponse>, AppError> {
    let (whose, region, bodies, own) = match (actor.chair(), actor.delegate(), actor.officer()) {
        (Ok(by), ..) => (For::Chair, by.region(), Some(by.presides().clone()), None),
        (_, Ok(by), _) => {
            (For::Delegate, by.region(), None, Some(queries::of_association(*by.association())))
        }
        (_, _, Ok(by)) => {
            let own = queries::of_town(by.region(), *by.municipality());
            (For::Officer, by.region(), None, Some(own))
        }
        _ => return Ok(None),
    };
    let page = of(app, shell().await?, (whose, region), (bodies, own)).await?;
    page::ok(page).map(Some)
}

async fn of(
    app: &AppState,
    shell: Shell,
    (whose, region): (For, RegionId),
    (bodies, own_seats): (Option<Vec<BodyId>>, Option<Condition>),
) -> Result<CouncilPage, AppError> {
    let (db, now) = (&app.db.read, app.clock.now());
    let under_way = queries::under_way(db, region, now).await?;
    let in_sight = |(meeting, _): &&(meeting::Model, body::Model)| {
        let of_body = bodies.as_ref().is_none_or(|bodies| bodies.contains(&meeting.body_id));
        of_body && state(meeting, now) == State::Convened
    };
    let coming: Vec<_> = under_way.coming(now).filter(in_sight).collect();
    let ids: Vec<_> = coming.iter().map(|(meeting, _)| meeting.id).collect();
    let (mut own, mut seats) = (Vec::new(), Vec::new());
    if let Some(own_seats) = own_seats {
        own = for_seats(db, &ids, own_seats.clone()).await?;
        let held = queries::seats_of(db, own_seats, tokyo_day(now)).await?;
        let mut proposals = Proposals::default();
        if whose == For::Delegate {
            let ids: Vec<_> = held.iter().map(|one| one.id).collect();
            proposals = Some(latest(db, &ids).await?);
        }
        seats = held.into_iter().map(|one| seat(one, &mut proposals, tokyo_day(now))).collect();
    }
    let mut items = Vec::new();
    if let Some(first) = ids.first().filter(|_| whose == For::Chair) {
        items = agendas::of_meeting(db, *first).await?.into_iter().map(|item| item.row.title).collect();
    }
    let meetings = coming.into_iter().map(|one| line(&under_way, one, (whose, &own), now));
    // A meeting in which the association has no seat is none of its delegate's.
    let meetings = meetings.filter(|line| whose != For::Delegate || !line.seats.is_empty()).collect();
    Ok(CouncilPage { shell, today: tokyo_day(now), whose, meetings, items, seats })
}

fn line(
    under_way: &UnderWay,
    (meeting, body): &(meeting::Model, body::Model),
    (whose, own): (For, &[InvitationId]),
    now: Instant,
) -> Line {
    let askings = under_way.askings.get(&meeting.id).map(Vec::as_slice).unwrap_or_default();
    let standing_ones = || askings.iter().filter(|one| one.stands());
    let hours = meeting.starts_at.zip(meeting.ends_at).map(|(from, to)| {
        format!("{} {}", wareki_weekday(tokyo_day(from)), clock_span(tokyo_time(from), tokyo_time(to)))
    });
    let chairs = whose == For::Chair;
    let silent = standing_ones().filter(|one| chairs && one.reply.is_none());
    let seats = standing_ones().filter(|one| own.contains(&one.invitation.id));
    Line {
        id: meeting.id,
        name: called(meeting, &body.short_name),
        when: hours.unwrap_or_else(|| "日時は決まっていません".to_owned()),
        place: if meeting.place.is_empty() { "オンライン".to_owned() } else { meeting.place.clone() },
        due: meeting.reply_due_on.map(month_day_weekday).unwrap_or_default(),
        forecast: under_way.outlook.forecast(meeting).filter(|_| chairs),
        silent: silent.map(|one| one.invitation.name.clone()).collect(),
        seats: seats.map(|one| answer(one, meeting, now)).collect(),
        is_today: chairs && may_record(meeting, now).is_ok(),
    }
}

fn answer(asking: &Asking, meeting: &meeting::Model, now: Instant) -> Answer {
    let said = asking.reply.as_ref().map(|reply| answer_word(reply.answer));
    let standing = standing(meeting, &asking.invitation, now);
    Answer {
        invitation: asking.invitation.id,
        name: asking.invitation.name.clone(),
        word: said.unwrap_or("未回答"),
        tag: if said.is_some() { "tag tag--done" } else { "tag tag--wait" },
        answered: said.is_some(),
        open: matches!(standing, Standing::Open | Standing::Late),
    }
}

/// The latest proposal of each seat; none for whoever proposes nobody.
type Proposals = Option<HashMap<SeatId, proposal::Model>>;

fn seat(held: SeatHeld, proposals: &mut Proposals, today: NaiveDate) -> SeatLine {
    let ends = held.to_on.is_some_and(|end| end <= today + chrono::Days::new(ENDING));
    let term = match (held.from_on, held.to_on) {
        (_, Some(end)) => format!("{}まで", wareki_weekday(end)),
        (Some(_), None) => "定めなし".to_owned(),
        (None, None) => String::new(),
    };
    let proposal = proposals.as_mut().map(|all| {
        let last = all.remove(&held.id).filter(|last| is_news(last, today));
        (held.id, last.map(proposed))
    });
    SeatLine { body: held.body, label: held.label, holder: held.name, term, ends, proposal }
}

/// Whether an association still wants to hear of a proposal: while it waits, and until two months after the day it is
/// about.
fn is_news(proposal: &proposal::Model, today: NaiveDate) -> bool {
    proposal.state == ProposalState::Open || today <= proposal.from_on + chrono::Days::new(ENDING)
}

fn proposed(proposal: proposal::Model) -> Proposed {
    let (word, tag) = match proposal.state {
        ProposalState::Accepted => ("受付済み", "tag tag--done"),
        ProposalState::Declined => ("事務局から返事", "tag tag--late"),
        ProposalState::Open | ProposalState::Withdrawn => ("確認待ち", "tag tag--wait"),
    };
    Proposed { open: proposal.state == ProposalState::Open, name: proposal.name, word, tag }
}
