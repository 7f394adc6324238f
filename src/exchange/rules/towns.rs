//! 構成市町村 in cells. The code is the key; towns are national, so that one that another region has entered is the same.

use entity::id::MunicipalityId;
use entity::{municipality, region_municipality};

use super::kind::Head;
use super::lookup::Lookup;
use super::reader::Reader;
use crate::directory::commands::{MunicipalityFacts, TownEntry};
use crate::directory::rules::{MunicipalityCode, kana};
use crate::platform::date::iso_day;

pub(super) const HEADS: &[Head] = &[
    Head::needed(
        "コード",
        &["全国地方公共団体コード", "団体コード", "市町村コード"],
        "全国地方公共団体コード6けた",
    ),
    Head::needed("名前", &["市町村名", "地方公共団体名", "名称"], "40文字まで"),
    Head::needed("ふりがな", &["フリガナ", "よみ", "名称_カナ"], "ひらがな"),
    Head::open("加入日", &[], "圏域に入った日"),
    Head::open("脱退日", &[], "圏域から出る前の最後の日"),
    Head::open("設置日", &[], "市町村ができた日"),
    Head::open("廃止日", &[], "市町村の最後の日"),
    Head::open("合併先のコード", &[], "廃止された市町村が入った市町村のコード"),
];

/// A town as it is written out.
pub fn cells(
    town: &municipality::Model,
    member: Option<&region_municipality::Model>,
    codes: &Lookup<MunicipalityId>,
) -> Vec<String> {
    let day = |day: Option<chrono::NaiveDate>| day.map(iso_day).unwrap_or_default();
    vec![
        town.code.clone(),
        town.name.clone(),
        town.kana.clone(),
        day(member.and_then(|member| member.from_on)),
        day(member.and_then(|member| member.to_on)),
        day(town.valid_from),
        day(town.valid_to),
        town.successor_id.map(|id| codes.word(id)).unwrap_or_default(),
    ]
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, codes: &Lookup<MunicipalityId>) -> Option<TownEntry> {
    let code = reader.read("コード", MunicipalityCode::parse, MunicipalityCode::to_string);
    let name = reader.name("名前", 40);
    let kana = reader.read("ふりがな", kana, Clone::clone);
    let member = (reader.open_day("加入日"), reader.open_day("脱退日"));
    let valid = (reader.open_day("設置日"), reader.open_day("廃止日"));
    let successor = reader.named("合併先のコード", codes);
    let (member, valid) = ((member.0?, member.1?), (valid.0?, valid.1?));
    for (head, (first, last)) in [("脱退日", member), ("廃止日", valid)] {
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            return reader.refuse(head, "始まりの日より前になっています。");
        }
    }
    let facts = MunicipalityFacts { code: code?, name: name?, kana: kana? };
    Some(TownEntry { facts, valid, successor: successor?, member })
}
