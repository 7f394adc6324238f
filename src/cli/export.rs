//! `renkei export`: writes a kind out as CSV or as an Excel book, so that it can be taken in again without loss.

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::import::kind;
use super::shared::Shared;
use super::{Failure, deployment, region};
use crate::config::Occasion;
use crate::exchange::queries::stock;
use crate::exchange::rules::{Kind, written};
use crate::platform::clock::Clock;
use crate::platform::db;
use crate::platform::table::{Encoding, csv, xlsx};

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 何を書き出すか
    #[arg(value_parser = kind)]
    kind: Kind,
    /// 書き出すファイル（省くと標準出力）
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// ファイルの形
    #[arg(long, default_value = "csv")]
    format: Format,
    /// CSVの文字コード
    #[arg(long, default_value = "utf-8")]
    encoding: Letters,
    /// 圏域のURL名か名前（1つしかなければ省けます）
    #[arg(long, default_value = "")]
    region: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// コンマ区切り
    Csv,
    /// Excelのブック
    Xlsx,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Letters {
    /// BOM付き
    #[value(name = "utf-8")]
    Utf8,
    /// シフトJIS（Windows-31J）
    #[value(name = "cp932")]
    Cp932,
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let settings = shared.settings(Occasion::Tool)?;
    let db = deployment::open(&settings).await?;
    db.migrate().await?;
    let region = region::region(&db, &arguments.region).await?.id;
    let (kind, now) = (arguments.kind, Clock::running().now());
    let known = db::snapshot(&db, async |tx| stock(tx, kind, region, now).await).await?;
    db.close().await?;
    let table = written(kind, known);
    let encoding = match arguments.encoding {
        Letters::Utf8 => Encoding::Utf8,
        Letters::Cp932 => Encoding::Cp932,
    };
    let file = match arguments.format {
        Format::Csv => csv(&table, encoding).map_err(|error| Failure::failed(error.to_string()))?,
        Format::Xlsx => xlsx(&table).map_err(|error| Failure::failed(error.to_string()))?,
    };
    match &arguments.out {
        None => Ok(stdout().write_all(&file)?),
        Some(path) => std::fs::write(path, file)
            .map_err(|error| Failure::failed(format!("{}: 書けません（{error}）", path.display()))),
    }
}
