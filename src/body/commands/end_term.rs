//! 退任: a term ends earlier than it was to. The seat is vacant from the next day on.

use chrono::NaiveDate;
use entity::id::MembershipId;
use entity::membership;
use sea_orm::{ActiveModelTrait, DbErr, Set};

use super::lock;
use crate::access::Secretary;
use crate::body::rules;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::wareki;
use crate::platform::db::Tx;

/// The end of a term.
#[derive(Clone, Debug)]
pub struct EndTerm {
    /// Which term.
    pub membership: MembershipId,
    /// The version the person saw.
    pub seen: i32,
    /// The last day in office.
    pub on: NaiveDate,
    /// Why, as the records keep it: 人事異動, 団体の役員改選.
    pub reason: String,
}

/// Why a term cannot end on that day.
#[derive(Debug, thiserror::Error)]
pub enum EndTermError {
    /// Somebody else was faster; the row as it is now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<membership::Model>),
    /// Beside the day.
    #[error("任期の始まり（{}）より前になっています。", wareki(*.0))]
    BeforeItBegins(NaiveDate),
    /// Beside the day.
    #[error("任期は{}までです。延ばすときは「任期を直す」から入れてください。", wareki(*.0))]
    AfterItsEnd(NaiveDate),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Ends a term. Past attendance, minutes and pay keep the old post and name; invitations not yet held are the
/// clerk's to withdraw.
pub async fn end_term(tx: &Tx, by: &Secretary, input: EndTerm, now: Instant) -> Result<(), EndTermError> {
    let (_, _, old) = lock::membership(tx, by.region(), input.membership).await?;
    if old.version != input.seen {
        return Err(EndTermError::Stale(Box::new(old)));
    }
    if !rules::term_is_valid(Some(old.from_on), Some(input.on)) {
        return Err(EndTermError::BeforeItBegins(old.from_on));
    }
    if let Some(end) = old.to_on.filter(|end| *end < input.on) {
        return Err(EndTermError::AfterItsEnd(end));
    }
    let row =
        membership::ActiveModel { to_on: Set(Some(input.on)), version: Set(old.version + 1), ..old.into() };
    row.update(tx).await?;
    let subject = Subject("membership", input.membership.0);
    audit::record(tx, by.by(), "membership.ended", subject, &["to_on"], Some(&input.reason), now).await?;
    Ok(())
}
