//! Signing in, and accounts as the administrator keeps them.

mod accounts;
mod link;
mod password;
mod session;
pub mod sign_in;
