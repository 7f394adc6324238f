//! Reads of the meeting pages. Every one that is for a person starts at `meeting::queries::visible_to`; each is one
//! statement.

use std::collections::{BTreeMap, HashMap};

use entity::id::{BodyId, MeetingId};
use entity::{
    agenda_item, audit_entry, body, invitation, issued_letter, meeting, meeting_cancellation, meeting_ruling,
    outbox, person,
};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};
use uuid::Uuid;

use crate::access::Actor;
use crate::meeting::queries::visible_to;
use crate::platform::clock::Instant;
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

/// A meeting of a list with the short name of its body.
#[derive(FromQueryResult)]
struct Listed {
    #[sea_orm(nested)]
    meeting: meeting::Model,
    body: String,
}

/// The meetings of a fiscal year, or of all, that this actor may know of, and the short names of their bodies.
pub(super) async fn meetings(
    db: &impl ConnectionTrait,
    actor: &Actor,
    year: Option<FiscalYear>,
) -> Result<(Vec<meeting::Model>, HashMap<BodyId, String>), DbErr> {
    let of_year = year.map(|year| meeting::Column::FiscalYear.eq(year.year()));
    let found: Vec<Listed> = visible_to(actor)
        .filter(Condition::all().add_option(of_year))
        .join(JoinType::InnerJoin, meeting::Relation::Body.def())
        .column_as(body::Column::ShortName, "body")
        .into_model()
        .all(db)
        .await?;
    let named = |one: Listed| (one.meeting.clone(), (one.meeting.body_id, one.body));
    Ok(found.into_iter().map(named).unzip())
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

/// An entry of the log with who made it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Logged {
    pub(super) subject_id: Uuid,
    pub(super) happened_at: Instant,
    pub(super) capacity: String,
    pub(super) verb: String,
    pub(super) reason: Option<String>,
    /// The name of who made it; none when nobody is known.
    pub(super) who: Option<String>,
}

/// What was done to a meeting, its invitations and its agenda, newest first.
pub(super) async fn log(db: &impl ConnectionTrait, id: MeetingId) -> Result<Vec<Logged>, DbErr> {
    use audit_entry::Column::{Capacity, HappenedAt, Id, Reason, SubjectId, SubjectKind, Verb};
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
        .join(JoinType::LeftJoin, audit_entry::Relation::Person.def())
        .filter(Condition::any().add(own).add(about("invitation", invited)).add(about("agenda_item", items)))
        .select_only()
        .columns([SubjectId, HappenedAt, Capacity, Verb, Reason])
        .column_as(person::Column::Name, "who")
        .order_by_desc(HappenedAt)
        .order_by_desc(Id)
        .limit(LOG_LIMIT)
        .into_model()
        .all(db)
        .await
}
