//! Writes drawn regions down, in one transaction: sheets by the import that offices use, accounts by their commands,
//! what was convened as meetings taken over from an earlier register.

use std::collections::HashMap;
use std::fmt::Display;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use entity::body;
use entity::id::{BodyId, MeetingId, PersonId, RegionId};
use entity::reply::Answer;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::chance::Chance;
use super::drawing::{Dated, Drawing};
use crate::access::queries::standing_in;
use crate::access::{Importer, Secretary, System};
use crate::account::commands::{AccountFacts, PersonChoice, Role, add_account, give_role, set_password};
use crate::account::queries as accounts;
use crate::body::queries::people_on;
use crate::body::rules::Head;
use crate::cli::demo::{PASSWORD, SampleError, holds_anything};
use crate::directory::commands::{Keeper, Office, RegionFacts, set_up_region};
use crate::exchange::commands::{TakeError, take_in};
use crate::exchange::rules::Report;
use crate::invitation::commands::{TakenOver, take_over};
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, at_tokyo, previous_open_day, tokyo_day};
use crate::platform::db::{self, Db, Tx};
use crate::platform::outbox::LetterHead;
use crate::platform::password::{self, PasswordHash};
use crate::platform::secret::Secret;
use crate::platform::state::mark_sample;

/// The sign-in name of the clerk of a region, from 1.
pub fn clerk(region: u16) -> String {
    format!("clerk@sample-{region:03}.example")
}

/// Fills a migrated, empty database with so many regions.
pub async fn fill(db: &Db, scale: u16, seed: u64, now: Instant) -> Result<(), SampleError> {
    let hash = password::hash(Secret::new(PASSWORD.to_owned())).await.map_err(refused)?;
    db::write(db, async |tx| {
        if holds_anything(tx).await? {
            return Err(SampleError::NotEmpty);
        }
        mark_sample(tx, now).await?;
        for number in 1..=scale {
            of_region(tx, Drawing::new(number, seed, now), hash.clone(), now).await?;
        }
        Ok(())
    })
    .await
}

fn refused(error: impl Display) -> SampleError {
    SampleError::Table(error.to_string())
}

async fn of_region(
    tx: &Tx,
    mut drawing: Drawing,
    hash: PasswordHash,
    now: Instant,
) -> Result<(), SampleError> {
    let (system, at) = (System::acting(), drawing.begun_at);
    let keeper = Keeper::from(&system);
    let region = set_up_region(tx, &keeper, facts(&drawing), at).await.map_err(refused)?;
    let by = Importer::system(&system, region);
    for sheet in std::mem::take(&mut drawing.sheets) {
        let table = sheet.table().map_err(SampleError::Table)?;
        take_in(tx, &by, Some(&system), &table, at).await.map_err(taken)?;
    }
    let clerk = sign_in(tx, &drawing, region, hash).await?;
    let convened = convened(tx, &mut drawing, region, now).await?;
    take_over(tx, &clerk, convened, now).await.map_err(refused)
}

fn taken(error: TakeError) -> SampleError {
    match error {
        TakeError::Refused(report) => SampleError::Table(first_refusal(&report)),
        TakeError::Db(error) => error.into(),
        other => refused(other),
    }
}

fn first_refusal(report: &Report) -> String {
    let first = report.refused().next().and_then(|(line, why)| Some((line, why.first()?)));
    let words = first.map(|(line, (head, why))| format!("{}行目「{head}」: {why}", line.line));
    format!("{} {}", report.kind.label(), words.unwrap_or_default())
}

fn facts(drawing: &Drawing) -> RegionFacts {
    let (area, number) = (drawing.area.0, drawing.number);
    let sender_mail = format!("kaigi@{}", drawing.domain());
    RegionFacts {
        name: format!("見本{area}広域連合（第{number}）"),
        slug: format!("sample-{number:03}"),
        programme: "在宅医療・介護連携推進協議会".to_owned(),
        office: Office {
            name: "事務局 地域ケア課".to_owned(),
            contact: "見本".to_owned(),
            telephone: "0265-00-0000".to_owned(),
            fax: Some("0265-00-0001".to_owned()),
            hours: "平日 8:30～17:15".to_owned(),
            mail: sender_mail.clone(),
            sender_name: format!("見本{area}広域連合 地域ケア課"),
            sender_mail,
        },
    }
}

/// Makes the account of the clerk, and acts for it.
async fn sign_in(
    tx: &Tx,
    drawing: &Drawing,
    region: RegionId,
    hash: PasswordHash,
) -> Result<Secretary, SampleError> {
    let (system, at) = (System::acting(), drawing.begun_at);
    let keeper = Keeper::from(&system);
    let email = clerk(drawing.number);
    let facts = AccountFacts { email: email.clone(), name: drawing.clerk_name() };
    let id = add_account(tx, &keeper, facts, at).await.map_err(refused)?;
    set_password(tx, &system, id, hash, at).await?;
    let person = PersonChoice::Known(PersonId(drawing.clerk));
    give_role(tx, &keeper, id, (Role::Secretary(region), &person), at).await.map_err(refused)?;
    let account = accounts::by_name(tx, &email).await?.ok_or_else(|| refused(&email))?;
    let actor = standing_in(tx, &system, &account, tokyo_day(at)).await?;
    actor.ok_or_else(|| refused(&email))?.secretary().map_err(refused)
}

/// The meetings whose notice is out on the day of `now`, with what was answered until now.
async fn convened(
    tx: &Tx,
    drawing: &mut Drawing,
    region: RegionId,
    now: Instant,
) -> Result<Vec<TakenOver>, SampleError> {
    let of_region = body::Entity::find().filter(body::Column::RegionId.eq(region)).all(tx).await?;
    let bodies: HashMap<_, _> = of_region.into_iter().map(|row| (row.short_name, row.id)).collect();
    let mut rosters: HashMap<(BodyId, NaiveDate), Vec<Head>> = HashMap::new();
    let mut convened = Vec::new();
    for meeting in std::mem::take(&mut drawing.meetings) {
        let at = morning(meeting.notice_on);
        let Some(body) = bodies.get(meeting.body).copied().filter(|_| at <= now) else { continue };
        // Terms begin in April, so that one look a year will do.
        let year = FiscalYear::of(meeting.day).start();
        let heads = match rosters.get(&(body, year)) {
            Some(known) => known.clone(),
            None => {
                let heads = people_on(tx, body, meeting.day).await?;
                rosters.insert((body, year), heads.clone());
                heads
            }
        };
        convened.push(of_meeting(&meeting, at, heads, &mut drawing.chance, now));
    }
    Ok(convened)
}

fn of_meeting(
    meeting: &Dated,
    at: Instant,
    heads: Vec<Head>,
    chance: &mut Chance,
    now: Instant,
) -> TakenOver {
    let mut answered = |head| {
        let later = at + TimeDelta::minutes(i64::from(chance.below(14 * 24 * 60)));
        let answer = match chance.below(20) {
            0..15 => Some((Answer::Attend, later)),
            15..18 => Some((Answer::Absent, later)),
            _ => None,
        };
        (head, answer.filter(|(_, later)| *later <= now))
    };
    let letter = LetterHead {
        number: None,
        approved_on: previous_open_day(meeting.notice_on - Days::new(1)),
        issued_on: meeting.notice_on,
        sender: format!("{}長", meeting.body),
    };
    let asked = heads.into_iter().map(&mut answered).collect();
    TakenOver { meeting: MeetingId(meeting.id), at, letter, asked }
}

fn morning(day: NaiveDate) -> Instant {
    at_tokyo(day, NaiveTime::MIN) + TimeDelta::hours(9)
}
