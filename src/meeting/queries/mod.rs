//! Reads of meetings. For a person they start at `visible_to`; a command starts at `lock`.

mod clash;
mod letters;
mod numbers;
mod told;

pub use clash::{Clash, clashes};
pub use letters::{cancellation, cited_letter, latest_letter};
pub use numbers::{Numbers, earlier, expected, next_number, numbering, numbers, numbers_of_body};
pub use told::{Mailed, Told, by_seats, mailed, told};

use entity::id::{BodyId, MeetingId, PersonId, RegionId};
use entity::meeting::{Column, Entity, Model};
use entity::{body, invitation, meeting_ruling, region};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use crate::access::{Actor, Reach};
use crate::body::queries::rules_on;
use crate::body::rules::Rules;
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, tokyo_day};
use crate::platform::db::Tx;
use crate::platform::error::AppError;

/// Meetings this actor may know of; any other is a 404 to them. Reads of this feature for a person start here.
pub fn visible_to(actor: &Actor) -> Select<Entity> {
    let Some(region) = actor.region() else { return Entity::find().filter(Expr::val(false)) };
    let in_region = Entity::find().filter(Column::RegionId.eq(region));
    // Outside the secretariat a meeting exists once it is convened.
    match actor.reach() {
        Reach::WholeRegion => in_region,
        Reach::ConvenedInRegion => in_region.filter(Column::ConvenedAt.is_not_null()),
        Reach::Bodies { ids, person } => {
            let own = Condition::any().add(Column::BodyId.is_in(ids));
            let own = own.add_option(person.map(|person| Column::Id.in_subquery(invited(person))));
            in_region.filter(Column::ConvenedAt.is_not_null()).filter(own)
        }
        Reach::Nothing => in_region.filter(Expr::val(false)),
    }
}

/// Meetings a person was invited to, also when taken off again: what one was asked to stays visible for ever.
fn invited(person: PersonId) -> SelectStatement {
    invitation::Entity::find()
        .select_only()
        .column(invitation::Column::MeetingId)
        .filter(invitation::Column::PersonId.eq(person))
        .into_query()
}

/// One meeting, or 404 for whoever may not know of it.
pub async fn one(db: &impl ConnectionTrait, actor: &Actor, id: MeetingId) -> Result<Model, AppError> {
    visible_to(actor).filter(Column::Id.eq(id)).one(db).await?.ok_or(AppError::NotFound)
}

/// One meeting with the body it is of, or 404.
pub async fn with_body(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: MeetingId,
) -> Result<(Model, body::Model), AppError> {
    let found = visible_to(actor).filter(Column::Id.eq(id)).find_also_related(body::Entity).one(db).await?;
    let (meeting, body) = found.ok_or(AppError::NotFound)?;
    Ok((meeting, body.ok_or(AppError::NotFound)?))
}

/// The meeting, held against every other change until the transaction ends.
pub async fn lock(tx: &Tx, region: RegionId, id: MeetingId) -> Result<Model, DbErr> {
    let row = Entity::find_by_id(id).filter(Column::RegionId.eq(region)).lock_exclusive().one(tx).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("meeting".to_owned()))
}

/// The meetings of a fiscal year that this actor may know of, in the order of the calendar; those of which only
/// the month is known come at the head of their month.
pub async fn in_fiscal_year(
    db: &impl ConnectionTrait,
    actor: &Actor,
    year: FiscalYear,
) -> Result<Vec<(Model, body::Model)>, DbErr> {
    let found = visible_to(actor)
        .filter(Column::FiscalYear.eq(year.year()))
        .find_also_related(body::Entity)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut found: Vec<_> = found.into_iter().filter_map(|(meeting, body)| Some((meeting, body?))).collect();
    found.sort_by_key(|(meeting, _)| (day(meeting), meeting.starts_at));
    Ok(found)
}

/// The meetings that begin between two instants, the second excluded, that this actor may know of.
pub async fn between(
    db: &impl ConnectionTrait,
    actor: &Actor,
    from: Instant,
    until: Instant,
) -> Result<Vec<(Model, body::Model)>, DbErr> {
    let found = visible_to(actor)
        .filter(Column::StartsAt.gte(from))
        .filter(Column::StartsAt.lt(until))
        .find_also_related(body::Entity)
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(meeting, body)| Some((meeting, body?))).collect())
}

/// The day a meeting falls on; the first of its month while only that is known, none after a postponement.
pub fn day(meeting: &Model) -> Option<chrono::NaiveDate> {
    meeting.starts_at.map(tokyo_day).or(meeting.month_on)
}

/// The day whose charter applies: the meeting's, else the first day of its fiscal year.
pub fn charter_day(meeting: &Model) -> chrono::NaiveDate {
    day(meeting).unwrap_or_else(|| FiscalYear::new(meeting.fiscal_year).start())
}

/// Bodies of the region that exist today or will, in the order of the tree's siblings.
pub async fn bodies_to_plan_for(
    db: &impl ConnectionTrait,
    region: RegionId,
    today: chrono::NaiveDate,
) -> Result<Vec<body::Model>, DbErr> {
    let open =
        Condition::any().add(body::Column::WoundUpOn.is_null()).add(body::Column::WoundUpOn.gte(today));
    body::Entity::find()
        .filter(body::Column::RegionId.eq(region))
        .filter(open)
        .order_by_asc(body::Column::Position)
        .order_by_asc(body::Column::Id)
        .all(db)
        .await
}

/// One body of the region.
pub async fn body_of(
    db: &impl ConnectionTrait,
    region: RegionId,
    id: BodyId,
) -> Result<Option<body::Model>, DbErr> {
    body::Entity::find_by_id(id).filter(body::Column::RegionId.eq(region)).one(db).await
}

/// The region whose office stands in the letters.
pub async fn region_of(db: &impl ConnectionTrait, id: RegionId) -> Result<region::Model, DbErr> {
    let row = region::Entity::find_by_id(id).one(db).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("region".to_owned()))
}

/// What holds for one meeting.
#[derive(Clone, Debug)]
pub struct Ruled {
    /// What the charter says on its day.
    pub rules: Rules,
    /// What the clerk ruled, the oldest first.
    pub rulings: Vec<meeting_ruling::Model>,
}

/// Reads what holds for a meeting; two statements.
pub async fn ruled(db: &impl ConnectionTrait, meeting: &Model) -> Result<Ruled, DbErr> {
    let rules = rules_on(db, meeting.body_id, charter_day(meeting)).await?;
    Ok(Ruled { rules, rulings: rulings(db, meeting.id).await? })
}

/// What the clerk ruled for a meeting, the oldest first.
pub async fn rulings(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
) -> Result<Vec<meeting_ruling::Model>, DbErr> {
    rulings_of(db, &[meeting]).await
}

/// What the clerk ruled for several meetings, for lists, the oldest first.
pub async fn rulings_of(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
) -> Result<Vec<meeting_ruling::Model>, DbErr> {
    meeting_ruling::Entity::find()
        .filter(meeting_ruling::Column::MeetingId.is_in(meetings.iter().copied()))
        .order_by_asc(meeting_ruling::Column::RuledAt)
        .order_by_asc(meeting_ruling::Column::Id)
        .all(db)
        .await
}
