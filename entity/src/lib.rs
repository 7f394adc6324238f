//! The tables of renkei, one file each, and nothing else: no rules, no queries, no serde.
//!
//! Instants are UTC with microseconds, days are those of Asia/Tokyo, keys are typed UUIDs of version 7.
//! Every `ActiveModelBehavior` is empty: what a write does stands in the command that writes.

pub mod id;

pub mod account;
pub mod account_person;
pub mod agenda_item;
pub mod agenda_item_link;
pub mod association;
pub mod attendance_entry;
pub mod attendance_guest;
pub mod audit_entry;
pub mod board_change;
pub mod board_entry;
pub mod board_group;
pub mod board_row;
pub mod body;
pub mod body_succession;
pub mod capacity;
pub mod charter;
pub mod charter_setting;
pub mod contact_point;
pub mod convocation;
pub mod deployment;
pub mod failed_sign_in;
pub mod import_draft;
pub mod import_mapping;
pub mod inbound_mail;
pub mod invitation;
pub mod invitation_seat;
pub mod issued_letter;
pub mod link;
pub mod meeting;
pub mod meeting_cancellation;
pub mod meeting_change;
pub mod meeting_ruling;
pub mod meeting_step;
pub mod membership;
pub mod municipality;
pub mod nomination;
pub mod outbox;
pub mod pace;
pub mod pending_reply;
pub mod person;
pub mod person_double;
pub mod person_name;
pub mod proposal;
pub mod region;
pub mod region_municipality;
pub mod reminder;
pub mod renewal;
pub mod reply;
pub mod search_entry;
pub mod seat;
pub mod seat_contact;
pub mod session;
pub mod sitting;
pub mod worker_heartbeat;
