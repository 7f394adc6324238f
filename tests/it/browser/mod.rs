//! Pages in a real browser, at the width of a desk and of a telephone: every one for itself, and the ways people go
//! through them from beginning to end.

mod errors;
mod every_page;
