//! Whose names and answers somebody sees on the page of a meeting; the module doc of the feature says why.

use entity::body;
use entity::id::{AssociationId, InvitationId};

use crate::access::Actor;
use crate::invitation::queries::outlook::Asking;

/// What of the answers is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Names, answers, comments, mails and the log: the secretariat.
    Everything,
    /// Names and answers: the chair of this body.
    Answers,
    /// Names and answers of an association's own seats: its delegate.
    Seats {
        /// Whose seats.
        association: AssociationId,
        /// The invitations that stand for them, once read.
        own: Vec<InvitationId>,
    },
    /// Counts only.
    Counts,
}

impl Sight {
    /// What somebody sees of a meeting of a body.
    pub fn of(actor: &Actor, body: &body::Model) -> Self {
        if actor.secretary().is_ok() {
            return Self::Everything;
        }
        if actor.chair().is_ok_and(|chair| chair.presides().contains(&body.id)) {
            return Self::Answers;
        }
        match actor.delegate() {
            Ok(delegate) => Self::Seats { association: *delegate.association(), own: Vec::new() },
            Err(_) => Self::Counts,
        }
    }

    /// Whether it is the secretariat that looks.
    pub fn is_everything(&self) -> bool {
        *self == Self::Everything
    }

    /// Whether every name is shown, and with them the vacant seats.
    pub fn names_all(&self) -> bool {
        matches!(self, Self::Everything | Self::Answers)
    }

    /// Whether somebody's name and answer are shown.
    pub fn names(&self, asking: &Asking) -> bool {
        match self {
            Self::Everything | Self::Answers => true,
            Self::Seats { own, .. } => own.contains(&asking.invitation.id),
            Self::Counts => false,
        }
    }
}
