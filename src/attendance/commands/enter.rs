//! One thing that happened. The same key a second time adds nothing.

use entity::attendance_entry::{self, ActiveModel, AttendanceVerb};
use entity::attendance_guest::{self, GuestRole};
use entity::id::{AgendaItemId, AttendanceEntryId, AttendanceGuestId, MeetingId, PersonId};
use entity::reply::ReplyMode;
use entity::{agenda_item, invitation, meeting};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use crate::access::Secretary;
use crate::attendance::rules::Attendee;
use crate::meeting::queries as meetings;
use crate::meeting::rules::{Refusal, may_record};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Who came in a member's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Name.
    pub name: String,
    /// 所属・役職; may be empty.
    pub title: String,
}

/// How somebody arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Room or online.
    pub mode: ReplyMode,
    /// Who came instead.
    pub proxy: Option<Proxy>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody of the list came.
    Arrived(Attendee, Arrival),
    /// Somebody left, or the connection was lost.
    Left(Attendee),
    /// 除斥 of somebody from an item.
    Excluded(Attendee, AgendaItemId),
    /// An item was begun.
    ItemBegun(AgendaItemId),
    /// So many residents listen.
    ObserversCounted(i32),
    /// An entry was wrong.
    TakenBack(AttendanceEntryId),
}

impl What {
    fn verb(&self) -> AttendanceVerb {
        match self {
            Self::Arrived(..) => AttendanceVerb::Arrived,
            Self::Left(_) => AttendanceVerb::Left,
            Self::Excluded(..) => AttendanceVerb::Excluded,
            Self::ItemBegun(_) => AttendanceVerb::ItemBegun,
            Self::ObserversCounted(_) => AttendanceVerb::ObserversCounted,
            Self::TakenBack(_) => AttendanceVerb::TakenBack,
        }
    }

    fn who(&self) -> Option<Attendee> {
        match self {
            Self::Arrived(who, _) | Self::Left(who) | Self::Excluded(who, _) => Some(*who),
            Self::ItemBegun(_) | Self::ObserversCounted(_) | Self::TakenBack(_) => None,
        }
    }

    fn item(&self) -> Option<AgendaItemId> {
        match self {
            Self::Excluded(_, item) | Self::ItemBegun(item) => Some(*item),
            _ => None,
        }
    }
}

/// An entry as it comes from a form or a tablet's queue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its key, made where it was typed.
    pub id: AttendanceEntryId,
    /// Of which meeting.
    pub meeting: MeetingId,
    /// What happened.
    pub what: What,
    /// When.
    pub at: Instant,
}

/// Somebody who came unasked.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The key of the arrival, and of the guest.
    pub id: AttendanceEntryId,
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Who, where the register knows the person; needed for a member.
    pub person: Option<PersonId>,
    /// Name.
    pub name: String,
    /// 所属; may be empty.
    pub association: String,
    /// As what.
    pub role: GuestRole,
    /// Room or online.
    pub mode: ReplyMode,
    /// When.
    pub at: Instant,
}

/// Why something is not entered.
#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    /// Not where the meeting stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The person is not, or no longer, on the list; or the item not on the agenda.
    #[error("一覧が変わっています。画面を開き直してください。")]
    Unknown,
    /// Somebody counted twice would make a quorum that is none.
    #[error("この委員は、もう一覧にいます。")]
    Listed,
    /// The key belongs to something else.
    #[error("この入力は、別の会議のものです。")]
    Foreign,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Adds an entry; what was entered before under the same key is left as it is.
pub async fn enter(tx: &Tx, by: &Secretary, input: Entry, now: Instant) -> Result<(), EnterError> {
    let meeting = opened(tx, by, input.meeting, now).await?;
    if is_known(tx, &input).await? {
        return Ok(());
    }
    check(tx, &meeting, &input.what).await?;
    add(tx, by, input, now).await
}

/// Adds somebody who came unasked, with the arrival.
pub async fn admit(tx: &Tx, by: &Secretary, input: Guest, now: Instant) -> Result<(), EnterError> {
    let meeting = opened(tx, by, input.meeting, now).await?;
    let id = AttendanceGuestId(input.id.0);
    let arrival = Arrival { mode: input.mode, proxy: None };
    let what = What::Arrived(Attendee::Guest(id), arrival);
    let entry = Entry { id: input.id, meeting: meeting.id, what, at: input.at };
    if is_known(tx, &entry).await? {
        return Ok(());
    }
    if let Some(person) = input.person {
        listed(tx, &meeting, person).await?;
    }
    let row = attendance_guest::ActiveModel {
        id: Set(id),
        meeting_id: Set(meeting.id),
        person_id: Set(input.person),
        name: Set(input.name),
        association: Set(input.association),
        role: Set(input.role),
        recorded_by: Set(by.person()),
        recorded_at: Set(now),
    };
    row.insert(tx).await?;
    add(tx, by, entry, now).await
}

async fn opened(
    tx: &Tx,
    by: &Secretary,
    meeting: MeetingId,
    now: Instant,
) -> Result<meeting::Model, EnterError> {
    let meeting = meetings::lock(tx, by.region(), meeting).await?;
    may_record(&meeting, now)?;
    Ok(meeting)
}

/// Whether this key was entered before; that of another meeting is an error.
async fn is_known(tx: &Tx, input: &Entry) -> Result<bool, EnterError> {
    match attendance_entry::Entity::find_by_id(input.id).one(tx).await? {
        Some(before) if before.meeting_id != input.meeting => Err(EnterError::Foreign),
        before => Ok(before.is_some()),
    }
}

async fn check(tx: &Tx, meeting: &meeting::Model, what: &What) -> Result<(), EnterError> {
    let known = match what.who() {
        Some(Attendee::Invited(id)) => {
            let row = invitation::Entity::find_by_id(id).one(tx).await?;
            row.is_some_and(|row| row.meeting_id == meeting.id && row.withdrawn_at.is_none())
        }
        Some(Attendee::Guest(id)) => {
            let row = attendance_guest::Entity::find_by_id(id).one(tx).await?;
            row.is_some_and(|row| row.meeting_id == meeting.id)
        }
        None => true,
    };
    let item = match what.item() {
        Some(id) => agenda_item::Entity::find_by_id(id).one(tx).await?.map(|row| row.meeting_id),
        None => Some(meeting.id),
    };
    let before = match what {
        What::TakenBack(id) => {
            let row = attendance_entry::Entity::find_by_id(*id).one(tx).await?;
            row.filter(|row| row.verb != AttendanceVerb::TakenBack).map(|row| row.meeting_id)
        }
        _ => Some(meeting.id),
    };
    let here = Some(meeting.id);
    if known && item == here && before == here { Ok(()) } else { Err(EnterError::Unknown) }
}

/// Nobody stands on the list twice: not one who was asked, and not one who came unasked before.
async fn listed(tx: &Tx, meeting: &meeting::Model, person: PersonId) -> Result<(), EnterError> {
    let asked = invitation::Entity::find()
        .filter(invitation::Column::MeetingId.eq(meeting.id))
        .filter(invitation::Column::PersonId.eq(person))
        .filter(invitation::Column::WithdrawnAt.is_null())
        .one(tx)
        .await?;
    let came = attendance_guest::Entity::find()
        .filter(attendance_guest::Column::MeetingId.eq(meeting.id))
        .filter(attendance_guest::Column::PersonId.eq(person))
        .one(tx)
        .await?;
    if asked.is_some() || came.is_some() { Err(EnterError::Listed) } else { Ok(()) }
}

async fn add(tx: &Tx, by: &Secretary, input: Entry, now: Instant) -> Result<(), EnterError> {
    let (who, arrival) = (input.what.who(), arrival(&input.what));
    let (proxy, verb) = (arrival.and_then(|one| one.proxy.as_ref()), input.what.verb());
    let row = ActiveModel {
        id: Set(input.id),
        meeting_id: Set(input.meeting),
        verb: Set(verb),
        invitation_id: Set(who.and_then(|who| if let Attendee::Invited(id) = who { Some(id) } else { None })),
        guest_id: Set(who.and_then(|who| if let Attendee::Guest(id) = who { Some(id) } else { None })),
        agenda_item_id: Set(input.what.item()),
        mode: Set(arrival.map(|one| one.mode)),
        proxy_name: Set(proxy.map(|one| one.name.clone())),
        proxy_title: Set(proxy.map(|one| one.title.clone()).filter(|title| !title.is_empty())),
        count: Set(if let What::ObserversCounted(count) = input.what { Some(count) } else { None }),
        takes_back_id: Set(if let What::TakenBack(entry) = input.what { Some(entry) } else { None }),
        happened_at: Set(input.at),
        recorded_by: Set(by.person()),
        recorded_at: Set(now),
    };
    row.insert(tx).await?;
    let subject = Subject("attendance_entry", input.id.0);
    audit::record(tx, by.by(), "attendance_entry.entered", subject, &[], None, now).await?;
    Ok(())
}

fn arrival(what: &What) -> Option<&Arrival> {
    if let What::Arrived(_, arrival) = what { Some(arrival) } else { None }
}
