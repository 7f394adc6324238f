//! One region while it is filled: its register, and what rows of later tables name by words.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use entity::id::{AssociationId, BodyId, MeetingId, MunicipalityId, PersonId, RegionId};

use super::SampleError;
use super::days::Days;
use super::fill::refused;
use super::tables::{AccountRow, RegionRow, Tables, contacts, missing};
use crate::access::queries::standing_in;
use crate::access::{Actor, Secretary, System};
use crate::account::commands::Role;
use crate::account::queries as accounts;
use crate::directory::commands::{
    AssociationFacts, ContactFacts, Holder, Keeper, MunicipalityFacts, Office, PersonFacts, RegionFacts,
    Registrar, add_contact, enter_association, enter_municipality, enter_person, join_municipality,
    set_up_region,
};
use crate::directory::queries::town_by_code;
use crate::directory::rules::MunicipalityCode;
use crate::platform::clock::Instant;
use crate::platform::date::at_tokyo;
use crate::platform::db::Tx;

/// A region being filled.
pub(super) struct Filling<'a> {
    pub(super) tx: &'a Tx,
    pub(super) tables: &'a Tables,
    pub(super) days: Days,
    pub(super) region: RegionId,
    row: &'a RegionRow,
    begun_at: Instant,
    persons: HashMap<String, PersonId>,
    pub(super) associations: HashMap<String, AssociationId>,
    pub(super) bodies: HashMap<String, BodyId>,
    pub(super) meetings: HashMap<String, MeetingId>,
}

impl<'a> Filling<'a> {
    /// Sets the region up, two fiscal years ago.
    pub(super) async fn set_up(
        tx: &'a Tx,
        tables: &'a Tables,
        days: Days,
        row: &'a RegionRow,
    ) -> Result<Self, SampleError> {
        let begun_on = days.fiscal_year(-2).ok_or_else(|| missing("日", "fy-2"))?;
        let begun_at = morning(begun_on);
        let keeper = Keeper::from(&System::acting());
        let region = set_up_region(tx, &keeper, facts(row), begun_at).await.map_err(refused(&row.region))?;
        Ok(Self {
            tx,
            tables,
            days,
            region,
            row,
            begun_at,
            persons: HashMap::new(),
            associations: HashMap::new(),
            bodies: HashMap::new(),
            meetings: HashMap::new(),
        })
    }

    /// Its name in the tables.
    pub(super) fn slug(&self) -> &'a str {
        &self.row.region
    }

    /// What stands between year and serial in its letters' numbers.
    pub(super) fn letter_mark(&self) -> &'a str {
        &self.row.letter_mark
    }

    /// When its register was begun.
    pub(super) fn begun_at(&self) -> Instant {
        self.begun_at
    }

    /// Towns, associations and people.
    pub(super) async fn enter_register(&mut self) -> Result<(), SampleError> {
        self.enter_towns().await?;
        let registrar = Registrar::system(&System::acting(), self.region);
        let (tables, slug) = (self.tables, self.slug());
        let own = tables.associations.iter().filter(|row| row.region == slug);
        for (position, row) in (1..).zip(own) {
            let facts = AssociationFacts {
                name: row.name.clone(),
                short_name: row.short_name.clone(),
                kana: row.kana.clone(),
                position,
                ended_on: None,
            };
            let id = enter_association(self.tx, &registrar, facts, self.begun_at).await;
            let id = id.map_err(refused(&row.name))?;
            self.add_contacts(&registrar, Holder::Association(id), &row.contacts).await?;
            self.associations.insert(row.short_name.clone(), id);
        }
        for row in tables.persons.iter().filter(|row| row.region == slug) {
            let facts = PersonFacts {
                name: row.name.clone(),
                kana: row.kana.clone(),
                workplace: row.workplace.clone(),
                post: row.post.clone(),
            };
            let id = enter_person(self.tx, &registrar, facts, self.begun_at).await?;
            self.add_contacts(&registrar, Holder::Person(id), &row.contacts).await?;
            self.persons.insert(row.name.clone(), id);
        }
        Ok(())
    }

    async fn enter_towns(&self) -> Result<(), SampleError> {
        let keeper = Keeper::from(&System::acting());
        for row in self.tables.towns.iter().filter(|row| row.region == self.slug()) {
            let code = MunicipalityCode::parse(&row.code).map_err(refused(&row.code))?;
            let facts =
                MunicipalityFacts { code: code.clone(), name: row.name.clone(), kana: row.kana.clone() };
            let entered = enter_municipality(self.tx, &keeper, facts, self.begun_at).await;
            entered.map_err(refused(&row.code))?;
            let joined = join_municipality(self.tx, &keeper, self.region, (&code, None), self.begun_at).await;
            joined.map_err(refused(&row.code))?;
        }
        Ok(())
    }

    async fn add_contacts(&self, by: &Registrar, holder: Holder, cell: &str) -> Result<(), SampleError> {
        for (kind, value) in contacts(cell)? {
            add_contact(self.tx, by, holder, ContactFacts { kind, value }, self.begun_at).await?;
        }
        Ok(())
    }

    /// What a row of `accounts.csv` makes an account.
    pub(super) async fn role(&self, row: &AccountRow) -> Result<Role, SampleError> {
        Ok(match row.role.as_str() {
            "secretary" => Role::Secretary(self.region),
            "officer" => Role::Officer(self.region, self.town(&row.of).await?),
            "delegate" => Role::Delegate(self.region, self.association(&row.of)?),
            "member" => Role::Member(self.region),
            other => return Err(missing("役割", other)),
        })
    }

    async fn town(&self, code: &str) -> Result<MunicipalityId, SampleError> {
        let found = town_by_code(self.tx, self.region, code).await?;
        found.ok_or_else(|| missing("市町村", code))
    }

    /// The capacity of the region's clerk, in whose name the rest is entered.
    pub(super) async fn stand_in_for_clerk(&self) -> Result<Secretary, SampleError> {
        let clerk =
            self.tables.accounts.iter().find(|row| row.region == self.slug() && row.role == "secretary");
        let email = clerk.map(|row| row.email.as_str()).unwrap_or_default();
        self.stand_in_for(email).await?.secretary().map_err(refused(email))
    }

    /// Whoever signs in by this name.
    pub(super) async fn stand_in_for(&self, email: &str) -> Result<Actor, SampleError> {
        let account = accounts::by_name(self.tx, email).await?.ok_or_else(|| missing("利用者", email))?;
        let actor = standing_in(self.tx, &System::acting(), &account, self.days.today()).await?;
        actor.ok_or_else(|| missing("役割", email))
    }

    /// A person by name.
    pub(super) fn person(&self, name: &str) -> Result<PersonId, SampleError> {
        self.persons.get(name).copied().ok_or_else(|| missing("人", name))
    }

    /// A person's name.
    pub(super) fn name_of(&self, id: PersonId) -> &str {
        let found = self.persons.iter().find(|(_, person)| **person == id);
        found.map(|(name, _)| name.as_str()).unwrap_or_default()
    }

    /// An association by its short name.
    pub(super) fn association(&self, name: &str) -> Result<AssociationId, SampleError> {
        self.associations.get(name).copied().ok_or_else(|| missing("団体", name))
    }

    /// A body by its short name.
    pub(super) fn body(&self, name: &str) -> Result<BodyId, SampleError> {
        self.bodies.get(name).copied().ok_or_else(|| missing("会議体", name))
    }

    /// A day of a table.
    pub(super) fn day(&self, cell: &str) -> Result<NaiveDate, SampleError> {
        self.days.read(cell).ok_or_else(|| missing("日", cell))
    }

    /// A day of a table that may be empty.
    pub(super) fn some_day(&self, cell: &str) -> Result<Option<NaiveDate>, SampleError> {
        if cell.is_empty() { Ok(None) } else { self.day(cell).map(Some) }
    }

    /// A day and a time of a table.
    pub(super) fn instant(&self, day: &str, time: &str) -> Result<Instant, SampleError> {
        Ok(at_tokyo(self.day(day)?, clock(time)?))
    }
}

/// A time such as `18:30`.
pub(super) fn clock(cell: &str) -> Result<NaiveTime, SampleError> {
    NaiveTime::parse_from_str(cell, "%H:%M").map_err(refused(cell))
}

/// Nine o'clock in Tokyo.
pub(super) fn morning(day: NaiveDate) -> Instant {
    at_tokyo(day, NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default())
}

fn facts(row: &RegionRow) -> RegionFacts {
    RegionFacts {
        name: row.name.clone(),
        slug: row.region.clone(),
        programme: row.programme.clone(),
        office: Office {
            name: row.office.clone(),
            contact: row.contact.clone(),
            telephone: row.telephone.clone(),
            fax: row.fax.clone(),
            hours: row.hours.clone(),
            mail: row.mail.clone(),
            sender_name: row.sender_name.clone(),
            sender_mail: row.sender_mail.clone(),
        },
    }
}
