//! `renkei migrate`: applies pending migrations, or with `--check` only says which there are.

use std::io::{Write, stdout};

use clap::Args;
use migration::{Migrator, MigratorTrait};

use super::shared::Shared;
use super::{Failure, deployment};
use crate::config::{Occasion, Settings};

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 適用せずに、残っているものを示します（残っていれば終了コード 1）
    #[arg(long)]
    check: bool,
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let settings = shared.settings(Occasion::Tool)?;
    if arguments.check {
        return check(&settings).await;
    }
    let db = deployment::open(&settings).await?;
    let pending = db.pending_migrations().await?;
    db.migrate().await?;
    db.close().await?;
    for name in &pending {
        writeln!(stdout(), "適用しました: {name}")?;
    }
    Ok(writeln!(stdout(), "データベースは最新です")?)
}

async fn check(settings: &Settings) -> Result<(), Failure> {
    let pending = pending(settings).await?;
    for name in &pending {
        writeln!(stdout(), "未適用: {name}")?;
    }
    if pending.is_empty() {
        return Ok(writeln!(stdout(), "データベースは最新です")?);
    }
    let count = pending.len();
    Err(Failure::failed(format!("未適用の変更が {count} 件あります。renkei migrate を実行してください")))
}

/// Looking makes no file: where there is none, everything is pending.
async fn pending(settings: &Settings) -> Result<Vec<String>, Failure> {
    if !deployment::exists(settings) {
        return Ok(Migrator::migrations().iter().map(|step| step.name().to_owned()).collect());
    }
    let db = deployment::open(settings).await?;
    let pending = db.pending_migrations().await?;
    db.close().await?;
    Ok(pending)
}
