//! What a mail says, and what follows from it. What a calendar program says clearly, in time and for the right
//! person is an answer; whatever is doubtful waits for the clerk; nothing is ever sent back to a machine.

use entity::id::{InboundMailId, InvitationId};
use entity::link::LinkPurpose;
use entity::pending_reply::PendingSource;
use entity::reply::{Answer, ReplyWay};
use sea_orm::DbErr;

use super::{Ingested, Outcome};
use crate::access::{LinkHolder, System};
use crate::invitation::commands::answer::{AnswerError, Given, Kept, Source, keep, locked, record};
use crate::invitation::queries::{self, Asked};
use crate::invitation::rules::{self, Standing};
use crate::meeting::queries as meetings;
use crate::platform::calendar::{CalendarReply, Participation, ReplyMethod, read_reply};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::inbound::{Inbound, address_token};

/// The most words that are kept of a mail, in characters.
const MOST_WORDS: usize = 2_000;

/// The most addresses of a mail that are tried for a token.
const MOST_TOKENS: usize = 10;

pub(super) struct Reading<'a> {
    pub(super) tx: &'a Tx,
    pub(super) by: &'a System,
    pub(super) mail: &'a Inbound,
    pub(super) id: InboundMailId,
    pub(super) reply_to: Option<&'a str>,
    pub(super) now: Instant,
}

/// The calendar object of a mail.
enum Object {
    Missing,
    /// There is one, or there are several, and what it says is not certain.
    Unclear(String),
    Reply(CalendarReply),
}

/// Whose mail it is taken for.
struct Holder {
    invitation: InvitationId,
    /// By a token that only mails to this person carried.
    by_token: bool,
}

/// One attendee's words.
struct Said {
    participation: Participation,
    delegated: bool,
    comment: String,
}

impl Reading<'_> {
    pub(super) async fn outcome(&self) -> Result<Ingested, DbErr> {
        if let Some(machine) = &self.mail.machine {
            return Ok(Ingested::new(Outcome::Ignored, format!("sent by a machine: {machine:?}")));
        }
        let object = object(self.mail);
        let Some(holder) = self.holder(&object).await? else {
            return Ok(Ingested::new(Outcome::Rejected, "no valid token"));
        };
        let asked = match locked(self.tx, holder.invitation).await {
            Ok(asked) => asked,
            Err(AnswerError::Db(error)) => return Err(error),
            Err(gone) => return Ok(Ingested::new(Outcome::Rejected, gone.to_string())),
        };
        let done = match object {
            Object::Reply(reply) => self.reply(&asked, reply, holder.by_token).await?,
            Object::Missing => self.words(&asked).await?,
            Object::Unclear(why) => Ingested { reason: why, ..self.words(&asked).await? },
        };
        let invitation = (done.outcome != Outcome::Rejected).then_some(asked.invitation.id);
        Ok(Ingested { invitation, ..done })
    }

    /// The token stands in the object's ORGANIZER, else in one of the addresses the mail came to. Where the reply
    /// address has none, the object names the meeting and the person, which proves nothing.
    async fn holder(&self, object: &Object) -> Result<Option<Holder>, DbErr> {
        let reply = if let Object::Reply(reply) = object { Some(reply) } else { None };
        let Some(template) = self.reply_to.filter(|address| address.contains("{token}")) else {
            return self.named(reply).await;
        };
        let organizer = reply.and_then(|reply| reply.organizer.as_deref());
        let tokens = match organizer.and_then(|address| address_token(address, template)) {
            Some(token) => vec![token],
            None => {
                let tokens = self.mail.recipients.iter().filter_map(|to| address_token(to, template));
                tokens.take(MOST_TOKENS).collect()
            }
        };
        for token in tokens {
            if let Some(found) = LinkHolder::open(self.tx, LinkPurpose::Reply, &token, self.now).await? {
                return Ok(Some(Holder { invitation: InvitationId(found.subject()), by_token: true }));
            }
        }
        Ok(None)
    }

    async fn named(&self, reply: Option<&CalendarReply>) -> Result<Option<Holder>, DbErr> {
        let Some(reply) = reply else { return Ok(None) };
        for attendee in &reply.attendees {
            let found = queries::asked_at(self.tx, &reply.uid, &attendee.address).await?;
            if let Some(invitation) = found {
                return Ok(Some(Holder { invitation, by_token: false }));
            }
        }
        Ok(None)
    }

    async fn reply(&self, asked: &Asked, reply: CalendarReply, by_token: bool) -> Result<Ingested, DbErr> {
        if reply.uid != asked.meeting.uid {
            return Ok(Ingested::new(Outcome::Rejected, "UID is another meeting's"));
        }
        let Some(said) = self.said(asked, &reply).await? else {
            return Ok(Ingested::new(Outcome::Rejected, "ATTENDEE is not the holder of the token"));
        };
        let standing = rules::standing(&asked.meeting, &asked.invitation, self.now);
        let overtaken = matches!(standing, Standing::Cancelled | Standing::Postponed | Standing::Over);
        if reply.sequence < asked.invitation.asked_sequence || overtaken {
            return Ok(Ingested::new(Outcome::Stale, "for a state of the meeting that is over"));
        }
        // No program may raise it in a reply (RFC 5546, 2.1.4); one that did would outlive the next change.
        let seen = reply.sequence.min(asked.meeting.sequence);
        let answer = answer(&reply.method, &said);
        let doubt = self.doubt(asked, &reply, &said, standing).await?;
        let doubt = doubt.or((!by_token).then_some(PendingSource::ForeignSender));
        match (doubt, answer) {
            (None, Some(answer)) => self.take(asked, answer, said.comment, seen).await,
            (Some(why), answer) => self.wait(asked, why, answer, said.comment, seen).await,
            (None, None) => self.wait(asked, PendingSource::Words, None, said.comment, seen).await,
        }
    }

    /// What makes a calendar answer doubtful, if anything.
    async fn doubt(
        &self,
        asked: &Asked,
        reply: &CalendarReply,
        said: &Said,
        standing: Standing,
    ) -> Result<Option<PendingSource>, DbErr> {
        match (&reply.method, &said.participation) {
            (ReplyMethod::Counter, _) => return Ok(Some(PendingSource::Counter)),
            (ReplyMethod::Other(_), _) => return Ok(Some(PendingSource::Words)),
            (ReplyMethod::Reply, _) if said.delegated => return Ok(Some(PendingSource::Delegation)),
            (ReplyMethod::Reply, Participation::Accepted | Participation::Declined) => {}
            (ReplyMethod::Reply, _) => return Ok(Some(PendingSource::Tentative)),
        }
        let sent_to = queries::addresses(self.tx, asked.invitation.id).await?;
        let from = self.mail.from.as_deref().unwrap_or_default();
        if !sent_to.iter().any(|address| address.eq_ignore_ascii_case(from)) {
            return Ok(Some(PendingSource::ForeignSender));
        }
        if meetings::is_shared(self.tx, &asked.invitation, from).await? {
            return Ok(Some(PendingSource::SharedAddress));
        }
        Ok((standing == Standing::Late).then_some(PendingSource::Late))
    }

    /// What the holder said: the ATTENDEE with one of the holder's addresses, also one the invitation did not go to.
    async fn said(&self, asked: &Asked, reply: &CalendarReply) -> Result<Option<Said>, DbErr> {
        let mut own = queries::addresses(self.tx, asked.invitation.id).await?;
        own.extend(queries::addresses_of(self.tx, asked.invitation.person_id).await?);
        let is_own = |address: &str| own.iter().any(|known| known.eq_ignore_ascii_case(address));
        let found = reply.attendees.iter().find(|attendee| is_own(&attendee.address));
        Ok(found.map(|attendee| Said {
            participation: attendee.participation.clone(),
            delegated: attendee.delegated_to.is_some() || is_delegated(&attendee.participation),
            comment: attendee.comment.clone().or(reply.comment.clone()).unwrap_or_default(),
        }))
    }

    async fn take(
        &self,
        asked: &Asked,
        answer: Answer,
        comment: String,
        seen: i32,
    ) -> Result<Ingested, DbErr> {
        let mode = rules::mode_unasked(asked.meeting.mode, answer, None);
        let given = Given { answer, mode, proxy: None, comment: cut(&comment) };
        let by = self.by.by(Some(asked.region.id));
        let source = Source { way: ReplyWay::Calendar, entered: None, seen, by };
        match record(self.tx, &asked.invitation, given, source, self.now).await {
            Ok(_) => Ok(Ingested::new(Outcome::Recorded, "calendar answer")),
            Err(AnswerError::Db(error)) => Err(error),
            Err(other) => Ok(Ingested::new(Outcome::Rejected, other.to_string())),
        }
    }

    async fn words(&self, asked: &Asked) -> Result<Ingested, DbErr> {
        let seen = asked.invitation.asked_sequence;
        self.wait(asked, PendingSource::Words, None, String::new(), seen).await
    }

    async fn wait(
        &self,
        asked: &Asked,
        source: PendingSource,
        answer: Option<Answer>,
        comment: String,
        seen: i32,
    ) -> Result<Ingested, DbErr> {
        // A calendar program's own sentence says less than what the person wrote.
        let words = [&comment, &self.mail.text, &self.mail.subject];
        let comment = words.into_iter().find(|text| !text.is_empty()).map_or(String::new(), |text| cut(text));
        let kept = Kept { source, answer, mode: None, proxy: None, comment, seen, mail: Some(self.id) };
        keep(self.tx, &asked.invitation, kept, self.by.by(Some(asked.region.id)), self.now).await?;
        Ok(Ingested::new(Outcome::Queued, format!("waits for the clerk: {source:?}")))
    }
}

/// Several calendar parts speak for one another only if they say the same.
fn object(mail: &Inbound) -> Object {
    let mut parts = mail.calendar_parts.iter().map(|part| read_reply(&part.octets, part.charset.as_deref()));
    match parts.next() {
        None => Object::Missing,
        Some(Err(unreadable)) => Object::Unclear(format!("calendar object: {unreadable}")),
        Some(Ok(first)) if parts.all(|other| other.as_ref() == Ok(&first)) => Object::Reply(first),
        Some(Ok(_)) => Object::Unclear("calendar objects that differ".to_owned()),
    }
}

/// The answer in the council's sense, where there is one.
fn answer(method: &ReplyMethod, said: &Said) -> Option<Answer> {
    match (method, &said.participation) {
        (ReplyMethod::Reply, Participation::Accepted) if !said.delegated => Some(Answer::Attend),
        (ReplyMethod::Reply, Participation::Declined) if !said.delegated => Some(Answer::Absent),
        _ => None,
    }
}

fn is_delegated(participation: &Participation) -> bool {
    matches!(participation, Participation::Other(word) if word == "DELEGATED")
}

fn cut(words: &str) -> String {
    words.chars().take(MOST_WORDS).collect()
}
