//! 出欠回答票: what somebody without mail writes the answer on, under whatever letter asks for one.

use entity::outbox;
use sea_orm::DbErr;

use super::convened::choices;
use super::matter::Matter;
use crate::invitation::queries;
use crate::invitation::rules::{Standing, counting, standing};
use crate::meeting::notices::{OfficeBlock, addressee};
use crate::platform::outbox::Composing;

/// A slip to cut off and send back. Drawn by `templates/invitation/slip.html`.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Where it goes.
    pub office: OfficeBlock,
    /// 回答番号, by which the answer is found.
    pub reply_number: String,
    /// The meeting's name.
    pub meeting: String,
    /// Whose answer it is.
    pub addressee: String,
    /// 「出席（会場・オンライン）／欠席／代理出席」 as this meeting offers it.
    pub choices: String,
}

impl Slip {
    /// The boxes: 出席（会場）, 出席（オンライン）, 欠席, 代理出席.
    pub fn boxes(&self) -> Vec<&str> {
        let box_of = |choice| match choice {
            "出席（会場・オンライン）" => vec!["出席（会場）", "出席（オンライン）"],
            other => vec![other],
        };
        self.choices.split('／').flat_map(box_of).collect()
    }

    /// Whether the slip asks who comes instead.
    pub fn offers_proxy(&self) -> bool {
        self.boxes().contains(&"代理出席")
    }
}

/// The slip under a letter or a reminder to somebody who still has to answer; none where no answer is wanted.
pub async fn slip(cx: &Composing<'_>, row: &outbox::Model) -> Result<Option<Slip>, DbErr> {
    let Some(matter) = Matter::of(cx, row).await? else { return Ok(None) };
    let replies = queries::replies(cx.tx, matter.invitation.id).await?;
    let open =
        matches!(standing(&matter.meeting, &matter.invitation, cx.now), Standing::Open | Standing::Late);
    if !open || counting(&matter.invitation, &replies).is_some() {
        return Ok(None);
    }
    let facts = queries::facts(cx.tx, &matter.meeting).await?;
    Ok(Some(Slip {
        office: matter.office(),
        reply_number: matter.invitation.reply_number.clone(),
        meeting: facts.meeting(),
        addressee: addressee(&facts, &matter.invitation),
        choices: choices(cx.tx, &matter).await?,
    }))
}
