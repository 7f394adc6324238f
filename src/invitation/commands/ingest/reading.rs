//! What a mail says, and what follows from it. What a calendar program says clearly, in time and for the right
//! person is an answer; whatever is doubtful waits for the clerk; nothing is ever sent back to a machine.

use entity::id::{InboundMailId, InvitationId};
use entity::link::LinkPurpose;
use entity::pending_reply::PendingSource;
use entity::reply::{Answer, ReplyWay};
use sea_orm::DbErr;

use super::{Ingested, Outcome};
use crate::access::{LinkHolder, System};
use crate::invitation::commands::answer::{
    AnswerError, Given, Kept, ProxyGiven, Source, keep, locked, record,
};
use crate::invitation::queries::{self, Asked};
use crate::invitation::rules::{self, Standing};
use crate::meeting::queries as meetings;
use crate::platform::calendar::{CalendarReply, Participation, ReplyMethod, read_reply};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::inbound::{Bounce, Inbound, address_token};
use crate::platform::outbox::{self, Said as ServerSaid};

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
    /// Where the number of a paper said it, whether the mail came from an address of this person.
    by_number: Option<bool>,
}

/// One attendee's words.
struct Said {
    participation: Participation,
    delegated: bool,
    comment: String,
}

impl Reading<'_> {
    pub(super) async fn outcome(&self) -> Result<Ingested, DbErr> {
        if let Some(bounce) = &self.mail.bounce {
            return self.bounce(bounce).await;
        }
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
            Object::Missing => self.words(&asked, holder.by_number).await?,
            Object::Unclear(why) => Ingested { reason: why, ..self.words(&asked, holder.by_number).await? },
        };
        let invitation = (done.outcome != Outcome::Rejected).then_some(asked.invitation.id);
        Ok(Ingested { invitation, ..done })
    }

    /// The token stands in the object's ORGANIZER, else in one of the addresses the mail came to. Where the reply
    /// address has none, the object names the meeting and the person, which proves nothing.
    async fn holder(&self, object: &Object) -> Result<Option<Holder>, DbErr> {
        let reply = if let Object::Reply(reply) = object { Some(reply) } else { None };
        let Some(template) = self.reply_to.filter(|address| address.contains("{token}")) else {
            return match self.named(reply).await? {
                None => self.numbered(reply).await,
                found => Ok(found),
            };
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
                let invitation = InvitationId(found.subject());
                return Ok(Some(Holder { invitation, by_token: true, by_number: None }));
            }
        }
        self.numbered(reply).await
    }

    /// By the reply number that stands on paper and in mails, which somebody wrote with their answer. Of two people
    /// with that number, in two regions, it is the one whose address it came from.
    async fn numbered(&self, reply: Option<&CalendarReply>) -> Result<Option<Holder>, DbErr> {
        let numbers = rules::reply_numbers(&self.mail.subject, &self.mail.text);
        if reply.is_some() || numbers.is_empty() {
            return Ok(None);
        }
        let mut found = Vec::new();
        for invitation in queries::by_reply_number(self.tx, &numbers, self.now).await? {
            let own = queries::addresses_of(self.tx, invitation.person_id).await?;
            let from = self.mail.from.as_deref().unwrap_or_default();
            found.push((invitation.id, own.iter().any(|known| known.eq_ignore_ascii_case(from))));
        }
        let mut own = found.iter().filter(|(_, is_own)| *is_own);
        let one = match (own.next(), own.next(), &found[..]) {
            (Some(one), None, _) | (None, None, [one]) => one,
            _ => return Ok(None),
        };
        Ok(Some(Holder { invitation: one.0, by_token: false, by_number: Some(one.1) }))
    }

    async fn named(&self, reply: Option<&CalendarReply>) -> Result<Option<Holder>, DbErr> {
        let Some(reply) = reply else { return Ok(None) };
        for attendee in &reply.attendees {
            let found = queries::asked_at(self.tx, &reply.uid, &attendee.address).await?;
            if let Some(invitation) = found {
                return Ok(Some(Holder { invitation, by_token: false, by_number: None }));
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
            (doubt, answer) => {
                let (source, mail) = (doubt.unwrap_or(PendingSource::Words), Some(self.id));
                let kept =
                    Kept { source, answer, mode: None, proxy: None, comment: said.comment, seen, mail };
                self.wait(asked, kept).await
            }
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
        let mailed = meetings::mailed(self.tx, asked.meeting.id).await?;
        if mailed.is_shared(&asked.invitation, from) {
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

    /// What was written waits for the clerk, with the answer that it seems to be.
    async fn words(&self, asked: &Asked, by_number: Option<bool>) -> Result<Ingested, DbErr> {
        let said = rules::plain_words(&self.mail.subject, &self.mail.text);
        let source = match by_number {
            Some(false) => PendingSource::ForeignSender,
            _ => PendingSource::Words,
        };
        let proxy = said.proxy.map(|name| ProxyGiven { name, title: String::new(), contact: String::new() });
        let kept = Kept {
            source,
            answer: said.answer,
            mode: said.mode,
            proxy,
            comment: String::new(),
            seen: asked.invitation.asked_sequence,
            mail: Some(self.id),
        };
        self.wait(asked, kept).await
    }

    /// A report that a mail of ours did not arrive. Who can name its Message-ID has had it in hands.
    async fn bounce(&self, bounce: &Bounce) -> Result<Ingested, DbErr> {
        let mut failed = bounce.fates.iter().filter(|fate| fate.failed).peekable();
        if failed.peek().is_none() {
            return Ok(Ingested::new(Outcome::Ignored, "a report of a mail that is still under way"));
        }
        let Some(original) = &bounce.original else {
            return Ok(Ingested::new(Outcome::Rejected, "a report that names no mail"));
        };
        for fate in failed {
            let said = ServerSaid { code: fate.code, text: fate.said.clone() };
            if let Some(row) = outbox::bounced(self.tx, original, &fate.addresses, &said, self.now).await? {
                let reason = format!("did not arrive: {}", fate.said);
                return Ok(Ingested {
                    invitation: row.invitation_id,
                    ..Ingested::new(Outcome::Recorded, reason)
                });
            }
        }
        Ok(Ingested::new(Outcome::Rejected, "a report of a mail that is none of ours"))
    }

    async fn wait(&self, asked: &Asked, kept: Kept) -> Result<Ingested, DbErr> {
        // A calendar program's own sentence says less than what the person wrote.
        let words = [&kept.comment, &self.mail.text, &self.mail.subject];
        let comment = words.into_iter().find(|text| !text.is_empty()).map_or(String::new(), |text| cut(text));
        let source = kept.source;
        let kept = Kept { comment, ..kept };
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
