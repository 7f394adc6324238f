//! What the council's charter says, changed for a story.

use entity::charter_setting::{self, Setting, Standing};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::world::World;

/// Lets the council's charter say a setting in its 第9条.
pub async fn says(world: &World, setting: Setting, value: &str) {
    is_silent(world, setting).await;
    let row = charter_setting::ActiveModel {
        charter_id: Set(world.people.charter.id),
        setting: Set(setting),
        standing: Set(Standing::Stated),
        value: Set(Some(value.to_owned())),
        article: Set(Some("第9条".to_owned())),
    };
    world.write(async |tx| row.insert(tx).await).await;
}

/// Takes what the council's charter says about a setting out of it.
pub async fn is_silent(world: &World, setting: Setting) {
    let said = charter_setting::Entity::delete_many()
        .filter(charter_setting::Column::CharterId.eq(world.people.charter.id))
        .filter(charter_setting::Column::Setting.eq(setting));
    world.write(async |tx| said.exec(tx).await).await;
}
