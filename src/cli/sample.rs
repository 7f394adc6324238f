//! `renkei sample`: fills an empty database with invented regions in any number, for measurements. The same scale, seed
//! and day give the same data but for the keys of notices, invitations and answers. Everything in it is invented, so it
//! is marked as the data of `renkei demo` are, and served on this machine only.

mod chance;
mod drawing;
mod fill;
mod sheets;
mod words;

use std::io::{Write, stdout};

use clap::Args;

use super::demo::PASSWORD;
use super::shared::Shared;
use super::{Failure, deployment};
use crate::config::Occasion;

pub use fill::{clerk, fill};

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 圏域の数。1つに市町村8、会議体10、人120、5年度の会議200
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=999))]
    scale: u16,
    /// 乱数のもと。同じ値なら、同じ日に同じデータになります
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let settings = shared.settings(Occasion::Sample)?;
    let db = deployment::open(&settings).await?;
    db.migrate().await?;
    let done = fill(&db, arguments.scale, arguments.seed, settings.clock().now()).await;
    db.close().await?;
    done?;
    let (count, first) = (arguments.scale, clerk(1));
    writeln!(
        stdout(),
        "見本データ（架空）を作りました: {count}圏域（サインイン {first}、パスワード {PASSWORD}）"
    )?;
    Ok(())
}
