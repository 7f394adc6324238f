//! 年間予定 in cells. A line is called by its group and name; one that is not there yet is made with what the columns
//! 行の… say of it.

use std::collections::{HashMap, HashSet};

use entity::board_entry::{self, BoardEntryKind, Certainty};
use entity::id::{BoardEntryId, BoardRowId, BodyId, MeetingId};
use entity::{board_group, board_row, meeting};
use uuid::Uuid;

use super::agenda::{letters, read_letters, read_scenes, scenes};
use super::kind::{Head, ID};
use super::lookup::{Lookup, tight};
use super::reader::{Reader, month_words};
use crate::board::commands::{Details, EntryLine, NewLine, When};
use crate::board::rules::{KINDS, certainty_word};
use crate::platform::date::{FiscalYear, FiscalYearError, iso_day};
use crate::programme::{CareScene, ProgrammeItem};

pub(super) const HEADS: &[Head] = &[
    ID,
    Head::open("グループ", &["区分"], "行の上にのる見出し"),
    Head::open("行の記号", &["記号"], "行の名前の前の文字。ふつうは空"),
    Head::needed("行", &["テーマ", "項目名"], "なければ年間予定の最後に作ります"),
    Head::open("行の事業項目", &["事業項目"], "ア～クの1つ"),
    Head::open("行の場面", &["場面"], "4つの場面の1つ"),
    Head::open("行の最初の年度", &[], "新しい行で空なら予定の年度から"),
    Head::open("行の最後の年度", &[], "続いていれば空"),
    Head::needed("種類", &["種別"], "協議事項・実施事項・期間・会議・添え書き・その他"),
    Head::needed("予定の言葉", &["予定", "内容"], "100文字まで"),
    Head::open("年度", &[], "年度だけ分かるとき"),
    Head::open("月", &["開催月", "時期"], "2026年11月のように。決まっていなければ空"),
    Head::open("終わりの月", &[], "期間のとき"),
    Head::open("随時・適時", &[], "○か空"),
    Head::open("仮", &["（仮）"], "○か空"),
    Head::open("担当する会議体", &["担当"], "名前か略称"),
    Head::open("会議ID", &[], "会議に合わせて動く予定のとき"),
    Head::open("先に済ませる予定ID", &[], "待っている予定のID"),
    Head::open("備考", &[], "500文字まで"),
    Head::open("時期の確かさ", &[], "明記・推定・不明。空なら明記"),
    Head::open("行の確かさ", &[], "明記・推定・不明。空なら明記"),
    Head::open("終わった日", &["完了日"], "終わった予定のとき"),
];

/// What entries name.
pub struct Names {
    /// Bodies.
    pub bodies: Lookup<BodyId>,
    /// All meetings of the region.
    pub meetings: HashMap<MeetingId, meeting::Model>,
    /// All lines of the region with their groups.
    pub lines: Vec<(board_row::Model, Option<board_group::Model>)>,
    /// Entries there are or that come with the file.
    pub entries: HashSet<BoardEntryId>,
}

/// An entry as written out.
pub fn cells(entry: &board_entry::Model, names: &Names) -> Vec<String> {
    let line = names.lines.iter().find(|(row, _)| row.id == entry.row_id);
    let mark = |on: bool| if on { "○".to_owned() } else { String::new() };
    let kind = KINDS.iter().find(|(kind, ..)| *kind == entry.kind).map_or("", |(.., word)| word);
    let month = |day: Option<chrono::NaiveDate>| day.map(month_words).unwrap_or_default();
    let mut cells = vec![entry.id.to_string()];
    cells.extend(line.map(|(row, group)| of_line(row, group.as_ref())).unwrap_or_default());
    cells.extend([
        kind.to_owned(),
        entry.text.clone(),
        entry.fiscal_year.map(|year| FiscalYear::new(year).label()).unwrap_or_default(),
        month(entry.month_on),
        month(entry.until_on),
        mark(entry.standing),
        mark(entry.tentative),
        entry.body_id.map(|id| names.bodies.word(id)).unwrap_or_default(),
        entry.meeting_id.map(|id| id.to_string()).unwrap_or_default(),
        entry.after_id.map(|id| id.to_string()).unwrap_or_default(),
        entry.note.clone(),
        certainty_word(entry.time_certainty).to_owned(),
        certainty_word(entry.row_certainty).to_owned(),
        entry.done_on.map(iso_day).unwrap_or_default(),
    ]);
    cells
}

const LINE: [&str; 7] =
    ["グループ", "行の記号", "行", "行の事業項目", "行の場面", "行の最初の年度", "行の最後の年度"];

fn of_line(row: &board_row::Model, group: Option<&board_group::Model>) -> [String; 7] {
    let scene = row.care_scene.as_deref().and_then(CareScene::from_code);
    let year = |year: i32| FiscalYear::new(year).label();
    [
        group.map(|group| group.name.clone()).unwrap_or_default(),
        row.letter.clone(),
        row.name.clone(),
        row.programme_item.clone().unwrap_or_default(),
        scene.map(|scene| scene.name().to_owned()).unwrap_or_default(),
        year(row.first_year),
        row.last_year.map(year).unwrap_or_default(),
    ]
}

/// Reads a line.
pub fn read(reader: &mut Reader<'_>, names: &Names) -> Option<EntryLine> {
    let kinds = KINDS.map(|(kind, _, word)| (kind, word));
    let sure =
        [Certainty::Stated, Certainty::Inferred, Certainty::Unknown].map(|one| (one, certainty_word(one)));
    let (kind, text) = (reader.word("種類", &kinds), reader.name("予定の言葉", 100));
    let (standing, tentative) = (reader.mark("随時・適時"), reader.mark("仮"));
    let when = when(reader, names, kind, standing);
    let body = reader.named("担当する会議体", &names.bodies);
    let known = |id: &Uuid| names.entries.contains(&BoardEntryId(*id));
    let after = id(reader, "先に済ませる予定ID", known, "このIDの予定はありません。");
    let note = reader.text("備考", 500);
    let certain = (reader.word("時期の確かさ", &sure), reader.word("行の確かさ", &sure));
    let done_on = reader.open_day("終わった日");
    let when = when?;
    let (row, line) = line(reader, names)?;
    let details = Details {
        row,
        kind: kind?,
        text: text?,
        when,
        standing: standing?,
        tentative: tentative?,
        body: body?,
        after: after?.map(BoardEntryId),
        note: note?,
        time_certainty: certain.0?,
        row_certainty: certain.1?,
    };
    Some(EntryLine { line, details, done_on: done_on? })
}

fn id(
    reader: &mut Reader<'_>,
    head: &'static str,
    known: impl Fn(&Uuid) -> bool,
    why: &'static str,
) -> Option<Option<Uuid>> {
    let parse = |cell: &str| match cell.trim() {
        "" => Ok(None),
        text => text.parse().ok().filter(&known).map(Some).ok_or(why),
    };
    reader.read(head, parse, |id| id.map(|id| id.to_string()).unwrap_or_default())
}

fn year(when: When, names: &Names) -> Option<FiscalYear> {
    match when {
        When::With(meeting) => names.meetings.get(&meeting).map(|row| FiscalYear::new(row.fiscal_year)),
        _ => when.year(),
    }
}

fn open_year(reader: &mut Reader<'_>, head: &'static str) -> Option<Option<FiscalYear>> {
    let parse = |cell: &str| match FiscalYear::parse(cell) {
        Err(FiscalYearError::Empty) => Ok(None),
        Ok(year) if !(1900..=2200).contains(&year.year()) => Err(FiscalYearError::Unreadable),
        read => read.map(Some),
    };
    reader.read(head, parse, |year| year.map(FiscalYear::label).unwrap_or_default())
}

fn when(
    reader: &mut Reader<'_>,
    names: &Names,
    kind: Option<BoardEntryKind>,
    standing: Option<bool>,
) -> Option<When> {
    let (month, until) = (reader.open_month("月"), reader.open_month("終わりの月"));
    let fiscal_year = open_year(reader, "年度");
    let known = |id: &Uuid| names.meetings.contains_key(&MeetingId(*id));
    let meeting = id(reader, "会議ID", known, "このIDの会議はありません。先に会議を入れてください。");
    let (month, until, fiscal_year, meeting) = (month?, until?, fiscal_year?, meeting?.map(MeetingId));
    if let Some(meeting) = meeting {
        if month.is_some() {
            return reader.refuse("月", "会議に合わせて動く予定です。月は空にしてください。");
        }
        let when = When::With(meeting);
        reader.set("年度", year(when, names).map(FiscalYear::label).unwrap_or_default());
        return Some(when);
    }
    if until.is_some() && kind.is_some_and(|kind| kind != BoardEntryKind::Period) {
        return reader.refuse("終わりの月", "終わりの月は、種類が「期間」のときだけ入れてください。");
    }
    let Some(first) = month else {
        if kind == Some(BoardEntryKind::Period) {
            return reader.refuse("月", "期間の始まりの月を入れてください。");
        }
        return Some(fiscal_year.map_or(When::Unknown, When::Year));
    };
    if fiscal_year.is_some_and(|year| year != FiscalYear::of(first)) {
        return reader.refuse("年度", "月と年度が合いません。どちらかを直してください。");
    }
    if standing == Some(true) {
        return reader.refuse("月", "随時・適時の予定です。月は空にしてください。");
    }
    if until.is_some_and(|until| until <= first) {
        return reader.refuse("終わりの月", "始まりの月より後の月にしてください。");
    }
    reader.set("年度", FiscalYear::of(first).label());
    Some(When::Month(first, until))
}

/// The line there is, else the one to be made.
fn line(reader: &mut Reader<'_>, names: &Names) -> Option<(BoardRowId, Option<NewLine>)> {
    let (group, letter, name) =
        (reader.line("グループ", 100), reader.line("行の記号", 4), reader.name("行", 100));
    let programme = reader.read("行の事業項目", one_letter, |item| letters(item.as_slice()));
    let scene = reader.read("行の場面", one_scene, |scene| scenes(scene.as_slice()));
    let (first, last) = (open_year(reader, "行の最初の年度"), open_year(reader, "行の最後の年度"));
    let (group, letter, name, first) = (group?, letter?, name?, first?);
    let said = LINE.map(|head| reader.cell(head));
    let fits = |(row, of): &&(board_row::Model, Option<board_group::Model>)| {
        let heading = of.as_ref().map_or("", |group| group.name.as_str());
        tight(heading) == tight(&group)
            && tight(&row.name) == tight(&name)
            && (letter.is_empty() || row.letter == letter)
    };
    let mut found: Vec<_> = names.lines.iter().filter(fits).collect();
    if found.len() > 1 {
        found.retain(|(row, _)| first.is_some_and(|first| first.year() == row.first_year));
    }
    match found.as_slice() {
        [(row, of)] => {
            for ((head, typed), word) in LINE.into_iter().zip(said).zip(of_line(row, of.as_ref())) {
                if !typed.is_empty() && tight(&typed) != tight(&word) {
                    let why = format!(
                        "いまの行と違います（「{word}」）。行は年間予定の「行」の画面で直してください。"
                    );
                    return reader.refuse(head, why);
                }
                reader.set(head, word);
            }
            Some((row.id, None))
        }
        [] => {
            let (programme, scene, last) = (programme?, scene?, last?);
            Some((
                BoardRowId(Uuid::nil()),
                Some(NewLine { group, letter, name, programme, scene, first, last }),
            ))
        }
        _ => reader.refuse("行", "この名前の行がいくつもあります。行の最初の年度か記号を入れてください。"),
    }
}

fn one_letter(cell: &str) -> Result<Option<ProgrammeItem>, String> {
    match read_letters(cell)?.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err("1つだけ入れてください。".to_owned()),
    }
}

fn one_scene(cell: &str) -> Result<Option<CareScene>, String> {
    match read_scenes(cell)?.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err("1つだけ入れてください。".to_owned()),
    }
}
