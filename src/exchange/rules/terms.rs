//! 任期 in cells. A seat and a person are called by what people call them; their IDs stand beside, and when both are
//! there they have to agree.

use std::collections::{HashMap, HashSet};

use entity::id::{AssociationId, BodyId, MembershipId, PersonId, SeatId};
use entity::membership::{self, MemberRole};
use entity::{person, seat};

use super::kind::{Head, ID};
use super::lookup::{Lookup, tight};
use super::reader::Reader;
use crate::body::commands::Appoint;
use crate::directory::rules::kana;
use crate::platform::date::{half_width, iso_day};

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::needed("会議体", &["会議体名"], "名前か略称"),
    Head::open("名簿の順", &["順番", "No.", "番号", "席"], "席が1つに決まらないとき"),
    Head::open("所属団体", &["団体", "団体名", "推薦団体"], "席の団体。名前か略称"),
    Head::open("名簿にのせる言葉", &[], "団体がない席の言葉"),
    Head::open("席ID", &[], "書き出したファイルのまま"),
    Head::needed("氏名", &["名前", "委員名", "委員氏名", "お名前"], "名簿にある人"),
    Head::open("ふりがな", &["フリガナ", "よみ", "よみがな"], "同じ氏名の人がいるとき"),
    Head::open("人ID", &[], "書き出したファイルのまま"),
    Head::open("役割", &["役", "委員区分"], "委員・会長・部会長・副会長・顧問・オブザーバー。空なら委員"),
    Head::needed("任期の始まり", &["任期開始", "任期（始）", "委嘱日"], "最初の日"),
    Head::open("任期の終わり", &["任期終了", "任期（終）", "任期満了日"], "決まっていなければ空"),
    Head::open("前任の任期ID", &[], "補欠のとき"),
];

const ROLES: [(MemberRole, &str); 5] = [
    (MemberRole::Member, "委員"),
    (MemberRole::Chair, "会長・部会長"),
    (MemberRole::ViceChair, "副会長"),
    (MemberRole::Adviser, "顧問"),
    (MemberRole::Observer, "オブザーバー"),
];

/// What terms name.
pub struct Names {
    /// Bodies.
    pub bodies: Lookup<BodyId>,
    /// Associations.
    pub associations: Lookup<AssociationId>,
    /// All seats of the region.
    pub seats: HashMap<SeatId, seat::Model>,
    /// The seats of each body.
    pub in_body: HashMap<BodyId, Vec<SeatId>>,
    /// All people of the region.
    pub people: HashMap<PersonId, person::Model>,
    /// People by their name without spaces.
    pub named: HashMap<String, Vec<PersonId>>,
    /// Terms there are or that come with the file.
    pub terms: HashSet<MembershipId>,
}

impl Names {
    fn of_seat(&self, seat: &seat::Model) -> [String; 4] {
        [
            self.bodies.word(seat.body_id),
            seat.position.to_string(),
            seat.association_id.map(|id| self.associations.word(id)).unwrap_or_default(),
            seat.label.clone(),
        ]
    }
}

/// The name as it is looked up.
pub fn name_key(name: &str) -> String {
    tight(name)
}

/// A term as written out.
pub fn cells(term: &membership::Model, names: &Names) -> Vec<String> {
    let mut cells = vec![term.id.to_string()];
    cells.extend(names.seats.get(&term.seat_id).map(|seat| names.of_seat(seat)).unwrap_or_default());
    cells.push(term.seat_id.to_string());
    let person = names.people.get(&term.person_id);
    cells.extend(person.map(|person| [person.name.clone(), person.kana.clone()]).unwrap_or_default());
    let role = ROLES.iter().find(|(role, _)| *role == term.role).map_or("", |(_, word)| word);
    cells.extend([
        term.person_id.to_string(),
        role.to_owned(),
        iso_day(term.from_on),
        term.to_on.map(iso_day).unwrap_or_default(),
        term.predecessor_id.map(|id| id.to_string()).unwrap_or_default(),
    ]);
    cells
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, names: &Names) -> Option<Appoint> {
    let (seat, person) = (seat(reader, names), person(reader, names));
    let role = reader.word("役割", &ROLES);
    let (from, to) = (reader.day("任期の始まり"), reader.open_day("任期の終わり"));
    let predecessor = predecessor(reader, names);
    Some(Appoint {
        seat: seat?,
        person: person?,
        role: role?,
        from: from?,
        to: to?,
        predecessor: predecessor?,
    })
}

const SEAT_HEADS: [&str; 4] = ["会議体", "名簿の順", "所属団体", "名簿にのせる言葉"];

fn seat(reader: &mut Reader<'_>, names: &Names) -> Option<SeatId> {
    let body = reader.needed("会議体", &names.bodies);
    let association = reader.named("所属団体", &names.associations);
    let (position, label) = (half_width(reader.cell("名簿の順").trim()), reader.cell("名簿にのせる言葉"));
    let (body, association) = (body?, association?);
    let fits = |id: &SeatId| {
        names.seats.get(id).is_some_and(|seat| {
            (position.is_empty() || seat.position.to_string() == position)
                && (association.is_none() || seat.association_id == association)
                && (tight(&label).is_empty() || tight(&seat.label) == tight(&label))
        })
    };
    let in_body = names.in_body.get(&body).map_or(&[][..], Vec::as_slice);
    let mut found: Vec<_> = in_body.iter().copied().filter(fits).collect();
    let typed = reader.cell("席ID");
    if !typed.trim().is_empty() {
        found.retain(|id| typed.trim().parse() == Ok(*id));
    }
    let Some(seat) = found.first().filter(|_| found.len() == 1).and_then(|id| names.seats.get(id)) else {
        return match (found.len(), typed.trim().is_empty()) {
            (0, true) => {
                reader.refuse("所属団体", "この会議体に、そういう席はありません。先に席を入れてください。")
            }
            (0, false) => reader.refuse("席ID", "席IDと、会議体・名簿の順・所属団体が合いません。"),
            (count, _) => reader
                .refuse("名簿の順", format!("席が{count}つあり、決められません。名簿の順を入れてください。")),
        };
    };
    for (head, word) in SEAT_HEADS.into_iter().zip(names.of_seat(seat)) {
        reader.set(head, word);
    }
    reader.set("席ID", seat.id.to_string());
    Some(seat.id)
}

fn person(reader: &mut Reader<'_>, names: &Names) -> Option<PersonId> {
    let name = reader.name("氏名", 80)?;
    let reading = reader.cell("ふりがな");
    let reading = kana(&reading).unwrap_or(reading);
    let fits = |id: &PersonId| {
        let person = names.people.get(id);
        person.is_some_and(|person| reading.trim().is_empty() || tight(&person.kana) == tight(&reading))
    };
    let mut found: Vec<_> =
        names.named.get(&name_key(&name)).into_iter().flatten().copied().filter(fits).collect();
    let typed = reader.cell("人ID");
    if !typed.trim().is_empty() {
        found.retain(|id| typed.trim().parse() == Ok(*id));
    }
    let Some(person) = found.first().filter(|_| found.len() == 1).and_then(|id| names.people.get(id)) else {
        return match (found.len(), typed.trim().is_empty()) {
            (0, true) => {
                reader.refuse("氏名", format!("「{name}」という人は名簿にいません。先に人を入れてください。"))
            }
            (0, false) => reader.refuse("人ID", "人IDと、氏名・ふりがなが合いません。"),
            (count, _) => reader.refuse(
                "氏名",
                format!("「{name}」という人が{count}人います。ふりがなか人IDを入れてください。"),
            ),
        };
    };
    reader.set("氏名", &*person.name);
    reader.set("ふりがな", &*person.kana);
    reader.set("人ID", person.id.to_string());
    Some(person.id)
}

fn predecessor(reader: &mut Reader<'_>, names: &Names) -> Option<Option<MembershipId>> {
    let parse = |cell: &str| {
        let cell = cell.trim();
        if cell.is_empty() {
            return Ok(None);
        }
        let known = cell.parse().ok().filter(|id| names.terms.contains(id));
        known.map(Some).ok_or("このIDの任期はありません。")
    };
    reader.read("前任の任期ID", parse, |id| id.map(|id| id.to_string()).unwrap_or_default())
}
