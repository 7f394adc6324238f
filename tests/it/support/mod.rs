//! What the tests stand on: a world with people in it, two databases, mails and pages read as people read them.
#![allow(dead_code, reason = "the support is whole; which part of it a test uses changes")]

pub mod assembly;
pub mod board;
pub mod browser;
pub mod builders;
pub mod calendars;
pub mod charter;
pub mod client;
pub mod contacts;
pub mod exchange;
pub mod golden;
pub mod html;
pub mod letters;
pub mod mails;
pub mod office;
pub mod page;
pub mod postgres;
pub mod requirement;
pub mod rows;
pub mod sample;
pub mod smtp_sink;
pub mod storage;
pub mod story;
pub mod world;
