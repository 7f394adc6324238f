//! Takes a table in: each line is sorted, read and handed to the feature that owns it, all or none. A preview is the
//! same, taken back.

use entity::id::{
    AgendaItemId, AssociationId, BoardEntryId, BodyId, CharterId, MeetingId, MembershipId, MunicipalityId,
    PersonId, SeatId,
};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::access::{Importer, System};
use crate::agenda::commands::import_items;
use crate::board::commands::import_entries;
use crate::body::commands::{import_bodies, import_charters, import_seats, import_terms};
use crate::directory::commands::{Keeper, import_associations, import_municipalities, import_people};
use crate::exchange::queries::{self, Stock};
use crate::exchange::rules::{
    Kind, Known, Report, Sorting, Source, agenda, associations, board, bodies, charters, meetings, people,
    seats, terms, towns,
};
use crate::meeting::commands::import_meetings;
use crate::platform::clock::Instant;
use crate::platform::db::Tx;
use crate::platform::table::{IntakeError, Line};

/// A table to be taken in.
#[derive(Clone, Debug)]
pub struct Table {
    /// Of what.
    pub kind: Kind,
    /// Its lines, without the heads.
    pub lines: Vec<Line>,
    /// Where each column of the kind comes from.
    pub sources: Vec<Source>,
}

/// Why nothing is taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// Some lines cannot be taken; the report says which, and what would have come of the others.
    #[error("取り込めない行があります。")]
    Refused(Report),
    /// Towns are one for the whole deployment, and not the secretariat's.
    #[error("市町村は管理者が登録します。")]
    NotYours,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Takes a table in and says what came of each line. Towns need whoever keeps them.
pub async fn take_in(
    tx: &Tx,
    by: &Importer,
    keeper: Option<&System>,
    table: &Table,
    now: Instant,
) -> Result<Report, TakeError> {
    let mut sorting = sorted(tx, by, table, now).await?;
    let strangers = sorting.strangers();
    sorting.refuse(&queries::taken(tx, table.kind, &strangers).await?);
    let done = match table.kind {
        Kind::Municipalities => {
            let keeper = Keeper::from(keeper.ok_or(TakeError::NotYours)?);
            towns(tx, (by, &keeper), &mut sorting, now).await
        }
        Kind::Associations | Kind::Persons => of_register(tx, by, table.kind, &mut sorting, now).await,
        Kind::Bodies | Kind::Charters => of_bodies(tx, by, table.kind, &mut sorting, now).await,
        Kind::Seats | Kind::Memberships => of_seats(tx, by, table.kind, &mut sorting, now).await,
        Kind::Meetings | Kind::AgendaItems | Kind::BoardEntries => {
            of_meetings(tx, by, table.kind, &mut sorting, now).await
        }
    };
    let faults = match done {
        Ok(()) => Vec::new(),
        Err(IntakeError::Refused(faults)) => faults,
        Err(IntakeError::Db(error)) => return Err(error.into()),
    };
    let report = sorting.report(&faults);
    if report.counts().refused > 0 { Err(TakeError::Refused(report)) } else { Ok(report) }
}

async fn sorted(tx: &Tx, by: &Importer, table: &Table, now: Instant) -> Result<Sorting, DbErr> {
    let known: Vec<Known> = queries::stock(tx, table.kind, by.region(), now).await?;
    // Every key is made alike: it sorts by the instant.
    let fresh = || -> Uuid { PersonId::at(now).0 };
    let mut sorting = Sorting::new(table.kind, (&table.lines, &table.sources), known, fresh);
    if table.kind == Kind::Municipalities {
        let codes = queries::towns(tx, by.region()).await?.names;
        sorting.same_as(|cells| cells.first().and_then(|code| codes.find(code).ok()).map(|id| id.0));
    }
    Ok(sorting)
}

type Done = Result<(), IntakeError>;

async fn towns(tx: &Tx, (by, keeper): (&Importer, &Keeper), sorting: &mut Sorting, now: Instant) -> Done {
    let mut codes = queries::towns(tx, by.region()).await?.names;
    for (id, cells) in sorting.new_ones() {
        codes.add(MunicipalityId(id), cells.first().cloned());
    }
    let rows = sorting.read(|reader| towns::read(reader, &codes));
    import_municipalities(tx, keeper, by.region(), rows, now).await
}

async fn of_register(tx: &Tx, by: &Importer, kind: Kind, sorting: &mut Sorting, now: Instant) -> Done {
    match kind {
        Kind::Associations => {
            let rows = sorting.read::<AssociationId, _>(associations::read);
            import_associations(tx, by, rows, now).await
        }
        _ => import_people(tx, by, sorting.read::<PersonId, _>(people::read), now).await,
    }
}

async fn of_bodies(tx: &Tx, by: &Importer, kind: Kind, sorting: &mut Sorting, now: Instant) -> Done {
    let mut names = queries::body_names(tx, by.region()).await?;
    if kind == Kind::Charters {
        let rows = sorting.read::<CharterId, _>(|reader| charters::read(reader, &names));
        return import_charters(tx, by, rows, now).await;
    }
    // A body may stand under one that comes with it: columns 名前 and 略称.
    for (id, cells) in sorting.new_ones() {
        names.add(BodyId(id), [cells.get(2), cells.get(1)].into_iter().flatten().cloned());
    }
    let rows = sorting.read::<BodyId, _>(|reader| bodies::read(reader, &names));
    import_bodies(tx, by, rows, now).await
}

async fn of_seats(tx: &Tx, by: &Importer, kind: Kind, sorting: &mut Sorting, now: Instant) -> Done {
    if kind == Kind::Seats {
        let Stock { names, .. } = queries::seats(tx, by.region()).await?;
        let rows = sorting.read::<SeatId, _>(|reader| seats::read(reader, &names));
        return import_seats(tx, by, rows, now).await;
    }
    let Stock { mut names, .. } = queries::terms(tx, by.region()).await?;
    names.terms.extend(sorting.new_ones().map(|(id, _)| MembershipId(id)));
    let rows = sorting.read::<MembershipId, _>(|reader| terms::read(reader, &names));
    import_terms(tx, by, rows, now).await
}

async fn of_meetings(tx: &Tx, by: &Importer, kind: Kind, sorting: &mut Sorting, now: Instant) -> Done {
    match kind {
        Kind::Meetings => {
            let names = queries::body_names(tx, by.region()).await?;
            let rows = sorting.read::<MeetingId, _>(|reader| meetings::read(reader, &names));
            import_meetings(tx, by, rows, now).await
        }
        Kind::AgendaItems => {
            let Stock { names, .. } = queries::agenda_items(tx, by.region()).await?;
            let rows = sorting.read::<AgendaItemId, _>(|reader| agenda::read(reader, &names));
            import_items(tx, by, rows, now).await
        }
        _ => {
            let Stock { mut names, .. } = queries::board_entries(tx, by.region()).await?;
            names.entries.extend(sorting.new_ones().map(|(id, _)| BoardEntryId(id)));
            let rows = sorting.read::<BoardEntryId, _>(|reader| board::read(reader, &names));
            import_entries(tx, by, rows, now).await
        }
    }
}
