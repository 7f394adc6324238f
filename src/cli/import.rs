//! `renkei import`: takes a CSV file in, all of it or nothing. Every line that cannot be taken is named with its column
//! and the reason.

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;

use super::shared::Shared;
use super::{Failure, deployment, region};
use crate::access::{Importer, System};
use crate::config::Occasion;
use crate::exchange::commands::{Table, TakeError, take_in};
use crate::exchange::rules::{Kind, Report, Verdict, matched};
use crate::platform::clock::Clock;
use crate::platform::db;
use crate::platform::table::{Line, read_csv};

/// Its options.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 何を取り込むか
    #[arg(value_parser = kind)]
    kind: Kind,
    /// CSVファイル（UTF-8かCP932）
    #[arg(required_unless_present = "columns")]
    file: Option<PathBuf>,
    /// 圏域のURL名か名前（1つしかなければ省けます）
    #[arg(long, default_value = "")]
    region: String,
    /// 何が変わるかを示すだけで、何も変えません
    #[arg(long)]
    dry_run: bool,
    /// 列の一覧を示します
    #[arg(long, conflicts_with = "file")]
    columns: bool,
}

/// Reads the name of a kind.
pub(super) fn kind(word: &str) -> Result<Kind, String> {
    let all = || Kind::ALL.map(Kind::word).join(" ");
    Kind::from_word(word).ok_or_else(|| format!("次のどれかを指定してください: {}", all()))
}

/// Runs it.
pub async fn run(shared: &Shared, arguments: Arguments) -> Result<(), Failure> {
    let Some(file) = &arguments.file else { return columns(arguments.kind) };
    let settings = shared.settings(Occasion::Tool)?;
    let table = table(arguments.kind, file)?;
    let db = deployment::open(&settings).await?;
    db.migrate().await?;
    let (system, now) = (System::acting(), Clock::running().now());
    let by = Importer::system(&system, region::region(&db, &arguments.region).await?.id);
    let work = async |tx: &db::Tx| take_in(tx, &by, Some(&system), &table, now).await;
    let done = match arguments.dry_run {
        true => db::rehearse(&db, work).await,
        false => db::write(&db, work).await,
    };
    db.close().await?;
    match done {
        Ok(report) => Ok(print(&report, arguments.dry_run)?),
        Err(TakeError::Refused(report)) => Err(Failure::Failed(refusals(&report))),
        Err(TakeError::Db(error)) => Err(error.into()),
        Err(other) => Err(Failure::failed(other.to_string())),
    }
}

fn columns(kind: Kind) -> Result<(), Failure> {
    let mut out = stdout().lock();
    for head in kind.heads() {
        let needed = if head.needed { "必要" } else { "任意" };
        writeln!(out, "{}\t{needed}\t{}", head.name, head.about)?;
    }
    Ok(out.flush()?)
}

fn table(kind: Kind, file: &std::path::Path) -> Result<Table, Failure> {
    let octets = std::fs::read(file);
    let octets = octets
        .map_err(|error| Failure::failed(format!("{}: ファイルを読めません（{error}）", file.display())))?;
    let lines = read_csv(&octets);
    let mut lines = lines.map_err(|error| Failure::failed(error.to_string()))?.into_iter();
    let heads = lines.next().unwrap_or_default();
    let sources = matched(kind, &heads.cells).map_err(|problem| {
        let mut lines = problem.sentences();
        lines.push(format!("列の一覧は renkei import {} --columns で見られます", kind.word()));
        Failure::Failed(lines)
    })?;
    let lines: Vec<Line> = lines.collect();
    Ok(Table { kind, lines, sources })
}

fn print(report: &Report, dry_run: bool) -> std::io::Result<()> {
    let mut out = stdout().lock();
    let counts = report.counts();
    if dry_run {
        for line in &report.lines {
            match &line.verdict {
                Verdict::Added => writeln!(out, "{}行目\t追加\t{}", line.line, line.title)?,
                Verdict::Changed(changes) => {
                    for change in changes {
                        let (head, old, new) = (change.head, one_line(&change.old), one_line(&change.new));
                        writeln!(out, "{}行目\t変更\t{}\t{head}: {old} → {new}", line.line, line.title)?;
                    }
                }
                Verdict::Same | Verdict::Refused(_) => {}
            }
        }
    }
    let done = match (counts.is_nothing(), dry_run) {
        (true, _) => "変わるところはありません",
        (false, true) => "取り込むと、こうなります",
        (false, false) => "取り込みました",
    };
    writeln!(out, "{}: {done}（{counts}）", report.kind.label())?;
    out.flush()
}

fn one_line(cell: &str) -> String {
    format!("「{}」", cell.replace('\n', " / "))
}

fn refusals(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    for (line, why) in report.refused() {
        lines.extend(why.iter().map(|(head, why)| format!("{}行目「{head}」: {why}", line.line)));
    }
    lines.push(format!("{}行を取り込めないので、何も変えていません", report.counts().refused));
    lines
}
