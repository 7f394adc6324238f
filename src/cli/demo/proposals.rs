//! What associations proposed yesterday for their seats.

use entity::id::{BodyId, SeatId};
use entity::seat;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::SampleError;
use super::fill::refused;
use super::region::Filling;
use super::tables::missing;
use crate::directory::commands::PersonFacts;
use crate::renewal::commands::{Proposal, Propose, propose};

impl Filling<'_> {
    /// The rows of `proposals.csv`, each by its delegate.
    pub(super) async fn propose_successors(&self) -> Result<(), SampleError> {
        for row in self.tables.proposals.iter().filter(|row| row.region == self.slug()) {
            let by = self.stand_in_for(&row.delegate).await?.delegate().map_err(refused(&row.delegate))?;
            let facts = PersonFacts {
                name: row.name.clone(),
                kana: row.kana.clone(),
                workplace: row.workplace.clone(),
                post: row.post.clone(),
            };
            let from = self.day(&row.from)?;
            let proposal = Proposal { facts, mail: row.mail.clone(), from, remark: row.remark.clone() };
            let input =
                Propose { seat: self.seat(self.body(&row.body)?, row.seat).await?, seen: 0, proposal };
            let yesterday = self.instant("today-1", "16:20")?;
            propose(self.tx, &by, input, yesterday).await.map_err(refused(&row.name))?;
        }
        Ok(())
    }

    async fn seat(&self, body: BodyId, position: i32) -> Result<SeatId, SampleError> {
        let at = seat::Entity::find().filter(seat::Column::BodyId.eq(body));
        let found = at.filter(seat::Column::Position.eq(position)).one(self.tx).await?;
        found.map(|seat| seat.id).ok_or_else(|| missing("席", &position.to_string()))
    }
}
