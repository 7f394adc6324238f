//! 会長の職務を代理する委員の指名: the members who preside when chair and vice-chairs cannot, in order.

use chrono::NaiveDate;
use entity::id::{BodyId, MembershipId};
use entity::{body, membership};
use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, Set};

use super::lock;
use crate::access::Secretary;
use crate::body::{queries, rules};
use crate::platform::audit::{self, Subject};
use crate::platform::clock::Instant;
use crate::platform::date::tokyo_day;
use crate::platform::db::Tx;

/// Whom the chair named.
#[derive(Clone, Debug)]
pub struct NameDeputies {
    /// In which body.
    pub body: BodyId,
    /// The version of the body the person saw.
    pub seen: i32,
    /// Terms of members in office, the first to act first.
    pub deputies: Vec<MembershipId>,
}

/// Why they cannot be named.
#[derive(Debug, thiserror::Error)]
pub enum DeputiesError {
    /// Somebody else was faster.
    #[error("ほかの人が先に変更しました。")]
    Stale,
    /// Beside the choice at this place, from 0.
    #[error("いま在任の委員から選んでください。")]
    NotInOffice(usize),
    /// Beside the choice at this place, from 0.
    #[error("同じ人を2回選んでいます。")]
    Twice(usize),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Puts these in the place of those named before. A naming ends with the term it belongs to.
pub async fn name_deputies(
    tx: &Tx,
    by: &Secretary,
    input: NameDeputies,
    now: Instant,
) -> Result<(), DeputiesError> {
    let body = lock::body(tx, by.region(), input.body).await?;
    if body.version != input.seen {
        return Err(DeputiesError::Stale);
    }
    let in_office = counted(tx, body.id, tokyo_day(now)).await?;
    for (at, id) in input.deputies.iter().enumerate() {
        let person = in_office.iter().find(|term| term.id == *id).map(|term| term.person_id);
        let person = person.ok_or(DeputiesError::NotInOffice(at))?;
        let before = input.deputies.iter().take(at);
        let named = before.filter_map(|id| in_office.iter().find(|term| term.id == *id));
        if named.into_iter().any(|term| term.person_id == person) {
            return Err(DeputiesError::Twice(at));
        }
    }
    write(tx, &in_office, &input.deputies).await?;
    let row = body::ActiveModel { version: Set(body.version + 1), ..body.into() };
    row.update(tx).await?;
    let subject = Subject("body", input.body.0);
    audit::record(tx, by.by(), "body.deputies_named", subject, &["deputy_order"], None, now).await?;
    Ok(())
}

async fn counted(tx: &Tx, body: BodyId, day: NaiveDate) -> Result<Vec<membership::Model>, DbErr> {
    let lines = queries::roster_on(tx, body, day).await?;
    let terms = lines.into_iter().filter_map(|line| line.member).map(|holder| holder.membership);
    Ok(terms.filter(|term| rules::is_counted(term.role)).collect())
}

/// All terms in office in one statement: a place for those named, none for the others.
async fn write(tx: &Tx, in_office: &[membership::Model], named: &[MembershipId]) -> Result<(), DbErr> {
    let places = (1..).zip(named).fold(CaseStatement::new(), |case, (place, id): (i32, _)| {
        case.case(membership::Column::Id.eq(*id), Expr::value(place))
    });
    let place = if named.is_empty() {
        Expr::value(None::<i32>)
    } else {
        places.finally(Expr::value(None::<i32>)).into()
    };
    let version = Expr::col(membership::Column::Version).add(1);
    membership::Entity::update_many()
        .col_expr(membership::Column::DeputyOrder, place)
        .col_expr(membership::Column::Version, version)
        .filter(membership::Column::Id.is_in(in_office.iter().map(|term| term.id)))
        .exec(tx)
        .await?;
    Ok(())
}
