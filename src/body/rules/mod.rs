//! What the charters say, as pure functions: settings and their stored words, the quorum, what applies to a body
//! on a day, terms and heads, the shape of the tree. Nothing here reads a row or a clock.

mod contact;
mod quorum;
mod resolution;
mod roster;
mod setting;
mod tree;
mod word;

pub use contact::contacts;
pub use quorum::{is_counted, needed};
pub use resolution::{Charters, Citation, Rule, Rules, Version, applies_from, in_order};
pub use roster::{
    Head, HeldSeat, Holder, RosterLine, heads, in_office, is_within, lasts_on, print_term, role_name, sort,
    tally, term_is_valid, terms_overlap,
};
pub use setting::{
    CancelledNumber, NoticePeriod, Numbering, Online, Proxy, ProxyScope, Quorum, QuorumBase, ReplyDeadline,
    Value,
};
pub use tree::{MOST_LEVELS, TreeError, kind_name, may_stand_under, upwards};
pub use word::{SETTINGS, Word, asks_number, choices, number_label, setting_name};
