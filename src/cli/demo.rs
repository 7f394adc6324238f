//! `renkei demo`: fills a data directory with the sample councils of `examples/` and serves them. Everything in it
//! is invented and its passwords are known to everybody, so it listens on this machine only, and its mails become
//! files.

mod answers;
mod board;
mod bodies;
pub mod days;
mod fill;
mod mails;
mod meetings;
mod proposals;
mod region;
mod sittings;
mod tables;

use std::io::{Write, stdout};

use clap::Args;
use unicode_width::UnicodeWidthStr;

use super::shared::{self, Shared};
use super::{Failure, deployment, serve};
use crate::app;
use crate::config::{Occasion, ReplyTo, Settings};
use crate::platform::date::wareki;
use crate::platform::health::WorkerName;
use crate::platform::state::AppState;

pub(super) use fill::holds_anything;
pub use fill::{Filled, PASSWORD, SampleError, SignIn, fill, sign_ins};

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 待ち受けるアドレス（既定 127.0.0.1:8080。このコンピューターの中だけ）
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// 見本データを消して、今日の日付で作りなおします
    #[arg(long)]
    reset: bool,
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let layers = shared.layers()?.option("listen", arguments.listen);
    let settings = shared::read(&layers, Occasion::Demo)?;
    serve::refuse_open_sample(&settings)?;
    let (listener, settings) = serve::bind(settings)?;
    let db = deployment::open(&settings).await?;
    db.migrate().await?;
    if fill::is_foreign(&db).await? {
        return Err(SampleError::NotEmpty.into());
    }
    if arguments.reset {
        db.start_over().await?;
    }
    let now = settings.clock().now();
    let filled = fill(&db, reply_to(&settings), now).await?;
    let sign_ins = sign_ins(&db, now).await?;
    let state = AppState::new(db, settings, app::notices())?.marked().await?;
    print(&state.settings, filled, &sign_ins)?;
    serve::serve(state, listener, Some(WorkerName::fresh())).await
}

impl From<SampleError> for Failure {
    fn from(error: SampleError) -> Self {
        match error {
            SampleError::Db(error) => error.into(),
            other => Self::failed(other.to_string()),
        }
    }
}

/// The template that calendar answers come in by.
fn reply_to(settings: &Settings) -> Option<&str> {
    match &settings.mail_reply_to {
        ReplyTo::PerInvitation(address) => Some(address),
        ReplyTo::Shared(_) | ReplyTo::OfRegion => None,
    }
}

fn print(settings: &Settings, filled: Filled, sign_ins: &[SignIn]) -> Result<(), Failure> {
    let mut out = stdout().lock();
    writeln!(out, "見本データ（架空）で renkei を動かしています: {}", settings.base_url)?;
    if let Filled::Before(day) = filled {
        writeln!(out, "データは{}に作ったものです。作りなおすときは --reset を付けてください", wareki(day))?;
    }
    writeln!(out, "\nパスワードはどれも {PASSWORD} です\n")?;
    let widest = |texts: &dyn Fn(&SignIn) -> &str| sign_ins.iter().map(|one| texts(one).width()).max();
    let (email, name) = (widest(&|one| &one.email), widest(&|one| &one.name));
    for one in sign_ins {
        let (email, name) = (padded(&one.email, email), padded(&one.name, name));
        writeln!(out, "  {email}  {name}  {}", one.capacities.join("、"))?;
    }
    let mails = settings.data_dir.join("mail").join("new");
    if settings.smtp_url.is_none() {
        writeln!(
            out,
            "\nメールは送らず、{} に書きます。止めるときは Ctrl+C を押してください",
            mails.display()
        )?;
    }
    Ok(out.flush()?)
}

/// Filled up with spaces to a width in columns; a kanji takes two.
fn padded(text: &str, columns: Option<usize>) -> String {
    let missing = columns.unwrap_or(0).saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}
