//! Reads of the steps of meetings, each one statement however many meetings there are.

use std::collections::HashMap;

use entity::id::{BodyId, MeetingId, RegionId};
use entity::meeting_step::StepVerb;
use entity::pace::Step;
use entity::{agenda_item, body, meeting, meeting_step, pace, sitting};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use super::rules::{Calling, Facts, Line, Pace, Said, lines};
use crate::body::rules::Charters;
use crate::meeting::queries::charter_day;
use crate::platform::clock::Instant;

/// The days of the bodies of a region.
#[derive(Clone, Debug, Default)]
pub struct Paces(HashMap<BodyId, Vec<pace::Model>>);

impl Paces {
    /// The days of a body.
    pub fn of(&self, body: BodyId) -> Pace {
        Pace::of(self.0.get(&body).map(Vec::as_slice).unwrap_or_default())
    }
}

/// The days of every body of a region.
pub async fn paces(db: &impl ConnectionTrait, region: RegionId) -> Result<Paces, DbErr> {
    let rows = pace::Entity::find()
        .join(JoinType::InnerJoin, pace::Relation::Body.def())
        .filter(body::Column::RegionId.eq(region))
        .all(db)
        .await?;
    let mut of: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        of.entry(row.body_id).or_default().push(row);
    }
    Ok(Paces(of))
}

/// The days of one body.
pub async fn pace(db: &impl ConnectionTrait, body: BodyId) -> Result<Pace, DbErr> {
    let rows = pace::Entity::find().filter(pace::Column::BodyId.eq(body)).all(db).await?;
    Ok(Pace::of(&rows))
}

/// What was said of the steps of these meetings, in the order said.
pub async fn said(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
) -> Result<HashMap<MeetingId, Vec<Said>>, DbErr> {
    let mut of: HashMap<_, Vec<_>> = HashMap::new();
    if meetings.is_empty() {
        return Ok(of);
    }
    let rows = meeting_step::Entity::find()
        .filter(meeting_step::Column::MeetingId.is_in(meetings.iter().copied()))
        .order_by_asc(meeting_step::Column::Id)
        .all(db)
        .await?;
    for row in rows {
        let said = Said { step: row.step, verb: row.verb, at: row.recorded_at };
        of.entry(row.meeting_id).or_default().push(said);
    }
    Ok(of)
}

#[derive(FromQueryResult)]
struct Seen {
    id: MeetingId,
    items: i64,
    opened: bool,
    step: Option<Step>,
    verb: Option<StepVerb>,
    said_at: Option<Instant>,
}

/// How far these meetings have come, but for the answers.
pub async fn progress(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
) -> Result<HashMap<MeetingId, Facts>, DbErr> {
    if meetings.is_empty() {
        return Ok(HashMap::new());
    }
    let of_meeting = |column: SimpleExpr| column.eq(Expr::col((meeting::Entity, meeting::Column::Id)));
    let items = Query::select()
        .expr(agenda_item::Column::Id.into_expr().count())
        .from(agenda_item::Entity)
        .and_where(of_meeting(agenda_item::Column::MeetingId.into_expr()))
        .take();
    let opened = Query::select()
        .expr(Expr::val(1))
        .from(sitting::Entity)
        .and_where(of_meeting(sitting::Column::MeetingId.into_expr()))
        .take();
    let rows: Vec<Seen> = meeting::Entity::find()
        .join(JoinType::LeftJoin, meeting_step::Relation::Meeting.def().rev())
        .filter(meeting::Column::Id.is_in(meetings.iter().copied()))
        .select_only()
        .column(meeting::Column::Id)
        .column_as(SimpleExpr::SubQuery(None, Box::new(items.into())), "items")
        .column_as(Expr::exists(opened), "opened")
        .columns([meeting_step::Column::Step, meeting_step::Column::Verb])
        .column_as(meeting_step::Column::RecordedAt, "said_at")
        .order_by_asc(meeting_step::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let mut facts: HashMap<_, Facts> = HashMap::new();
    for row in rows {
        let known = facts.entry(row.id).or_default();
        known.items = usize::try_from(row.items).unwrap_or(0);
        known.opened = row.opened;
        let said = row.step.zip(row.verb).zip(row.said_at);
        known.said.extend(said.map(|((step, verb), at)| Said { step, verb, at }));
    }
    Ok(facts)
}

/// The steps of meetings of one region.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    paces: Paces,
    facts: HashMap<MeetingId, Facts>,
}

impl Steps {
    /// What is needed for these meetings: two statements.
    pub async fn read(
        db: &impl ConnectionTrait,
        region: RegionId,
        meetings: &[MeetingId],
    ) -> Result<Self, DbErr> {
        Ok(Self { paces: paces(db, region).await?, facts: progress(db, meetings).await? })
    }

    /// Where each step of a meeting stands. `unanswered` people have not answered.
    pub fn of(
        &self,
        meeting: &meeting::Model,
        charters: &Charters,
        unanswered: usize,
        now: Instant,
    ) -> Vec<Line> {
        let rules = charters.rules_on(meeting.body_id, charter_day(meeting));
        let facts = self.facts.get(&meeting.id).cloned().unwrap_or_default();
        let facts = Facts { unanswered, ..facts };
        lines(meeting, &self.paces.of(meeting.body_id), Calling::of(&rules), &facts, now)
    }
}
