//! 取り込み・書き出し: files out and in without loss, and what is refused.

mod command;
mod refusals;
mod round_trip;
mod screen;

use entity::id::RegionId;
use renkei::access::{Importer, System};
use renkei::exchange::commands::{Table, TakeError, take_in};
use renkei::exchange::queries::stock;
use renkei::exchange::rules::{Counts, Kind, Report, matched, written};
use renkei::platform::clock::Instant;
use renkei::platform::db::{self, Db};
use renkei::platform::table::{Encoding, csv, read_csv};

/// A kind as the file that is written out.
async fn exported(db: &Db, kind: Kind, region: RegionId, now: Instant) -> Vec<u8> {
    csv(&written(kind, stock(&db.read, kind, region, now).await.unwrap()), Encoding::Utf8).unwrap()
}

/// The same as text without its BOM.
async fn text(db: &Db, kind: Kind, region: RegionId, now: Instant) -> String {
    String::from_utf8(exported(db, kind, region, now).await)
        .unwrap()
        .trim_start_matches('\u{feff}')
        .to_owned()
}

/// Takes a file in as the command line does.
async fn taken(
    db: &Db,
    kind: Kind,
    region: RegionId,
    file: &[u8],
    now: Instant,
) -> Result<Report, TakeError> {
    let mut lines = read_csv(file).unwrap().into_iter();
    let sources = matched(kind, &lines.next().unwrap().cells).unwrap();
    let table = Table { kind, lines: lines.collect(), sources };
    let system = System::acting();
    let by = Importer::system(&system, region);
    db::write(db, async |tx| take_in(tx, &by, Some(&system), &table, now).await).await
}

/// What a file comes to that is taken.
async fn counts(db: &Db, kind: Kind, region: RegionId, file: &str, now: Instant) -> Counts {
    match taken(db, kind, region, file.as_bytes(), now).await {
        Ok(report) => report.counts(),
        Err(TakeError::Refused(report)) => panic!("{:?}", refused(&report)),
        Err(error) => panic!("{error}"),
    }
}

/// Line, column and reason of everything that is refused.
fn refused(report: &Report) -> Vec<String> {
    let lines = report.refused();
    lines
        .flat_map(|(line, why)| why.iter().map(|(head, why)| format!("{} {head}: {why}", line.line)))
        .collect()
}

/// What is refused of a file.
async fn refusals(db: &Db, kind: Kind, region: RegionId, file: &str, now: Instant) -> Vec<String> {
    match taken(db, kind, region, file.as_bytes(), now).await {
        Err(TakeError::Refused(report)) => refused(&report),
        other => panic!("{other:?}"),
    }
}
