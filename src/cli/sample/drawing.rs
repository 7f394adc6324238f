//! One region as chance draws it: values only, nothing is written. Five fiscal years: the three before this one, this
//! one, and the next, whose meetings have months but no days yet.

use chrono::{Days, Months, NaiveDate};
use uuid::Uuid;

use super::chance::{Chance, nth};
use super::sheets::Sheet;
use super::words::{AREAS, ASSOCIATIONS, BODIES, ENTRIES, GIVEN, ITEMS, LINES, ROOMS, SURNAMES, TOWNS, WORK};
use crate::exchange::rules::Kind;
use crate::platform::clock::Instant;
use crate::platform::date::{FiscalYear, at_tokyo, iso_day, next_open_day, previous_open_day, tokyo_day};

/// Fiscal years before this one.
const YEARS_BEFORE: i32 = 3;
/// People, the clerk among them.
const PEOPLE: u32 = 120;
/// Seats of a body.
const SEATS: u32 = 12;
/// Days from notice to meeting.
const NOTICE: Days = Days::new(28);
/// Days from the last day for an answer to the meeting.
const REPLY_DUE: Days = Days::new(10);

/// A meeting with a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// Its key.
    pub(super) id: Uuid,
    /// The short name of its body.
    pub(super) body: &'static str,
    /// The day.
    pub(super) day: NaiveDate,
    /// The day of its notice.
    pub(super) notice_on: NaiveDate,
}

/// A region.
#[derive(Clone, Debug)]
pub(super) struct Drawing {
    /// From 1.
    pub(super) number: u16,
    /// What its name begins with.
    pub(super) area: (&'static str, &'static str),
    /// When its register was begun: the first morning of its first year.
    pub(super) begun_at: Instant,
    /// The person who is its clerk.
    pub(super) clerk: Uuid,
    /// Its sheets, each after those it names.
    pub(super) sheets: Vec<Sheet>,
    /// Its meetings that have a day.
    pub(super) meetings: Vec<Dated>,
    /// What is still to be drawn: who answers what.
    pub(super) chance: Chance,
    years: Vec<FiscalYear>,
    names: Vec<(String, String)>,
}

impl Drawing {
    /// Draws the region of this number as it is on the day of `now`.
    pub(super) fn new(number: u16, seed: u64, now: Instant) -> Self {
        let this = FiscalYear::of(tokyo_day(now)).year();
        let years: Vec<_> = (this - YEARS_BEFORE..=this + 1).map(FiscalYear::new).collect();
        let first = FiscalYear::new(this - YEARS_BEFORE).start();
        let begun_at = at_tokyo(first, chrono::NaiveTime::MIN);
        let chance = Chance::of_region(seed, number, begun_at);
        let area = nth(&AREAS, u32::from(number).saturating_sub(1));
        let (clerk, sheets, meetings, names) = (Uuid::nil(), Vec::new(), Vec::new(), Vec::new());
        let mut drawing = Self { number, area, begun_at, clerk, sheets, meetings, chance, years, names };
        drawing.towns();
        drawing.associations();
        drawing.people();
        drawing.bodies();
        drawing.seats();
        drawing.terms();
        drawing.meetings();
        drawing.board();
        drawing
    }

    /// The right side of its addresses.
    pub(super) fn domain(&self) -> String {
        format!("sample-{:03}.example", self.number)
    }

    /// The name of its clerk.
    pub(super) fn clerk_name(&self) -> String {
        self.names.first().map(|(name, _)| name.clone()).unwrap_or_default()
    }

    fn key(&mut self) -> String {
        self.chance.key().to_string()
    }

    fn towns(&mut self) {
        let mut sheet = Sheet::new(Kind::Municipalities, &["コード", "名前", "ふりがな"]);
        for (place, (kind, kana)) in (0..).zip(TOWNS) {
            let (name, reading) = self.area;
            let code = code(u32::from(self.number) - 1, place);
            sheet.push([code, format!("見本{name}{kind}"), format!("みほん{reading}{kana}")]);
        }
        self.sheets.push(sheet);
    }

    fn associations(&mut self) {
        let heads = &["ID", "名前", "略称", "ふりがな", "順番", "メール", "電話"];
        let mut sheet = Sheet::new(Kind::Associations, heads);
        for (place, (name, short, kana)) in (1..).zip(ASSOCIATIONS) {
            let (area, reading) = self.area;
            let mail = format!("association-{place:02}@{}", self.domain());
            let cells = [
                self.key(),
                format!("{area}{name}"),
                short.to_owned(),
                format!("{reading}{kana}"),
                place.to_string(),
                mail,
                format!("0265-00-{:04}", 1000 + place),
            ];
            sheet.push(cells);
        }
        self.sheets.push(sheet);
    }

    /// Surnames go round three times; the given names of those who share one lie 21 and 12 places apart.
    fn people(&mut self) {
        let heads = &["ID", "氏名", "ふりがな", "勤務先", "役職", "メール", "電話"];
        let mut sheet = Sheet::new(Kind::Persons, heads);
        let (first, second) = (self.chance.below(40), self.chance.below(30));
        for place in 0..PEOPLE {
            let (surname, kana) = nth(&SURNAMES, first + place * 7);
            let (given, given_kana) = nth(&GIVEN, second + place + place / 40 * 11);
            let name = (format!("{surname} {given}"), format!("{kana} {given_kana}"));
            let id = self.chance.key();
            let (workplace, post) = match place {
                0 => ("広域連合 地域ケア課", "主査"),
                _ => self.chance.one_of(&WORK),
            };
            if place == 0 {
                self.clerk = id;
            }
            sheet.push([
                id.to_string(),
                name.0.clone(),
                name.1.clone(),
                workplace.to_owned(),
                post.to_owned(),
                format!("person-{place:03}@{}", self.domain()),
                format!("0265-01-{place:04}"),
            ]);
            self.names.push(name);
        }
        self.sheets.push(sheet);
    }

    fn bodies(&mut self) {
        let heads = &["ID", "名前", "略称", "種類", "上の会議体", "順番", "設置日"];
        let mut sheet = Sheet::new(Kind::Bodies, heads);
        let heads =
            &["ID", "会議体", "題名", "制定日", "施行日", "議長の呼び方", "定足数", "定足数のもとになる人数"];
        let mut charters = Sheet::new(Kind::Charters, heads);
        let day = iso_day(tokyo_day(self.begun_at));
        for (place, (short, kind, above)) in (1..).zip(BODIES) {
            let name = format!("{}在宅医療・介護{short}", self.area.0);
            let presider = if kind == "協議会" { "会長" } else { "部会長" };
            let (body, charter) = (self.key(), self.key());
            let title = format!("{name}設置要綱");
            let (short, kind) = (short.to_owned(), kind.to_owned());
            let above = above.to_owned();
            sheet.push([body, name, short.clone(), kind, above, place.to_string(), day.clone()]);
            let stated = ["過半数", "在任委員"].map(str::to_owned);
            let [quorum, base] = stated;
            let days = (day.clone(), day.clone());
            charters.push([charter, short, title, days.0, days.1, presider.to_owned(), quorum, base]);
        }
        self.sheets.extend([sheet, charters]);
    }

    fn seats(&mut self) {
        let mut sheet = Sheet::new(Kind::Seats, &["ID", "会議体", "名簿の順", "所属団体"]);
        for (body, _, _) in BODIES {
            for place in 0..SEATS {
                let (_, association, _) = nth(&ASSOCIATIONS, place);
                let cells = [body.to_owned(), (place + 1).to_string(), association.to_owned()];
                let [body, place, association] = cells;
                sheet.push([self.key(), body, place, association]);
            }
        }
        self.sheets.push(sheet);
    }

    /// Two years each. A step of 5 through the 119 members meets nobody twice in a body.
    fn terms(&mut self) {
        let heads = &["ID", "会議体", "名簿の順", "氏名", "ふりがな", "役割", "任期の始まり", "任期の終わり"];
        let mut sheet = Sheet::new(Kind::Memberships, heads);
        let starts: Vec<_> = self.years.iter().step_by(2).map(|year| year.start()).collect();
        for (body, _, _) in BODIES {
            for start in &starts {
                let end = *start + Months::new(24) - Days::new(1);
                let from = self.chance.below(PEOPLE - 1);
                for seat in 0..SEATS {
                    let member = self.names.get(1..).unwrap_or_default();
                    let place = usize::try_from((from + seat * 5) % (PEOPLE - 1)).unwrap_or(0);
                    let (name, kana) = member.get(place).cloned().unwrap_or_default();
                    let role = nth(&ROLES, seat.min(2)).to_owned();
                    let place = (seat + 1).to_string();
                    let (start, end) = (iso_day(*start), iso_day(end));
                    sheet.push([self.key(), body.to_owned(), place, name, kana, role, start, end]);
                }
            }
        }
        self.sheets.push(sheet);
    }

    fn meetings(&mut self) {
        let heads = &["ID", "会議体", "開催月", "開催日", "開始", "終了", "場所", "回答期限"];
        let mut sheet = Sheet::new(Kind::Meetings, heads);
        let heads = &["ID", "会議ID", "会議体", "開催日", "順番", "種別", "議題", "時間（分）", "説明する人"];
        let mut items = Sheet::new(Kind::AgendaItems, heads);
        let last = self.years.last().copied();
        for year in self.years.clone() {
            for (body, (name, _, _)) in (0..).zip(BODIES) {
                for quarter in 0..4 {
                    let month = year.start() + Months::new(quarter * 3 + body % 3);
                    let id = self.chance.key();
                    let day = next_open_day(month + Days::new(u64::from(3 + self.chance.below(20))));
                    let room = self.chance.one_of(&ROOMS).to_owned();
                    let (key, body_name) = (id.to_string(), name.to_owned());
                    if Some(year) == last {
                        let none = || String::new();
                        sheet.push([
                            key,
                            body_name,
                            month_words(month),
                            none(),
                            none(),
                            none(),
                            room,
                            none(),
                        ]);
                    } else {
                        let due = iso_day(previous_open_day(day - REPLY_DUE));
                        let hours = ["18:30", "20:00"].map(str::to_owned);
                        let ([from, to], on) = (hours, iso_day(day));
                        sheet.push([key, body_name, String::new(), on, from, to, room, due]);
                        let notice_on = previous_open_day(day - NOTICE);
                        self.meetings.push(Dated { id, body: name, day, notice_on });
                    }
                    let on = if Some(year) == last { String::new() } else { iso_day(day) };
                    self.agenda(&mut items, (id, name, &on));
                }
            }
        }
        self.sheets.extend([sheet, items]);
    }

    fn agenda(&mut self, sheet: &mut Sheet, (meeting, body, day): (Uuid, &str, &str)) {
        for (place, (kind, minutes, titles)) in (1..).zip(ITEMS) {
            let title = self.chance.one_of(&titles);
            let texts = [body, day, kind, title, minutes, "事務局"].map(str::to_owned);
            let [body, day, kind, title, minutes, presenter] = texts;
            let (key, place): (_, i32) = (self.key(), place);
            let meeting = meeting.to_string();
            sheet.push([key, meeting, body, day, place.to_string(), kind, title, minutes, presenter]);
        }
    }

    fn board(&mut self) {
        let heads = &["ID", "グループ", "行", "行の事業項目", "行の最初の年度", "種類", "予定の言葉", "月"];
        let mut sheet = Sheet::new(Kind::BoardEntries, heads);
        let first = self.years.first().map(|year| year.label()).unwrap_or_default();
        for (line, item) in LINES {
            for year in self.years.clone() {
                for (place, (kind, text)) in (0..).zip(ENTRIES) {
                    let month = year.start() + Months::new(place * 2 + self.chance.below(2));
                    let texts = ["8つの事業項目", line, item, &first, kind, text].map(str::to_owned);
                    let [group, line, item, first, kind, text] = texts;
                    sheet.push([self.key(), group, line, item, first, kind, text, month_words(month)]);
                }
            }
        }
        self.sheets.push(sheet);
    }
}

/// Roles by seat: the first presides, the second stands in.
const ROLES: [&str; 3] = ["会長・部会長", "副会長", "委員"];

fn month_words(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

/// The code of a town: the regions lie in one prefecture after the other, eight towns each.
fn code(region: u32, town: u32) -> String {
    let five = format!("{:02}{:03}", region % 47 + 1, 301 + region / 47 * 8 + town);
    let digits = five.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits.zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    format!("{five}{}", (11 - sum % 11) % 10)
}
