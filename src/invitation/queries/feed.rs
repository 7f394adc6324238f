//! Reads what stands in a person's calendar feed.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::PersonId;
use entity::{audit_entry, meeting, person, region};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::of_member;
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
    let Some(person) = person::Entity::find_by_id(person).one(db).await? else { return Ok(None) };
    let from = FiscalYear::new(FiscalYear::of(today).year() - 1).start();
    let rows = of_member(db, person.id, at_tokyo(from, chrono::NaiveTime::MIN)).await?;
    let rows: Vec<_> = rows.into_iter().filter(|(_, meeting, _)| meeting.starts_at.is_some()).collect();
    let wanted: Vec<_> =
        rows.iter().map(|(_, meeting, body)| (body.id, meetings::charter_day(meeting))).collect();
    let rules = bodies::rules_on_many(db, &wanted).await?;
    let ids: Vec<_> = rows.iter().map(|(_, meeting, _)| meeting.id).collect();
    let rulings = meetings::rulings_of(db, &ids).await?;
    let rulings = rulings.into_iter().fold(HashMap::<_, Vec<_>>::new(), |mut by_meeting, ruling| {
        by_meeting.entry(ruling.meeting_id).or_default().push(ruling);
        by_meeting
    });
    let mut lines = Vec::new();
    for (_, meeting, body) in rows {
        let Some(rules) = rules.get(&(body.id, meetings::charter_day(&meeting))) else { continue };
        let ruled = rulings.get(&meeting.id).map(Vec::as_slice).unwrap_or_default();
        let numbering = applied(&rules.numbering, ruled).unwrap_or(Numbering::FiscalYear);
        let facts = notices::facts(&meeting, &body, numbering, &rules.presider_title);
        lines.push(FeedLine { meeting, facts });
    }
    let region = meetings::region_of(db, person.region_id).await?;
    let changed_at = last_written(db, &region).await?;
    Ok(Some(Feed { region, lines, changed_at }))
}

/// Every command leaves an entry, so nothing changes without a newer one.
async fn last_written(db: &impl ConnectionTrait, region: &region::Model) -> Result<Instant, DbErr> {
    let last = audit_entry::Entity::find()
        .filter(audit_entry::Column::RegionId.eq(region.id))
        .order_by_desc(audit_entry::Column::HappenedAt)
        .one(db)
        .await?;
    Ok(last.map_or(region.created_at, |entry| entry.happened_at))
}
