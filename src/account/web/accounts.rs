//! 利用者 for the administrator: the list and the page of one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::account;
use entity::id::{AccountId, CapacityId};
use entity::{person, region};

use crate::access::Actor;
use crate::access::web::Shell;
use crate::account::queries::{self, Given};
use crate::account::rules::capacity_word;
use crate::platform::date::{tokyo_day, wareki};
use crate::platform::error::AppError;
use crate::platform::form::Field;
use crate::platform::page::{self, Address, ByWords, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

const PER_PAGE: usize = 50;

/// Accounts whose roles are read at once.
const AT_ONCE: usize = 500;

/// What it can be sorted by.
const ORDERS: [Order; 3] = [Order::up("email"), Order::up("name"), Order::up("state")];

/// Where the list stands.
fn address(filter: &ByWords) -> Address {
    filter.address("/admin/accounts", &ORDERS)
}

struct AccountLine {
    account: account::Model,
    roles: String,
}

/// Whether somebody can sign in with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    InUse,
    NoPassword,
    Stopped,
}

impl Standing {
    fn of(account: &account::Model) -> Self {
        match (account.disabled_at, &account.password_hash) {
            (Some(_), _) => Self::Stopped,
            (None, None) => Self::NoPassword,
            (None, Some(_)) => Self::InUse,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::InUse => "利用中",
            Self::NoPassword => "パスワードなし",
            Self::Stopped => "停止中",
        }
    }
}

impl AccountLine {
    fn standing(&self) -> Standing {
        Standing::of(&self.account)
    }

    fn roles(&self) -> &str {
        if self.roles.is_empty() { "委員、または役割なし" } else { &self.roles }
    }
}

/// All the filter lets through, in its order.
async fn all(app: &AppState, actor: &Actor, filter: &ByWords) -> Result<Vec<account::Model>, AppError> {
    actor.administrator()?;
    let mut found = queries::accounts_like(&app.db.read, &filter.q.value).await?;
    address(filter).order.sort(&mut found, |column, one, other| match column {
        "name" => one.name.cmp(&other.name),
        "state" => Standing::of(one).cmp(&Standing::of(other)),
        _ => one.email.cmp(&other.email),
    });
    Ok(found)
}

/// Each with what it may act as today.
async fn lines(app: &AppState, accounts: &[account::Model]) -> Result<Vec<AccountLine>, AppError> {
    let today = tokyo_day(app.clock.now());
    let mut lines = Vec::with_capacity(accounts.len());
    for some in accounts.chunks(AT_ONCE) {
        let ids: Vec<_> = some.iter().map(|account| account.id).collect();
        let mut given = queries::given_to(&app.db.read, &ids).await?;
        given.retain(|one| one.is_open(today));
        let line = |account: &account::Model| AccountLine {
            roles: roles_of(account, &given),
            account: account.clone(),
        };
        lines.extend(some.iter().map(line));
    }
    Ok(lines)
}

#[derive(Template)]
#[template(path = "account/accounts.html")]
struct AccountsPage {
    shell: Shell,
    filter: ByWords,
    list: Listing<AccountLine>,
}

/// `GET /admin/accounts`
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    filter: Query<ByWords>,
) -> Result<HttpResponse, AppError> {
    let accounts = all(&app, &actor, &filter).await?;
    let (address, total) = (address(&filter), accounts.len());
    let shown: Vec<_> = accounts.into_iter().skip(address.skip(total, PER_PAGE)).take(PER_PAGE).collect();
    let list = Listing::of_page(address, lines(&app, &shown).await?, (total, PER_PAGE));
    page::ok(AccountsPage { shell, filter: filter.into_inner(), list })
}

/// `GET /admin/accounts.csv`, `GET /admin/accounts.xlsx`
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    filter: Query<ByWords>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let accounts = all(&app, &actor, &filter).await?;
    let columns = [("氏名", 18), ("メールアドレス", 34), ("役割", 40), ("状態", 16)];
    let line = |line: AccountLine| {
        let (roles, state) = (line.roles().to_owned(), line.standing().label().to_owned());
        vec![line.account.name, line.account.email, roles, state]
    };
    let lines = lines(&app, &accounts).await?.into_iter().map(line);
    page::download(&app, &Table::new("利用者", &columns, lines), "accounts", *format)
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
