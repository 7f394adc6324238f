//! 席 in cells. Where its notices go stands as the address alone; it has to be one of the association's or of a person's.

use std::collections::BTreeSet;

use entity::id::{AssociationId, BodyId, ContactPointId};
use entity::seat;
use entity::seat_contact::{self, ContactPurpose};

use super::kind::{Head, ID};
use super::lookup::Lookup;
use super::reader::Reader;
use crate::body::commands::{SeatEntry, SeatFacts};
use crate::platform::date::iso_day;

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::needed("会議体", &["会議体名"], "名前か略称"),
    Head::needed("名簿の順", &["順番", "No.", "番号", "席"], "1から9999まで"),
    Head::open("選出区分", &["区分"], "医療・介護・行政など"),
    Head::open("所属団体", &["団体", "団体名", "推薦団体"], "名前か略称。住民代表などは空"),
    Head::open("名簿にのせる言葉", &[], "団体がないときに名簿にのせる言葉"),
    Head::open("始まりの日", &[], "会議体の始まりからなら空"),
    Head::open("終わりの日", &[], "続いていれば空"),
    Head::open(
        "開催通知の送り先",
        &[],
        "登録した連絡先「持ち主：番号・アドレス」。いくつもあるときはセルの中で改行",
    ),
    Head::open("催促の送り先", &[], "開催通知の送り先と同じ書き方"),
];

const PURPOSES: [(ContactPurpose, &str); 2] =
    [(ContactPurpose::Notice, "開催通知の送り先"), (ContactPurpose::Reminder, "催促の送り先")];

/// What seats name.
pub struct Names {
    /// Bodies.
    pub bodies: Lookup<BodyId>,
    /// Associations.
    pub associations: Lookup<AssociationId>,
    /// Contact points in use.
    pub contacts: Lookup<ContactPointId>,
}

/// A seat as written out.
pub fn cells(seat: &seat::Model, chosen: &[seat_contact::Model], names: &Names) -> Vec<String> {
    let [notice, reminder] = PURPOSES.map(|(purpose, _)| {
        let own = chosen.iter().filter(|one| one.purpose == purpose);
        let mut words: Vec<_> = own.map(|one| names.contacts.word(one.contact_point_id)).collect();
        words.retain(|word| !word.is_empty());
        words.sort();
        words.join("\n")
    });
    vec![
        seat.id.to_string(),
        names.bodies.word(seat.body_id),
        seat.position.to_string(),
        seat.category.clone(),
        seat.association_id.map(|id| names.associations.word(id)).unwrap_or_default(),
        seat.label.clone(),
        seat.from_on.map(iso_day).unwrap_or_default(),
        seat.to_on.map(iso_day).unwrap_or_default(),
        notice,
        reminder,
    ]
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, names: &Names) -> Option<SeatEntry> {
    let (body, position) = (reader.needed("会議体", &names.bodies), reader.number("名簿の順", (1, 9_999)));
    let (category, label) = (reader.line("選出区分", 200), reader.line("名簿にのせる言葉", 200));
    let association = reader.named("所属団体", &names.associations);
    let (from, to) = (reader.open_day("始まりの日"), reader.open_day("終わりの日"));
    let [notice, reminder] = PURPOSES.map(|(_, head)| contacts(reader, head, names));
    let facts = SeatFacts {
        association: association?,
        category: category?,
        label: label?,
        position: position?,
        from: from?,
        to: to?,
    };
    Some(SeatEntry { body: body?, facts, notice: notice?, reminder: reminder? })
}

fn contacts(reader: &mut Reader<'_>, head: &'static str, names: &Names) -> Option<BTreeSet<ContactPointId>> {
    let lines = |cell: &str| {
        let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| names.contacts.find(line)).collect::<Result<BTreeSet<_>, _>>()
    };
    let show = |chosen: &BTreeSet<ContactPointId>| {
        let mut words: Vec<_> = chosen.iter().map(|id| names.contacts.word(*id)).collect();
        words.sort();
        words.join("\n")
    };
    reader.read(head, lines, show)
}
