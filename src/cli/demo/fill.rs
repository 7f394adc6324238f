//! Fills an empty database with the sample councils, in one transaction: all of it or nothing. Every row is made
//! by the command that would have made it, at the instant at which somebody would have pressed the button. The
//! same now gives the same data but for ids. A database that was filled before stays as it is.

use std::fmt::Display;

use chrono::NaiveDate;
use entity::id::AccountId;
use entity::{account, region};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, PaginatorTrait};

use super::days::Days;
use super::region::Filling;
use super::tables::Tables;
use crate::access::System;
use crate::access::queries::standing_in;
use crate::account::commands::{AccountFacts, PersonChoice, Role, add_account, give_role, set_password};
use crate::account::queries as accounts;
use crate::directory::commands::Keeper;
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::{self, Db, Tx};
use crate::platform::password::{self, PasswordHash};
use crate::platform::secret::Secret;
use crate::platform::state::{mark_sample, sample_made};

/// The password of every sample account.
pub const PASSWORD: &str = "renkei-demo";

/// Why the sample councils could not be entered.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// There are other data.
    #[error(
        "このデータベースにはほかのデータがあります。見本データは入れません。--data で別のフォルダーを指定してください"
    )]
    NotEmpty,
    /// A table of `examples/` says something impossible.
    #[error("見本データを入れられません（{0}）")]
    Table(String),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// The outcome of a command on a row of a table, which has to be a good one.
pub(super) fn refused<E: Display>(row: &str) -> impl FnOnce(E) -> SampleError {
    let row = row.to_owned();
    move |error| SampleError::Table(format!("{row}: {error}"))
}

/// Whether the data were made now or before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Just now.
    Now,
    /// At this day, around which their dates lie.
    Before(NaiveDate),
}

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The sign-in name.
    pub email: String,
    /// Whose account.
    pub name: String,
    /// What it may act as, in the words of the switch.
    pub capacities: Vec<String>,
}

/// Fills a migrated database. `reply_to` is where calendar answers go, with `{token}`: one of them is taken in.
pub async fn fill(db: &Db, reply_to: Option<&str>, now: Instant) -> Result<Filled, SampleError> {
    if let Some(made) = sample_made(&db.read).await? {
        return Ok(Filled::Before(tokyo_day(made)));
    }
    let tables = Tables::read()?;
    let hash = password::hash(Secret::new(PASSWORD.to_owned())).await.map_err(refused("password"))?;
    db::write(db, async |tx| {
        if holds_anything(tx).await? {
            return Err(SampleError::NotEmpty);
        }
        everything(tx, &tables, hash, reply_to, now).await
    })
    .await?;
    Ok(Filled::Now)
}

/// Whether the database holds data that are no sample.
pub async fn is_foreign(db: &Db) -> Result<bool, DbErr> {
    Ok(sample_made(&db.read).await?.is_none() && holds_anything(&db.read).await?)
}

/// Whether there is a region or an account.
pub(in crate::cli) async fn holds_anything(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(region::Entity::find().count(db).await? + account::Entity::find().count(db).await? > 0)
}

async fn everything(
    tx: &Tx,
    tables: &Tables,
    hash: PasswordHash,
    reply_to: Option<&str>,
    now: Instant,
) -> Result<(), SampleError> {
    mark_sample(tx, now).await?;
    let days = Days::around(tokyo_day(now));
    let accounts = Accounts { tx, tables, hash };
    for row in &tables.regions {
        let mut filling = Filling::set_up(tx, tables, days, row).await?;
        filling.enter_register().await?;
        accounts.of_region(&filling).await?;
        let clerk = filling.stand_in_for_clerk().await?;
        filling.set_up_bodies(&clerk).await?;
        filling.propose_successors().await?;
        filling.hold_meetings(&clerk, reply_to).await?;
        filling.draw_board(&clerk).await?;
    }
    accounts.administrators(now).await
}

/// The accounts of `accounts.csv`; the password is hashed once.
struct Accounts<'a> {
    tx: &'a Tx,
    tables: &'a Tables,
    hash: PasswordHash,
}

impl Accounts<'_> {
    async fn of_region(&self, filling: &Filling<'_>) -> Result<(), SampleError> {
        let at = filling.begun_at();
        for row in self.tables.accounts.iter().filter(|row| row.region == filling.slug()) {
            let account = self.account(&row.email, &row.person, at).await?;
            let person = PersonChoice::Known(filling.person(&row.person)?);
            let role = filling.role(row).await?;
            let keeper = Keeper::from(&System::acting());
            give_role(self.tx, &keeper, account, (role, &person), at).await.map_err(refused(&row.email))?;
        }
        Ok(())
    }

    async fn administrators(&self, now: Instant) -> Result<(), SampleError> {
        let keeper = Keeper::from(&System::acting());
        for row in self.tables.accounts.iter().filter(|row| row.region.is_empty()) {
            let account = self.account(&row.email, &row.person, now).await?;
            let nobody = PersonChoice::Named(row.person.clone());
            let given = give_role(self.tx, &keeper, account, (Role::Administrator, &nobody), now).await;
            given.map_err(refused(&row.email))?;
        }
        Ok(())
    }

    async fn account(&self, email: &str, name: &str, at: Instant) -> Result<AccountId, SampleError> {
        if let Some(known) = accounts::by_name(self.tx, email).await? {
            return Ok(known.id);
        }
        let facts = AccountFacts { email: email.to_owned(), name: name.to_owned() };
        let by = System::acting();
        let id = add_account(self.tx, &Keeper::from(&by), facts, at).await.map_err(refused(email))?;
        set_password(self.tx, &by, id, self.hash.clone(), at).await?;
        Ok(id)
    }
}

/// Everybody who can sign in, in the order of `accounts.csv`, with what they may act as on this day.
pub async fn sign_ins(db: &Db, now: Instant) -> Result<Vec<SignIn>, SampleError> {
    let mut found: Vec<SignIn> = Vec::new();
    for row in Tables::read()?.accounts {
        let known = found.iter().any(|one| one.email == row.email);
        let Some(account) = accounts::by_name(&db.read, &row.email).await?.filter(|_| !known) else {
            continue;
        };
        let actor = standing_in(&db.read, &System::acting(), &account, tokyo_day(now)).await?;
        let held = actor.iter().flat_map(|actor| actor.held());
        let capacities = held.map(|held| held.label.clone()).collect();
        found.push(SignIn { email: account.email, name: account.name, capacities });
    }
    Ok(found)
}
