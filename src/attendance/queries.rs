//! Reads about the day of a meeting. For a person they start at `meeting::queries::visible_to`; a command reads the
//! same inside its transaction.

use std::collections::HashMap;

use entity::id::{AgendaItemId, BodyId, InvitationId, MeetingId, PersonId, RegionId};
use entity::sitting::{self, SittingVerb};
use entity::{agenda_item, attendance_entry, attendance_guest, body, invitation, meeting, meeting_ruling};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::rules::{Attendee, Presence, Sat, counted_at, presences};
use crate::access::Actor;
use crate::agenda::queries as agendas;
use crate::body::rules::{Rules, is_counted};
use crate::invitation::queries::outlook::{self, Asking, SeatTerm};
use crate::invitation::rules::Forecast;
use crate::meeting::queries::{self as meetings, Ruled, charter_day};
use crate::platform::clock::Instant;
use crate::platform::date::FiscalYear;
use crate::platform::error::AppError;

/// Everything about the day of one meeting.
#[derive(Clone, Debug)]
pub struct Day {
    /// The meeting.
    pub meeting: meeting::Model,
    /// What the charter says on its day.
    pub rules: Rules,
    /// What the clerk ruled.
    pub rulings: Vec<meeting_ruling::Model>,
    /// Seats of the body, with the terms of the day.
    pub terms: Vec<SeatTerm>,
    /// Everybody asked, in roster order.
    pub askings: Vec<Asking>,
    /// Those who came unasked, in the order entered.
    pub guests: Vec<attendance_guest::Model>,
    /// Every entry, also those taken back, in the order entered.
    pub entries: Vec<attendance_entry::Model>,
    /// Openings and closings, in the order entered.
    pub sittings: Vec<sitting::Model>,
    /// The agenda in its order.
    pub items: Vec<agenda_item::Model>,
}

/// The day of a meeting that this actor may know of, or 404.
pub async fn day(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: MeetingId,
) -> Result<(Day, body::Model), AppError> {
    let (meeting, body) = meetings::with_body(db, actor, id).await?;
    Ok((day_of(db, meeting).await?, body))
}

/// The day of a meeting that was read before.
pub async fn day_of(db: &impl ConnectionTrait, meeting: meeting::Model) -> Result<Day, DbErr> {
    let id = meeting.id;
    let Ruled { rules, rulings } = meetings::ruled(db, &meeting).await?;
    Ok(Day {
        rules,
        rulings,
        terms: outlook::seat_terms(db, [&meeting]).await?,
        askings: outlook::askings(db, &[id]).await?.remove(&id).unwrap_or_default(),
        guests: guests(db, id).await?,
        entries: entries(db, id).await?,
        sittings: sittings(db, id).await?,
        items: agendas::rows(db, id).await?,
        meeting,
    })
}

async fn guests(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
) -> Result<Vec<attendance_guest::Model>, DbErr> {
    use attendance_guest::Column;
    let of_meeting = attendance_guest::Entity::find().filter(Column::MeetingId.eq(meeting));
    of_meeting.order_by_asc(Column::RecordedAt).order_by_asc(Column::Id).all(db).await
}

async fn entries(
    db: &impl ConnectionTrait,
    meeting: MeetingId,
) -> Result<Vec<attendance_entry::Model>, DbErr> {
    use attendance_entry::Column;
    let of_meeting = attendance_entry::Entity::find().filter(Column::MeetingId.eq(meeting));
    of_meeting.order_by_asc(Column::RecordedAt).order_by_asc(Column::Id).all(db).await
}

/// Openings and closings of a meeting, in the order entered.
pub async fn sittings(db: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<sitting::Model>, DbErr> {
    let of_meeting = sitting::Entity::find().filter(sitting::Column::MeetingId.eq(meeting));
    of_meeting.order_by_asc(sitting::Column::Id).all(db).await
}

/// The last word on how a meeting opened.
pub fn opening(sittings: &[sitting::Model]) -> Option<&sitting::Model> {
    sittings.iter().rev().find(|one| one.verb != SittingVerb::Closed)
}

/// The last word on when it closed.
pub fn closing(sittings: &[sitting::Model]) -> Option<&sitting::Model> {
    sittings.iter().rev().find(|one| one.verb == SittingVerb::Closed)
}

impl Day {
    /// Everybody's day.
    pub fn presences(&self) -> Vec<Presence> {
        presences(&self.askings, &self.guests, &self.entries)
    }

    /// Who is present and counts at an instant, for one item where one is named.
    pub fn count(&self, presences: &[Presence], at: Instant, item: Option<AgendaItemId>) -> Forecast {
        let in_office = outlook::in_office(&self.terms, self.meeting.body_id, charter_day(&self.meeting));
        counted_at(presences, (&self.rules, &self.rulings), in_office, (at, item))
    }

    /// Who may come as a member without having been asked: counted seats' holders of the day who are not on the list.
    pub fn unasked(&self) -> Vec<(PersonId, &str, &str)> {
        let on = charter_day(&self.meeting);
        let holders = self.terms.iter().filter_map(|seat| Some((seat, seat.holder_on(on)?)));
        let asked = |person| {
            self.askings.iter().any(|one| one.stands() && one.invitation.person_id == person)
                || self.guests.iter().any(|guest| guest.person_id == Some(person))
        };
        let mut found: Vec<_> = holders
            .filter(|(_, term)| is_counted(term.role) && !asked(term.person))
            .map(|(seat, term)| (term.person, term.name.as_str(), seat.place.as_str()))
            .collect();
        found.dedup_by_key(|(person, ..)| *person);
        found
    }

    /// The name under which somebody stands on the list.
    pub fn name(&self, who: Attendee) -> &str {
        match who {
            Attendee::Invited(id) => {
                let found = self.askings.iter().find(|one| one.invitation.id == id);
                found.map_or("", |one| one.invitation.name.as_str())
            }
            Attendee::Guest(id) => {
                self.guests.iter().find(|guest| guest.id == id).map_or("", |guest| guest.name.as_str())
            }
        }
    }
}

/// The meetings of a body, or of all bodies, in a fiscal year that were opened, and who came: three statements.
pub struct Year {
    /// Opened meetings in the order of time.
    pub held: Vec<meeting::Model>,
    /// Meetings whose day has passed without a record, none cancelled among them.
    pub unrecorded: usize,
    /// Everybody asked to the opened ones, in the order of time.
    pub sat: Vec<Sat>,
}

/// What the table 出席状況 counts.
pub async fn year(
    db: &impl ConnectionTrait,
    (region, year): (RegionId, FiscalYear),
    body: Option<BodyId>,
    now: Instant,
) -> Result<Year, DbErr> {
    let mut found = meeting::Entity::find()
        .filter(meeting::Column::RegionId.eq(region))
        .filter(meeting::Column::FiscalYear.eq(year.year()))
        .filter(meeting::Column::ConvenedAt.is_not_null())
        .filter(meeting::Column::CancelledAt.is_null())
        .filter(meeting::Column::StartsAt.lt(now))
        .order_by_asc(meeting::Column::StartsAt)
        .order_by_asc(meeting::Column::Id);
    if let Some(body) = body {
        found = found.filter(meeting::Column::BodyId.eq(body));
    }
    let meetings = found.all(db).await?;
    let ids: Vec<_> = meetings.iter().map(|one| one.id).collect();
    let opened = opened(db, &ids).await?;
    let (held, unrecorded): (Vec<_>, Vec<_>) =
        meetings.into_iter().partition(|one| opened.contains_key(&one.id));
    let held: Vec<_> = held.into_iter().filter(|one| one.fell_through_at.is_none()).collect();
    let sat = sat(db, &held).await?;
    Ok(Year { held, unrecorded: unrecorded.len(), sat })
}

async fn opened(
    db: &impl ConnectionTrait,
    meetings: &[MeetingId],
) -> Result<HashMap<MeetingId, SittingVerb>, DbErr> {
    if meetings.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sitting::Entity::find()
        .filter(sitting::Column::MeetingId.is_in(meetings.iter().copied()))
        .filter(sitting::Column::Verb.ne(SittingVerb::Closed))
        .order_by_asc(sitting::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.meeting_id, row.verb)).collect())
}

async fn sat(db: &impl ConnectionTrait, held: &[meeting::Model]) -> Result<Vec<Sat>, DbErr> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || held.iter().map(|one| one.id);
    let asked = invitation::Entity::find()
        .filter(invitation::Column::MeetingId.is_in(ids()))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .filter(invitation::Column::Counted.eq(true))
        .all(db)
        .await?;
    let entries = attendance_entry::Entity::find()
        .filter(attendance_entry::Column::MeetingId.is_in(ids()))
        .all(db)
        .await?;
    let standing = super::rules::standing(&entries);
    let mut came: HashMap<InvitationId, Vec<attendance_entry::Model>> = HashMap::new();
    for entry in standing {
        if let Some(invitation) = entry.invitation_id {
            came.entry(invitation).or_default().push(entry.clone());
        }
    }
    let order: HashMap<_, _> = ids().zip(0_usize..).collect();
    let mut sat: Vec<_> = asked
        .into_iter()
        .map(|one| (order.get(&one.meeting_id).copied(), came.remove(&one.id), one))
        .map(|(place, entries, one)| (place, sat_of(one, entries)))
        .collect();
    sat.sort_by_key(|(place, one)| (*place, one.position));
    Ok(sat.into_iter().map(|(_, one)| one).collect())
}

fn sat_of(one: invitation::Model, entries: Option<Vec<attendance_entry::Model>>) -> Sat {
    Sat {
        way: super::rules::first_way(&entries.unwrap_or_default()),
        person: one.person_id,
        name: one.name,
        association: one.association,
        position: one.position,
    }
}

/// The fiscal years in which a region has convened meetings, the latest first.
pub async fn years(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<FiscalYear>, DbErr> {
    let years: Vec<i32> = meeting::Entity::find()
        .filter(meeting::Column::RegionId.eq(region))
        .filter(meeting::Column::ConvenedAt.is_not_null())
        .select_only()
        .column(meeting::Column::FiscalYear)
        .distinct()
        .order_by_desc(meeting::Column::FiscalYear)
        .into_tuple()
        .all(db)
        .await?;
    Ok(years.into_iter().map(FiscalYear::new).collect())
}

/// The bodies of a region that have convened a meeting, in the order of the tree's siblings.
pub async fn bodies(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<body::Model>, DbErr> {
    let with_meetings = Query::select()
        .column(meeting::Column::BodyId)
        .from(meeting::Entity)
        .and_where(meeting::Column::RegionId.eq(region))
        .and_where(meeting::Column::ConvenedAt.is_not_null())
        .take();
    body::Entity::find()
        .filter(body::Column::RegionId.eq(region))
        .filter(body::Column::Id.in_subquery(with_meetings))
        .order_by_asc(body::Column::Position)
        .order_by_asc(body::Column::Id)
        .all(db)
        .await
}
