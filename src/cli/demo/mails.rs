//! What became of the messages of the past: mails arrived a minute later, sheets were sent by hand the same
//! day, but for those `deliveries.csv` tells of. Nothing of it leaves when the demo starts.

use chrono::TimeDelta;
use entity::outbox::{self, Column, OutboxState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::SampleError;
use super::region::Filling;
use super::tables::{DeliveryRow, missing};
use crate::access::Secretary;
use crate::platform::outbox::{Said, Settlement, mark_sent_by_hand, settle_past};

impl Filling<'_> {
    /// Settles whatever waits by now.
    pub(super) async fn settle_mails(&self, by: &Secretary) -> Result<(), SampleError> {
        let waiting = outbox::Entity::find()
            .filter(Column::RegionId.eq(self.region))
            .filter(Column::State.is_in([OutboxState::Waiting, OutboxState::Printing]))
            .filter(Column::Attempts.eq(0))
            .all(self.tx)
            .await?;
        for row in waiting {
            let told = self.delivery(&row);
            if told.is_some_and(|told| told.outcome == "waits") {
                continue;
            }
            if row.state == OutboxState::Printing {
                let at = row.queued_at + TimeDelta::hours(2);
                mark_sent_by_hand(self.tx, self.region, row.id, by.person(), at).await?;
                continue;
            }
            let outcome = told.map_or(Ok(Settlement::Sent), outcome)?;
            settle_past(self.tx, row.id, &outcome, row.queued_at + TimeDelta::minutes(1)).await?;
        }
        Ok(())
    }

    /// What the table says of a message, if anything.
    fn delivery(&self, row: &outbox::Model) -> Option<&DeliveryRow> {
        let name = row.person_id.map(|id| self.name_of(id)).unwrap_or_default();
        self.tables.deliveries.iter().find(|told| {
            let meeting = self.meetings.get(&told.meeting).copied();
            told.region == self.slug()
                && told.kind == row.kind
                && told.person == name
                && meeting.is_some()
                && meeting == row.meeting_id
        })
    }
}

fn outcome(told: &DeliveryRow) -> Result<Settlement, SampleError> {
    let said = Said { code: told.code, text: told.said.clone() };
    match told.outcome.as_str() {
        "refused" => Ok(Settlement::Refused(said)),
        "retry" => Ok(Settlement::Retry(said)),
        other => Err(missing("結果", other)),
    }
}
