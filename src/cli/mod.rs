//! The commands, one file each. A command reads the settings, opens what it needs, does one thing, and says in
//! one line what went wrong. Results go to standard output, everything else to standard error.

mod backup;
mod book;
pub mod demo;
mod deployment;
mod doctor;
mod export;
mod failure;
mod import;
mod mail;
mod migrate;
mod region;
pub mod sample;
mod serve;
mod shared;
mod user;
mod worker;

use clap::{Parser, Subcommand};

use crate::platform::table::BOOK_COMMAND;
pub use failure::Failure;
use shared::Shared;

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "renkei", version, about = "在宅医療・介護連携の会議を運営するサービス", long_about = None)]
pub struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 見本の協議会（架空）をデータのフォルダーに作り、画面と送信係を動かします
    Demo(demo::Arguments),
    /// データベースを最新にして、画面と送信係を動かします
    Serve(serve::Arguments),
    /// 送信係だけを動かします
    Worker(worker::Arguments),
    /// データベースを最新の形にします
    Migrate(migrate::Arguments),
    /// 届いたメールを取り込みます
    Mail(mail::Arguments),
    /// 利用者を加え、サインインできるようにします
    User(user::Arguments),
    /// 表（CSV）を取り込みます。1行でも取り込めなければ、何も変えません
    Import(import::Arguments),
    /// 表を書き出します。そのまま取り込みなおせます
    Export(export::Arguments),
    /// データベースとファイルを1つのファイルに写します。動かしたまま使えます
    Backup(backup::Arguments),
    /// バックアップを、空のフォルダーと空のデータベースに戻します
    Restore(backup::Arguments),
    /// 別のプロセスとして、Excelのブックを読みます（renkei が自分で使います）
    #[command(name = BOOK_COMMAND, hide = true)]
    ReadBook,
    /// 測定のための見本データ（架空）を、空のデータベースに作ります
    Sample(sample::Arguments),
    /// 設定、データベース、メール、時計などを点検し、必要な対応を示します
    Doctor,
}

/// Runs one command to its end.
pub async fn run(cli: Cli) -> Result<(), Failure> {
    let shared = cli.shared;
    match cli.command {
        Command::Demo(arguments) => demo::run(&shared, arguments).await,
        Command::Serve(arguments) => serve::run(&shared, arguments).await,
        Command::Worker(arguments) => worker::run(&shared, arguments).await,
        Command::Migrate(arguments) => migrate::run(&shared, arguments).await,
        Command::Mail(arguments) => mail::run(&shared, arguments).await,
        Command::User(arguments) => user::run(&shared, arguments).await,
        Command::Import(arguments) => import::run(&shared, arguments).await,
        Command::Export(arguments) => export::run(&shared, arguments).await,
        Command::Backup(arguments) => backup::take(&shared, arguments).await,
        Command::Restore(arguments) => backup::restore(&shared, arguments).await,
        Command::Sample(arguments) => sample::run(&shared, arguments).await,
        Command::ReadBook => book::run(),
        Command::Doctor => doctor::run(&shared).await,
    }
}
