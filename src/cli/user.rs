//! `renkei user`: the first administrator and lost access. Nobody can be mailed before there is anybody, so these
//! commands print a sign-in address that works once, within a day; who opens it decides on a password there.

use std::io::{Write, stdout};

use clap::{Args, Subcommand, ValueEnum};
use entity::account;
use entity::id::{AccountId, LinkId};
use entity::link::LinkPurpose;
use sea_orm::DbErr;

use super::shared::Shared;
use super::{Failure, deployment};
use crate::access::System;
use crate::account::commands::{self, AccountError, AccountFacts, GiveError, PersonChoice, Role};
use crate::account::queries::{self, RoleProblem, RoleWords};
use crate::account::rules::{capacity_word, sign_in_name};
use crate::config::{Occasion, Settings};
use crate::directory::commands::{ChangeError, Keeper};
use crate::directory::rules::mail_address;
use crate::platform::clock::{Clock, Instant};
use crate::platform::date::tokyo_day;
use crate::platform::db::{self, Db, Tx};
use crate::platform::form::required_one_line;
use crate::platform::one_time;

/// What to do.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 利用者を加えるか役割を足し、サインイン用のアドレスを示します（24時間、一度だけ）
    Add(AddArguments),
    /// サインイン用のアドレスを示します（24時間、一度だけ。開いた画面でパスワードを決めなおせます）
    ResetPassword {
        /// 利用者のメールアドレス
        #[arg(long)]
        email: String,
    },
    /// 利用者の一覧を示します
    List,
}

#[derive(Debug, Args)]
struct AddArguments {
    /// サインインに使うメールアドレス
    #[arg(long)]
    email: String,
    /// 氏名（名簿に同じ名前の人がいれば結びます）
    #[arg(long)]
    name: String,
    /// 役割
    #[arg(long)]
    role: RoleName,
    /// 圏域のURL名か名前（1つしかなければ省けます）
    #[arg(long, default_value = "")]
    region: String,
    /// 市町村担当のとき、全国地方公共団体コード6けた
    #[arg(long, default_value = "", required_if_eq("role", "officer"))]
    municipality: String,
    /// 団体の連絡役のとき、団体の名前か略称
    #[arg(long, default_value = "", required_if_eq("role", "delegate"))]
    association: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    /// 事務局
    Secretary,
    /// 市町村の担当
    Officer,
    /// 団体の連絡役
    Delegate,
    /// 委員
    Member,
    /// 管理者
    Administrator,
}

impl RoleName {
    fn word(self) -> &'static str {
        match self {
            Self::Secretary => "secretary",
            Self::Officer => "officer",
            Self::Delegate => "delegate",
            Self::Member => "member",
            Self::Administrator => "administrator",
        }
    }
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let settings = shared.settings(Occasion::Tool)?;
    let db = deployment::open(&settings).await?;
    db.migrate().await?;
    let done = match arguments.action {
        Action::Add(wanted) => add(&db, &settings, wanted).await,
        Action::ResetPassword { email } => reset(&db, &settings, &email).await,
        Action::List => list(&db).await,
    };
    db.close().await?;
    done
}

async fn add(db: &Db, settings: &Settings, wanted: AddArguments) -> Result<(), Failure> {
    let email = mail_address(&wanted.email).map(|address| sign_in_name(&address));
    let email = email.map_err(|error| Failure::failed(error.to_string()))?;
    let name =
        required_one_line(80)(&wanted.name).map_err(|error| Failure::failed(format!("--name: {error}")))?;
    let words = RoleWords {
        role: wanted.role.word(),
        region: &wanted.region,
        municipality: &wanted.municipality,
        association: &wanted.association,
    };
    let role = queries::role(&db.read, &words).await?;
    let (system, now) = (System::acting(), Clock::running().now());
    let facts = AccountFacts { email, name: name.trim().to_owned() };
    let made = async |tx: &Tx| account_with(tx, &system, facts, role, now).await;
    let (account, link) = db::write(db, made).await?;
    writeln!(stdout(), "利用者 {account} に役割を付けました")?;
    match link {
        Some(link) => print(db, settings, link),
        None => Ok(()),
    }
}

/// The account of an address with one more role. A new one gets a link to begin with.
async fn account_with(
    tx: &Tx,
    system: &System,
    facts: AccountFacts,
    role: Role,
    now: Instant,
) -> Result<(String, Option<LinkId>), Failure> {
    let (by, email) = (Keeper::from(system), facts.email.clone());
    let person = PersonChoice::Named(facts.name.clone());
    let known = queries::by_name(tx, &email).await?;
    let id = match &known {
        Some(known) => known.id,
        None => commands::add_account(tx, &by, facts, now).await?,
    };
    commands::give_role(tx, &by, id, (role, &person), now).await?;
    let begins = known.is_none_or(|known| known.password_hash.is_none());
    let link = if begins { Some(commands::print_link(tx, system, id, now).await?) } else { None };
    Ok((email, link))
}

async fn reset(db: &Db, settings: &Settings, email: &str) -> Result<(), Failure> {
    let account = queries::by_name(&db.read, &sign_in_name(email)).await?;
    let Some(account) = account else {
        return Err(Failure::failed("このメールアドレスの利用者はいません"));
    };
    if account.disabled_at.is_some() {
        return Err(Failure::failed("この利用者は停止中です"));
    }
    let (system, now, id) = (System::acting(), Clock::running().now(), account.id);
    let link = db::write(db, async |tx| commands::print_link(tx, &system, id, now).await).await?;
    print(db, settings, link)
}

fn print(db: &Db, settings: &Settings, link: LinkId) -> Result<(), Failure> {
    let token = one_time::token(&db.terms().key, LinkPurpose::SignIn, link);
    writeln!(stdout(), "サインイン用のアドレス（24時間、一度だけ使えます）:")?;
    Ok(writeln!(stdout(), "{}/sign-in/{token}", settings.base_url)?)
}

async fn list(db: &Db) -> Result<(), Failure> {
    let accounts = queries::accounts_like(&db.read, "").await?;
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let today = tokyo_day(Clock::running().now());
    let given = queries::given_to(&db.read, &ids).await?;
    for account in &accounts {
        let own = given.iter().filter(|one| one.account == account.id && one.is_open(today));
        let roles = own.map(|one| format!("{} {}", capacity_word(one.kind), one.place).trim().to_owned());
        let roles = roles.collect::<Vec<_>>().join(", ");
        writeln!(stdout(), "{}\t{}\t{}\t{roles}", account.email, account.name, state(account))?;
    }
    Ok(())
}

fn state(account: &account::Model) -> &'static str {
    match (account.disabled_at, &account.password_hash) {
        (Some(_), _) => "停止中",
        (None, Some(_)) => "利用中",
        (None, None) => "パスワードなし",
    }
}

impl From<RoleProblem> for Failure {
    fn from(problem: RoleProblem) -> Self {
        match problem {
            RoleProblem::Db(error) => error.into(),
            other => Self::failed(other.to_string()),
        }
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Change(ChangeError::Db(error)) => error.into(),
            other => Self::failed(other.to_string()),
        }
    }
}

impl From<GiveError> for Failure {
    fn from(error: GiveError) -> Self {
        match error {
            GiveError::Db(error) => DbErr::into(error),
            GiveError::SeveralPersons(people) => Self::failed(format!(
                "この名前の人が名簿に{}人います。管理者の画面で、どの人かを選んで役割を付けてください",
                people.len()
            )),
            other => Self::failed(other.to_string()),
        }
    }
}
