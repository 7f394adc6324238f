//! Reads what stands in a person's calendar feed.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::PersonId;
use entity::{audit_entry, body, invitation, meeting, person, region};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use crate::body::queries as bodies;
use crate::body::rules::Numbering;
use crate::meeting::notices::{self, LetterFacts};
use crate::meeting::queries as meetings;
use crate::meeting::rules::applied;
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, at_tokyo};

/// A person's feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Whose office stands in the events.
    pub region: region::Model,
    /// The meetings in order of time.
    pub lines: Vec<FeedLine>,
    /// Nothing in the feed is newer: when something was last written about the region.
    pub changed_at: Instant,
}

/// One meeting of a feed.
#[derive(Clone, Debug)]
pub struct FeedLine {
    /// The meeting, cancelled or not.
    pub meeting: meeting::Model,
    /// It in words.
    pub facts: LetterFacts,
}

/// The meetings a person is asked to, from the beginning of the last fiscal year on; `None` when the person has
/// gone. A meeting that waits for a new date is in no calendar. The window moves with the fiscal year and not from
/// day to day, so that the feed stays the same while nothing happens.
pub async fn feed(
    db: &impl ConnectionTrait,
    person: PersonId,
    today: NaiveDate,
) -> Result<Option<Feed>, DbErr> {
    let of_person = person::Entity::find_by_id(person).find_also_related(region::Entity);
    let Some((_, Some(region))) = of_person.one(db).await? else { return Ok(None) };
    let from = FiscalYear::new(FiscalYear::of(today).year() - 1).start();
    let rows = meetings_of(db, person, at_tokyo(from, chrono::NaiveTime::MIN)).await?;
    let charters = bodies::charters_in(db, region.id).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.meeting.id).collect();
    let rulings = meetings::rulings_of(db, &ids).await?;
    let rulings = rulings.into_iter().fold(HashMap::<_, Vec<_>>::new(), |mut by_meeting, ruling| {
        by_meeting.entry(ruling.meeting_id).or_default().push(ruling);
        by_meeting
    });
    let mut lines = Vec::new();
    for Row { meeting, body, body_short } in rows {
        let rules = charters.rules_on(meeting.body_id, meetings::charter_day(&meeting));
        let ruled = rulings.get(&meeting.id).map(Vec::as_slice).unwrap_or_default();
        let numbering = applied(&rules.numbering, ruled).unwrap_or(Numbering::FiscalYear);
        let facts = notices::facts(&meeting, (&body, &body_short), numbering, &rules.titles);
        lines.push(FeedLine { meeting, facts });
    }
    let changed_at = last_written(db, &region).await?;
    Ok(Some(Feed { region, lines, changed_at }))
}

/// A meeting with the names of its body.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    meeting: meeting::Model,
    body: String,
    body_short: String,
}

async fn meetings_of(db: &impl ConnectionTrait, person: PersonId, from: Instant) -> Result<Vec<Row>, DbErr> {
    meeting::Entity::find()
        .join(JoinType::InnerJoin, meeting::Relation::Body.def())
        .join(JoinType::InnerJoin, invitation::Relation::Meeting.def().rev())
        .filter(invitation::Column::PersonId.eq(person))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .filter(meeting::Column::StartsAt.gte(from))
        .order_by_asc(meeting::Column::StartsAt)
        .column_as(body::Column::Name, "body")
        .column_as(body::Column::ShortName, "body_short")
        .into_model()
        .all(db)
        .await
}

/// Every command leaves an entry, so nothing changes without a newer one.
async fn last_written(db: &impl ConnectionTrait, region: &region::Model) -> Result<Instant, DbErr> {
    let last: Option<Instant> = audit_entry::Entity::find()
        .filter(audit_entry::Column::RegionId.eq(region.id))
        .order_by_desc(audit_entry::Column::HappenedAt)
        .select_only()
        .column(audit_entry::Column::HappenedAt)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.unwrap_or(region.created_at))
}
