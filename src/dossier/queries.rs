//! Reads of the meeting pages. Every one that is for a person starts at `meeting::queries::visible_to`; each is one
//! statement.

use std::collections::{BTreeMap, HashMap};

use entity::id::{AssociationId, InvitationId, MeetingId};
use entity::{
    agenda_item, audit_entry, body, invitation, invitation_seat, issued_letter, meeting,
    meeting_cancellation, meeting_ruling, outbox, person, seat,
};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use crate::access::Actor;
use crate::body::rules::Numbering;
use crate::invitation::queries::outlook::Outlook;
use crate::meeting::queries::{charter_day, day, visible_to};
use crate::meeting::rules::{Earlier, expected_number, next_number, numbering};
use crate::platform::date::FiscalYear;
use crate::platform::error::AppError;

/// The most entries of a log that are read.
const LOG_LIMIT: u64 = 1_000;

/// A meeting with all that stands in its own rows.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) meeting: meeting::Model,
    pub(super) body: body::Model,
    pub(super) rulings: Vec<meeting_ruling::Model>,
    /// In the order issued.
    pub(super) letters: Vec<issued_letter::Model>,
    pub(super) cancellation: Option<meeting_cancellation::Model>,
}

/// The meeting with body, rulings, letters and cancellation, or 404.
pub(super) async fn head(db: &impl ConnectionTrait, actor: &Actor, id: MeetingId) -> Result<Head, AppError> {
    let rows = visible_to(actor)
        .filter(meeting::Column::Id.eq(id))
        .find_also_related(body::Entity)
        .find_also(meeting::Entity, meeting_ruling::Entity)
        .find_also(meeting::Entity, issued_letter::Entity)
        .find_also(meeting::Entity, meeting_cancellation::Entity)
        .all(db)
        .await?;
    let (mut rulings, mut letters, mut found) = (BTreeMap::new(), BTreeMap::new(), None);
    for (meeting, body, ruling, letter, cancellation) in rows {
        rulings.extend(ruling.map(|one| (one.id, one)));
        letters.extend(letter.map(|one| ((one.issued_at, one.id), one)));
        found = body.map(|body| (meeting, body, cancellation));
    }
    let (meeting, body, cancellation) = found.ok_or(AppError::NotFound)?;
    let (rulings, letters) = (rulings.into_values().collect(), letters.into_values().collect());
    Ok(Head { meeting, body, rulings, letters, cancellation })
}

/// The meetings of a fiscal year, or of all, that this actor may know of, each with its body; planned ones of other
/// years are among them, because the next numbers depend on them.
pub(super) async fn meetings(
    db: &impl ConnectionTrait,
    actor: &Actor,
    year: Option<FiscalYear>,
) -> Result<Vec<(meeting::Model, body::Model)>, DbErr> {
    let of_year = year.map(|year| {
        let planned = Condition::all()
            .add(meeting::Column::Number.is_null())
            .add(meeting::Column::CancelledAt.is_null());
        Condition::any().add(meeting::Column::FiscalYear.eq(year.year())).add(planned)
    });
    let all = visible_to(actor).filter(Condition::all().add_option(of_year));
    let found = all.find_also_related(body::Entity).all(db).await?;
    Ok(found.into_iter().filter_map(|(meeting, body)| Some((meeting, body?))).collect())
}

/// The highest numbers given so far, by body.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    given: HashMap<entity::id::BodyId, Vec<Earlier>>,
    years: Vec<FiscalYear>,
}

/// What numbers were given and in which fiscal years this actor knows of meetings.
pub(super) async fn numbers(db: &impl ConnectionTrait, actor: &Actor) -> Result<Numbers, DbErr> {
    let rows: Vec<(entity::id::BodyId, i32, Option<i32>, i64)> = visible_to(actor)
        .select_only()
        .column(meeting::Column::BodyId)
        .column(meeting::Column::FiscalYear)
        .column_as(meeting::Column::Number.max(), "number")
        .column_as(meeting::Column::CancelledAt.count(), "cancelled")
        .group_by(meeting::Column::BodyId)
        .group_by(meeting::Column::FiscalYear)
        .group_by(meeting::Column::CancelledAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let mut found = Numbers::default();
    for (body, fiscal_year, number, cancelled) in rows {
        found.years.push(FiscalYear::new(fiscal_year));
        let given = number.map(|number| Earlier { fiscal_year, number, cancelled: cancelled > 0 });
        found.given.entry(body).or_default().extend(given);
    }
    found.years.sort_unstable_by(|one, other| other.cmp(one));
    found.years.dedup();
    Ok(found)
}

impl Numbers {
    /// Fiscal years with meetings, the latest first.
    pub(super) fn years(&self) -> &[FiscalYear] {
        &self.years
    }

    /// The number a planned meeting will get if those planned before it are convened first.
    pub(super) fn expected(
        &self,
        outlook: &Outlook,
        meeting: &meeting::Model,
        all: &[meeting::Model],
    ) -> i32 {
        let rules = outlook.charters.rules_on(meeting.body_id, charter_day(meeting));
        let (numbering, of_cancelled) = numbering(&rules, &outlook.rulings_of(meeting.id));
        let earlier = self.given.get(&meeting.body_id).map(Vec::as_slice).unwrap_or_default();
        let next = next_number(numbering, of_cancelled, meeting.fiscal_year, earlier);
        let place = |one: &meeting::Model| (day(one), one.starts_at, one.id);
        let before = all.iter().filter(|other| {
            let in_count = numbering == Numbering::Running || other.fiscal_year == meeting.fiscal_year;
            let waits = other.number.is_none() && other.cancelled_at.is_none();
            other.body_id == meeting.body_id && in_count && waits && place(other) < place(meeting)
        });
        expected_number(next, before.count())
    }
}

/// Every message about a meeting, oldest first.
pub(super) async fn messages(db: &impl ConnectionTrait, id: MeetingId) -> Result<Vec<outbox::Model>, DbErr> {
    outbox::Entity::find()
        .filter(outbox::Column::MeetingId.eq(id))
        .order_by_asc(outbox::Column::QueuedAt)
        .order_by_asc(outbox::Column::Id)
        .all(db)
        .await
}

/// The invitations of a meeting that stand for a seat of an association.
pub(super) async fn of_association(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
    association: AssociationId,
) -> Result<Vec<InvitationId>, DbErr> {
    invitation_seat::Entity::find()
        .join(JoinType::InnerJoin, invitation_seat::Relation::Invitation.def())
        .join(JoinType::InnerJoin, invitation_seat::Relation::Seat.def())
        .filter(invitation::Column::MeetingId.eq(meeting))
        .filter(seat::Column::AssociationId.eq(association))
        .select_only()
        .column(invitation_seat::Column::InvitationId)
        .into_tuple()
        .all(db)
        .await
}

/// An entry of the log with who made it.
pub(super) type Logged = (audit_entry::Model, Option<person::Model>);

/// What was done to a meeting, its invitations and its agenda, newest first.
pub(super) async fn log(db: &impl ConnectionTrait, id: MeetingId) -> Result<Vec<Logged>, DbErr> {
    use audit_entry::Column::{HappenedAt, Id, SubjectId, SubjectKind};
    let about = |kind: &str, ids: SelectStatement| {
        Condition::all().add(SubjectKind.eq(kind)).add(SubjectId.in_subquery(ids))
    };
    let invited = Query::select()
        .column(invitation::Column::Id)
        .from(invitation::Entity)
        .and_where(invitation::Column::MeetingId.eq(id))
        .take();
    let items = Query::select()
        .column(agenda_item::Column::Id)
        .from(agenda_item::Entity)
        .and_where(agenda_item::Column::MeetingId.eq(id))
        .take();
    let own = Condition::all().add(SubjectKind.eq("meeting")).add(SubjectId.eq(id.0));
    audit_entry::Entity::find()
        .find_also_related(person::Entity)
        .filter(Condition::any().add(own).add(about("invitation", invited)).add(about("agenda_item", items)))
        .order_by_desc(HappenedAt)
        .order_by_desc(Id)
        .limit(LOG_LIMIT)
        .all(db)
        .await
}
