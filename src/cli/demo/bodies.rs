//! The bodies of a region: charters that differ, seats with the addresses chosen for them, and terms.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::charter_setting::Setting;
use entity::id::{BodyId, ContactPointId, MembershipId, SeatId};
use entity::seat;
use sea_orm::EntityTrait;

use super::SampleError;
use super::fill::refused;
use super::region::Filling;
use super::tables::{CharterRow, SeatRow, TermRow, missing, word};
use crate::access::Secretary;
use crate::body::commands::{
    Appoint, BodyFacts, CharterText, ChooseContacts, Enact, NewSeat, Said, SeatFacts, add_seat, appoint,
    choose_contacts, enact, set_up,
};
use crate::body::queries::contact_choices;
use crate::body::rules::Word;

impl Filling<'_> {
    /// Bodies, charters, seats and terms.
    pub(super) async fn set_up_bodies(&mut self, by: &Secretary) -> Result<(), SampleError> {
        let tables = self.tables;
        let slug = self.slug();
        for (position, row) in (1..).zip(tables.bodies.iter().filter(|row| row.region == slug)) {
            let parent = if row.parent.is_empty() { None } else { Some(self.body(&row.parent)?) };
            let facts = BodyFacts {
                parent,
                name: row.name.clone(),
                short_name: row.short_name.clone(),
                kind: word(&row.kind)?,
                position,
                set_up_on: self.some_day(&row.set_up_on)?,
            };
            let id = set_up(self.tx, by, (facts, None), self.begun_at()).await.map_err(refused(&row.name))?;
            self.bodies.insert(row.short_name.clone(), id);
        }
        for row in tables.charters.iter().filter(|row| row.region == slug) {
            self.enact(by, row).await?;
        }
        for row in tables.seats.iter().filter(|row| row.region == slug) {
            let body = self.body(&row.body)?;
            let seat = self.add_seat(by, body, row).await?;
            self.appoint_to(by, seat, row).await?;
            self.choose_contacts(by, seat, row).await?;
        }
        Ok(())
    }

    async fn enact(&self, by: &Secretary, row: &CharterRow) -> Result<(), SampleError> {
        let of_version = self.tables.settings.iter().filter(|setting| {
            (&setting.region, &setting.body, &setting.effective_on)
                == (&row.region, &row.body, &row.effective_on)
        });
        let mut settings = BTreeMap::new();
        for found in of_version {
            let setting: Setting = word(&found.setting)?;
            let article = found.article.clone();
            let said = match found.value.as_str() {
                "inherited" => Said::Inherited { article },
                value => {
                    let word = Word::new(setting, value).ok_or_else(|| missing(&found.setting, value))?;
                    Said::Stated { word, article }
                }
            };
            settings.insert(setting, said);
        }
        let text = CharterText {
            title: row.title.clone(),
            number: row.number.clone(),
            enacted_on: self.some_day(&row.enacted_on)?,
            effective_on: self.day(&row.effective_on)?,
            applies_from: self.some_day(&row.applies_from)?,
            presider_title: row.presider_title.clone(),
            vice_title: row.vice_title.clone(),
            general_affairs: row.general_affairs.clone(),
            settings,
        };
        let version = Enact { body: self.body(&row.body)?, text };
        enact(self.tx, by, version, self.begun_at()).await.map_err(refused(&row.title))?;
        Ok(())
    }

    async fn add_seat(&self, by: &Secretary, body: BodyId, row: &SeatRow) -> Result<SeatId, SampleError> {
        let named = &row.association;
        let association = if named.is_empty() { None } else { Some(self.association(named)?) };
        let facts = SeatFacts {
            association,
            category: row.category.clone(),
            label: row.label.clone(),
            position: row.seat,
            from: None,
            to: None,
        };
        add_seat(self.tx, by, NewSeat { body, facts }, self.begun_at()).await.map_err(refused(&row.body))
    }

    /// Everybody who has been in a seat, in the order of the table.
    async fn appoint_to(&self, by: &Secretary, seat: SeatId, row: &SeatRow) -> Result<(), SampleError> {
        let mut made: HashMap<&str, MembershipId> = HashMap::new();
        let of_seat = self
            .tables
            .terms
            .iter()
            .filter(|term| (&term.region, &term.body, term.seat) == (&row.region, &row.body, row.seat));
        for term in of_seat {
            let predecessor = made.get(term.predecessor.as_str()).copied();
            for (from, to) in self.terms(term)? {
                let appointed = Appoint {
                    seat,
                    person: self.person(&term.person)?,
                    role: word(&term.role)?,
                    from,
                    to,
                    predecessor,
                };
                let id = appoint(self.tx, by, appointed, self.begun_at()).await;
                made.insert(&term.person, id.map_err(refused(&term.person))?);
            }
        }
        Ok(())
    }

    /// Two years and two years again where the table says nothing.
    fn terms(&self, row: &TermRow) -> Result<Vec<(NaiveDate, Option<NaiveDate>)>, SampleError> {
        if row.from.is_empty() {
            let before = (self.day("fy-2:04-01")?, Some(self.day("fy-1:03-31")?));
            return Ok(vec![before, (self.day("fy:04-01")?, Some(self.day("fy+1:03-31")?))]);
        }
        let to = if row.to == "open" { None } else { self.some_day(&row.to)? };
        Ok(vec![(self.day(&row.from)?, to)])
    }

    async fn choose_contacts(&self, by: &Secretary, seat: SeatId, row: &SeatRow) -> Result<(), SampleError> {
        if row.notice.is_empty() && row.reminder.is_empty() {
            return Ok(());
        }
        let found = seat::Entity::find_by_id(seat).one(self.tx).await?;
        let found = found.ok_or_else(|| missing("席", &row.body))?;
        let choices = contact_choices(self.tx, &found, self.days.today()).await?;
        let chosen = |cell: &str| -> Result<BTreeSet<ContactPointId>, SampleError> {
            let wanted = cell.split(';').filter(|value| !value.is_empty());
            wanted
                .map(|value| {
                    let choice = choices.iter().find(|choice| choice.point.value == value);
                    choice.map(|choice| choice.point.id).ok_or_else(|| missing("連絡先", value))
                })
                .collect()
        };
        let (notice, reminder) = (chosen(&row.notice)?, chosen(&row.reminder)?);
        let choice = ChooseContacts { seat, seen: found.version, notice, reminder };
        choose_contacts(self.tx, by, choice, self.begun_at()).await.map_err(refused(&row.body))
    }
}
