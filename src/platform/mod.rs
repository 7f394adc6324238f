//! What every feature stands on and what knows nothing of councils: time, the database, errors at the edge,
//! forms and pages, sessions and links, the outbox and its worker, mail and calendar objects.

pub mod audit;
pub mod clock;
pub mod data_dir;
pub mod db;
pub mod error;
pub mod gate;
pub mod health;
pub mod link;
pub mod network;
pub mod secret;
pub mod telemetry;
