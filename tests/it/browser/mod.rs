//! Pages in a real browser, at the width of a desk and of a telephone: every one for itself, and the ways people go
//! through them from beginning to end.

mod administrator;
mod board;
mod clerk;
mod delegate;
mod doctor;
mod errors;
mod every_page;
mod handover;
mod import;
mod keyboard;
mod looks;
mod officer;
mod roll;
mod without_scripts;
