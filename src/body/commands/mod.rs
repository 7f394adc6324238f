//! Writes of bodies, charters, seats, terms and seat contacts. Every command locks what it changes, compares the
//! version the person saw, asks the rules and leaves one entry in the audit. Rows are never deleted, but for
//! the settings of a charter and the contacts of a seat, which are replaced as a whole.

mod appoint;
mod appoint_all;
mod arrange;
mod choose_contacts;
mod enact;
mod end_term;
mod follow;
mod give_terms;
mod hand_over;
mod import_bodies;
mod import_charters;
mod import_seats;
mod import_terms;
mod lock;
mod name_deputies;
mod set_up;
mod wind_up;

pub use appoint::{Appoint, ChangeTerm, TermError, appoint, change_term};
pub use appoint_all::{AppointAllError, appoint_all};
pub use arrange::{ArrangeError, NewSeat, SeatFacts, SeatUpdate, add_seat, edit_seat};
pub use choose_contacts::{ChooseContacts, ContactsError, choose_contacts};
pub use enact::{Amend, CharterText, Enact, EnactError, Said, amend, enact};
pub use end_term::{EndTerm, EndTermError, end_term};
pub use follow::FollowError;
pub use give_terms::give_terms;
pub use hand_over::{HandOver, HandOverError, hand_over};
pub use import_bodies::{BodyEntry, import_bodies};
pub use import_charters::import_charters;
pub use import_seats::{SeatEntry, import_seats};
pub use import_terms::import_terms;
pub use lock::seat as lock_seat;
pub use name_deputies::{DeputiesError, NameDeputies, name_deputies};
pub use set_up::{BodyError, BodyFacts, Edit, edit, set_up};
pub use wind_up::{WindUp, WindUpError, wind_up};
