//! The rows a mail about an invitation is written from, and the words they share.

use entity::id::IssuedLetterId;
use entity::link::LinkPurpose;
use entity::{invitation, issued_letter, meeting, outbox, region};
use sea_orm::{DbErr, EntityTrait};

use crate::meeting::notices::{
    LetterFacts, LetterRef, OfficeBlock, ReplyAddress, attendee, calendar_event, calendar_part, facts_of,
    organizer, reply_address,
};
use crate::meeting::queries as meetings;
use crate::platform::calendar::{Event, Method, Rsvp, Status};
use crate::platform::link;
use crate::platform::mail::CalendarPart;
use crate::platform::outbox::Composing;

/// One person, one meeting, and where the mail goes.
pub(super) struct Matter {
    pub(super) invitation: invitation::Model,
    pub(super) meeting: meeting::Model,
    pub(super) region: region::Model,
    pub(super) token: String,
    pub(super) reply_to: ReplyAddress,
    pub(super) sample: bool,
    base_url: String,
    address: Option<String>,
}

/// A letter with the facts as issued.
pub(super) struct Issued {
    pub(super) row: issued_letter::Model,
    pub(super) facts: LetterFacts,
    pub(super) cites: Option<LetterRef>,
}

impl Matter {
    /// The rows behind an outbox row; `None` when one of them has gone.
    pub(super) async fn of(cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Self>, DbErr> {
        let Some(id) = row.invitation_id else { return Ok(None) };
        let found = invitation::Entity::find_by_id(id).find_also_related(meeting::Entity).one(cx.tx).await?;
        let Some((invitation, Some(meeting))) = found else { return Ok(None) };
        let region = meetings::region_of(cx.tx, meeting.region_id).await?;
        let address = match row.contact_point_id {
            Some(contact) => entity::contact_point::Entity::find_by_id(contact).one(cx.tx).await?,
            None => None,
        };
        let key = &cx.tx.terms().key;
        let token = link::token(key, LinkPurpose::Reply, invitation.id.0, invitation.generation);
        let reply_to = reply_address(cx.terms, &region, &token);
        Ok(Some(Self {
            invitation,
            meeting,
            region,
            token,
            reply_to,
            sample: cx.terms.sample,
            base_url: cx.terms.base_url.clone(),
            address: address.map(|contact| contact.value),
        }))
    }

    /// With the address by which the person was invited before they were taken off: a calendar program obeys a CANCEL
    /// only from the organizer it knows. The link itself has ended.
    pub(super) fn before_withdrawal(self, cx: &Composing<'_>) -> Self {
        let (key, before) = (&cx.tx.terms().key, self.invitation.generation.saturating_sub(1));
        let token = link::token(key, LinkPurpose::Reply, self.invitation.id.0, before);
        let reply_to = reply_address(cx.terms, &self.region, &token);
        Self { token, reply_to, ..self }
    }

    /// The address of the reply page.
    pub(super) fn link(&self) -> String {
        format!("{}/r/{}", self.base_url, self.token)
    }

    pub(super) fn office(&self) -> OfficeBlock {
        OfficeBlock::of(&self.region)
    }

    /// The meeting in this person's calendar: as the letter has it, with the meeting's UID and SEQUENCE.
    pub(super) fn object(
        &self,
        row: &outbox::Model,
        facts: &LetterFacts,
        words: &str,
        kind: Kind,
    ) -> Option<CalendarPart> {
        let address = self.address.as_deref().filter(|_| row.carries_calendar)?;
        let (method, status) = match kind {
            Kind::Request => (Method::Request, Status::Confirmed),
            Kind::Cancel => (Method::Cancel, Status::Cancelled),
        };
        let wanted = row.wants_reply && self.reply_to.is_read && kind == Kind::Request;
        let rsvp = if wanted { Rsvp::Wanted } else { Rsvp::NotWanted };
        let event = calendar_event(&self.meeting, facts, &self.office(), words, status)?;
        let event = Event {
            organizer: Some(organizer(&self.region, &self.reply_to)),
            attendee: Some(attendee(&self.invitation, address, rsvp)),
            ..event
        };
        Some(calendar_part(method, event))
    }

    /// What stands in the calendar entry besides the office: the way to answer, and to join. An entry that several
    /// people share has nobody's own link.
    pub(super) fn entry_words(&self, row: &outbox::Model, facts: &LetterFacts) -> String {
        let mut words = Vec::new();
        if !self.meeting.online_url.is_empty() {
            words.push(format!("オンライン {}", self.meeting.online_url));
        }
        if row.wants_reply {
            words.push(format!("回答 {}", self.link()));
            words.push(format!("回答番号 {}", self.invitation.reply_number));
        } else {
            words.push("回答は、お一人ずつに届いたメールのページからお願いします。".to_owned());
        }
        if !self.reply_to.is_read {
            words.push("カレンダーの承諾ボタンでは回答になりません".to_owned());
        }
        if !facts.remarks.is_empty() {
            words.push(facts.remarks.clone());
        }
        words.join("\n")
    }

    /// The name in the subject of a mail to an address that is not the person's alone.
    pub(super) async fn marked(&self, cx: &Composing<'_>) -> Result<Option<String>, DbErr> {
        meetings::name_at_shared(cx.tx, &self.invitation, self.address.as_deref()).await
    }
}

/// What an object does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Request,
    Cancel,
}

impl Issued {
    /// A letter of the register, as the person of an outbox row reads it.
    pub(super) async fn of(
        cx: &Composing<'_>,
        id: IssuedLetterId,
        to: &outbox::Model,
    ) -> Result<Option<Self>, DbErr> {
        let Some(row) = issued_letter::Entity::find_by_id(id).one(cx.tx).await? else { return Ok(None) };
        let facts = facts_of(&row)?;
        let cites = match to.invitation_id {
            Some(person) => meetings::cited_letter(cx.tx, &row, person).await?,
            None => None,
        };
        let cites = cites.as_ref().map(LetterRef::of);
        Ok(Some(Self { row, facts, cites }))
    }
}
