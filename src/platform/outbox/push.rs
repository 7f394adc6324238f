//! From a notice to rows, and from a row to the words it will carry.

use std::collections::{HashMap, HashSet};

use entity::contact_point::ContactKind;
use entity::id::{AccountId, ContactPointId, InvitationId, IssuedLetterId, OutboxId, RegionId};
use entity::outbox::{self, ActiveModel, Channel, Column, Entity, OutboxState};
use entity::{account, contact_point, issued_letter, region};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Set,
};

use super::notice::{Composed, Composing, Draft, Notice, Notices, Recipient};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// What a push put into 送信箱.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pushed {
    /// Mails that will be sent.
    pub mails: usize,
    /// Sheets that wait to be printed: fax, post, by hand.
    pub sheets: usize,
}

/// Writes one row a recipient. A letter to several people waits the hold, so that it can still be stopped.
pub async fn push<N: Notice>(
    tx: &Tx,
    notice: &N,
    letter: Option<&issued_letter::Model>,
    now: Instant,
) -> Result<Pushed, DbErr> {
    let recipients = notice.recipients(tx).await?;
    let hold = if letter.is_some() && recipients.len() > 1 { tx.terms().hold_ms } else { 0 };
    let not_before = tx.now_ms().await? + hold;
    let payload = serde_json::to_string(notice).map_err(|error| DbErr::Json(error.to_string()))?;
    for block in recipients.chunks(200) {
        let rows = block.iter().map(|to| {
            row(
                &Queued { kind: N::KIND, payload: &payload, letter, not_before, now },
                to,
                &tx.terms().mail_domain,
            )
        });
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let mails = recipients.iter().filter(|to| to.channel == Channel::Mail).count();
    Ok(Pushed { mails, sheets: recipients.len() - mails })
}

struct Queued<'a> {
    kind: &'a str,
    payload: &'a str,
    letter: Option<&'a issued_letter::Model>,
    not_before: i64,
    now: Instant,
}

fn row(queued: &Queued<'_>, to: &Recipient, domain: &str) -> ActiveModel {
    let id = OutboxId::at(queued.now);
    let state = if to.channel == Channel::Mail { OutboxState::Waiting } else { OutboxState::Printing };
    ActiveModel {
        id: Set(id),
        region_id: Set(to.region),
        kind: Set(queued.kind.to_owned()),
        payload: Set(queued.payload.to_owned()),
        letter_id: Set(queued.letter.map(|letter| letter.id)),
        meeting_id: Set(to.meeting),
        invitation_id: Set(to.invitation),
        person_id: Set(to.person),
        account_id: Set(to.account),
        contact_point_id: Set(to.contact),
        channel: Set(to.channel),
        carries_calendar: Set(to.carries_calendar),
        wants_reply: Set(to.wants_reply),
        message_id: Set(message_id(id, domain)),
        state: Set(state),
        queued_at: Set(queued.now),
        not_before_ms: Set(queued.not_before),
        attempts: Set(0),
        attempt_id: Set(None),
        lease_until_ms: Set(None),
        first_tried_ms: Set(None),
        error: Set(None),
        error_code: Set(None),
        settled_at: Set(None),
        settled_by: Set(None),
        resend_of_id: Set(None),
    }
}

/// The way a message takes to a contact point; a telephone is work for a hand.
pub fn channel(kind: ContactKind) -> Channel {
    match kind {
        ContactKind::Mail => Channel::Mail,
        ContactKind::Fax => Channel::Fax,
        ContactKind::Post => Channel::Post,
        ContactKind::Telephone => Channel::Hand,
    }
}

/// The Message-ID of a row, without the angle brackets a mail puts around it.
pub(super) fn message_id(id: OutboxId, domain: &str) -> String {
    format!("{}@{domain}", id.0.simple())
}

/// Takes back the letters that still wait about these invitations, because a newer one replaces them, and with them
/// reminders on paper. What a worker holds at this moment leaves as it was; the newer letter follows it.
pub async fn drop_waiting(tx: &Tx, invitations: &[InvitationId], now: Instant) -> Result<u64, DbErr> {
    let mut dropped = 0;
    let now_ms = tx.now_ms().await?;
    for block in invitations.chunks(500) {
        let done = Entity::update_many()
            .col_expr(Column::State, Expr::value(OutboxState::Dropped))
            .col_expr(Column::SettledAt, Expr::value(now))
            .filter(Column::InvitationId.is_in(block.iter().copied()))
            .filter(Column::State.is_in([OutboxState::Waiting, OutboxState::Printing]))
            .filter(
                Condition::any().add(Column::LetterId.is_not_null()).add(Column::Channel.ne(Channel::Mail)),
            )
            .filter(Condition::any().add(Column::LeaseUntilMs.is_null()).add(Column::LeaseUntilMs.lt(now_ms)))
            .exec(tx)
            .await?;
        dropped += done.rows_affected;
    }
    Ok(dropped)
}

/// Which of these messages carry a letter that a later one to the same person has replaced. Their facts are no
/// longer true: sent now, they would put an old day back into a calendar.
pub async fn overtaken(
    db: &impl ConnectionTrait,
    rows: &[outbox::Model],
) -> Result<HashSet<OutboxId>, DbErr> {
    let letters = rows.iter().filter(|row| row.letter_id.is_some());
    let people: Vec<_> = letters.clone().filter_map(|row| row.invitation_id).collect();
    if people.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<(InvitationId, IssuedLetterId)> = Entity::find()
        .join(JoinType::InnerJoin, outbox::Relation::Letter.def())
        .filter(Column::InvitationId.is_in(people))
        .order_by_asc(issued_letter::Column::IssuedAt)
        .order_by_asc(issued_letter::Column::Id)
        .select_only()
        .column(Column::InvitationId)
        .column(Column::LetterId)
        .into_tuple()
        .all(db)
        .await?;
    let last: HashMap<_, _> = found.into_iter().collect();
    let replaced = |row: &&outbox::Model| {
        let newest = row.invitation_id.and_then(|person| last.get(&person));
        newest.is_some_and(|newest| row.letter_id != Some(*newest))
    };
    Ok(letters.filter(replaced).map(|row| row.id).collect())
}

/// The words of many rows as they would leave now, with sender and address; `None` where the reason has gone, or a
/// later letter has taken the place of this one.
pub async fn compose(
    notices: &Notices,
    cx: &Composing<'_>,
    rows: &[outbox::Model],
) -> Result<Vec<Result<Option<Composed>, DbErr>>, DbErr> {
    let regions = regions(cx.tx, rows).await?;
    let contacts = contacts(cx.tx, rows).await?;
    let accounts = accounts(cx.tx, rows).await?;
    let overtaken = overtaken(cx.tx, rows).await?;
    let mut composed = Vec::with_capacity(rows.len());
    for row in rows {
        let draft = if overtaken.contains(&row.id) { Ok(None) } else { notices.draft(cx, row).await };
        let region = row.region_id.and_then(|id| regions.get(&id));
        let to = match (row.contact_point_id, row.account_id) {
            (Some(contact), _) => contacts.get(&contact).cloned(),
            (None, Some(account)) => accounts.get(&account).cloned(),
            (None, None) => None,
        };
        composed.push(draft.map(|draft| draft.map(|draft| addressed(draft, region, to, cx))));
    }
    Ok(composed)
}

fn addressed(
    draft: Draft,
    region: Option<&region::Model>,
    to: Option<String>,
    cx: &Composing<'_>,
) -> Composed {
    let from = match region {
        Some(region) => (region.sender_name.clone(), region.sender_mail.clone()),
        None => ("renkei".to_owned(), cx.terms.from.clone()),
    };
    let reply_to = draft.reply_to.clone().or_else(|| region.map(|region| region.office_mail.clone()));
    Composed { draft, from, reply_to, to }
}

async fn regions(tx: &Tx, rows: &[outbox::Model]) -> Result<HashMap<RegionId, region::Model>, DbErr> {
    let mut ids: Vec<_> = rows.iter().filter_map(|row| row.region_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = region::Entity::find().filter(region::Column::Id.is_in(ids)).all(tx).await?;
    Ok(found.into_iter().map(|region| (region.id, region)).collect())
}

async fn contacts(tx: &Tx, rows: &[outbox::Model]) -> Result<HashMap<ContactPointId, String>, DbErr> {
    let ids: Vec<_> = rows
        .iter()
        .filter(|row| row.channel == Channel::Mail)
        .filter_map(|row| row.contact_point_id)
        .collect();
    let found = contact_point::Entity::find().filter(contact_point::Column::Id.is_in(ids)).all(tx).await?;
    Ok(found.into_iter().map(|contact| (contact.id, contact.value)).collect())
}

async fn accounts(tx: &Tx, rows: &[outbox::Model]) -> Result<HashMap<AccountId, String>, DbErr> {
    let ids: Vec<_> = rows.iter().filter_map(|row| row.account_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(tx).await?;
    Ok(found.into_iter().map(|account| (account.id, account.email)).collect())
}
