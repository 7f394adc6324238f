//! 自動の催促とお知らせ: what a body's rules say about coming meetings, once a day and in one mail a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveTime;
use entity::id::{InvitationId, MeetingId, PersonId, ReminderId};
use entity::pace::Step;
use entity::{invitation, outbox, reminder};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait, Set,
};
use uuid::Uuid;

use crate::invitation::notices::{ReplyPrompted, ReplyReminded};
use crate::invitation::queries::outlook::askings;
use crate::invitation::rules::{Due, concerns};
use crate::platform::bulk::AT_ONCE;
use crate::platform::clock::Instant;
use crate::platform::date::{at_tokyo, tokyo_day};
use crate::platform::db::Tx;
use crate::platform::outbox::{self as mails, Notice, Pushed};

/// Reminds those whom these rules concern. Whoever was reminded by a rule for its day is not told again, and whoever
/// was reminded of anything today, by hand or by rule, waits until tomorrow.
pub async fn remind_by_rule(tx: &Tx, due: &[Due], now: Instant) -> Result<Pushed, DbErr> {
    let meetings: BTreeSet<_> = due.iter().map(|due| due.meeting).collect();
    let meetings: Vec<_> = meetings.into_iter().collect();
    let of = askings(tx, &meetings).await?;
    let told = told(tx, &meetings).await?;
    let today = told_today(tx, now).await?;
    let mut people: BTreeMap<PersonId, Vec<(Due, &invitation::Model)>> = BTreeMap::new();
    for due in due {
        let asked = of.get(&due.meeting).map(Vec::as_slice).unwrap_or_default();
        let concerned = asked.iter().filter(|one| one.stands() && concerns(due.step, one.reply.as_ref()));
        for invitation in concerned.map(|one| &one.invitation) {
            let again = told.contains(&(invitation.id, due.step, due.due_on));
            if !again && !today.contains(&invitation.person_id) {
                people.entry(invitation.person_id).or_default().push((*due, invitation));
            }
        }
    }
    if people.is_empty() {
        return Ok(Pushed::default());
    }
    let run = ReminderId::at(now).0;
    let mut leading = BTreeSet::new();
    let mut rows = Vec::new();
    for own in people.values() {
        for (place, (due, invitation)) in own.iter().enumerate() {
            let leads = place == 0;
            leading.extend(leads.then_some(due.meeting));
            rows.push(row(run, *due, invitation.id, leads, now));
        }
    }
    for some in rows.chunks(AT_ONCE) {
        reminder::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
    }
    let mut pushed = Pushed::default();
    for meeting in leading {
        let own = mails::push(tx, &ReplyPrompted { run, meeting }, None, now).await?;
        pushed = Pushed { mails: pushed.mails + own.mails, sheets: pushed.sheets + own.sheets };
    }
    Ok(pushed)
}

fn row(run: Uuid, due: Due, invitation: InvitationId, leads: bool, now: Instant) -> reminder::ActiveModel {
    reminder::ActiveModel {
        id: Set(ReminderId::at(now)),
        run_id: Set(run),
        invitation_id: Set(invitation),
        meeting_id: Set(due.meeting),
        step: Set(due.step),
        due_on: Set(due.due_on),
        leads: Set(leads),
        recorded_at: Set(now),
    }
}

async fn told(
    tx: &Tx,
    meetings: &[MeetingId],
) -> Result<BTreeSet<(InvitationId, Step, chrono::NaiveDate)>, DbErr> {
    let rows = reminder::Entity::find()
        .filter(reminder::Column::MeetingId.is_in(meetings.iter().copied()))
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.invitation_id, row.step, row.due_on)).collect())
}

/// Everybody to whom a reminder was queued today.
async fn told_today(tx: &Tx, now: Instant) -> Result<BTreeSet<PersonId>, DbErr> {
    let since = at_tokyo(tokyo_day(now), NaiveTime::MIN);
    let kinds = [ReplyReminded::KIND, ReplyPrompted::KIND];
    let today =
        Condition::all().add(outbox::Column::Kind.is_in(kinds)).add(outbox::Column::QueuedAt.gte(since));
    let people: Vec<PersonId> = outbox::Entity::find()
        .join(JoinType::InnerJoin, outbox::Relation::Invitation.def())
        .filter(today)
        .select_only()
        .column(invitation::Column::PersonId)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(people.into_iter().collect())
}
