//! A round as typed: its days, and a row for each seat. Rows are named by their seat, so the form is read from its pairs.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{BodyId, SeatId};
use entity::person;
use serde::Deserialize;

use super::named;
use crate::platform::date::{parse_day, parse_optional_day, wareki};
use crate::platform::form::{ErrorLine, ErrorSummary, Field, seen_version};
use crate::renewal::commands::{Appoint, Named, Note, TermError};
use crate::renewal::queries::{OpenSeat, Round};

/// What the pressed button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Keeps what was typed.
    Save,
    /// Keeps it, and appoints all who consented.
    Appoint,
}

/// A round, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct RoundForm {
    pub(super) from: Field,
    pub(super) requested: Field,
    pub(super) due: Field,
    pub(super) to: Field,
    pub(super) version: Field,
    pub(super) act: Field,
    typed: HashMap<String, String>,
    /// In the order of the seats; empty until the form is laid over them.
    pub(super) rows: Vec<SeatForm>,
}

/// A seat, as typed.
#[derive(Clone, Debug)]
pub struct SeatForm {
    pub(super) seat: SeatId,
    /// Whether the one who sat there stays.
    pub(super) again: bool,
    pub(super) person: Field,
    pub(super) nominated: Field,
    pub(super) consented: Field,
}

impl From<Vec<(String, String)>> for RoundForm {
    /// The last of several fields of one name counts; what is missing is empty.
    fn from(pairs: Vec<(String, String)>) -> Self {
        let typed: HashMap<String, String> = pairs.into_iter().collect();
        let field = |name: &str| Field::new(typed.get(name).cloned().unwrap_or_default());
        Self {
            from: field("from"),
            requested: field("requested"),
            due: field("due"),
            to: field("to"),
            version: field("version"),
            act: field("act"),
            typed,
            rows: Vec::new(),
        }
    }
}

fn day(day: Option<NaiveDate>) -> Field {
    Field::new(day.map(wareki).unwrap_or_default())
}

impl RoundForm {
    /// What is noted so far.
    pub fn of(round: &Round, seats: &[OpenSeat], people: &[person::Model]) -> Self {
        let noted = round.noted.as_ref();
        Self {
            from: day(Some(round.from)),
            requested: day(noted.and_then(|noted| noted.requested_on)),
            due: day(noted.and_then(|noted| noted.due_on)),
            to: day(round.to),
            version: Field::new(noted.map_or(0, |noted| noted.version).to_string()),
            rows: seats.iter().map(|seat| SeatForm::of(seat, people)).collect(),
            ..Self::default()
        }
    }

    /// The day of the round, before anything else is read.
    pub fn day(&mut self) -> Option<NaiveDate> {
        self.from.parse(parse_day)
    }

    /// Lays the form over the seats. False when a seat was filled by somebody else meanwhile.
    pub fn lay_over(&mut self, seats: &[OpenSeat]) -> bool {
        let of = |name: &str, seat: &OpenSeat| {
            Field::new(self.typed.get(&format!("{name}-{}", seat.seat.id)).cloned().unwrap_or_default())
        };
        let rows = seats.iter().map(|seat| SeatForm {
            seat: seat.seat.id,
            again: !of("again", seat).value.is_empty(),
            person: of("person", seat),
            nominated: of("nominated", seat),
            consented: of("consented", seat),
        });
        self.rows = rows.collect();
        let known = |name: &str| self.rows.iter().any(|row| name.ends_with(&row.seat.to_string()));
        let named = |name: &str| ["again-", "person-"].iter().any(|start| name.starts_with(start));
        self.typed.iter().all(|(name, value)| value.is_empty() || !named(name) || known(name))
    }

    /// Reads everything; every error stands beside its field.
    pub fn parse(
        &mut self,
        body: BodyId,
        from: NaiveDate,
        seats: &[OpenSeat],
        people: &[person::Model],
    ) -> Option<(Act, Note)> {
        let requested_on = self.requested.parse(parse_optional_day);
        let due_on = self.due.parse(parse_optional_day);
        let to = self.to.parse(parse_optional_day);
        if to.flatten().is_some_and(|to| to < from) {
            self.to.refuse(TermError::EndsBeforeItBegins);
            return None;
        }
        let seen = self.version.parse(seen_version);
        let act = self.act.parse(|text| match text {
            "save" => Ok(Act::Save),
            "appoint" => Ok(Act::Appoint),
            _ => Err("「記録する」か「委嘱する」を押してください。"),
        });
        let named: Vec<_> =
            self.rows.iter_mut().zip(seats).map(|(row, seat)| row.parse(seat, people)).collect();
        let seats = named.into_iter().collect::<Option<Vec<_>>>()?;
        let (requested_on, due_on, to) = (requested_on?, due_on?, to?);
        Some((act?, Note { body, from, seen: seen?, to, requested_on, due_on, seats }))
    }

    /// Puts a refusal beside the seat it is about.
    pub fn refuse(&mut self, refused: Vec<(SeatId, TermError)>) {
        for (seat, why) in refused {
            if let Some(row) = self.rows.iter_mut().find(|row| row.seat == seat) {
                row.person.refuse(why);
            }
        }
    }

    /// Every error once more.
    pub fn summary(&self, seats: &[OpenSeat]) -> ErrorSummary {
        let mut all = ErrorSummary::of([
            ("", "委嘱の日", &self.from.error),
            ("requested", "推薦を依頼した日", &self.requested.error),
            ("due", "推薦の期限", &self.due.error),
            ("to", "任期の終わり", &self.to.error),
            ("", "この画面", &self.version.error),
            ("", "この画面", &self.act.error),
        ]);
        for (row, seat) in self.rows.iter().zip(seats) {
            for (name, words, field) in [
                ("person", "次の委員", &row.person),
                ("nominated", "推薦の日", &row.nominated),
                ("consented", "承諾の日", &row.consented),
            ] {
                all.lines.extend(field.error.as_ref().map(|message| ErrorLine {
                    id: format!("{name}-{}", row.seat),
                    label: format!("{}番 {}の{words}", seat.number, seat.place()),
                    message: message.clone(),
                }));
            }
        }
        all
    }
}

impl SeatForm {
    fn of(seat: &OpenSeat, people: &[person::Model]) -> Self {
        let said = seat.said.as_ref();
        let named = said.and_then(|said| said.person_id);
        let again = named.is_some() && named == seat.last_person();
        let person = people.iter().find(|one| Some(one.id) == named && !again);
        Self {
            seat: seat.seat.id,
            again,
            person: Field::new(person.map(named::label).unwrap_or_default()),
            nominated: day(said.and_then(|said| said.nominated_on)),
            consented: day(said.and_then(|said| said.consented_on)),
        }
    }

    fn parse(&mut self, seat: &OpenSeat, people: &[person::Model]) -> Option<Named> {
        let typed = self.person.parse(|text| named::read(people, text));
        let nominated_on = self.nominated.parse(parse_optional_day);
        let consented_on = self.consented.parse(parse_optional_day);
        let typed = typed?.map(|one| one.id);
        if self.again && typed.is_some_and(|typed| Some(typed) != seat.last_person()) {
            self.person.refuse("再任か新しい委員か、どちらか1つにしてください。");
            return None;
        }
        let person = if self.again { seat.last_person() } else { typed };
        let (nominated_on, consented_on) = (nominated_on?, consented_on?);
        if person.is_none() && consented_on.is_some() {
            self.person.refuse("だれが承諾したのか、次の委員を入れてください。");
            return None;
        }
        if consented_on < nominated_on && consented_on.is_some() {
            self.consented.refuse("推薦の日より前になっています。");
            return None;
        }
        Some(Named { seat: self.seat, person, nominated_on, consented_on })
    }
}

/// The 委嘱 of everybody who consented.
pub fn appointments(note: &Note, seats: &[OpenSeat]) -> Vec<Appoint> {
    let ready = note.seats.iter().filter(|one| one.consented_on.is_some());
    let all = ready.filter_map(|one| {
        let seat = seats.iter().find(|seat| seat.seat.id == one.seat)?;
        let next = seat.next;
        // Where whole terms end may have been typed just now.
        let to = if next.kind.is_whole() { note.to } else { next.to };
        Some(Appoint {
            seat: one.seat,
            person: one.person?,
            role: next.role,
            from: note.from,
            to,
            predecessor: next.predecessor,
        })
    });
    all.collect()
}
