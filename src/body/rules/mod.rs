//! What the charters say, as pure functions: settings and their stored words, the quorum, what applies to a body
//! on a day, terms and heads, the shape of the tree. Nothing here reads a row or a clock.

mod comparison;
mod contact;
mod presiding;
mod quorum;
mod resolution;
mod roster;
mod rule;
mod setting;
mod titles;
mod tree;
mod version;
mod word;

pub use comparison::{ComparedLine, Difference, Whole, compare};
pub use contact::contacts;
pub use presiding::{Presiding, presiding};
pub use quorum::{is_counted, needed};
pub use resolution::{Charters, Rules};
pub use roster::{
    Head, HeldSeat, Holder, RosterLine, Tally, heads, in_office, is_within, lasts_on, print_term, sort,
    tally, term_is_valid, terms_overlap,
};
pub use rule::{Citation, Rule};
pub use setting::{
    ActingChair, CancelledNumber, ChairChoice, ChairVote, Decision, ExOfficio, ExcludedMember, Exclusion,
    LegalForm, MinutesForm, NoticePeriod, Numbering, Online, Pay, Proxy, ProxyScope, Publicity, Quorum,
    QuorumBase, ReplacementTerm, ReplyDeadline, SeatNumber, Signers, Speakers, TermLength, Value,
    ViceChairChoice, WrittenMeeting,
};
pub use titles::Titles;
pub use tree::{MOST_LEVELS, TreeError, kind_name, may_stand_under, upwards};
pub use version::{Version, applies_from, in_order};
pub use word::{
    GROUPS, SETTINGS, Word, asks_number, choices, is_ruled_by_meeting, number_label, number_refusal,
    setting_name,
};
