//! When what renkei stands on fails: the disk is full, the database is locked or away, the mail server refuses or is
//! silent. Reading goes on, nothing typed is lost, and all is well again without a restart.

mod away;
mod full;
mod locked;
mod mail_server;
