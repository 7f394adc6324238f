//! 利用者 for the administrator: the list and the page of one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::account;
use entity::id::{AccountId, CapacityId};
use entity::{person, region};
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::account::queries::{self, Given};
use crate::account::rules::capacity_word;
use crate::platform::date::{tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::form::Field;
use crate::platform::page::{self, Pager, filters};
use crate::platform::state::AppState;

const PER_PAGE: usize = 50;

/// What the list is narrowed by; kept in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: Field,
    page: Field,
}

impl Filter {
    fn href(&self, page: u64) -> String {
        let sought = percent_encoding::utf8_percent_encode(&self.q.value, percent_encoding::NON_ALPHANUMERIC);
        format!("/admin/accounts?q={sought}&page={page}")
    }
}

struct AccountLine {
    account: account::Model,
    roles: String,
}

#[derive(Template)]
#[template(path = "account/accounts.html")]
struct AccountsPage {
    shell: Shell,
    filter: Filter,
    accounts: Vec<AccountLine>,
    count: usize,
    pager: Pager,
}

/// `GET /admin/accounts`
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    filter: Query<Filter>,
) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    let (filter, db) = (filter.into_inner(), &app.db.read);
    let accounts = queries::accounts_like(db, &filter.q.value).await?;
    let (count, current) = (accounts.len(), filter.page.value.parse().unwrap_or(1));
    let (accounts, pager) = page::page_of(accounts, PER_PAGE, current, |page| filter.href(page));
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let today = tokyo_day(app.clock.now());
    let mut given = queries::given_to(db, &ids).await?;
    given.retain(|one| one.is_open(today));
    let line = |account: account::Model| AccountLine { roles: roles_of(&account, &given), account };
    let accounts = accounts.into_iter().map(line).collect();
    page::ok(AccountsPage { shell, filter, accounts, count, pager })
}

fn roles_of(account: &account::Model, given: &[Given]) -> String {
    let own = given.iter().filter(|one| one.account == account.id).map(words);
    own.collect::<Vec<_>>().join("、")
}

fn words(given: &Given) -> String {
    let word = capacity_word(given.kind);
    if given.place.is_empty() { word.to_owned() } else { format!("{word}（{}）", given.place) }
}

struct RoleLine {
    given: Given,
    words: String,
    open: bool,
    /// Its last day, as typed.
    last: Field,
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage {
    shell: Shell,
    account: account::Model,
    persons: Vec<(person::Model, region::Model)>,
    roles: Vec<RoleLine>,
    message: Option<String>,
}

/// `GET /admin/accounts/{id}`
pub async fn show(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<AccountId>,
) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    page::ok(drawn(&app, shell, *id, Refused::default()).await?)
}

/// What could not be done on the page of an account.
#[derive(Default)]
pub(super) struct Refused {
    message: Option<String>,
    /// The role whose end was refused, with what was typed.
    ending: Option<(CapacityId, Field)>,
}

impl Refused {
    /// Shown on top.
    pub(super) fn because(why: impl ToString) -> Self {
        Self { message: Some(why.to_string()), ending: None }
    }

    /// Shown beside the day of a role.
    pub(super) fn ending(id: CapacityId, typed: Field) -> Self {
        Self { message: None, ending: Some((id, typed)) }
    }
}

/// The page of one account, with why something was refused.
pub(super) async fn drawn(
    app: &AppState,
    shell: Shell,
    id: AccountId,
    refused: Refused,
) -> Result<impl Template + use<>, AppError> {
    let db = &app.db.read;
    let account = queries::one(db, id).await?;
    let today = tokyo_day(app.clock.now());
    let Refused { message, ending } = refused;
    let role = |given: Given| RoleLine {
        words: words(&given),
        open: given.is_open(today),
        last: match &ending {
            Some((id, typed)) if *id == given.id => typed.clone(),
            _ => Field::new(given.to_on.map(wareki).unwrap_or_default()),
        },
        given,
    };
    let roles = queries::given_to(db, &[id]).await?.into_iter().map(role).collect();
    Ok(AccountPage { shell, account, persons: queries::persons_of(db, id).await?, roles, message })
}
