//! Forgets tables that nobody confirmed within a day.

use std::pin::Pin;

use chrono::TimeDelta;
use sea_orm::DbErr;

use super::commands::sweep;
use crate::platform::worker::Job;

/// Every hour: `sweep`.
pub const SWEEP: Job = Job {
    name: "exchange.sweep",
    every: TimeDelta::hours(1),
    work: |tx, now| -> Pin<Box<dyn Future<Output = Result<u64, DbErr>> + Send + '_>> {
        Box::pin(sweep(tx, now))
    },
};
