//! 協議会終了: a body's last day.

use chrono::NaiveDate;
use entity::id::BodyId;
use entity::{body, meeting, membership};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, QueryFilter, Set};

use super::lock;
use crate::access::Secretary;
use crate::body::{queries, rules};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::db::Tx;

/// A body's end.
#[derive(Clone, Debug)]
pub struct WindUp {
    /// Which body.
    pub body: BodyId,
    /// The version the person saw.
    pub seen: i32,
    /// Its last day.
    pub on: NaiveDate,
    /// Why, as the records keep it.
    pub reason: String,
}

/// What stands in the way of a body's end.
#[derive(Debug, thiserror::Error)]
pub enum WindUpError {
    /// Somebody else was faster; the row as it is now.
    #[error("ほかの人が先に変更しました。")]
    Stale(Box<body::Model>),
    /// Beside the day.
    #[error("設置した日より前になっています。")]
    BeforeItsStart,
    /// These would be held after its end.
    #[error("終了日より後の会議が{}件あります。先に中止するか、日を変えてください。", .0.len())]
    MeetingsPlanned(Vec<meeting::Model>),
    /// These report to it and go on.
    #[error("下の会議体が続いています。先に終了するか、上の会議体を変えてください。")]
    BodiesBelow(Vec<body::Model>),
    /// Terms that would begin after its end.
    #[error("終了日より後に始まる任期が{0}件あります。先に任期を直してください。")]
    TermsToCome(usize),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Ends a body on a day: terms that would go on end with it. Its records stay. A day typed wrongly is put right
/// by winding up again.
pub async fn wind_up(tx: &Tx, by: &Secretary, input: WindUp, now: Instant) -> Result<(), WindUpError> {
    let bodies = lock::bodies(tx, by.region()).await?;
    let found = bodies.iter().find(|body| body.id == input.body).cloned();
    let old = found.ok_or_else(|| DbErr::RecordNotFound("body".to_owned()))?;
    if old.version != input.seen {
        return Err(WindUpError::Stale(Box::new(old)));
    }
    if !rules::term_is_valid(old.set_up_on, Some(input.on)) {
        return Err(WindUpError::BeforeItsStart);
    }
    let below = bodies.into_iter().filter(|body| {
        body.parent_id == Some(old.id) && body.wound_up_on.is_none_or(|ended| input.on < ended)
    });
    let below: Vec<_> = below.collect();
    if !below.is_empty() {
        return Err(WindUpError::BodiesBelow(below));
    }
    let meetings = queries::meetings_after(tx, old.id, input.on).await?;
    if !meetings.is_empty() {
        return Err(WindUpError::MeetingsPlanned(meetings));
    }
    end_terms(tx, old.id, input.on).await?;
    let row =
        body::ActiveModel { wound_up_on: Set(Some(input.on)), version: Set(old.version + 1), ..old.into() };
    row.update(tx).await?;
    let subject = Subject("body", input.body.0);
    audit::record(tx, by.by(), "body.wound_up", subject, &["wound_up_on"], Some(&input.reason), now).await?;
    Ok(())
}

async fn end_terms(tx: &Tx, body: BodyId, on: NaiveDate) -> Result<(), WindUpError> {
    let going_on = queries::terms_after(tx, body, on).await?;
    let to_come = going_on.iter().filter(|term| term.from_on > on).count();
    if to_come > 0 {
        return Err(WindUpError::TermsToCome(to_come));
    }
    membership::Entity::update_many()
        .col_expr(membership::Column::ToOn, Expr::value(on))
        .col_expr(membership::Column::Version, Expr::col(membership::Column::Version).add(1))
        .filter(queries::is_term_after(body, on))
        .exec(tx)
        .await?;
    Ok(())
}
