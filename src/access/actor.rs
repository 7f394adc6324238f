//! A signed-in person: the capacities held today and the one acted in.

use std::fmt::Write as _;

use entity::id::{AccountId, AssociationId, BodyId, MunicipalityId, PersonId, RegionId};

use super::capacity::{Administrator, Chair, Delegate, Member, Officer, Secretary};
use crate::platform::clock::Instant;
use crate::platform::error::AppError;

/// One capacity an account holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which capacity.
    pub kind: HeldKind,
    /// Where; none for the administrator.
    pub region: Option<RegionId>,
    /// The person in that region.
    pub person: Option<PersonId>,
    /// When it was given; none for one that follows from a seat.
    pub since: Option<Instant>,
    /// Shown in the switch: 「事務局」「委員」「松川町の担当」.
    pub label: String,
}

/// The capacities in the order in which a person with several begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldKind {
    /// 事務局.
    Secretary,
    /// 会長, 部会長; the bodies presided over and all bodies with a seat.
    Chair {
        /// Bodies presided over today.
        presides: Vec<BodyId>,
        /// Bodies with a seat today, these included.
        bodies: Vec<BodyId>,
    },
    /// 市町村担当.
    Officer(MunicipalityId),
    /// 団体の連絡役, with the bodies in which the association has a seat.
    Delegate {
        /// Whose delegate.
        association: AssociationId,
        /// Bodies in which it has a seat.
        bodies: Vec<BodyId>,
    },
    /// 委員; the bodies with a seat today, possibly none any more.
    Member {
        /// Bodies with a seat today.
        bodies: Vec<BodyId>,
    },
    /// 管理者.
    Administrator,
}

impl Held {
    /// The word a session remembers a choice by.
    pub fn key(&self) -> String {
        let mut key = match &self.kind {
            HeldKind::Secretary => "secretary".to_owned(),
            HeldKind::Chair { .. } => "chair".to_owned(),
            HeldKind::Officer(municipality) => format!("officer:{municipality}"),
            HeldKind::Delegate { association, .. } => format!("delegate:{association}"),
            HeldKind::Member { .. } => "member".to_owned(),
            HeldKind::Administrator => "administrator".to_owned(),
        };
        if let Some(region) = self.region {
            let _ = write!(key, "@{region}");
        }
        key
    }
}

/// How far an actor sees; every query for a person starts here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of the region, planned meetings too.
    WholeRegion,
    /// Whatever has been convened in the region.
    ConvenedInRegion,
    /// Convened meetings of these bodies, and for ever those the person was invited to.
    Bodies {
        /// The bodies.
        ids: Vec<BodyId>,
        /// Whose invitations count; none for a delegate.
        person: Option<PersonId>,
    },
    /// No content at all.
    Nothing,
}

/// A signed-in person acting in one capacity.
#[derive(Clone, Debug)]
pub struct Actor {
    account: AccountId,
    name: String,
    held: Vec<Held>,
    acting: Held,
}

impl Actor {
    /// From the capacities held today and the one remembered; none = nothing to act as.
    pub(super) fn new(
        account: AccountId,
        name: String,
        held: Vec<Held>,
        chosen: Option<&str>,
    ) -> Option<Self> {
        let remembered = held.iter().find(|one| Some(one.key().as_str()) == chosen);
        let acting = remembered.or(held.first())?.clone();
        Some(Self { account, name, held, acting })
    }

    /// The signed-in account.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The account's name as shown in the frame.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Everything the account could act as.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// What it acts as now.
    pub fn acting(&self) -> &Held {
        &self.acting
    }

    /// The region acted in; the administrator has none and sees nothing of any.
    pub fn region(&self) -> Option<RegionId> {
        self.acting.region
    }

    /// The person acted as, where the capacity has one.
    pub fn person(&self) -> Option<PersonId> {
        self.acting.person
    }

    /// How far this actor sees.
    pub fn reach(&self) -> Reach {
        let person = self.acting.person;
        match &self.acting.kind {
            HeldKind::Secretary => Reach::WholeRegion,
            HeldKind::Officer(_) => Reach::ConvenedInRegion,
            HeldKind::Chair { bodies, .. } | HeldKind::Member { bodies } => {
                Reach::Bodies { ids: bodies.clone(), person }
            }
            HeldKind::Delegate { bodies, .. } => Reach::Bodies { ids: bodies.clone(), person: None },
            HeldKind::Administrator => Reach::Nothing,
        }
    }

    /// Acts as 事務局, or 403.
    pub fn secretary(&self) -> Result<Secretary, AppError> {
        let (region, person) = self.place()?;
        match self.acting.kind {
            HeldKind::Secretary => Ok(Secretary { account: self.account, region, person }),
            _ => Err(AppError::Forbidden),
        }
    }

    /// Acts as a town's officer, or 403.
    pub fn officer(&self) -> Result<Officer, AppError> {
        let (region, person) = self.place()?;
        match self.acting.kind {
            HeldKind::Officer(municipality) => {
                Ok(Officer { account: self.account, region, person, municipality })
            }
            _ => Err(AppError::Forbidden),
        }
    }

    /// Acts as an association's delegate, or 403.
    pub fn delegate(&self) -> Result<Delegate, AppError> {
        let (region, person) = self.place()?;
        match self.acting.kind {
            HeldKind::Delegate { association, .. } => {
                Ok(Delegate { account: self.account, region, person, association })
            }
            _ => Err(AppError::Forbidden),
        }
    }

    /// Acts as a member; a chair is one, too. Else 403.
    pub fn member(&self) -> Result<Member, AppError> {
        let (region, person) = self.place()?;
        match &self.acting.kind {
            HeldKind::Member { bodies } | HeldKind::Chair { bodies, .. } => {
                Ok(Member { account: self.account, region, person, bodies: bodies.clone() })
            }
            _ => Err(AppError::Forbidden),
        }
    }

    /// Acts as the one who presides over a body, or 403.
    pub fn chair(&self) -> Result<Chair, AppError> {
        let (region, person) = self.place()?;
        match &self.acting.kind {
            HeldKind::Chair { presides, .. } => {
                Ok(Chair { account: self.account, region, person, presides: presides.clone() })
            }
            _ => Err(AppError::Forbidden),
        }
    }

    /// Acts as the deployment's administrator, or 403.
    pub fn administrator(&self) -> Result<Administrator, AppError> {
        match self.acting.kind {
            HeldKind::Administrator => Ok(Administrator { account: self.account }),
            _ => Err(AppError::Forbidden),
        }
    }

    fn place(&self) -> Result<(RegionId, PersonId), AppError> {
        self.acting.region.zip(self.acting.person).ok_or(AppError::Forbidden)
    }
}
