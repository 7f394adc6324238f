//! Who did what, when and why: rows that can only be added. Contact data never goes in.

use entity::audit_entry::{ActiveModel, Entity};
use entity::id::{AccountId, AuditEntryId, PersonId, RegionId};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Set};
use uuid::Uuid;

use super::bulk::AT_ONCE;
use super::clock::Instant;
use super::db::Tx;

/// Who acts, in which capacity; every capacity of `access` can say this of itself.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// Where; none for the deployment's own matters.
    pub region: Option<RegionId>,
    /// The signed-in account, if any.
    pub account: Option<AccountId>,
    /// The person, if known.
    pub person: Option<PersonId>,
    /// The capacity in one word: secretary, member, link, system …
    pub capacity: &'static str,
}

/// What was acted on: its table and key.
#[derive(Clone, Copy, Debug)]
pub struct Subject(pub &'static str, pub Uuid);

/// Adds one entry. `verb` is `<table>.<past participle>`; `fields` names what changed, never its contact data.
pub async fn record(
    tx: &Tx,
    by: By,
    verb: &'static str,
    subject: Subject,
    fields: &[&str],
    reason: Option<&str>,
    now: Instant,
) -> Result<(), DbErr> {
    entry(by, &Act { verb, subject, fields: fields.to_vec() }, reason, now).insert(tx).await?;
    Ok(())
}

/// One of many things done at once.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// `<table>.<past participle>`.
    pub verb: &'static str,
    /// What was acted on.
    pub subject: Subject,
    /// What changed, never its contact data.
    pub fields: Vec<&'a str>,
}

/// Adds an entry for each of many things that one command did.
pub async fn record_all(tx: &Tx, by: By, acts: &[Act<'_>], now: Instant) -> Result<(), DbErr> {
    for some in acts.chunks(AT_ONCE) {
        let entries = some.iter().map(|act| entry(by, act, None, now));
        Entity::insert_many(entries).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn entry(by: By, act: &Act<'_>, reason: Option<&str>, now: Instant) -> ActiveModel {
    ActiveModel {
        id: Set(AuditEntryId::at(now)),
        region_id: Set(by.region),
        subject_kind: Set(act.subject.0.to_owned()),
        subject_id: Set(act.subject.1),
        happened_at: Set(now),
        account_id: Set(by.account),
        person_id: Set(by.person),
        capacity: Set(by.capacity.to_owned()),
        verb: Set(act.verb.to_owned()),
        fields: Set(serde_json::json!(act.fields).to_string()),
        reason: Set(reason.map(ToOwned::to_owned)),
    }
}
