//! 人 in cells.

use entity::{contact_point, person};

use super::contacts;
use super::kind::{Head, ID};
use super::reader::Reader;
use crate::directory::commands::{PersonEntry, PersonFacts};
use crate::directory::rules::{KanaError, kana};

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::needed("氏名", &["名前", "委員名", "委員氏名", "お名前"], "書かれたとおり。姓と名の間は空白1つ"),
    Head::open("ふりがな", &["フリガナ", "よみ", "よみがな", "氏名（ふりがな）", "氏名（カナ）"], "ひらがな"),
    Head::open("勤務先", &["所属", "所属機関", "勤務先名"], "名簿にのせる勤務先"),
    Head::open("役職", &["職名", "職", "役職名"], "名簿にのせる役職"),
    contacts::MAIL,
    contacts::FAX,
    contacts::TELEPHONE,
    contacts::POST,
];

/// A person as written out.
pub fn cells(person: &person::Model, contacts: &[contact_point::Model]) -> Vec<String> {
    let own = [person.id.to_string(), person.name.clone(), person.kana.clone()];
    let work = [person.workplace.clone(), person.post.clone()];
    own.into_iter().chain(work).chain(contacts::cells(contacts)).collect()
}

/// Reads a line. In old lists the reading is often missing; it is asked for when somebody opens the form.
pub fn read(reader: &mut Reader<'_>) -> Option<PersonEntry> {
    let name = reader.name("氏名", 80);
    let kana = reader.read("ふりがな", open_kana, Clone::clone);
    let (workplace, post) = (reader.line("勤務先", 120), reader.line("役職", 80));
    let contacts = contacts::read(reader);
    let facts = PersonFacts { name: name?, kana: kana?, workplace: workplace?, post: post? };
    Some(PersonEntry { facts, contacts: contacts? })
}

fn open_kana(cell: &str) -> Result<String, KanaError> {
    if cell.trim().is_empty() { Ok(String::new()) } else { kana(cell) }
}
