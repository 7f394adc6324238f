//! Who may do what, as values. An account holds capacities; a person acts in one chosen capacity at a time; a
//! command's signature names the capacity it needs, and only this module can make one.
//!
//! | capacity | may |
//! |---|---|
//! | `Secretary` | everything of the region |
//! | `Officer` | reads convened meetings of all bodies of the region; answers for the town come later |
//! | `Delegate` | reads convened meetings of bodies in which the association has a seat, and answers for its seats |
//! | `Chair` | as `Member`, and presides over the bodies named |
//! | `Member` | answers; reads convened meetings of own bodies, and for ever those it was invited to |
//! | `Administrator` | regions and accounts of the deployment; no content |
//! | `Importer` | takes whole tables into a region, for the secretariat or the program |
//! | `LinkHolder` | the one matter of a valid link |
//! | `System` | worker and command line |
//!
//! Invisible is 404 by a scoped query that starts at `Actor::reach`; not allowed is 403 by a missing capacity.
//! Rights on a past meeting follow its invitation, not today's membership.

mod actor;
mod capacity;
pub mod queries;
pub mod web;

pub use actor::{Actor, Held, Reach};
pub use capacity::{
    Administrator, Chair, Delegate, Importer, LinkHolder, Member, Officer, Secretary, System,
};
