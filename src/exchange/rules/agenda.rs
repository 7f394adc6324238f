//! 議題 in cells. The meeting is called by its ID or by body and day; a meeting without a day only by its ID.

use std::collections::HashMap;

use entity::agenda_item::AgendaItemKind;
use entity::id::{BodyId, MeetingId};
use entity::meeting;

use super::kind::{Head, ID};
use super::lookup::Lookup;
use super::meetings::day_words;
use super::reader::Reader;
use crate::agenda::commands::{Details, ItemEntry};
use crate::agenda::queries::Item;
use crate::agenda::rules::{KINDS, kind_label};
use crate::platform::date::half_width;
use crate::programme::{CareScene, ProgrammeItem};

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::open("会議ID", &[], "書き出したファイルのまま"),
    Head::needed("会議体", &["会議体名", "会議名"], "名前か略称"),
    Head::needed("開催日", &["日付", "期日", "年月日"], "会議の日。日が決まっていない会議は会議IDで"),
    Head::open("順番", &["番号", "No."], "1から続く番号。空なら最後"),
    Head::open("種別", &["区分"], "協議・承認・報告・その他。空なら協議"),
    Head::needed("議題", &["件名", "題"], "150文字まで"),
    Head::open("時間（分）", &["時間", "分"], "1から600まで"),
    Head::open("説明する人", &["説明者", "担当"], "60文字まで"),
    Head::open("8つの事業項目", &["事業項目"], "ア・イ・…・クの文字"),
    Head::open(
        "4つの場面",
        &["場面"],
        "日常の療養支援・入退院支援・急変時の対応・看取り。「、」で区切ります",
    ),
];

/// What items name.
pub struct Names {
    /// Bodies.
    pub bodies: Lookup<BodyId>,
    /// All meetings of the region.
    pub meetings: HashMap<MeetingId, meeting::Model>,
    /// The meetings of a body on a day.
    pub on: HashMap<(BodyId, String), Vec<MeetingId>>,
}

impl Names {
    /// From the meetings of a region.
    pub fn new(bodies: Lookup<BodyId>, meetings: Vec<meeting::Model>) -> Self {
        let mut on: HashMap<_, Vec<_>> = HashMap::new();
        for meeting in meetings.iter().filter(|meeting| meeting.starts_at.is_some()) {
            on.entry((meeting.body_id, day_words(meeting))).or_default().push(meeting.id);
        }
        Self { bodies, meetings: meetings.into_iter().map(|row| (row.id, row)).collect(), on }
    }
}

/// An item as written out.
pub fn cells(item: &Item, names: &Names) -> Vec<String> {
    let meeting = names.meetings.get(&item.row.meeting_id);
    vec![
        item.row.id.to_string(),
        item.row.meeting_id.to_string(),
        meeting.map(|meeting| names.bodies.word(meeting.body_id)).unwrap_or_default(),
        meeting.map(day_words).unwrap_or_default(),
        item.row.position.to_string(),
        kind_label(item.row.kind).to_owned(),
        item.row.title.clone(),
        item.row.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        item.row.presenter.clone(),
        letters(&item.programme),
        scenes(&item.scenes),
    ]
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, names: &Names) -> Option<ItemEntry> {
    let meeting = meeting(reader, names);
    let position = match reader.cell("順番").trim() {
        "" => Some(None),
        _ => reader.number("順番", (1, 9_999)).map(Some),
    };
    let kinds: Vec<(AgendaItemKind, &'static str)> = KINDS.to_vec();
    let (kind, title) = (reader.word("種別", &kinds), reader.name("議題", 150));
    let minutes = match reader.cell("時間（分）").trim() {
        "" => Some(None),
        typed => {
            let bare = half_width(typed).trim_end_matches('分').to_owned();
            reader.set("時間（分）", bare);
            reader.number("時間（分）", (1, 600)).map(Some)
        }
    };
    let presenter = reader.line("説明する人", 60);
    let programme = reader.read("8つの事業項目", read_letters, |items| letters(items));
    let scenes_read = reader.read("4つの場面", read_scenes, |all| scenes(all));
    let details = Details {
        kind: kind?,
        title: title?,
        minutes: minutes?,
        presenter: presenter?,
        programme: programme?,
        scenes: scenes_read?,
    };
    Some(ItemEntry { meeting: meeting?, position: position?, details })
}

fn meeting(reader: &mut Reader<'_>, names: &Names) -> Option<MeetingId> {
    let typed = reader.cell("会議ID");
    let (body, day) = match typed.trim() {
        "" => (
            Some(reader.needed("会議体", &names.bodies)?),
            reader.day("開催日").map(|_| reader.cell("開催日"))?,
        ),
        _ => (
            reader.named("会議体", &names.bodies)?,
            reader.open_day("開催日").map(|_| reader.cell("開催日"))?,
        ),
    };
    let found: Vec<_> = match typed.trim() {
        "" => body.and_then(|body| names.on.get(&(body, day.clone()))).cloned().unwrap_or_default(),
        id => id.parse().ok().into_iter().collect(),
    };
    let found: Vec<_> = found.iter().filter_map(|id| names.meetings.get(id)).collect();
    let [meeting] = found.as_slice() else {
        return match (typed.trim(), found.len()) {
            ("", 0) => {
                reader.refuse("開催日", "この会議体の、この日の会議はありません。先に会議を入れてください。")
            }
            ("", _) => reader.refuse("会議ID", "この日の会議がいくつもあります。会議IDを入れてください。"),
            _ => reader.refuse("会議ID", "このIDの会議はありません。"),
        };
    };
    let agrees =
        body.is_none_or(|body| body == meeting.body_id) && (day.is_empty() || day == day_words(meeting));
    if !agrees {
        return reader.refuse("会議ID", "会議IDと、会議体・開催日が合いません。");
    }
    reader.set("会議ID", meeting.id.to_string());
    reader.set("会議体", names.bodies.word(meeting.body_id));
    reader.set("開催日", day_words(meeting));
    Some(meeting.id)
}

/// ア・エ: the letters of the eight items.
pub(super) fn letters(items: &[ProgrammeItem]) -> String {
    items.iter().map(|item| item.code()).collect::<Vec<_>>().join("・")
}

/// Reads letters however they are parted.
pub(super) fn read_letters(cell: &str) -> Result<Vec<ProgrammeItem>, String> {
    let typed = cell.chars().filter(|c| !c.is_whitespace() && !"・、,，;；/".contains(*c));
    let read = |letter: char| {
        let item = ProgrammeItem::from_code(&letter.to_string());
        item.ok_or_else(|| format!("「{letter}」という項目はありません。ア～クの文字で入れてください。"))
    };
    let typed = typed.map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(ProgrammeItem::ALL.into_iter().filter(|item| typed.contains(item)).collect())
}

/// The names of scenes.
pub(super) fn scenes(scenes: &[CareScene]) -> String {
    scenes.iter().map(|scene| scene.name()).collect::<Vec<_>>().join("、")
}

/// Reads the names of scenes.
pub(super) fn read_scenes(cell: &str) -> Result<Vec<CareScene>, String> {
    let typed = cell.split(['、', ',', '，', ';', '；', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let read = |name: &str| {
        let scene = CareScene::ALL.into_iter().find(|scene| scene.name() == name);
        scene.ok_or_else(|| format!("「{name}」という場面はありません。"))
    };
    let typed = typed.map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(CareScene::ALL.into_iter().filter(|scene| typed.contains(scene)).collect())
}
