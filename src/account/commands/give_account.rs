//! The account of somebody who was entered twice speaks for the row that stays in use.

use entity::id::PersonId;
use entity::{account, account_person};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter, Set};

use crate::access::Secretary;
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// Why it cannot.
#[derive(Debug, thiserror::Error)]
pub enum GiveAccountError {
    /// Each has one that is in use: whose rights would count?
    #[error(
        "2人とも利用者として登録されています。使わないほうの利用者を、先に管理者に停止してもらってください。"
    )]
    BothSignIn,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Lets the account that speaks for one person speak for another; says whether there was one. An account that was
/// stopped stays where it is.
pub async fn give_account(
    tx: &Tx,
    by: &Secretary,
    (from, to): (PersonId, PersonId),
    now: Instant,
) -> Result<bool, GiveAccountError> {
    let in_use = async |person: PersonId| -> Result<Vec<account_person::Model>, DbErr> {
        let of_person = account_person::Entity::find().filter(account_person::Column::PersonId.eq(person));
        let rows = of_person.find_also_related(account::Entity).all(tx).await?;
        let open =
            |account: &Option<account::Model>| account.as_ref().is_some_and(|one| one.disabled_at.is_none());
        Ok(rows.into_iter().filter(|(_, account)| open(account)).map(|(row, _)| row).collect())
    };
    let (given, own) = (in_use(from).await?, in_use(to).await?);
    let others =
        given.iter().filter(|one| own.iter().all(|other| other.account_id != one.account_id)).count();
    if others > 0 && !own.is_empty() {
        return Err(GiveAccountError::BothSignIn);
    }
    let any = !given.is_empty();
    for row in given {
        let account = row.account_id;
        account_person::Entity::delete_by_id((account, from)).exec(tx).await?;
        if own.is_empty() {
            account_person::ActiveModel { account_id: Set(account), person_id: Set(to) }.insert(tx).await?;
        }
        let subject = Subject("account", account.0);
        audit::record(tx, by.by(), "account.person_joined", subject, &["person"], None, now).await?;
    }
    Ok(any)
}
