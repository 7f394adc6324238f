//! Writes of this feature: a round and the 委嘱 of all who consented, and what associations propose for their seats.

mod proposal;
mod round;

pub use crate::body::commands::{Appoint, HandOver, HandOverError, TermError, hand_over};
pub use proposal::{Accept, Decline, Proposal, ProposalError, Propose, accept, decline, propose, take_back};
pub use round::{Named, Note, RenewalError, appoint, give_nominations, note};
