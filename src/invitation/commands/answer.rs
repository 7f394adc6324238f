//! Answers: given through a link, by a signed-in member, or entered by the clerk for telephone, fax and corridor.
//! Rows are only added, each later than the one before it also on a clock that stands still, because the latest
//! counts. After the deadline an answer is kept as 期限後の連絡 and waits for the clerk.

use chrono::TimeDelta;
use entity::id::{InvitationId, PendingReplyId, ReplyId};
use entity::pending_reply::{self, PendingSource};
use entity::reply::{self, Answer, ReplyMode, ReplyWay};
use entity::{invitation, meeting};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, QuerySelect, Set};

use crate::access::{Delegate, LinkHolder, Member, Secretary};
use crate::body::queries as bodies;
use crate::invitation::notices::ReplyRecorded;
use crate::invitation::queries::{self, Asked};
use crate::invitation::rules::{self, Standing};
use crate::meeting::queries as meetings;
use crate::platform::audit::{self, By, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;
use crate::platform::outbox;

/// An answer as given.
#[derive(Clone, Debug)]
pub struct Given {
    /// 出席, 欠席 or 代理出席.
    pub answer: Answer,
    /// Room or online, where it was said.
    pub mode: Option<ReplyMode>,
    /// Who comes instead, with `Answer::Proxy`.
    pub proxy: Option<ProxyGiven>,
    /// 連絡 or an absent member's opinion; may be empty.
    pub comment: String,
}

/// 代理の方.
#[derive(Clone, Debug)]
pub struct ProxyGiven {
    /// Name.
    pub name: String,
    /// 所属・役職.
    pub title: String,
    /// Telephone or mail; may be empty.
    pub contact: String,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It counts.
    Recorded(ReplyId),
    /// It came after the deadline; the office decides.
    Kept(PendingReplyId),
}

/// Outcomes a person can meet.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The link or the meeting's day is over.
    #[error("このリンクでは回答できません。")]
    Over,
    /// The meeting was moved, postponed or cancelled since the page was drawn.
    #[error("会議の内容が変わりました。新しい内容を確かめて、もう一度お答えください。")]
    Overtaken(Box<Asked>),
    /// A hybrid meeting needs to know how one attends.
    #[error("会場かオンラインかを選んでください。")]
    ModeMissing,
    /// The charter of the meeting's day does not allow it.
    #[error("この会議では代理出席はできません。出席か欠席でお答えください。")]
    ProxyNotAllowed,
    /// Everything else.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// An answer through the link in a mail.
pub async fn answer_by_link(
    tx: &Tx,
    by: &LinkHolder,
    given: Given,
    seen: i32,
    now: Instant,
) -> Result<Received, AnswerError> {
    let asked = locked(tx, InvitationId(by.subject())).await?;
    let who = by.by(Some(asked.region.id), Some(asked.invitation.person_id));
    own_answer(tx, asked, given, seen, (ReplyWay::Web, who), now).await
}

/// An answer of a signed-in member, for the own invitation.
pub async fn answer_as_member(
    tx: &Tx,
    by: &Member,
    invitation: InvitationId,
    given: Given,
    seen: i32,
    now: Instant,
) -> Result<Received, AnswerError> {
    let asked = locked(tx, invitation).await?;
    if asked.invitation.person_id != by.person() {
        return Err(AnswerError::Over);
    }
    own_answer(tx, asked, given, seen, (ReplyWay::Web, by.by()), now).await
}

/// An answer for one of an association's seats, given by its delegate.
pub async fn answer_for_seat(
    tx: &Tx,
    by: &Delegate,
    invitation: InvitationId,
    given: Given,
    seen: i32,
    now: Instant,
) -> Result<Received, AnswerError> {
    let asked = locked(tx, invitation).await?;
    let own = queries::of_association(tx, &[asked.meeting.id], *by.association()).await?;
    if asked.region.id != by.region() || !own.contains(&invitation) {
        return Err(AnswerError::Over);
    }
    own_answer(tx, asked, given, seen, (ReplyWay::Office, by.by()), now).await
}

/// An answer the clerk received by telephone, fax or in the corridor. The deadline does not bind the clerk, the
/// end of the meeting's day does.
pub async fn enter(
    tx: &Tx,
    by: &Secretary,
    invitation: InvitationId,
    given: Given,
    way: ReplyWay,
    seen: i32,
    now: Instant,
) -> Result<ReplyId, AnswerError> {
    let asked = locked(tx, invitation).await?;
    if asked.region.id != by.region() {
        return Err(AnswerError::Over);
    }
    let (asked, _) = answerable(asked, seen, now)?;
    let given = fitting(tx, &asked, given).await?;
    record(tx, &asked.invitation, given, Source { way, entered: Some(by), seen, by: by.by() }, now).await
}

async fn own_answer(
    tx: &Tx,
    asked: Asked,
    given: Given,
    seen: i32,
    (way, by): (ReplyWay, By),
    now: Instant,
) -> Result<Received, AnswerError> {
    let (asked, standing) = answerable(asked, seen, now)?;
    let given = fitting(tx, &asked, given).await?;
    if standing == Standing::Late {
        let kept = Kept::of(given, PendingSource::Late, seen);
        return Ok(Received::Kept(keep(tx, &asked.invitation, kept, by, now).await?));
    }
    let source = Source { way, entered: None, seen, by };
    Ok(Received::Recorded(record(tx, &asked.invitation, given, source, now).await?))
}

/// Lets through what is asked at present: a meeting that stands, and a state of it that was drawn. A sequence the
/// meeting has not reached was never drawn; such an answer would outlive the next change.
pub(super) fn answerable(asked: Asked, seen: i32, now: Instant) -> Result<(Asked, Standing), AnswerError> {
    let standing = rules::standing(&asked.meeting, &asked.invitation, now);
    let drawn = asked.invitation.asked_sequence..=asked.meeting.sequence;
    match standing {
        Standing::Over => Err(AnswerError::Over),
        Standing::Open | Standing::Late if drawn.contains(&seen) => Ok((asked, standing)),
        _ => Err(AnswerError::Overtaken(Box::new(asked))),
    }
}

/// The invitation and its meeting, locked, so that a change of the meeting and an answer come one after the other.
pub(super) async fn locked(tx: &Tx, id: InvitationId) -> Result<Asked, AnswerError> {
    let found = invitation::Entity::find_by_id(id).one(tx).await?.ok_or(AnswerError::Over)?;
    meeting::Entity::find_by_id(found.meeting_id).lock_exclusive().one(tx).await?;
    queries::asked(tx, id).await?.ok_or(AnswerError::Over)
}

/// Checks the answer against the way the meeting is held and the charter of its day.
async fn fitting(tx: &Tx, asked: &Asked, mut given: Given) -> Result<Given, AnswerError> {
    given.mode = rules::mode(asked.meeting.mode, given.answer, given.mode).ok_or(AnswerError::ModeMissing)?;
    if given.answer != Answer::Proxy {
        given.proxy = None;
        return Ok(given);
    }
    let day = asked.meeting.starts_at.map(tokyo_day).ok_or(AnswerError::Over)?;
    let said = bodies::rules_on(tx, asked.body.id, day).await?;
    let rulings = meetings::rulings(tx, asked.meeting.id).await?;
    if rules::proxy_is_offered(&said, &rulings) { Ok(given) } else { Err(AnswerError::ProxyNotAllowed) }
}

pub(super) struct Source<'a> {
    pub(super) way: ReplyWay,
    pub(super) entered: Option<&'a Secretary>,
    pub(super) seen: i32,
    pub(super) by: By,
}

/// Adds the answer and queues its confirmation.
pub(super) async fn record(
    tx: &Tx,
    invitation: &invitation::Model,
    given: Given,
    source: Source<'_>,
    now: Instant,
) -> Result<ReplyId, AnswerError> {
    let (id, proxy) = (ReplyId::at(now), given.proxy);
    let row = reply::ActiveModel {
        id: Set(id),
        invitation_id: Set(invitation.id),
        answer: Set(given.answer),
        mode: Set(given.mode),
        proxy_name: Set(proxy.as_ref().map(|proxy| proxy.name.clone())),
        proxy_title: Set(proxy.as_ref().map(|proxy| proxy.title.clone())),
        proxy_contact: Set(proxy.map(|proxy| proxy.contact)),
        comment: Set(given.comment),
        way: Set(source.way),
        entered_by: Set(source.entered.map(Secretary::person)),
        for_sequence: Set(source.seen),
        replied_at: Set(after_the_last(tx, invitation.id, now).await?),
    };
    row.insert(tx).await?;
    outbox::push(tx, &ReplyRecorded { reply: id }, None, now).await?;
    let subject = Subject("invitation", invitation.id.0);
    audit::record(tx, source.by, "invitation.answered", subject, &["answer"], None, now).await?;
    Ok(id)
}

/// Now, or the next microsecond after the latest answer where the clock stands still or was set back.
async fn after_the_last(tx: &Tx, invitation: InvitationId, now: Instant) -> Result<Instant, DbErr> {
    let last = queries::replies(tx, invitation).await?.first().map(|reply| reply.replied_at);
    Ok(last.map_or(now, |last| now.max(last + TimeDelta::microseconds(1))))
}

/// What is kept for the clerk.
pub(super) struct Kept {
    pub(super) source: PendingSource,
    pub(super) answer: Option<Answer>,
    pub(super) mode: Option<ReplyMode>,
    pub(super) proxy: Option<ProxyGiven>,
    pub(super) comment: String,
    pub(super) seen: i32,
    pub(super) mail: Option<entity::id::InboundMailId>,
}

impl Kept {
    fn of(given: Given, source: PendingSource, seen: i32) -> Self {
        let Given { answer, mode, proxy, comment } = given;
        Self { source, answer: Some(answer), mode, proxy, comment, seen, mail: None }
    }
}

/// Keeps an answer for the clerk; it changes nothing until it is accepted.
pub(super) async fn keep(
    tx: &Tx,
    invitation: &invitation::Model,
    kept: Kept,
    by: By,
    now: Instant,
) -> Result<PendingReplyId, DbErr> {
    let id = PendingReplyId::at(now);
    let row = pending_reply::ActiveModel {
        id: Set(id),
        invitation_id: Set(invitation.id),
        source: Set(kept.source),
        answer: Set(kept.answer),
        mode: Set(kept.mode),
        proxy_name: Set(kept.proxy.as_ref().map(|proxy| proxy.name.clone())),
        proxy_title: Set(kept.proxy.as_ref().map(|proxy| proxy.title.clone())),
        proxy_contact: Set(kept.proxy.map(|proxy| proxy.contact)),
        comment: Set(kept.comment),
        for_sequence: Set(kept.seen),
        inbound_mail_id: Set(kept.mail),
        received_at: Set(now),
        settled_at: Set(None),
        settled_by: Set(None),
        reply_id: Set(None),
    };
    row.insert(tx).await?;
    let subject = Subject("invitation", invitation.id.0);
    audit::record(tx, by, "invitation.words_received", subject, &[], None, now).await?;
    Ok(id)
}
