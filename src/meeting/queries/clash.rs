//! Meetings that a chosen time runs into.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use entity::id::{BodyId, MeetingId, PersonId, RegionId};
use entity::meeting::{Column, Entity, Model};
use entity::{body, membership, person, seat};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use crate::meeting::rules::{Span, Warning};
use crate::platform::date::{at_tokyo, clock_span, end_of_day, tokyo_day, tokyo_time};

/// A meeting that a chosen time runs into.
#[derive(Clone, Debug)]
pub struct Clash {
    /// The other meeting, planned or convened.
    pub meeting: Model,
    /// Short name of its body.
    pub body: String,
    /// Whether it is of the same body, at whatever hour of that day.
    pub same_body: bool,
    /// Who would have to be in two places, by reading; empty when the hours do not overlap.
    pub people: Vec<String>,
}

impl Clash {
    /// What is said about it beside the form.
    pub fn warning(&self) -> Warning {
        let hours = self.meeting.starts_at.zip(self.meeting.ends_at);
        let hours = hours.map(|(from, to)| clock_span(tokyo_time(from), tokyo_time(to))).unwrap_or_default();
        let meeting = format!("{}（{hours}）", self.body);
        if self.same_body {
            return Warning::SameBody { meeting };
        }
        Warning::SamePeople { meeting, people: self.people.clone() }
    }
}

/// Other meetings of that day which are of the same body, or overlap in time and ask some of the same people by
/// the memberships of that day. Two statements.
pub async fn clashes(
    db: &impl ConnectionTrait,
    region: RegionId,
    of: BodyId,
    span: Span,
    except: Option<MeetingId>,
) -> Result<Vec<Clash>, DbErr> {
    let day = tokyo_day(span.starts_at);
    let others = others(db, region, day, except).await?;
    let mut bodies: HashSet<_> = others.iter().map(|(meeting, _)| meeting.body_id).collect();
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    bodies.insert(of);
    let members = members(db, &bodies, day).await?;
    let mut found = Vec::new();
    for (meeting, other) in others {
        let same_body = meeting.body_id == of;
        let people =
            if overlaps(&meeting, span) { shared(&members, of, meeting.body_id) } else { Vec::new() };
        if same_body || !people.is_empty() {
            found.push(Clash { meeting, body: other.short_name, same_body, people });
        }
    }
    Ok(found)
}

async fn others(
    db: &impl ConnectionTrait,
    region: RegionId,
    day: NaiveDate,
    except: Option<MeetingId>,
) -> Result<Vec<(Model, body::Model)>, DbErr> {
    let mut all = Entity::find()
        .filter(Column::RegionId.eq(region))
        .filter(Column::CancelledAt.is_null())
        .filter(Column::StartsAt.gte(at_tokyo(day, NaiveTime::MIN)))
        .filter(Column::StartsAt.lt(end_of_day(day)));
    if let Some(id) = except {
        all = all.filter(Column::Id.ne(id));
    }
    let found = all.find_also_related(body::Entity).order_by_asc(Column::StartsAt).all(db).await?;
    Ok(found.into_iter().filter_map(|(meeting, body)| Some((meeting, body?))).collect())
}

type Members = HashMap<BodyId, BTreeMap<(String, PersonId), String>>;

/// Who sits in each body that day, by reading.
async fn members(
    db: &impl ConnectionTrait,
    bodies: &HashSet<BodyId>,
    day: NaiveDate,
) -> Result<Members, DbErr> {
    use membership::Column::{FromOn, ToOn};
    let rows: Vec<(BodyId, PersonId, String, String)> = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Seat.def())
        .join(JoinType::InnerJoin, membership::Relation::Person.def())
        .filter(seat::Column::BodyId.is_in(bodies.iter().copied()))
        .filter(FromOn.lte(day))
        .filter(Condition::any().add(ToOn.is_null()).add(ToOn.gte(day)))
        .select_only()
        .column(seat::Column::BodyId)
        .column(person::Column::Id)
        .column(person::Column::Kana)
        .column(person::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    let mut members = Members::new();
    for (body, person, kana, name) in rows {
        members.entry(body).or_default().insert((kana, person), name);
    }
    Ok(members)
}

fn overlaps(meeting: &Model, span: Span) -> bool {
    let hours = meeting.starts_at.zip(meeting.ends_at);
    hours.is_some_and(|(from, to)| from < span.ends_at && span.starts_at < to)
}

fn shared(members: &Members, one: BodyId, other: BodyId) -> Vec<String> {
    let (Some(one), Some(other)) = (members.get(&one), members.get(&other)) else { return Vec::new() };
    one.iter().filter(|(person, _)| other.contains_key(*person)).map(|(_, name)| name.clone()).collect()
}
