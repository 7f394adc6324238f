//! Reads for pages that show many meetings, or everything about one: who was asked and what they said, the seats
//! behind the quorum, the charters of a region. Each is one statement, however long the list.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::id::{BodyId, InvitationId, MeetingId, MembershipId, PersonId, RegionId, ReplyId, SeatId};
use entity::membership::{self, MemberRole};
use entity::reply::{Answer, ReplyMode};
use entity::{association, body, invitation, meeting, meeting_ruling, pending_reply, person, reply, seat};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoCondition, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationDef, RelationTrait,
};

use crate::body::queries as bodies;
use crate::body::rules::Charters;
use crate::invitation::rules::{self, Forecast, Head, InOffice};
use crate::meeting::queries::charter_day;
use crate::meeting::rules::{State, state};
use crate::platform::clock::Instant;

/// Somebody asked to a meeting, or taken off again, with what they said.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Who is asked.
    pub invitation: invitation::Model,
    /// The answer that counts.
    pub reply: Option<reply::Model>,
    /// Answers that count no longer.
    pub earlier: usize,
    /// What waits for the clerk, latest first.
    pub pending: Vec<pending_reply::Model>,
}

impl Asking {
    /// Whether the person is still on the list.
    pub fn stands(&self) -> bool {
        self.invitation.withdrawn_at.is_none()
    }

    /// The head for the quorum, if it counts.
    pub fn head(&self) -> Option<Head> {
        let counts = self.stands() && self.invitation.counted;
        counts.then(|| Head { answer: self.reply.as_ref().map(|reply| (reply.answer, reply.mode)) })
    }
}

/// Everybody asked to each of these meetings, in roster order; those taken off are among them.
pub async fn askings(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
) -> Result<HashMap<MeetingId, Vec<Asking>>, DbErr> {
    if meetings.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = invitation::Entity::find()
        .find_also_related(reply::Entity)
        .find_also(invitation::Entity, pending_reply::Entity)
        .filter(invitation::Column::MeetingId.is_in(meetings.iter().copied()))
        .all(db)
        .await?;
    let mut said: BTreeMap<InvitationId, Said> = BTreeMap::new();
    for (invitation, reply, pending) in rows {
        let entry = said.entry(invitation.id).or_insert_with(|| Said::of(invitation));
        entry.replies.extend(reply.map(|reply| (reply.id, reply)));
        entry.pending.extend(pending.filter(|one| one.settled_at.is_none()).map(|one| (one.id.0, one)));
    }
    let mut askings: HashMap<MeetingId, Vec<Asking>> = HashMap::new();
    for one in said.into_values() {
        askings.entry(one.invitation.meeting_id).or_default().push(one.settled());
    }
    askings.values_mut().for_each(|all| all.sort_by_key(|one| (one.invitation.position, one.invitation.id)));
    Ok(askings)
}

/// How many of those asked to a meeting have given an answer that counts.
pub async fn answered(db: &impl ConnectionTrait, meeting: MeetingId) -> Result<usize, DbErr> {
    let all = askings(db, &[meeting]).await?.remove(&meeting).unwrap_or_default();
    Ok(all.iter().filter(|one| one.stands() && one.reply.is_some()).count())
}

#[derive(FromQueryResult)]
struct Counted {
    meeting_id: MeetingId,
    counted: bool,
    stands: bool,
    answer: Option<Answer>,
    mode: Option<ReplyMode>,
    heads: i64,
}

/// The heads that count of each of these meetings, with what they promised: counted by the database, for a list
/// shows numbers and no names. Which answer counts is said by `rules::counting`.
pub async fn heads(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
) -> Result<HashMap<MeetingId, Vec<Head>>, DbErr> {
    if meetings.is_empty() {
        return Ok(HashMap::new());
    }
    let stands = || Expr::col((invitation::Entity, invitation::Column::WithdrawnAt)).is_null();
    let rows: Vec<Counted> = invitation::Entity::find()
        .join(JoinType::LeftJoin, reply::Relation::Invitation.def().rev().on_condition(|_, _| it_counts()))
        .filter(invitation::Column::MeetingId.is_in(meetings.iter().copied()))
        .select_only()
        .columns([invitation::Column::MeetingId, invitation::Column::Counted])
        .column_as(stands(), "stands")
        .columns([reply::Column::Answer, reply::Column::Mode])
        .column_as(invitation::Column::Id.count(), "heads")
        .group_by(invitation::Column::MeetingId)
        .group_by(invitation::Column::Counted)
        .group_by(stands())
        .group_by(reply::Column::Answer)
        .group_by(reply::Column::Mode)
        .into_model()
        .all(db)
        .await?;
    let mut heads: HashMap<MeetingId, Vec<Head>> = HashMap::new();
    for row in rows {
        let head = Head { answer: row.answer.map(|answer| (answer, row.mode)) };
        let count = if row.counted && row.stands { usize::try_from(row.heads).unwrap_or(0) } else { 0 };
        heads.entry(row.meeting_id).or_default().extend(std::iter::repeat_n(head, count));
    }
    Ok(heads)
}

/// Given for a sequence still asked, and no later one was.
fn it_counts() -> Condition {
    let later = Alias::new("later");
    let asked = || Expr::col((invitation::Entity, invitation::Column::AskedSequence));
    let own = |column| Expr::col((reply::Entity, column));
    let other = |column| Expr::col((later.clone(), column));
    let at = || other(reply::Column::RepliedAt);
    let after = at()
        .gt(own(reply::Column::RepliedAt))
        .or(at().eq(own(reply::Column::RepliedAt)).and(other(reply::Column::Id).gt(own(reply::Column::Id))));
    let overtaken = Query::select()
        .expr(Expr::val(1))
        .from_as(reply::Entity, later.clone())
        .and_where(other(reply::Column::InvitationId).eq(own(reply::Column::InvitationId)))
        .and_where(other(reply::Column::ForSequence).gte(asked()))
        .and_where(after)
        .take();
    Condition::all().add(own(reply::Column::ForSequence).gte(asked())).add(Expr::exists(overtaken).not())
}

/// The rows of one invitation while they are collected.
struct Said {
    invitation: invitation::Model,
    replies: BTreeMap<ReplyId, reply::Model>,
    pending: BTreeMap<uuid::Uuid, pending_reply::Model>,
}

impl Said {
    fn of(invitation: invitation::Model) -> Self {
        Self { invitation, replies: BTreeMap::new(), pending: BTreeMap::new() }
    }

    fn settled(self) -> Asking {
        let replies: Vec<_> = self.replies.into_values().collect();
        let reply = rules::counting(&self.invitation, &replies).cloned();
        Asking {
            earlier: replies.len() - usize::from(reply.is_some()),
            reply,
            pending: self.pending.into_values().rev().collect(),
            invitation: self.invitation,
        }
    }
}

/// A seat of a body and, once for each term, who filled it from when to when.
#[derive(Clone, Debug)]
pub struct SeatTerm {
    /// Whose seat.
    pub body: BodyId,
    /// The seat.
    pub seat: SeatId,
    /// Its place in the roster.
    pub position: i32,
    /// Association or label, as tables print it.
    pub place: String,
    /// The days on which there is such a seat.
    pub lasts: (Option<NaiveDate>, Option<NaiveDate>),
    /// The term; none when nobody ever held the seat.
    pub term: Option<Term>,
}

/// A term in a seat.
#[derive(Clone, Debug)]
pub struct Term {
    /// The term's own key.
    pub membership: MembershipId,
    /// Who.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// As what.
    pub role: MemberRole,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; none while open.
    pub to_on: Option<NaiveDate>,
}

impl Term {
    fn holds_on(&self, day: NaiveDate) -> bool {
        crate::body::rules::lasts_on(Some(self.from_on), self.to_on, day)
    }
}

impl SeatTerm {
    /// Whether the seat exists on a day.
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        crate::body::rules::lasts_on(self.lasts.0, self.lasts.1, day)
    }

    /// Who fills the seat on a day by this term.
    pub fn holder_on(&self, day: NaiveDate) -> Option<&Term> {
        self.term.as_ref().filter(|term| self.exists_on(day) && term.holds_on(day))
    }
}

#[derive(FromQueryResult)]
struct SeatTermRow {
    body_id: BodyId,
    id: SeatId,
    position: i32,
    label: String,
    association: Option<String>,
    seat_from: Option<NaiveDate>,
    seat_to: Option<NaiveDate>,
    membership: Option<MembershipId>,
    person: Option<PersonId>,
    name: Option<String>,
    role: Option<MemberRole>,
    term_from: Option<NaiveDate>,
    term_to: Option<NaiveDate>,
}

impl SeatTermRow {
    fn read(self) -> SeatTerm {
        let (membership, person) = (self.membership, self.person);
        let (name, role, from_on, to_on) = (self.name, self.role, self.term_from, self.term_to);
        let term = || {
            let (membership, person, name) = (membership?, person?, name?);
            Some(Term { membership, person, name, role: role?, from_on: from_on?, to_on })
        };
        SeatTerm {
            body: self.body_id,
            seat: self.id,
            position: self.position,
            term: term(),
            place: self.association.unwrap_or(self.label),
            lasts: (self.seat_from, self.seat_to),
        }
    }
}

/// Every seat of the bodies of these meetings, with the terms in it that touch the time between their days, in roster
/// order.
pub async fn seat_terms<'a>(
    db: &impl ConnectionTrait,
    meetings: impl IntoIterator<Item = &'a meeting::Model>,
) -> Result<Vec<SeatTerm>, DbErr> {
    let (of, days): (BTreeSet<_>, BTreeSet<_>) =
        meetings.into_iter().map(|one| (one.body_id, charter_day(one))).unzip();
    let Some((first, last)) = days.first().copied().zip(days.last().copied()) else { return Ok(Vec::new()) };
    terms_where(db, seat::Column::BodyId.is_in(of), bodies::terms_between(first, last)).await
}

/// Every seat of every body of a region with every term in it, in roster order.
pub async fn region_seat_terms(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<SeatTerm>, DbErr> {
    let bodies = Query::select()
        .column(body::Column::Id)
        .from(body::Entity)
        .and_where(body::Column::RegionId.eq(region))
        .take();
    terms_where(db, seat::Column::BodyId.in_subquery(bodies), membership::Relation::Seat.def().rev()).await
}

async fn terms_where(
    db: &impl ConnectionTrait,
    which: impl IntoCondition,
    held: RelationDef,
) -> Result<Vec<SeatTerm>, DbErr> {
    let rows = seat::Entity::find()
        .join(JoinType::LeftJoin, seat::Relation::Association.def())
        .join(JoinType::LeftJoin, held)
        .join(JoinType::LeftJoin, membership::Relation::Person.def())
        .filter(which)
        .select_only()
        .columns([seat::Column::BodyId, seat::Column::Id, seat::Column::Position, seat::Column::Label])
        .column_as(association::Column::ShortName, "association")
        .column_as(seat::Column::FromOn, "seat_from")
        .column_as(seat::Column::ToOn, "seat_to")
        .column_as(membership::Column::Id, "membership")
        .column_as(membership::Column::PersonId, "person")
        .column_as(person::Column::Name, "name")
        .column_as(membership::Column::Role, "role")
        .column_as(membership::Column::FromOn, "term_from")
        .column_as(membership::Column::ToOn, "term_to")
        .into_model::<SeatTermRow>()
        .all(db)
        .await?;
    let mut terms: Vec<_> = rows.into_iter().map(SeatTermRow::read).collect();
    terms.sort_by_key(|one| (one.body, one.position, one.seat));
    Ok(terms)
}

/// Who fills the seats of a body on a day.
pub fn in_office(terms: &[SeatTerm], body: BodyId, day: NaiveDate) -> InOffice {
    let of_body = || terms.iter().filter(|one| one.body == body && one.exists_on(day));
    let holders = || of_body().filter_map(|one| one.holder_on(day));
    let mut counted: Vec<_> =
        holders().filter(|term| crate::body::rules::is_counted(term.role)).map(|term| term.person).collect();
    counted.sort_unstable();
    counted.dedup();
    InOffice { heads: number(counted.len()), vacancies: number(vacancies(terms, body, day).len()) }
}

/// The seats of a body that nobody fills on a day, in roster order.
pub fn vacancies(terms: &[SeatTerm], body: BodyId, day: NaiveDate) -> Vec<&SeatTerm> {
    let of_body = || terms.iter().filter(|one| one.body == body && one.exists_on(day));
    let filled: Vec<_> = of_body().filter(|one| one.holder_on(day).is_some()).map(|one| one.seat).collect();
    let mut vacant: Vec<_> = of_body().filter(|one| !filled.contains(&one.seat)).collect();
    vacant.dedup_by_key(|one| one.seat);
    vacant
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// All that the forecasts of a list of meetings need: four statements.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// Charters of the region.
    pub charters: Charters,
    /// When it was read.
    pub now: Instant,
    /// Seats of the bodies whose meetings are still to be held, with the terms that touch their days.
    pub terms: Vec<SeatTerm>,
    /// The heads that count, by meeting; those of a meeting nobody was asked to are missing.
    pub heads: HashMap<MeetingId, Vec<Head>>,
    /// What the clerk ruled.
    pub rulings: Vec<meeting_ruling::Model>,
}

impl Outlook {
    /// Reads it for some meetings of a region: answers of all, seats of the bodies whose meetings are still to be held.
    pub async fn of(
        db: &impl ConnectionTrait,
        region: RegionId,
        meetings: &[meeting::Model],
        now: Instant,
    ) -> Result<Self, DbErr> {
        let convened = || meetings.iter().filter(|one| one.convened_at.is_some());
        let ids: Vec<_> = convened().map(|one| one.id).collect();
        let of_these = meeting_ruling::Column::MeetingId.is_in(meetings.iter().map(|one| one.id));
        Ok(Self {
            now,
            charters: bodies::charters_in(db, region).await?,
            terms: seat_terms(db, convened().filter(|one| state(one, now) == State::Convened)).await?,
            heads: heads(db, &ids).await?,
            rulings: meeting_ruling::Entity::find().filter(of_these).all(db).await?,
        })
    }

    /// What was ruled for one of the meetings.
    pub fn rulings_of(&self, meeting: MeetingId) -> Vec<meeting_ruling::Model> {
        self.rulings.iter().filter(|one| one.meeting_id == meeting).cloned().collect()
    }

    /// The forecast of one of the meetings; none unless it is still to be held, somebody was asked, and there is a day to
    /// count on.
    pub fn forecast(&self, meeting: &meeting::Model) -> Option<Forecast> {
        if state(meeting, self.now) != State::Convened {
            return None;
        }
        let heads = self.heads.get(&meeting.id)?;
        meeting.starts_at?;
        let day = charter_day(meeting);
        let rules = self.charters.rules_on(meeting.body_id, day);
        Some(rules::forecast(
            &rules,
            &self.rulings_of(meeting.id),
            in_office(&self.terms, meeting.body_id, day),
            heads,
        ))
    }
}
