//! Writes about accounts. Tries to sign in are judged and written down in one transaction, under a lock on the
//! account, so that many at once do not get past the limit. Whatever ends a right also ends the sessions.

mod account;
mod capacity;
mod give_account;
mod link;
mod password;
mod sign_in;
mod tries;

pub use account::{
    AccountError, AccountFacts, add_account, change_account, disable_account, enable_account, reset_password,
};
pub use capacity::{GiveError, PersonChoice, Role, end_capacity, give_role};
pub use give_account::{GiveAccountError, give_account};
pub use link::{Asked, ask_link, print_link, use_link};
pub use password::{change_own_password, set_password};
pub use sign_in::{sign_in, sign_out};
pub use tries::{Outcome, Try, is_limited};
