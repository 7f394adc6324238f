//! The steps from one schema of renkei to the next. `README.md` here says how a step is written.

use sea_orm_migration::prelude::*;

pub use sea_orm_migration::migrator::MigratorTrait;

mod append_only;
mod index;
mod m20261121_000001_create_directory;
mod m20261121_000002_create_account;
mod m20261121_000003_create_audit;
mod m20261121_000004_create_body;
mod m20261121_000005_create_meeting;
mod m20261121_000006_create_agenda_item;
mod m20261121_000007_create_invitation;
mod m20261121_000008_create_outbox;
mod m20261126_000009_create_board;
mod m20261126_000010_create_attendance;
mod m20261126_000011_extend_charter;
mod m20261126_000012_create_import;
mod m20261126_000013_create_renewal;
mod m20261126_000014_name_deputies;
mod m20261126_000016_create_pace;
mod m20261127_000017_create_search;
mod m20261127_000018_keep_names;
mod m20261127_000019_join_doubles;
mod m20261127_000020_follow_bodies;
mod m20261127_000021_propose_successors;
mod m20261127_000022_index_meetings_whole;
mod m20261127_000023_index_replies_whole;

/// All steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_directory::Migration),
            Box::new(m20261121_000002_create_account::Migration),
            Box::new(m20261121_000003_create_audit::Migration),
            Box::new(m20261121_000004_create_body::Migration),
            Box::new(m20261121_000005_create_meeting::Migration),
            Box::new(m20261121_000006_create_agenda_item::Migration),
            Box::new(m20261121_000007_create_invitation::Migration),
            Box::new(m20261121_000008_create_outbox::Migration),
            Box::new(m20261126_000009_create_board::Migration),
            Box::new(m20261126_000010_create_attendance::Migration),
            Box::new(m20261126_000011_extend_charter::Migration),
            Box::new(m20261126_000012_create_import::Migration),
            Box::new(m20261126_000013_create_renewal::Migration),
            Box::new(m20261126_000014_name_deputies::Migration),
            Box::new(m20261126_000016_create_pace::Migration),
            Box::new(m20261127_000017_create_search::Migration),
            Box::new(m20261127_000018_keep_names::Migration),
            Box::new(m20261127_000019_join_doubles::Migration),
            Box::new(m20261127_000020_follow_bodies::Migration),
            Box::new(m20261127_000021_propose_successors::Migration),
            Box::new(m20261127_000022_index_meetings_whole::Migration),
            Box::new(m20261127_000023_index_replies_whole::Migration),
        ]
    }
}
