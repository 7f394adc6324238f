//! The fields of an entry, added or edited. Drawn by `templates/board/entry.html`.

use chrono::{Months, NaiveDate};
use entity::board_entry::{BoardEntryKind, Certainty, Model};
use entity::id::{BoardEntryId, BoardRowId, RegionId};
use entity::{body, meeting};
use sea_orm::{ActiveEnum, ConnectionTrait, DbErr};
use serde::Deserialize;

use super::grid::line_name;
use crate::board::commands::{BoardError, Details, When};
use crate::board::queries::{self, Entry, Row};
use crate::board::rules::{KINDS, Years, certainty_word, first_of};
use crate::body::queries as bodies;
use crate::meeting::queries::day;
use crate::platform::date::{FiscalYear, iso_day, slash, tokyo_day, wareki_month};
use crate::platform::form::{Choice, Choices, ErrorSummary, Field, many_lines, required_one_line};

/// What is typed about an entry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// The version seen; only when it is edited.
    pub version: Field,
    /// The fiscal year around which months are offered; only when it is added.
    pub fy: Field,
    /// The line.
    pub row: Field,
    /// ●, ○, period, meeting, remark, other.
    pub kind: Field,
    /// The words as printed.
    pub text: Field,
    /// The meeting it follows.
    pub meeting: Field,
    /// Its month: the first day.
    pub month: Field,
    /// The last month of a period.
    pub until: Field,
    /// The fiscal year where no month is known.
    pub year: Field,
    /// `standing`, `tentative`.
    pub marks: Choices,
    /// Who deals with it.
    pub body: Field,
    /// What has to come before.
    pub after: Field,
    /// 備考.
    pub note: Field,
    /// How sure its time is.
    pub time_certainty: Field,
    /// How sure its line is.
    pub row_certainty: Field,
}

/// Why a field of an entry cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// A value no choice has.
    #[error("選びなおしてください。")]
    NotChosen,
    /// A period without its months.
    #[error("期間のときは、始まりの月を選んでください。")]
    PeriodWithoutMonth,
    /// It would end before it begins.
    #[error("始まりの月より後の月を選んでください。")]
    EndsBeforeStart,
    /// A last month of something that is no period.
    #[error("終わりの月は、種類が「期間」のときだけ選べます。")]
    NoPeriod,
    /// A month in another year than the one chosen.
    #[error("月と年度が合いません。月を選んだときは、年度は選ばなくてかまいません。")]
    OtherYear,
    /// Follows a meeting and has a month of its own.
    #[error("会議を選んだときは、会議の日に合わせて動きます。月は選ばないでください。")]
    MonthOfMeeting,
    /// 随時 and yet a month.
    #[error("「随時・適時」の予定には月を選べません。")]
    StandingMonth,
}

impl EntryForm {
    /// An empty form for a line and month.
    pub fn blank(row: &str, month: &str) -> Self {
        let sure = Field::new(Certainty::Stated.to_value());
        Self {
            row: Field::new(row),
            month: Field::new(month),
            kind: Field::new(BoardEntryKind::Discuss.to_value()),
            time_certainty: sure.clone(),
            row_certainty: sure,
            ..Self::default()
        }
    }

    /// The stored entry as it would be typed.
    pub fn of(entry: &Model) -> Self {
        let month = |day: Option<NaiveDate>| Field::new(day.map(iso_day).unwrap_or_default());
        let id = |id: Option<String>| Field::new(id.unwrap_or_default());
        let year = entry.fiscal_year.filter(|_| entry.month_on.is_none() && entry.meeting_id.is_none());
        let marks = [(entry.standing, "standing"), (entry.tentative, "tentative")];
        Self {
            version: Field::new(entry.version.to_string()),
            fy: Field::default(),
            row: Field::new(entry.row_id.to_string()),
            kind: Field::new(entry.kind.to_value()),
            text: Field::new(&*entry.text),
            meeting: id(entry.meeting_id.map(|id| id.to_string())),
            month: month(entry.month_on),
            until: month(entry.until_on),
            year: id(year.map(|year| year.to_string())),
            marks: Choices::new(marks.into_iter().filter(|(on, _)| *on).map(|(_, word)| word)),
            body: id(entry.body_id.map(|id| id.to_string())),
            after: id(entry.after_id.map(|id| id.to_string())),
            note: Field::new(&*entry.note),
            time_certainty: Field::new(entry.time_certainty.to_value()),
            row_certainty: Field::new(entry.row_certainty.to_value()),
        }
    }

    /// Every field is read before the first `?`, so all errors show at once.
    pub fn details(&mut self) -> Option<Details> {
        let row = self.row.parse(|text| text.parse::<BoardRowId>().map_err(|_| BoardError::UnknownRow));
        let kind = self.kind.parse(chosen::<BoardEntryKind>);
        let text = self.text.parse(required_one_line(100));
        let when = self.when(kind);
        let marks = self.marks.parse(|word| match word {
            "standing" | "tentative" => Ok(word.to_owned()),
            _ => Err(EntryError::NotChosen),
        });
        let body = optional(&mut self.body);
        let after = optional(&mut self.after);
        let note = self.note.parse(many_lines(500));
        let time_certainty = self.time_certainty.parse(chosen::<Certainty>);
        let row_certainty = self.row_certainty.parse(chosen::<Certainty>);
        let marks = marks?;
        Some(Details {
            row: row?,
            kind: kind?,
            text: text?,
            when: when?,
            standing: marks.iter().any(|mark| mark == "standing"),
            tentative: marks.iter().any(|mark| mark == "tentative"),
            body: body?,
            after: after?,
            note: note?,
            time_certainty: time_certainty?,
            row_certainty: row_certainty?,
        })
    }

    fn when(&mut self, kind: Option<BoardEntryKind>) -> Option<When> {
        let (month, until) = (optional_month(&mut self.month), optional_month(&mut self.until));
        let year = match self.year.value.trim() {
            "" => Some(None),
            _ => self.year.parse(FiscalYear::parse).map(Some),
        };
        let meeting = optional(&mut self.meeting);
        let (month, until, year) = (month?, until?, year?);
        if let Some(meeting) = meeting? {
            return match month {
                None => Some(When::With(meeting)),
                Some(_) => refuse(&mut self.month, EntryError::MonthOfMeeting),
            };
        }
        if until.is_some() && kind.is_some_and(|kind| kind != BoardEntryKind::Period) {
            return refuse(&mut self.until, EntryError::NoPeriod);
        }
        let Some(first) = month else {
            if kind == Some(BoardEntryKind::Period) {
                return refuse(&mut self.month, EntryError::PeriodWithoutMonth);
            }
            return Some(year.map_or(When::Unknown, When::Year));
        };
        if year.is_some_and(|year| year != FiscalYear::of(first)) {
            return refuse(&mut self.year, EntryError::OtherYear);
        }
        if self.marks.has("standing") {
            return refuse(&mut self.month, EntryError::StandingMonth);
        }
        if until.is_some_and(|until| until <= first) {
            return refuse(&mut self.until, EntryError::EndsBeforeStart);
        }
        Some(When::Month(first, until))
    }

    /// Puts what a command found wrong beside its field; `false` where it belongs to none.
    pub fn refuse(&mut self, why: &BoardError) -> bool {
        let field = match why {
            BoardError::UnknownRow | BoardError::OutsideRow(_) => &mut self.row,
            BoardError::UnknownBody => &mut self.body,
            BoardError::UnknownMeeting => &mut self.meeting,
            BoardError::UnknownBefore | BoardError::Circle => &mut self.after,
            _ => return false,
        };
        field.refuse(why);
        true
    }

    /// The errors in the order of the page.
    pub fn errors(&self) -> ErrorSummary {
        ErrorSummary::of([
            ("row", "行", &self.row.error),
            ("kind", "種類", &self.kind.error),
            ("text", "予定の言葉", &self.text.error),
            ("month", "月", &self.month.error),
            ("until", "終わりの月", &self.until.error),
            ("year", "年度だけ分かるとき", &self.year.error),
            ("meeting", "会議に合わせる", &self.meeting.error),
            ("marks", "時期の決まりかた", &self.marks.error),
            ("body", "担当する会議体", &self.body.error),
            ("after", "先に済ませる予定", &self.after.error),
            ("note", "備考", &self.note.error),
            ("time_certainty", "時期の確かさ", &self.time_certainty.error),
            ("row_certainty", "行の確かさ", &self.row_certainty.error),
        ])
    }
}

fn refuse<T>(field: &mut Field, why: EntryError) -> Option<T> {
    field.refuse(why);
    None
}

fn chosen<T: ActiveEnum<Value = String>>(text: &str) -> Result<T, EntryError> {
    T::try_from_value(&text.to_owned()).map_err(|_| EntryError::NotChosen)
}

fn optional<T: std::str::FromStr>(field: &mut Field) -> Option<Option<T>> {
    match field.value.as_str() {
        "" => Some(None),
        _ => field.parse(|text| text.parse().map_err(|_| EntryError::NotChosen)).map(Some),
    }
}

fn optional_month(field: &mut Field) -> Option<Option<NaiveDate>> {
    match field.value.as_str() {
        "" => Some(None),
        _ => field.parse(month).map(Some),
    }
}

/// The first day of a month as a form sends it.
pub(super) fn month(text: &str) -> Result<NaiveDate, EntryError> {
    let day: Option<NaiveDate> = text.parse().ok();
    day.filter(|day| first_of(*day) == *day).ok_or(EntryError::NotChosen)
}

/// What the page offers to choose from.
#[derive(Clone, Debug)]
pub struct EntryOffers {
    /// The lines, with their groups.
    pub rows: Vec<Choice>,
    /// ●, ○ and so on.
    pub kinds: Vec<Choice>,
    /// Three fiscal years of months.
    pub months: Vec<Choice>,
    /// The same for the end of a period.
    pub untils: Vec<Choice>,
    /// Fiscal years.
    pub years: Vec<Choice>,
    /// The meetings of these years.
    pub meetings: Vec<Choice>,
    /// 随時・適時, （仮）.
    pub marks: Vec<Choice>,
    /// Bodies of the region.
    pub bodies: Vec<Choice>,
    /// Entries that can come before.
    pub entries: Vec<Choice>,
    /// 明記, 推定, 不明.
    pub certainties: Vec<Choice>,
}

impl EntryOffers {
    /// Reads what can be chosen around a fiscal year; `own` cannot wait for itself.
    pub async fn read(
        db: &impl ConnectionTrait,
        region: RegionId,
        around: FiscalYear,
        own: Option<BoardEntryId>,
    ) -> Result<Self, DbErr> {
        let years = (FiscalYear::new(around.year() - 1), FiscalYear::new(around.year() + 1));
        let (rows, entries) =
            (queries::rows(db, region, Some(years)).await?, queries::entries(db, region, years).await?);
        let bodies = bodies::bodies(db, region).await?;
        let meetings = queries::meetings(db, region, years).await?;
        let body = |body: &body::Model| Choice::new(body.id.to_string(), &*body.short_name);
        let months = months(years);
        let certainties = [Certainty::Stated, Certainty::Inferred, Certainty::Unknown];
        Ok(Self {
            rows: with_blank("選んでください", rows.iter().map(row)),
            kinds: KINDS
                .map(|(kind, sign, word)| {
                    Choice::new(kind.to_value(), format!("{sign} {word}").trim().to_owned())
                })
                .into(),
            untils: with_blank("選ばない", months.iter().cloned()),
            months: with_blank("決まっていない・随時", months.into_iter()),
            years: with_blank("分からない", (years.0.year()..=years.1.year()).map(year)),
            meetings: with_blank("合わせない", meeting_choices(meetings, &bodies).into_iter()),
            marks: vec![
                Choice::new("standing", "随時・適時（月を決めない）"),
                Choice::new("tentative", "（仮）を付ける"),
            ],
            bodies: with_blank("決めない", bodies.iter().map(body)),
            entries: with_blank(
                "ない",
                entries.iter().filter(|(entry, _)| Some(entry.id) != own).map(|one| entry(one, &rows)),
            ),
            certainties: certainties.map(|one| Choice::new(one.to_value(), certainty_word(one))).into(),
        })
    }
}

/// The meetings in the order of their days, as 「令和8年度 12/4 連携協議会 第1回」.
fn meeting_choices(mut meetings: Vec<meeting::Model>, bodies: &[body::Model]) -> Vec<Choice> {
    meetings.sort_by_key(|meeting| (day(meeting).is_none(), day(meeting), meeting.id));
    let of = |id| bodies.iter().find(|body| body.id == id).map_or("", |body| body.short_name.as_str());
    let choice = |meeting: &meeting::Model| {
        let year = FiscalYear::new(meeting.fiscal_year).label();
        let when = match (meeting.starts_at, meeting.month_on) {
            (Some(at), _) => format!("{year} {}", slash(tokyo_day(at))),
            (None, Some(month)) => wareki_month(month),
            (None, None) => year,
        };
        let number = meeting.number.map(|number| format!(" 第{number}回")).unwrap_or_default();
        Choice::new(meeting.id.to_string(), format!("{when} {}{number}", of(meeting.body_id)))
    };
    meetings.iter().map(choice).collect()
}

fn with_blank(words: &str, choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", words)).chain(choices).collect()
}

fn year(year: i32) -> Choice {
    Choice::new(year.to_string(), FiscalYear::new(year).label())
}

fn months((first, last): Years) -> Vec<Choice> {
    let all = (0..).map_while(|month| first.start().checked_add_months(Months::new(month)));
    all.take_while(|month| *month <= last.end())
        .map(|month| Choice::new(iso_day(month), wareki_month(month)))
        .collect()
}

fn row((row, group): &Row) -> Choice {
    let group = group.as_ref().map(|group| format!("{} › ", group.name)).unwrap_or_default();
    Choice::new(row.id.to_string(), format!("{group}{}", line_name(row)))
}

fn entry((entry, _): &Entry, rows: &[Row]) -> Choice {
    let row = rows.iter().find(|(row, _)| row.id == entry.row_id);
    let row = row.map(|(row, _)| format!("（{}）", line_name(row))).unwrap_or_default();
    Choice::new(entry.id.to_string(), format!("{}{row}", entry.text))
}
