//! Meetings that were convened before this program knew them: who was asked and what was answered, as an earlier
//! register has it. Many at once, and nobody is told.

use std::collections::{BTreeSet, HashMap};

use entity::id::{BodyId, ConvocationId, InvitationId, IssuedLetterId, MeetingId, ReplyId};
use entity::issued_letter::{self, LetterKind};
use entity::link::LinkPurpose;
use entity::meeting::MeetingMode;
use entity::reply::{self, Answer, ReplyMode, ReplyWay};
use entity::{agenda_item, body, convocation, invitation, invitation_seat, meeting};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::convene::{reply_number, row};
use super::letters::LetterError;
use crate::access::Secretary;
use crate::body::queries as bodies;
use crate::body::rules::{Charters, Head};
use crate::invitation::queries;
use crate::meeting::commands::mark_convened_before;
use crate::meeting::notices;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{Earlier, may_convene, next_number, numbering};
use crate::platform::audit::{self, Act, Subject};
use crate::platform::bulk::{AT_ONCE, put};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::link;
use crate::platform::outbox::{LetterHead, enter_letters};

/// A meeting that was convened then.
#[derive(Clone, Debug)]
pub struct TakenOver {
    /// The meeting, known here as a plan.
    pub meeting: MeetingId,
    /// When its notice went out.
    pub at: Instant,
    /// The notice.
    pub letter: LetterHead,
    /// Who was asked, in the order of the roster, and what each said when.
    pub asked: Vec<(Head, Option<(Answer, Instant)>)>,
}

/// Takes meetings over, those convened first with the lower numbers. All or none.
pub async fn take_over(
    tx: &Tx,
    by: &Secretary,
    mut taken: Vec<TakenOver>,
    now: Instant,
) -> Result<(), LetterError> {
    taken.sort_by_key(|one| (one.at, one.meeting));
    let found = of_region(tx, by, &taken).await?;
    let numbered = numbered(&found, &taken)?;
    let convened = mark_convened_before(tx, numbered).await?;
    let letters = letters(by, &found, &convened, &taken)?;
    let convocations = letters.iter().map(|letter| convocation::Model {
        id: ConvocationId::at(letter.issued_at),
        meeting_id: letter.meeting_id,
        letter_id: letter.id,
        convened_by: by.person(),
        convened_at: letter.issued_at,
    });
    let convocations = convocations.collect();
    enter_letters(tx, letters).await?;
    put::<convocation::Entity>(tx, convocations).await?;
    let used = queries::reply_numbers(tx, by.region(), now).await?;
    let asked = asked(&convened, &taken, used);
    let acts = acts(&convened, &asked.replies);
    enter(tx, asked, now).await?;
    Ok(audit::record_all(tx, by.by(), &acts, now).await?)
}

fn acts(convened: &[meeting::Model], replies: &[reply::Model]) -> Vec<Act<'static>> {
    let convened = convened.iter().map(|row| Act {
        verb: "meeting.convened",
        subject: Subject("meeting", row.id.0),
        fields: vec!["number", "convened_at"],
    });
    let answered = replies.iter().map(|row| Act {
        verb: "invitation.answered",
        subject: Subject("invitation", row.invitation_id.0),
        fields: vec!["answer"],
    });
    convened.chain(answered).collect()
}

/// What the region holds about these meetings.
struct Found {
    meetings: HashMap<MeetingId, meeting::Model>,
    earlier: HashMap<BodyId, Vec<Earlier>>,
    bodies: HashMap<BodyId, body::Model>,
    agendas: HashMap<MeetingId, Vec<String>>,
    charters: Charters,
}

/// Locks the meetings of the region and reads what letters say of them; one statement a table.
async fn of_region(tx: &Tx, by: &Secretary, taken: &[TakenOver]) -> Result<Found, DbErr> {
    use meeting::Column::RegionId;
    let region = by.region();
    let rows = meeting::Entity::find().filter(RegionId.eq(region)).lock_exclusive().all(tx).await?;
    let mut earlier: HashMap<_, Vec<_>> = HashMap::new();
    for row in &rows {
        earlier.entry(row.body_id).or_default().extend(meetings::earlier(row));
    }
    let of_region = body::Entity::find().filter(body::Column::RegionId.eq(region)).all(tx).await?;
    let ids: Vec<_> = taken.iter().map(|one| one.meeting).collect();
    let mut agendas: HashMap<_, Vec<_>> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let items = agenda_item::Entity::find()
            .filter(agenda_item::Column::MeetingId.is_in(some.iter().copied()))
            .order_by_asc(agenda_item::Column::Position);
        for item in items.all(tx).await? {
            agendas.entry(item.meeting_id).or_default().push(item.title);
        }
    }
    Ok(Found {
        meetings: rows.into_iter().map(|row| (row.id, row)).collect(),
        earlier,
        bodies: of_region.into_iter().map(|row| (row.id, row)).collect(),
        agendas,
        charters: bodies::charters_in(tx, region).await?,
    })
}

/// Each meeting with its number and the instant of its notice, if it could be convened then.
fn numbered(found: &Found, taken: &[TakenOver]) -> Result<Vec<(meeting::Model, i32, Instant)>, LetterError> {
    let mut earlier = found.earlier.clone();
    let mut numbered = Vec::new();
    for one in taken {
        let row = found.meetings.get(&one.meeting).ok_or_else(|| gone("meeting"))?;
        may_convene(row, one.at)?;
        let rules = found.charters.rules_on(row.body_id, meetings::charter_day(row));
        let (numbering, of_cancelled) = numbering(&rules, &[]);
        let given = earlier.entry(row.body_id).or_default();
        let number = next_number(numbering, of_cancelled, row.fiscal_year, given);
        given.push(Earlier { fiscal_year: row.fiscal_year, number, cancelled: false });
        numbered.push((row.clone(), number, one.at));
    }
    Ok(numbered)
}

fn gone(what: &str) -> DbErr {
    DbErr::RecordNotFound(what.to_owned())
}

/// The notices, as they would have been issued; a ruling comes only after a meeting is known here.
fn letters(
    by: &Secretary,
    found: &Found,
    convened: &[meeting::Model],
    taken: &[TakenOver],
) -> Result<Vec<issued_letter::Model>, DbErr> {
    let letter = |(row, one): (&meeting::Model, &TakenOver)| {
        let body = found.bodies.get(&row.body_id).ok_or_else(|| gone("body"))?;
        let rules = found.charters.rules_on(row.body_id, meetings::charter_day(row));
        let names = (body.name.as_str(), body.short_name.as_str());
        let mut facts = notices::facts(row, names, numbering(&rules, &[]).0, &rules.titles);
        facts.agenda = found.agendas.get(&row.id).cloned().unwrap_or_default();
        facts.reply_due_on = row.reply_due_on;
        facts.remarks = row.remarks.clone();
        let head = one.letter.clone();
        Ok(issued_letter::Model {
            id: IssuedLetterId::at(one.at),
            region_id: row.region_id,
            meeting_id: row.id,
            kind: LetterKind::Notice,
            number: head.number,
            approved_on: head.approved_on,
            issued_on: head.issued_on,
            sender: head.sender,
            facts: serde_json::to_string(&facts).map_err(|error| DbErr::Json(error.to_string()))?,
            meeting_sequence: row.sequence,
            supersedes_id: None,
            issued_by: by.person(),
            issued_at: one.at,
        })
    };
    convened.iter().zip(taken).map(letter).collect()
}

/// The rows that say who was asked and what they answered.
#[derive(Default)]
struct AskedThen {
    subjects: Vec<uuid::Uuid>,
    invitations: Vec<invitation::ActiveModel>,
    seats: Vec<invitation_seat::Model>,
    replies: Vec<reply::Model>,
}

fn asked(convened: &[meeting::Model], taken: &[TakenOver], mut used: BTreeSet<String>) -> AskedThen {
    let mut all = AskedThen::default();
    for (meeting, one) in convened.iter().zip(taken) {
        for (position, (head, answer)) in (1..).zip(&one.asked) {
            let id = InvitationId::at(one.at);
            all.subjects.push(id.0);
            all.invitations.push(row(id, meeting, (head, position), reply_number(&mut used), one.at));
            let seats = head.seats.iter().map(|held| held.seat.id);
            all.seats.extend(seats.map(|seat_id| invitation_seat::Model { invitation_id: id, seat_id }));
            all.replies.extend(answer.map(|answer| replied(id, meeting, answer)));
        }
    }
    all
}

fn replied(id: InvitationId, meeting: &meeting::Model, (answer, at): (Answer, Instant)) -> reply::Model {
    let mode = if meeting.mode == MeetingMode::Online { ReplyMode::Online } else { ReplyMode::Room };
    reply::Model {
        id: ReplyId::at(at),
        invitation_id: id,
        answer,
        mode: (answer != Answer::Absent).then_some(mode),
        proxy_name: None,
        proxy_title: None,
        proxy_contact: None,
        comment: String::new(),
        way: ReplyWay::Web,
        entered_by: None,
        for_sequence: meeting.sequence,
        replied_at: at,
    }
}

async fn enter(tx: &Tx, asked: AskedThen, now: Instant) -> Result<(), DbErr> {
    let mut rows = asked.invitations.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
        invitation::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
    let mut seats = asked.seats.into_iter().peekable();
    while seats.peek().is_some() {
        let some = seats.by_ref().take(AT_ONCE);
        let some: Vec<invitation_seat::ActiveModel> = some.map(Into::into).collect();
        invitation_seat::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
    put::<reply::Entity>(tx, asked.replies).await?;
    link::issue_many(tx, LinkPurpose::Reply, &asked.subjects, now).await
}
