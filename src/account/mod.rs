//! Accounts: who may sign in, with a password or with a link that works once, and what they were given to act
//! as. An account belongs to no region; it speaks for one person in each region it acts in, and rights are read
//! from the rows at each request, so that ending a capacity or disabling an account works at once. The answers of
//! signing in tell nobody which addresses have an account.
//!
//! Tables: `account`, `account_person`, `capacity`, `failed_sign_in`; `session` and `link` through `platform`.

pub mod commands;
pub mod jobs;
pub mod notices;
pub mod queries;
pub mod rules;
