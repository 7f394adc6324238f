//! Pages: the frames around them, the answers they travel in, the flash message that says what has just
//! happened, and the page for everything that went wrong. A page struct holds plain data; who may see what is
//! decided before. Every page is answered with `no-store`, because it names people.

mod answer;
mod cookie;
mod download;
mod error_pages;
pub mod filters;
mod flash;
mod frame;
mod listing;
mod pager;
mod steps;

pub use super::form::visible;
pub use answer::{XLSX, conflict, file, go_to, ok, own_path, see_other, unprocessable, with_status};
pub use cookie::{FlashCookie, carry_flash, take_flash};
pub use download::{Format, download};
pub use error_pages::{ErrorPage, error_pages};
pub use flash::{Flash, Kind};
pub use frame::{Bare, CapacityChoice, NavItem, OfficeLine, SIGN_OUT, SWITCH_CAPACITY, Shell, dialled};
pub use listing::{Address, ByWords, Listing, Order, SortLink};
pub use pager::{PageLink, Pager, page_of};
pub use steps::{Stage, Step};
