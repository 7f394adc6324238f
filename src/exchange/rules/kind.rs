//! What can be taken in and written out: the kinds by the names that scripts rely on, in the order in which one needs
//! the other, and the columns of each by the words a clerk reads on screen.

use super::{agenda, associations, board, bodies, charters, meetings, people, seats, terms, towns};

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// 構成市町村.
    Municipalities,
    /// 団体.
    Associations,
    /// 人.
    Persons,
    /// 会議体.
    Bodies,
    /// 設置要綱.
    Charters,
    /// 席.
    Seats,
    /// 任期.
    Memberships,
    /// 会議.
    Meetings,
    /// 議題.
    AgendaItems,
    /// 年間予定.
    BoardEntries,
}

impl Kind {
    /// All, each after those it names.
    pub const ALL: [Self; 10] = [
        Self::Municipalities,
        Self::Associations,
        Self::Persons,
        Self::Bodies,
        Self::Charters,
        Self::Seats,
        Self::Memberships,
        Self::Meetings,
        Self::AgendaItems,
        Self::BoardEntries,
    ];

    /// The name for scripts and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Municipalities => "municipalities",
            Self::Associations => "associations",
            Self::Persons => "persons",
            Self::Bodies => "bodies",
            Self::Charters => "charters",
            Self::Seats => "seats",
            Self::Memberships => "memberships",
            Self::Meetings => "meetings",
            Self::AgendaItems => "agenda-items",
            Self::BoardEntries => "board-entries",
        }
    }

    /// The kind of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Municipalities => "構成市町村",
            Self::Associations => "団体",
            Self::Persons => "人",
            Self::Bodies => "会議体",
            Self::Charters => "設置要綱",
            Self::Seats => "席",
            Self::Memberships => "任期",
            Self::Meetings => "会議",
            Self::AgendaItems => "議題",
            Self::BoardEntries => "年間予定",
        }
    }

    /// The columns in the order of a file.
    pub fn heads(self) -> &'static [Head] {
        match self {
            Self::Municipalities => towns::HEADS,
            Self::Associations => associations::HEADS,
            Self::Persons => people::HEADS,
            Self::Bodies => bodies::HEADS,
            Self::Charters => charters::HEADS,
            Self::Seats => seats::HEADS,
            Self::Memberships => terms::HEADS,
            Self::Meetings => meetings::HEADS,
            Self::AgendaItems => agenda::HEADS,
            Self::BoardEntries => board::HEADS,
        }
    }

    /// What tells which thing a line without an ID is of; `None` when the line does not say enough.
    pub(super) fn key(self, cells: &Cells<'_>) -> Option<String> {
        let heads: &[&str] = match self {
            Self::Municipalities => &["コード"],
            Self::Associations | Self::Bodies => &["名前"],
            Self::Persons => &["氏名", "ふりがな"],
            Self::Charters => &["会議体", "施行日"],
            Self::Seats => &["会議体", "名簿の順", "所属団体", "名簿にのせる言葉"],
            Self::Memberships => &["会議体", "所属団体", "氏名", "任期の始まり"],
            Self::Meetings => &["会議体", "開催月", "開催日", "開始"],
            Self::AgendaItems => &["会議ID", "会議体", "開催日", "議題"],
            // The year follows from the month or the meeting.
            Self::BoardEntries if cells.get("月").is_empty() && cells.get("会議ID").is_empty() => {
                &["グループ", "行", "種類", "予定の言葉", "年度"]
            }
            Self::BoardEntries => &["グループ", "行", "種類", "予定の言葉", "月", "会議ID"],
        };
        cells.key(heads)
    }

    /// The columns that name a line in a list.
    pub fn title(self) -> &'static [&'static str] {
        match self {
            Self::Municipalities | Self::Associations | Self::Bodies => &["名前"],
            Self::Persons => &["氏名"],
            Self::Charters => &["会議体", "施行日"],
            Self::Seats => &["会議体", "名簿の順", "所属団体", "名簿にのせる言葉"],
            Self::Memberships => &["会議体", "氏名", "任期の始まり"],
            Self::Meetings => &["会議体", "開催日", "開催月"],
            Self::AgendaItems => &["会議体", "開催日", "議題"],
            Self::BoardEntries => &["行", "予定の言葉", "月"],
        }
    }
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// As it stands in a file.
    pub name: &'static str,
    /// Whether a new line has to fill it.
    pub needed: bool,
    /// Other heads seen in offices for the same.
    pub also: &'static [&'static str],
    /// What goes in, for the list of columns.
    pub about: &'static str,
}

impl Head {
    /// A column that a new line fills.
    pub(super) const fn needed(
        name: &'static str,
        also: &'static [&'static str],
        about: &'static str,
    ) -> Self {
        Self { name, needed: true, also, about }
    }

    /// A column that may be left out.
    pub(super) const fn open(name: &'static str, also: &'static [&'static str], about: &'static str) -> Self {
        Self { name, needed: false, also, about }
    }
}

/// The key of a row, as it was written out.
pub(super) const ID: Head = Head::open("ID", &[], "書き出したファイルのまま。新しい行は空にします");

/// The cells of a line by their heads.
pub(super) struct Cells<'a> {
    pub(super) heads: &'static [Head],
    pub(super) cells: &'a [String],
}

impl Cells<'_> {
    /// The cell below a head.
    pub(super) fn get(&self, name: &str) -> &str {
        let at = self.heads.iter().position(|head| head.name == name);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// Some cells in one text, each brought to one form: days as ISO, everything else without spaces.
    fn key(&self, heads: &[&str]) -> Option<String> {
        let parts: Vec<_> = heads.iter().map(|head| keyed(head, self.get(head))).collect();
        parts.iter().any(|part| !part.is_empty()).then(|| parts.join("\u{1f}"))
    }
}

fn keyed(head: &str, cell: &str) -> String {
    use crate::platform::date::{FiscalYear, half_width, parse_day, parse_time};
    let tight = || cell.split_whitespace().collect::<String>();
    let read = match head {
        "コード" | "名簿の順" => Some(half_width(&tight())),
        "ふりがな" => crate::directory::rules::kana(cell).ok().map(|kana| kana.replace(' ', "")),
        "年度" => FiscalYear::parse(cell).ok().map(FiscalYear::label),
        "開始" => parse_time(cell).ok().map(|time| time.to_string()),
        "月" | "開催月" => super::reader::month(cell).ok().map(|day| day.to_string()),
        "開催日" | "施行日" | "任期の始まり" => parse_day(cell).ok().map(|day| day.to_string()),
        _ => None,
    };
    read.unwrap_or_else(tight)
}
