//! The capacities. Their fields are private and they are built only here, so that holding one is proof.

use chrono::NaiveDate;
use entity::account;
use entity::id::{AccountId, AssociationId, BodyId, MunicipalityId, PersonId, RegionId};
use entity::link::{self, LinkPurpose};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::actor::Actor;
use super::queries;
use crate::platform::audit::By;
use crate::platform::clock::Instant;
use crate::platform::link as links;

macro_rules! capacity {
    ($(#[$doc:meta])* $name:ident, $word:literal, $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            pub(super) account: AccountId,
            pub(super) region: RegionId,
            pub(super) person: PersonId,
            $(pub(super) $field: $type,)*
        }

        impl $name {
            /// The account that acts.
            pub fn account(&self) -> AccountId {
                self.account
            }

            /// The region acted in.
            pub fn region(&self) -> RegionId {
                self.region
            }

            /// The person who acts.
            pub fn person(&self) -> PersonId {
                self.person
            }

            /// Who acts, for the audit.
            pub fn by(&self) -> By {
                By {
                    region: Some(self.region),
                    account: Some(self.account),
                    person: Some(self.person),
                    capacity: $word,
                }
            }

            $($(#[$field_doc])*
            pub fn $field(&self) -> &$type {
                &self.$field
            })*
        }
    };
}

capacity! {
    /// 事務局: runs the councils of one region.
    Secretary, "secretary",
}
capacity! {
    /// 市町村担当者: speaks for one town.
    Officer, "officer",
    /// The officer's town.
    municipality: MunicipalityId,
}
capacity! {
    /// 団体の連絡役: answers for an association's seats.
    Delegate, "delegate",
    /// The delegate's association.
    association: AssociationId,
}
capacity! {
    /// 委員: somebody with a seat, or who once had one.
    Member, "member",
    /// Bodies with a seat of this person today.
    bodies: Vec<BodyId>,
}
capacity! {
    /// 会長 or 部会長: a member who presides.
    Chair, "chair",
    /// Bodies presided over today.
    presides: Vec<BodyId>,
}

/// 管理者 of the deployment: accounts and regions, no content.
#[derive(Clone, Debug)]
pub struct Administrator {
    pub(super) account: AccountId,
}

impl Administrator {
    /// The account that acts.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Who acts, for the audit.
    pub fn by(&self) -> By {
        By { region: None, account: Some(self.account), person: None, capacity: "administrator" }
    }
}

/// Whoever takes whole tables into a region: the secretariat on its page, the program at the command line.
#[derive(Clone, Copy, Debug)]
pub struct Importer {
    region: RegionId,
    by: By,
}

impl Importer {
    /// The program itself, at the command line.
    pub fn system(by: &System, region: RegionId) -> Self {
        Self { region, by: by.by(Some(region)) }
    }

    /// The region taken into.
    pub fn region(&self) -> RegionId {
        self.region
    }

    /// Who acts, for the audit.
    pub fn by(&self) -> By {
        self.by
    }
}

impl From<&Secretary> for Importer {
    fn from(by: &Secretary) -> Self {
        Self { region: by.region, by: by.by() }
    }
}

/// Somebody with a valid link: one purpose, one matter, no session.
#[derive(Clone, Debug)]
pub struct LinkHolder {
    purpose: LinkPurpose,
    subject: Uuid,
}

impl LinkHolder {
    /// Opens a link. `None` for anything but a token of this purpose that is neither expired nor withdrawn.
    pub async fn open(
        db: &impl ConnectionTrait,
        purpose: LinkPurpose,
        token: &str,
        now: Instant,
    ) -> Result<Option<Self>, DbErr> {
        let found: Option<link::Model> = links::find(db, purpose, token, now).await?;
        Ok(found.map(|link| Self { purpose, subject: link.subject_id }))
    }

    /// The one matter: key of an invitation, account or person, by the link's purpose.
    pub fn subject(&self) -> Uuid {
        self.subject
    }

    /// What the link opens.
    pub fn purpose(&self) -> LinkPurpose {
        self.purpose
    }

    /// Who acts, for the audit: the region and person of the matter, as the feature found them.
    pub fn by(&self, region: Option<RegionId>, person: Option<PersonId>) -> By {
        By { region, account: None, person, capacity: "link" }
    }
}

/// The program itself: worker and command line.
#[derive(Clone, Debug)]
pub struct System(());

impl System {
    /// For the worker's jobs and the commands of `cli`; no web handler calls this.
    pub fn acting() -> Self {
        Self(())
    }

    /// Acts for an account, as its holder would after signing in: sample data and tests do what people did.
    /// `None` when the account holds no capacity on that day.
    pub async fn acting_for(
        &self,
        db: &impl ConnectionTrait,
        account: &account::Model,
        today: NaiveDate,
    ) -> Result<Option<Actor>, DbErr> {
        let held = queries::held(db, account.id, today).await?;
        Ok(Actor::new(account.id, account.name.clone(), held, None))
    }

    /// Who acts, for the audit.
    pub fn by(&self, region: Option<RegionId>) -> By {
        By { region, account: None, person: None, capacity: "system" }
    }
}
