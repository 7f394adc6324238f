//! The sample councils as they stand in `examples/`: one file a table, part of the program. Rows name each other
//! by what people call things; an empty cell means that nothing is known.

use entity::contact_point::ContactKind;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::SampleError;
use crate::platform::table;

macro_rules! rows {
    ($($(#[$doc:meta])* $row:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        pub(super) struct $row {
            $(pub(super) $field: $type,)*
        })*
    };
}

rows! {
    /// A region and its office.
    RegionRow {
        region: String, name: String, programme: String, office: String, contact: String, telephone: String,
        fax: Option<String>, hours: String, mail: String, sender_name: String, sender_mail: String,
        letter_mark: String,
    }
    /// A town of a region.
    TownRow { region: String, code: String, name: String, kana: String }
    /// An association; rows stand in the region's order.
    AssociationRow { region: String, name: String, short_name: String, kana: String, contacts: String }
    /// Somebody.
    PersonRow { region: String, name: String, kana: String, workplace: String, post: String, contacts: String }
    /// One role of an account.
    AccountRow { email: String, region: String, person: String, role: String, of: String }
    /// A body; rows stand in the order of the tree.
    BodyRow {
        region: String, name: String, short_name: String, kind: String, parent: String, set_up_on: String,
        sender: String,
    }
    /// One version of a charter.
    CharterRow {
        region: String, body: String, effective_on: String, title: String, number: Option<String>,
        enacted_on: String, applies_from: String, presider_title: String, vice_title: Option<String>,
        general_affairs: Option<String>,
    }
    /// One rule of a version; `inherited` as value means 準用.
    SettingRow {
        region: String, body: String, effective_on: String, setting: String, value: String, article: String,
    }
    /// A seat, with the addresses chosen for it.
    SeatRow {
        region: String, body: String, seat: i32, category: String, association: String, label: String,
        notice: String, reminder: String,
    }
    /// Somebody in a seat. Without days: the two-year term before this fiscal year, and again the one from it.
    TermRow {
        region: String, body: String, seat: i32, person: String, role: String, from: String, to: String,
        predecessor: String,
    }
    /// Whom an association proposes for one of its seats.
    ProposalRow {
        region: String, delegate: String, body: String, seat: i32, from: String, name: String, kana: String,
        workplace: String, post: String, mail: String, remark: String,
    }
    /// A meeting; with `convened` its notice is out, `others` is what everybody without a row of their own answered,
    /// and `done` the steps that the office has done.
    MeetingRow {
        region: String, key: String, body: String, day: String, from: String, to: String, title: String,
        place: String, online_url: String, mode: String, openness: String, closed_reason: String,
        remarks: String, reply_due: String, convened: String, others: String,
        done: String,
    }
    /// An item of an agenda, with its programme items and scenes.
    ItemRow {
        region: String, meeting: String, kind: String, title: String, minutes: Option<i32>,
        presenter: String, items: String, scenes: String,
    }
    /// An answer: by link, or by the office where the way says so.
    ReplyRow {
        region: String, meeting: String, person: String, on: String, at: String, way: String,
        answer: String, mode: String, proxy_name: String, proxy_title: String, proxy_contact: String,
        comment: String,
    }
    /// What happened to a meeting after its notice.
    EventRow {
        region: String, meeting: String, event: String, on: String, at: String, reason: String,
        day: String, from: String, to: String, reply_due: String, setting: String, value: String,
    }
    /// A line of the schedule board, shown in the fiscal years of two days.
    BoardLineRow {
        region: String, group: String, letter: String, name: String, item: String, scene: String, first: String,
        last: String,
    }
    /// An entry of the schedule board.
    BoardEntryRow {
        region: String, row: String, kind: String, text: String, year: String, month: String, until: String,
        standing: String, tentative: String, body: String, meeting: String, after: String, note: String,
        time_certainty: String, row_certainty: String, done: String,
    }
    /// A message that did not simply arrive.
    DeliveryRow {
        region: String, meeting: String, kind: String, person: String, outcome: String,
        code: Option<i32>, said: String,
    }
}

/// All tables.
pub(super) struct Tables {
    pub(super) regions: Vec<RegionRow>,
    pub(super) towns: Vec<TownRow>,
    pub(super) associations: Vec<AssociationRow>,
    pub(super) persons: Vec<PersonRow>,
    pub(super) accounts: Vec<AccountRow>,
    pub(super) bodies: Vec<BodyRow>,
    pub(super) charters: Vec<CharterRow>,
    pub(super) settings: Vec<SettingRow>,
    pub(super) seats: Vec<SeatRow>,
    pub(super) terms: Vec<TermRow>,
    pub(super) proposals: Vec<ProposalRow>,
    pub(super) meetings: Vec<MeetingRow>,
    pub(super) items: Vec<ItemRow>,
    pub(super) replies: Vec<ReplyRow>,
    pub(super) events: Vec<EventRow>,
    pub(super) board_rows: Vec<BoardLineRow>,
    pub(super) board_entries: Vec<BoardEntryRow>,
    pub(super) deliveries: Vec<DeliveryRow>,
}

macro_rules! table {
    ($file:literal) => {
        read($file, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/", $file)))
    };
}

impl Tables {
    /// Reads the files inside the program.
    pub(super) fn read() -> Result<Self, SampleError> {
        Ok(Self {
            regions: table!("regions.csv")?,
            towns: table!("municipalities.csv")?,
            associations: table!("associations.csv")?,
            persons: table!("persons.csv")?,
            accounts: table!("accounts.csv")?,
            bodies: table!("bodies.csv")?,
            charters: table!("charters.csv")?,
            settings: table!("charter_settings.csv")?,
            seats: table!("seats.csv")?,
            terms: table!("memberships.csv")?,
            proposals: table!("proposals.csv")?,
            meetings: table!("meetings.csv")?,
            items: table!("agenda_items.csv")?,
            replies: table!("replies.csv")?,
            events: table!("meeting_events.csv")?,
            board_rows: table!("board_rows.csv")?,
            board_entries: table!("board_entries.csv")?,
            deliveries: table!("deliveries.csv")?,
        })
    }
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<T>, SampleError> {
    table::rows(text).map_err(|error| SampleError::Table(format!("{file}: {error}")))
}

/// A stored word of one of our enumerations.
pub(super) fn word<T: ActiveEnum<Value = String>>(text: &str) -> Result<T, SampleError> {
    T::try_from_value(&text.to_owned()).map_err(|error| SampleError::Table(format!("{text}: {error}")))
}

/// `mail:a@b.example;fax:0265-00-0001` as contact points in their order.
pub(super) fn contacts(cell: &str) -> Result<Vec<(ContactKind, String)>, SampleError> {
    let entries = cell.split(';').filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let (kind, value) = entry.split_once(':').ok_or_else(|| missing("連絡先", entry))?;
            Ok((word(kind)?, value.to_owned()))
        })
        .collect()
}

/// A row names something that no other row describes.
pub(super) fn missing(what: &str, name: &str) -> SampleError {
    SampleError::Table(format!("{what}「{name}」がありません"))
}
