//! What the charters say, as pure functions: settings and their stored words, the quorum, what applies to a body
//! on a day, terms and heads, the shape of the tree. Nothing here reads a row or a clock.

mod contact;
mod quorum;
mod resolution;
mod roster;
mod setting;
mod tree;

pub use contact::contacts;
pub use quorum::{is_counted, needed};
pub use resolution::{Charters, Citation, Rule, Rules, applies_from, in_order};
pub use roster::{
    Head, HeldSeat, Holder, RosterLine, clash, heads, in_office, lasts_on, sort, tally, term_is_valid,
    terms_overlap,
};
pub use setting::{
    CancelledNumber, NoticePeriod, Numbering, Online, Proxy, ProxyScope, Quorum, QuorumBase, ReplyDeadline,
    Value,
};
pub use tree::{MOST_LEVELS, TreeError, may_stand_under, upwards};
