//! 中止: told to everybody who was invited, by the ways in which the notice reached them.

use askama::Template;
use entity::id::CancellationId;
use entity::link::LinkPurpose;
use entity::outbox::{self, Channel};
use entity::{contact_point, invitation, issued_letter, meeting, region};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};

use super::calendar::{ReplyAddress, attendee, calendar_event, calendar_part, organizer, reply_address};
use super::letter::{LetterBlock, LetterFacts, LetterRef, OfficeBlock, facts_of};
use super::written;
use crate::meeting::{queries, rules};
use crate::platform::calendar::{Event, Method, Rsvp, Status};
use crate::platform::db::Tx;
use crate::platform::link;
use crate::platform::mail::CalendarPart;
use crate::platform::outbox::{Composing, Draft, Notice, Recipient};

/// The meeting is off. Ids only: the words are made when a mail leaves, from the letter's facts.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MeetingCancelled {
    /// The record of the cancellation.
    pub cancellation: CancellationId,
}

/// All that `templates/mail/meeting/cancelled.{subject.txt,txt,html}` may name.
#[derive(Debug)]
pub struct CancelledMail {
    /// Whether the data are invented; every mail says so then.
    pub sample: bool,
    /// The letter as issued; its reason too.
    pub facts: LetterFacts,
    /// Day and number of this letter.
    pub own: LetterRef,
    /// Its head as printed.
    pub letter: LetterBlock,
    /// The letter it calls off.
    pub cites: Option<LetterRef>,
    /// Whether the meeting had been put off and waited for a new date.
    pub was_postponed: bool,
    /// The name, at an address that is not the person's alone.
    pub marked: Option<String>,
    /// Whom to call.
    pub office: OfficeBlock,
}

#[derive(Template)]
#[template(path = "mail/meeting/cancelled.subject.txt")]
struct SubjectLine<'a> {
    mail: &'a CancelledMail,
}

#[derive(Template)]
#[template(path = "mail/meeting/cancelled.txt")]
struct Text<'a> {
    mail: &'a CancelledMail,
}

#[derive(Template)]
#[template(path = "mail/meeting/cancelled.html")]
struct Html<'a> {
    mail: &'a CancelledMail,
}

impl Notice for MeetingCancelled {
    const KIND: &'static str = "meeting.cancelled";

    /// Everybody invited and not taken off. An address that several people share gets the calendar object once.
    async fn recipients(&self, tx: &Tx) -> Result<Vec<Recipient>, DbErr> {
        let Some((_, meeting)) = queries::cancellation(tx, self.cancellation).await? else {
            return Ok(Vec::new());
        };
        let told = queries::told(tx, &meeting).await?;
        let mails: Vec<_> = told.iter().filter(|way| way.channel == Channel::Mail).collect();
        let carried = rules::carried(
            &mails.iter().map(|way| (way.invitation.id, way.value.as_str())).collect::<Vec<_>>(),
        );
        let mut carried = carried.into_iter();
        Ok(told
            .iter()
            .map(|way| {
                let mail = if way.channel == Channel::Mail { carried.next() } else { None };
                recipient(&meeting, way, mail.is_some_and(|mail| mail.calendar))
            })
            .collect())
    }

    /// A cancellation stays true for ever; only a row whose records are missing is dropped.
    async fn mail(&self, cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Draft>, DbErr> {
        let Some(matter) = matter(cx.tx, self.cancellation, row).await? else { return Ok(None) };
        let mail = CancelledMail {
            sample: cx.terms.sample,
            own: LetterRef::of(&matter.letter),
            letter: LetterBlock::new(&matter.letter, &matter.facts, &matter.invitation, "中止"),
            cites: matter.cites.clone(),
            was_postponed: matter.meeting.postponed_at.is_some(),
            marked: queries::name_at_shared(cx.tx, &matter.invitation, matter.address.as_deref()).await?,
            office: OfficeBlock::of(&matter.region),
            facts: matter.facts.clone(),
        };
        let name = mail.facts.meeting();
        let [subject, text, html] =
            written(&SubjectLine { mail: &mail }, &Text { mail: &mail }, &Html { mail: &mail }, &name)?;
        let to = reply_to(cx, &matter);
        let calendar = if row.carries_calendar { cancel_object(&mail, &matter, &to) } else { None };
        let to_name = matter.invitation.name.clone();
        Ok(Some(Draft { to_name, subject, text, html, calendar, reply_to: Some(to.address) }))
    }
}

fn recipient(meeting: &meeting::Model, way: &queries::Told, carries_calendar: bool) -> Recipient {
    Recipient {
        region: Some(meeting.region_id),
        meeting: Some(meeting.id),
        invitation: Some(way.invitation.id),
        person: Some(way.invitation.person_id),
        account: None,
        contact: way.contact,
        channel: way.channel,
        carries_calendar,
        wants_reply: false,
    }
}

/// The rows a mail is written from.
struct Matter {
    meeting: meeting::Model,
    letter: issued_letter::Model,
    facts: LetterFacts,
    cites: Option<LetterRef>,
    invitation: invitation::Model,
    region: region::Model,
    address: Option<String>,
}

async fn matter(tx: &Tx, id: CancellationId, row: &outbox::Model) -> Result<Option<Matter>, DbErr> {
    let found = queries::cancellation(tx, id).await?;
    let (Some((record, meeting)), Some(invitation)) = (found, row.invitation_id) else { return Ok(None) };
    let invitation = invitation::Entity::find_by_id(invitation).one(tx).await?;
    let letter = match record.letter_id {
        Some(letter) => issued_letter::Entity::find_by_id(letter).one(tx).await?,
        None => None,
    };
    let (Some(invitation), Some(letter)) = (invitation, letter) else { return Ok(None) };
    let cites = queries::cited_letter(tx, &letter, invitation.id).await?.as_ref().map(LetterRef::of);
    let contact = match row.contact_point_id {
        Some(contact) => contact_point::Entity::find_by_id(contact).one(tx).await?,
        None => None,
    };
    let facts = facts_of(&letter)?;
    let region = queries::region_of(tx, meeting.region_id).await?;
    let address = contact.map(|contact| contact.value);
    Ok(Some(Matter { meeting, letter, facts, cites, invitation, region, address }))
}

fn reply_to(cx: &Composing<'_>, matter: &Matter) -> ReplyAddress {
    let (key, invitation) = (&cx.tx.terms().key, &matter.invitation);
    let token = link::token(key, LinkPurpose::Reply, invitation.id.0, invitation.generation);
    reply_address(cx.terms, &matter.region, &token)
}

fn cancel_object(mail: &CancelledMail, matter: &Matter, to: &ReplyAddress) -> Option<CalendarPart> {
    let words = format!("中止になりました。\n理由　{}", mail.facts.reason);
    let event = calendar_event(&matter.meeting, &mail.facts, &mail.office, &words, Status::Cancelled)?;
    let address = matter.address.as_deref()?;
    let event = Event {
        organizer: Some(organizer(&matter.region, to)),
        attendee: Some(attendee(&matter.invitation, address, Rsvp::NotWanted)),
        ..event
    };
    Some(calendar_part(Method::Cancel, event))
}
