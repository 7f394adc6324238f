//! What every feature stands on and what knows nothing of councils: time, the database, errors at the edge,
//! forms and pages, sessions and links, the outbox and its worker, the index of search, mail and calendar objects.

pub mod assets;
pub mod audit;
pub mod backup;
pub mod bulk;
pub mod calendar;
pub mod clock;
pub mod data_dir;
pub mod date;
pub mod db;
pub mod error;
pub mod folding;
pub mod form;
pub mod gate;
pub mod health;
pub mod inbound;
pub mod link;
pub mod mail;
pub mod markdown;
pub mod network;
pub mod one_time;
pub mod outbox;
pub mod page;
pub mod password;
pub mod search_index;
pub mod secret;
pub mod session;
pub mod state;
pub mod table;
pub mod telemetry;
pub mod worker;
