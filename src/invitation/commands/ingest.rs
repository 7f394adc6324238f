//! One mail that came in for a reply address. It is stored raw first; what a calendar program says clearly, in
//! time and for the right person is an answer; whatever is doubtful waits for the clerk; nothing is ever sent
//! back to a machine. The same mail again has its first outcome.

use entity::id::{InboundMailId, InvitationId};
use entity::inbound_mail::{self, IngestOutcome};
use entity::link::LinkPurpose;
use entity::pending_reply::PendingSource;
use entity::reply::{Answer, ReplyWay};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
};

use super::answer::{AnswerError, Given, Kept, Source, keep, record};
use crate::access::{LinkHolder, System};
use crate::invitation::queries::{self, Asked};
use crate::invitation::rules::{self, Standing};
use crate::platform::calendar::{CalendarReply, Participation, ReplyMethod, read_reply};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::inbound::{self, Inbound, address_token};
use crate::platform::secret::sha256_hex;

pub use entity::inbound_mail::IngestOutcome as Outcome;

/// What became of a mail, as the command prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ingested {
    /// In one word.
    pub outcome: Outcome,
    /// Why, for the operator.
    pub reason: String,
    /// Whose answer it was.
    pub invitation: Option<InvitationId>,
}

impl Ingested {
    fn new(outcome: Outcome, reason: &str) -> Self {
        Self { outcome, reason: reason.to_owned(), invitation: None }
    }

    fn about(self, invitation: InvitationId) -> Self {
        Self { invitation: Some(invitation), ..self }
    }
}

/// Takes one mail in. `reply_to` is the deployment's reply address with `{token}`.
pub async fn ingest(
    tx: &Tx,
    by: &System,
    raw: &[u8],
    reply_to: Option<&str>,
    now: Instant,
) -> Result<Ingested, DbErr> {
    let hash = sha256_hex(raw);
    let known =
        inbound_mail::Entity::find().filter(inbound_mail::Column::OctetsSha256.eq(&hash)).one(tx).await?;
    if let Some(known) = known {
        return Ok(first_outcome(known));
    }
    let read = inbound::read(raw);
    let message_id = read.as_ref().ok().and_then(|mail| mail.message_id.clone());
    if let Some(known) = by_message_id(tx, message_id.as_deref()).await? {
        return Ok(first_outcome(known));
    }
    let row = inbound_mail::ActiveModel {
        id: Set(InboundMailId::at(now)),
        octets_sha256: Set(hash),
        message_id: Set(message_id),
        octets: Set(raw.to_vec()),
        received_at: Set(now),
        outcome: Set(None),
        reason: Set(None),
        invitation_id: Set(None),
    };
    let stored = row.insert(tx).await?;
    let done = match read {
        Ok(mail) => Reading { tx, by, mail: &mail, id: stored.id, reply_to, now }.outcome().await?,
        Err(refused) => Ingested::new(Outcome::Rejected, &refused.to_string()),
    };
    let mut row = stored.into_active_model();
    row.outcome = Set(Some(done.outcome));
    row.reason = Set(Some(done.reason.clone()));
    row.invitation_id = Set(done.invitation);
    row.update(tx).await?;
    Ok(done)
}

/// A mail relayed twice has other trace lines and so other octets, but the same Message-ID.
async fn by_message_id(tx: &Tx, id: Option<&str>) -> Result<Option<inbound_mail::Model>, DbErr> {
    let Some(id) = id else { return Ok(None) };
    inbound_mail::Entity::find().filter(inbound_mail::Column::MessageId.eq(id)).one(tx).await
}

fn first_outcome(known: inbound_mail::Model) -> Ingested {
    Ingested {
        outcome: known.outcome.unwrap_or(IngestOutcome::Rejected),
        reason: known.reason.unwrap_or_default(),
        invitation: known.invitation_id,
    }
}

struct Reading<'a> {
    tx: &'a Tx,
    by: &'a System,
    mail: &'a Inbound,
    id: InboundMailId,
    reply_to: Option<&'a str>,
    now: Instant,
}

impl Reading<'_> {
    async fn outcome(&self) -> Result<Ingested, DbErr> {
        if let Some(machine) = &self.mail.machine {
            return Ok(Ingested::new(Outcome::Ignored, &format!("sent by a machine: {machine:?}")));
        }
        let part = self.mail.calendar_parts.first();
        let object = part.map(|part| read_reply(&part.octets, part.charset.as_deref()));
        let organizer =
            object.as_ref().and_then(|read| read.as_ref().ok()).and_then(|read| read.organizer.clone());
        let Some(asked) = self.asked(organizer.as_deref()).await? else {
            return Ok(Ingested::new(Outcome::Rejected, "no valid token"));
        };
        let id = asked.invitation.id;
        let done = match object {
            Some(Ok(reply)) => self.reply(&asked, reply).await?,
            Some(Err(unreadable)) => {
                let kept =
                    self.wait(&asked, PendingSource::Words, None, asked.invitation.asked_sequence).await?;
                Ingested { reason: format!("calendar object: {unreadable}"), ..kept }
            }
            None => self.wait(&asked, PendingSource::Words, None, asked.invitation.asked_sequence).await?,
        };
        Ok(done.about(id))
    }

    /// The token stands in the object's ORGANIZER, else in one of the addresses the mail came to.
    async fn asked(&self, organizer: Option<&str>) -> Result<Option<Asked>, DbErr> {
        let Some(template) = self.reply_to else { return Ok(None) };
        let addresses = organizer.into_iter().chain(self.mail.recipients.iter().map(String::as_str));
        for token in addresses.filter_map(|address| address_token(address, template)).take(10) {
            if let Some(holder) = LinkHolder::open(self.tx, LinkPurpose::Reply, &token, self.now).await? {
                return queries::by_link(self.tx, &holder).await;
            }
        }
        Ok(None)
    }

    async fn reply(&self, asked: &Asked, reply: CalendarReply) -> Result<Ingested, DbErr> {
        entity::meeting::Entity::find_by_id(asked.meeting.id).lock_exclusive().one(self.tx).await?;
        let said = self.attendee(asked, &reply).await?;
        let Some(said) = said else {
            return Ok(Ingested::new(Outcome::Rejected, "ATTENDEE is not the holder of the token"));
        };
        let sequence = reply.sequence;
        let standing = rules::standing(&asked.meeting, &asked.invitation, self.now);
        if reply.uid != asked.meeting.uid {
            return Ok(Ingested::new(Outcome::Rejected, "UID is another meeting's"));
        }
        let overtaken = matches!(standing, Standing::Cancelled | Standing::Postponed | Standing::Over);
        if sequence < asked.invitation.asked_sequence || overtaken {
            return Ok(Ingested::new(Outcome::Stale, "for a state of the meeting that is over"));
        }
        let answer = match said.participation {
            Participation::Accepted => Some(Answer::Attend),
            Participation::Declined => Some(Answer::Absent),
            _ => None,
        };
        if let Some(why) = self.doubt(asked, &reply, &said, standing).await? {
            return self.wait(asked, why, answer, sequence).await;
        }
        let Some(answer) = answer else {
            return self.wait(asked, PendingSource::Tentative, None, sequence).await;
        };
        self.take(asked, answer, said.comment, sequence).await
    }

    /// What makes a calendar answer doubtful, if anything.
    async fn doubt(
        &self,
        asked: &Asked,
        reply: &CalendarReply,
        said: &Said,
        standing: Standing,
    ) -> Result<Option<PendingSource>, DbErr> {
        if reply.method == ReplyMethod::Counter {
            return Ok(Some(PendingSource::Counter));
        }
        if said.delegated {
            return Ok(Some(PendingSource::Delegation));
        }
        if !matches!(said.participation, Participation::Accepted | Participation::Declined) {
            return Ok(Some(PendingSource::Tentative));
        }
        let addresses = queries::addresses(self.tx, asked.invitation.id).await?;
        let from = self.mail.from.as_deref().unwrap_or_default();
        if !addresses.iter().any(|address| address.eq_ignore_ascii_case(from)) {
            return Ok(Some(PendingSource::ForeignSender));
        }
        if queries::is_shared(self.tx, &asked.invitation, from).await? {
            return Ok(Some(PendingSource::SharedAddress));
        }
        Ok((standing == Standing::Late).then_some(PendingSource::Late))
    }

    /// What the holder said: the ATTENDEE whose address is one the invitation was sent to.
    async fn attendee(&self, asked: &Asked, reply: &CalendarReply) -> Result<Option<Said>, DbErr> {
        let addresses = queries::addresses(self.tx, asked.invitation.id).await?;
        let own = |address: &str| addresses.iter().any(|known| known.eq_ignore_ascii_case(address));
        let found = reply.attendees.iter().find(|attendee| own(&attendee.address));
        Ok(found.map(|attendee| Said {
            participation: attendee.participation.clone(),
            delegated: attendee.delegated_to.is_some(),
            comment: attendee.comment.clone().or(reply.comment.clone()).unwrap_or_default(),
        }))
    }

    async fn take(
        &self,
        asked: &Asked,
        answer: Answer,
        comment: String,
        sequence: i32,
    ) -> Result<Ingested, DbErr> {
        let Some(mode) = rules::mode(asked.meeting.mode, answer, None) else {
            // A hybrid meeting: coming is said, how is not; the room is where a place has to be kept.
            let given = Given { answer, mode: Some(entity::reply::ReplyMode::Room), proxy: None, comment };
            return self.store(asked, given, sequence).await;
        };
        self.store(asked, Given { answer, mode, proxy: None, comment }, sequence).await
    }

    async fn store(&self, asked: &Asked, given: Given, sequence: i32) -> Result<Ingested, DbErr> {
        let by = self.by.by(Some(asked.region.id));
        let source = Source { way: ReplyWay::Calendar, entered: None, seen: sequence, by };
        match record(self.tx, &asked.invitation, given, source, self.now).await {
            Ok(_) => Ok(Ingested::new(Outcome::Recorded, "calendar answer")),
            Err(AnswerError::Db(error)) => Err(error),
            Err(other) => Ok(Ingested::new(Outcome::Rejected, &other.to_string())),
        }
    }

    async fn wait(
        &self,
        asked: &Asked,
        source: PendingSource,
        answer: Option<Answer>,
        seen: i32,
    ) -> Result<Ingested, DbErr> {
        let comment: String = self.mail.text.chars().take(2_000).collect();
        let kept = Kept { source, answer, mode: None, proxy: None, comment, seen, mail: Some(self.id) };
        keep(self.tx, &asked.invitation, kept, self.now).await?;
        Ok(Ingested::new(Outcome::Queued, &format!("waits for the clerk: {source:?}")))
    }
}

/// One attendee's words.
struct Said {
    participation: Participation,
    delegated: bool,
    comment: String,
}
