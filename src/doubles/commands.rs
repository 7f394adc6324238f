//! The one write: everything of one row goes over to the other.

use entity::link::LinkPurpose;
use entity::person;
use sea_orm::DbErr;

use crate::access::Secretary;
use crate::account::commands::{GiveAccountError, give_account};
use crate::body::commands::give_terms;
use crate::directory::commands::{ChangeError, Join, Registrar, join_person};
use crate::invitation::commands::{GiveInvitationsError, give_invitations};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::link;
use crate::renewal::commands::give_nominations;

/// What went over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Terms in seats, past ones too.
    pub terms: usize,
    /// Invitations.
    pub invitations: usize,
    /// Contact points that the row kept did not have.
    pub contacts: usize,
    /// Whether an account speaks for the row kept that spoke for the other.
    pub account: bool,
}

/// Why two rows are not joined.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// A row with itself.
    #[error("残す人と同じ人です。ほかの人を選んでください。")]
    Same,
    /// Both are asked to meetings to come.
    #[error(transparent)]
    Invitations(#[from] GiveInvitationsError),
    /// Both sign in.
    #[error(transparent)]
    Account(#[from] GiveAccountError),
    /// Somebody was faster, one is not there, or the database.
    #[error(transparent)]
    Change(#[from] ChangeError<person::Model>),
}

impl From<DbErr> for JoinError {
    fn from(error: DbErr) -> Self {
        Self::Change(error.into())
    }
}

/// Joins two rows of one person.
pub async fn join(tx: &Tx, by: &Secretary, input: Join, now: Instant) -> Result<Joined, JoinError> {
    let (kept, double) = (input.kept.0, input.double.0);
    if kept == double {
        return Err(JoinError::Same);
    }
    let contacts = join_person(tx, &Registrar::from(by), by.person(), input, now).await?;
    let way = (double, kept);
    let terms = give_terms(tx, by, way, &contacts, now).await?;
    give_nominations(tx, way).await?;
    let invitations = give_invitations(tx, by, way, now).await?;
    let account = give_account(tx, by, way, now).await?;
    // The calendar of the double would stay empty; its owner subscribes to that of the row kept.
    link::revoke(tx, LinkPurpose::Feed, double.0, now).await?;
    let contacts = contacts.iter().filter(|(old, new)| old == new).count();
    Ok(Joined { terms, invitations, contacts, account })
}
