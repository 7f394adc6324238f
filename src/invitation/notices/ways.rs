//! By which ways people are told: the contact points of their seats, with the calendar object in one mail a
//! person and one an address.

use std::collections::HashSet;

use entity::id::InvitationId;
use entity::invitation;
use entity::meeting;
use entity::outbox::Channel;
use entity::seat_contact::ContactPurpose;
use sea_orm::DbErr;

use crate::meeting::queries as meetings;
use crate::meeting::queries::Told;
use crate::meeting::rules::carried;
use crate::platform::db::Tx;
use crate::platform::outbox::Recipient;

/// What the calendar object of a mail does, besides being there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    /// It asks for an answer.
    Request,
    /// It takes the entry away.
    Cancel,
    /// There is none.
    None,
}

/// Recipients by the contact points of their seats, for a first letter or a reminder. Nobody is left out: who
/// cannot be reached gets a sheet to be handed over.
pub(super) async fn by_seats(
    tx: &Tx,
    meeting: &meeting::Model,
    asked: &[invitation::Model],
    purpose: ContactPurpose,
    object: Object,
) -> Result<Vec<Recipient>, DbErr> {
    Ok(recipients(meeting, &meetings::by_seats(tx, meeting, asked, purpose).await?, object))
}

/// Recipients of a notice to `newcomers` alone. Their addresses are looked at together with those of everybody
/// asked before: an address that holds the entry already gets words only.
pub(super) async fn beside_others(
    tx: &Tx,
    meeting: &meeting::Model,
    newcomers: &[invitation::Model],
) -> Result<Vec<Recipient>, DbErr> {
    let new: HashSet<InvitationId> = newcomers.iter().map(|invitation| invitation.id).collect();
    let mut told = meetings::told(tx, meeting).await?;
    told.retain(|way| !new.contains(&way.invitation.id));
    told.extend(meetings::by_seats(tx, meeting, newcomers, ContactPurpose::Notice).await?);
    let mut all = recipients(meeting, &told, Object::Request);
    all.retain(|to| to.invitation.is_some_and(|invitation| new.contains(&invitation)));
    Ok(all)
}

/// Recipients by the ways in which the last letter reached them.
pub(super) async fn as_before(
    tx: &Tx,
    meeting: &meeting::Model,
    object: Object,
) -> Result<Vec<Recipient>, DbErr> {
    Ok(recipients(meeting, &meetings::told(tx, meeting).await?, object))
}

/// The rows of several ways, with the calendar object where it belongs.
pub(super) fn recipients(meeting: &meeting::Model, told: &[Told], object: Object) -> Vec<Recipient> {
    let mails = told.iter().filter(|way| way.channel == Channel::Mail);
    let mails: Vec<_> = mails.map(|way| (way.invitation.id, way.value.as_str())).collect();
    let mut carry = carried(&mails).into_iter();
    let of = |way: &Told| {
        let mail = if way.channel == Channel::Mail { carry.next() } else { None };
        let mail = mail.filter(|_| object != Object::None);
        Recipient {
            region: Some(meeting.region_id),
            meeting: Some(meeting.id),
            invitation: Some(way.invitation.id),
            person: Some(way.invitation.person_id),
            account: None,
            contact: way.contact,
            channel: way.channel,
            carries_calendar: mail.is_some_and(|mail| mail.calendar),
            wants_reply: object == Object::Request && mail.is_some_and(|mail| mail.wants_reply),
        }
    };
    told.iter().map(of).collect()
}
