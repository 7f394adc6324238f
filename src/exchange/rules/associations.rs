//! 団体 in cells.

use entity::{association, contact_point};

use super::contacts;
use super::kind::{Head, ID};
use super::reader::Reader;
use crate::directory::commands::{AssociationEntry, AssociationFacts};
use crate::directory::rules::kana;
use crate::platform::date::iso_day;

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::needed("名前", &["団体名", "名称", "所属団体"], "手紙にのる正式な名前"),
    Head::needed("略称", &["短い名前", "略名"], "表にのる短い名前"),
    Head::needed("ふりがな", &["フリガナ", "よみ"], "ひらがな"),
    Head::needed("順番", &["並び順", "番号"], "圏域の団体の順。1から9999まで"),
    Head::open("終了日", &[], "続いていれば空"),
    contacts::MAIL,
    contacts::FAX,
    contacts::TELEPHONE,
    contacts::POST,
];

/// An association as written out.
pub fn cells(association: &association::Model, contacts: &[contact_point::Model]) -> Vec<String> {
    let own = [
        association.id.to_string(),
        association.name.clone(),
        association.short_name.clone(),
        association.kana.clone(),
        association.position.to_string(),
        association.ended_on.map(iso_day).unwrap_or_default(),
    ];
    own.into_iter().chain(contacts::cells(contacts)).collect()
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>) -> Option<AssociationEntry> {
    let (name, short_name) = (reader.name("名前", 120), reader.name("略称", 40));
    let kana = reader.read("ふりがな", kana, Clone::clone);
    let (position, ended_on) = (reader.number("順番", (1, 9_999)), reader.open_day("終了日"));
    let contacts = contacts::read(reader);
    let facts = AssociationFacts {
        name: name?,
        short_name: short_name?,
        kana: kana?,
        position: position?,
        ended_on: ended_on?,
    };
    Some(AssociationEntry { facts, contacts: contacts? })
}
