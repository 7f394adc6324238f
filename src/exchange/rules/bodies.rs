//! 会議体 in cells.

use entity::body::{self, BodyKind};
use entity::id::BodyId;
use sea_orm::Iterable;

use super::kind::{Head, ID};
use super::lookup::Lookup;
use super::reader::Reader;
use crate::body::commands::{BodyEntry, BodyFacts};
use crate::body::rules::kind_name;
use crate::platform::date::iso_day;

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::needed("名前", &["会議体", "会議体名", "名称", "正式名称"], "設置要綱にある正式な名前"),
    Head::needed("略称", &["短い名前", "略名"], "件名や表にのる短い名前"),
    Head::needed("種類", &["区分", "種別"], "協議会・部会・分科会・準備会・運営会議・幹事会"),
    Head::open("上の会議体", &["親会議", "上位の会議体"], "名前か略称。いちばん上なら空"),
    Head::needed("順番", &["並び順"], "同じ会議体の下での順。1から9999まで"),
    Head::open("設置日", &[], "分かれば"),
    Head::open("終了日", &[], "続いていれば空。終了は会議体の画面で入れます"),
];

/// A body as written out.
pub fn cells(body: &body::Model, bodies: &Lookup<BodyId>) -> Vec<String> {
    let day = |day: Option<chrono::NaiveDate>| day.map(iso_day).unwrap_or_default();
    vec![
        body.id.to_string(),
        body.name.clone(),
        body.short_name.clone(),
        kind_name(body.kind).to_owned(),
        body.parent_id.map(|parent| bodies.word(parent)).unwrap_or_default(),
        body.position.to_string(),
        day(body.set_up_on),
        day(body.wound_up_on),
    ]
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, bodies: &Lookup<BodyId>) -> Option<BodyEntry> {
    let kinds: Vec<_> = BodyKind::iter().map(|kind| (kind, kind_name(kind))).collect();
    let (name, short_name) = (reader.name("名前", 200), reader.name("略称", 200));
    let (kind, parent) = (reader.word("種類", &kinds), reader.named("上の会議体", bodies));
    let position = reader.number("順番", (1, 9_999));
    let (set_up_on, wound_up_on) = (reader.open_day("設置日"), reader.open_day("終了日"));
    let facts = BodyFacts {
        parent: parent?,
        name: name?,
        short_name: short_name?,
        kind: kind?,
        position: position?,
        set_up_on: set_up_on?,
    };
    Some(BodyEntry { facts, wound_up_on: wound_up_on? })
}
