//! Reads of the first screens: the secretariat's start from its region, a member's from the person.

use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDate, TimeDelta};
use entity::id::{AssociationId, InvitationId, MeetingId, MunicipalityId, PersonId, RegionId, SeatId};
use entity::{
    association, body, contact_point, invitation, meeting, meeting_ruling, membership, municipality, outbox,
    person, reply, seat,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use crate::body::queries as bodies;
use crate::invitation::queries::outlook::{Asking, Outlook, askings, region_seat_terms};
use crate::meeting::queries::day;
use crate::meeting::rules::{State, state};
use crate::pace::queries::Steps;
use crate::platform::clock::Instant;
use crate::platform::date::FiscalYear;
use crate::platform::outbox::undelivered;
use crate::renewal::queries::{Waiting, waiting};

/// Everything that is under way in a region.
pub(super) struct UnderWay {
    /// Meetings that are not called off and still ask for something, in the order of their days, those without one
    /// last: the coming ones, and those held within the last ninety days.
    pub(super) meetings: Vec<(meeting::Model, body::Model)>,
    pub(super) outlook: Outlook,
    /// Who was asked, by meeting.
    pub(super) askings: HashMap<MeetingId, Vec<Asking>>,
}

impl UnderWay {
    /// Those that are not over.
    pub(super) fn coming(&self, now: Instant) -> impl Iterator<Item = &(meeting::Model, body::Model)> {
        self.meetings.iter().filter(move |(meeting, _)| {
            state(meeting, now) != State::Held && meeting.ends_at.is_none_or(|end| end > now)
        })
    }
}

/// What is under way, with what the office alone knows and does about it.
pub(super) struct Office {
    pub(super) under_way: UnderWay,
    /// Every message about the meetings, oldest first.
    pub(super) messages: Vec<outbox::Model>,
    /// The steps of each.
    pub(super) steps: Steps,
    /// Whom associations propose for their seats, as long as nobody has looked.
    pub(super) proposed: Vec<Waiting>,
}

impl Office {
    /// Reads it in eight statements.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        region: RegionId,
        now: Instant,
    ) -> Result<Self, DbErr> {
        let under_way = under_way(db, region, now).await?;
        let ids: Vec<_> = under_way.meetings.iter().map(|(meeting, _)| meeting.id).collect();
        let (messages, steps) = (messages(db, &ids).await?, Steps::read(db, region, &ids).await?);
        Ok(Self { under_way, messages, steps, proposed: waiting(db, region).await? })
    }

    /// Whether a later letter to the same person has taken the place of this one.
    pub(super) fn has_newer_letter(&self, row: &outbox::Model) -> bool {
        let own = self.messages.iter().filter(|one| one.invitation_id == row.invitation_id);
        let newest = own.filter_map(|one| one.letter_id).next_back();
        row.letter_id.is_some() && newest.is_some() && newest != row.letter_id
    }
}

/// How long a meeting that was held asks for what comes after it, in days; see `pace::rules`.
const AFTERWARDS: TimeDelta = TimeDelta::days(91);

/// Reads it in four statements.
pub(super) async fn under_way(
    db: &impl ConnectionTrait,
    region: RegionId,
    now: Instant,
) -> Result<UnderWay, DbErr> {
    let recent = meeting::Column::EndsAt.gt(now - AFTERWARDS);
    let open = Condition::any().add(meeting::Column::EndsAt.is_null()).add(recent);
    let rows = meeting::Entity::find()
        .find_also_related(body::Entity)
        .find_also(meeting::Entity, meeting_ruling::Entity)
        .filter(meeting::Column::RegionId.eq(region))
        .filter(meeting::Column::CancelledAt.is_null())
        .filter(open)
        .all(db)
        .await?;
    let (mut meetings, mut rulings) = (BTreeMap::new(), BTreeMap::new());
    for (meeting, body, ruling) in rows {
        rulings.extend(ruling.map(|one| (one.id, one)));
        let place = (day(&meeting).is_none(), day(&meeting), meeting.starts_at, meeting.id);
        meetings.extend(body.map(|body| (place, (meeting, body))));
    }
    let meetings: Vec<_> = meetings.into_values().collect();
    let ids: Vec<_> = meetings.iter().map(|(meeting, _)| meeting.id).collect();
    let askings = askings(db, &ids).await?;
    let heads = |all: &Vec<Asking>| all.iter().filter_map(Asking::head).collect();
    let outlook = Outlook {
        now,
        charters: bodies::charters_in(db, region).await?,
        terms: region_seat_terms(db, region).await?,
        heads: askings.iter().map(|(meeting, all)| (*meeting, heads(all))).collect(),
        rulings: rulings.into_values().collect(),
    };
    Ok(UnderWay { meetings, outlook, askings })
}

async fn messages(db: &impl ConnectionTrait, meetings: &[MeetingId]) -> Result<Vec<outbox::Model>, DbErr> {
    outbox::Entity::find()
        .filter(outbox::Column::MeetingId.is_in(meetings.iter().copied()))
        .order_by_asc(outbox::Column::QueuedAt)
        .order_by_asc(outbox::Column::Id)
        .all(db)
        .await
}

/// Every way of contact in use, those of one holder in their order.
pub(super) async fn contacts(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<Vec<contact_point::Model>, DbErr> {
    contact_point::Entity::find()
        .filter(contact_point::Column::RegionId.eq(region))
        .filter(contact_point::Column::RetiredAt.is_null())
        .order_by_asc(contact_point::Column::Position)
        .order_by_asc(contact_point::Column::Id)
        .all(db)
        .await
}

/// The bodies of a region in the order of their tree.
pub(super) async fn bodies(db: &impl ConnectionTrait, region: RegionId) -> Result<Vec<body::Model>, DbErr> {
    let found = body::Entity::find().filter(body::Column::RegionId.eq(region)).all(db).await?;
    Ok(bodies::in_tree_order(found).into_iter().map(|line| line.body).collect())
}

/// The meetings of a fiscal year and the one before that have begun, by body and day.
pub(super) async fn held(
    db: &impl ConnectionTrait,
    region: RegionId,
    year: FiscalYear,
    now: Instant,
) -> Result<Vec<(meeting::Model, body::Model)>, DbErr> {
    let found = meeting::Entity::find()
        .find_also_related(body::Entity)
        .filter(meeting::Column::RegionId.eq(region))
        .filter(meeting::Column::FiscalYear.between(year.year() - 1, year.year()))
        .filter(meeting::Column::CancelledAt.is_null())
        .filter(meeting::Column::FellThroughAt.is_null())
        .filter(meeting::Column::StartsAt.lte(now))
        .all(db)
        .await?;
    let mut found: Vec<_> = found.into_iter().filter_map(|(meeting, body)| Some((meeting, body?))).collect();
    found.sort_by_key(|(meeting, body)| (body.position, body.id, meeting.starts_at));
    Ok(found)
}

/// A message that did not arrive, for whom and about which meeting.
pub(super) struct Undelivered {
    pub(super) row: outbox::Model,
    pub(super) contact: Option<contact_point::Model>,
    pub(super) invitation: Option<invitation::Model>,
    pub(super) meeting: Option<(meeting::Model, body::Model)>,
}

/// What did not arrive and nobody has dealt with, latest first.
pub(super) async fn not_arrived(
    db: &impl ConnectionTrait,
    region: RegionId,
) -> Result<Vec<Undelivered>, DbErr> {
    let rows = undelivered(region)
        .order_by_desc(outbox::Column::SettledAt)
        .find_also_related(invitation::Entity)
        .find_also(outbox::Entity, meeting::Entity)
        .find_also(meeting::Entity, body::Entity)
        .find_also(outbox::Entity, contact_point::Entity)
        .all(db)
        .await?;
    let read = |(row, invitation, meeting, body, contact): (_, _, Option<_>, _, _)| Undelivered {
        row,
        contact,
        invitation,
        meeting: meeting.zip(body),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// A seat of an association and who sits in it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct SeatHeld {
    /// The seat.
    pub(super) id: SeatId,
    /// The body's short name.
    pub(super) body: String,
    /// What the roster prints.
    pub(super) label: String,
    /// Who; none while it is vacant.
    pub(super) name: Option<String>,
    /// First day of the term.
    pub(super) from_on: Option<NaiveDate>,
    /// Last day; none while open.
    pub(super) to_on: Option<NaiveDate>,
}

/// The seats somebody speaks for.
pub(super) fn of_association(association: AssociationId) -> Condition {
    Condition::all().add(seat::Column::AssociationId.eq(association))
}

/// The seats of a town in a region: those the roster prints under its name, as 充て職 or by an association called as the
/// town is.
pub(super) fn of_town(region: RegionId, town: MunicipalityId) -> Condition {
    let name = || {
        Query::select()
            .column(municipality::Column::Name)
            .from(municipality::Entity)
            .and_where(municipality::Column::Id.eq(town))
            .take()
    };
    let called = Condition::any()
        .add(association::Column::Name.in_subquery(name()))
        .add(association::Column::ShortName.in_subquery(name()));
    let associations = Query::select()
        .column(association::Column::Id)
        .from(association::Entity)
        .and_where(association::Column::RegionId.eq(region))
        .cond_where(called)
        .take();
    let bodies = Query::select()
        .column(body::Column::Id)
        .from(body::Entity)
        .and_where(body::Column::RegionId.eq(region))
        .take();
    let by_post = Condition::all()
        .add(seat::Column::AssociationId.is_null())
        .add(seat::Column::Label.in_subquery(name()));
    let either = Condition::any().add(by_post).add(seat::Column::AssociationId.in_subquery(associations));
    Condition::all().add(seat::Column::BodyId.in_subquery(bodies)).add(either)
}

/// The seats of which a condition holds on a day, in the order of the bodies.
pub(super) async fn seats_of(
    db: &impl ConnectionTrait,
    seats: Condition,
    day: NaiveDate,
) -> Result<Vec<SeatHeld>, DbErr> {
    let begun = |column: Expr| column.clone().is_null().or(column.lte(day));
    let lasts = |column: Expr| column.clone().is_null().or(column.gte(day));
    seat::Entity::find()
        .join(JoinType::InnerJoin, seat::Relation::Body.def())
        .join(JoinType::LeftJoin, bodies::terms_between(day, day))
        .join(JoinType::LeftJoin, membership::Relation::Person.def())
        .filter(seats)
        .filter(begun(seat::Column::FromOn.into_expr()))
        .filter(lasts(seat::Column::ToOn.into_expr()))
        .select_only()
        .column(seat::Column::Id)
        .column_as(body::Column::ShortName, "body")
        .column_as(seat::Column::Label, "label")
        .column_as(person::Column::Name, "name")
        .column_as(membership::Column::FromOn, "from_on")
        .column_as(membership::Column::ToOn, "to_on")
        .order_by_asc(body::Column::Position)
        .order_by_asc(seat::Column::Position)
        .into_model()
        .all(db)
        .await
}

/// A meeting a person is asked to, with what they answered.
pub(super) struct OwnMeeting {
    pub(super) invitation: invitation::Model,
    pub(super) replies: Vec<reply::Model>,
    pub(super) meeting: meeting::Model,
    pub(super) body: body::Model,
}

/// The coming meetings a person is asked to, in the order of their days; one that was put off comes last.
pub(super) async fn own_meetings(
    db: &impl ConnectionTrait,
    person: PersonId,
    from: Instant,
) -> Result<Vec<OwnMeeting>, DbErr> {
    let coming =
        Condition::any().add(meeting::Column::StartsAt.is_null()).add(meeting::Column::StartsAt.gte(from));
    let rows = invitation::Entity::find()
        .find_also_related(meeting::Entity)
        .find_also(meeting::Entity, body::Entity)
        .find_also(invitation::Entity, reply::Entity)
        .filter(invitation::Column::PersonId.eq(person))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .filter(coming)
        .all(db)
        .await?;
    let mut found: BTreeMap<InvitationId, OwnMeeting> = BTreeMap::new();
    for (invitation, meeting, body, reply) in rows {
        let Some((meeting, body)) = meeting.zip(body) else { continue };
        let own = || OwnMeeting { invitation: invitation.clone(), replies: Vec::new(), meeting, body };
        found.entry(invitation.id).or_insert_with(own).replies.extend(reply);
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|own| (own.meeting.starts_at.is_none(), own.meeting.starts_at, own.meeting.id));
    Ok(found)
}
