//! How codes, numbers, addresses and readings are read, and what counts as the same name. Codes, numbers and
//! addresses are brought to half-width; names are never touched.

use std::fmt;

use chrono::NaiveDate;
use entity::{person, person_name};

use crate::platform::date::{half_width, wareki};
use crate::platform::folding::hiragana;
use crate::platform::mail::{Address, AddressError};

/// 全国地方公共団体コード: six digits, the last of them a check digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalityCode(String);

/// Why a text is no 全国地方公共団体コード, in words for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Letters, or not six digits.
    #[error("全国地方公共団体コードは6けたの数字で入れてください（例 202053）。")]
    Form,
    /// Five digits: a lost zero in front or a missing check digit. Both are offered, neither is taken.
    #[error("5けたでは決められません。{}ですか。6けたで入れてください。", .0.join("、それとも "))]
    FiveDigits(Vec<String>),
    /// The last digit does not follow from the others.
    #[error("最後の数字（検査数字）が合いません。書きまちがいがないか、6けたを確かめてください。")]
    CheckDigit,
    /// Prefectures are 01 to 47.
    #[error("はじめの2けたが都道府県の番号（01～47）ではありません。")]
    Prefecture,
}

impl MunicipalityCode {
    /// Reads a code as typed. The check digit is modulus 11 over the weights 6 to 2 (総務省).
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let code = half_width(typed).trim().to_owned();
        if !code.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(CodeError::Form);
        }
        match code.len() {
            6 => Self::checked(code),
            5 => Err(CodeError::FiveDigits(meant_by(&code))),
            _ => Err(CodeError::Form),
        }
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn checked(code: String) -> Result<Self, CodeError> {
        let (digits, check) = code.split_at(5);
        if !(1..=47).contains(&code.get(..2).and_then(|two| two.parse().ok()).unwrap_or(0)) {
            return Err(CodeError::Prefecture);
        }
        if check != check_digit(digits).to_string() {
            return Err(CodeError::CheckDigit);
        }
        Ok(Self(code))
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_digit(five: &str) -> u32 {
    let digits = five.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 10
}

/// The codes five digits may stand for: with the zero a spreadsheet took, and with the check digit added.
fn meant_by(five: &str) -> Vec<String> {
    [format!("0{five}"), format!("{five}{}", check_digit(five))]
        .into_iter()
        .filter(|code| MunicipalityCode::checked(code.clone()).is_ok())
        .map(|code| format!(" {code} "))
        .collect()
}

/// Why a text cannot be a region's name in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "英小文字・数字・ハイフンで、2～40文字で入れてください。はじめと終わりは英小文字か数字です（例 minamishinshu）。"
)]
pub struct SlugError;

/// Reads the name of a region in addresses of the public portal: `a-z0-9-`.
pub fn slug(typed: &str) -> Result<String, SlugError> {
    let slug = half_width(typed).trim().to_owned();
    let plain = slug.bytes().all(|octet| matches!(octet, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    let whole = !slug.starts_with('-') && !slug.ends_with('-');
    let good = plain && whole && (2..=40).contains(&slug.len());
    good.then_some(slug).ok_or(SlugError)
}

/// Why a text is no telephone or fax number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("市外局番からの10けたか11けたの番号を入れてください（例 0265-00-0000）。")]
pub struct NumberError;

/// Reads a telephone or fax number: 10 or 11 digits from 0, with hyphens and brackets kept where they were typed.
pub fn telephone(typed: &str) -> Result<String, NumberError> {
    let number: String = half_width(typed.trim()).chars().map(hyphen).collect();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')'));
    let from_zero = number.trim_start_matches('(').starts_with('0');
    let good = plain && from_zero && (10..=11).contains(&digits);
    good.then_some(number).ok_or(NumberError)
}

/// The long vowel sign and dashes stand next to the hyphen on a Japanese keyboard.
fn hyphen(c: char) -> char {
    if matches!(c, 'ー' | '－' | '–' | '—' | '―' | '‑') { '-' } else { c }
}

/// Reads a mail address where renkei sends to; kept as typed but for its width.
pub fn mail_address(typed: &str) -> Result<String, AddressError> {
    Address::parse(typed).map(|address| address.to_string())
}

/// Why a text is no reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KanaError {
    /// Nothing.
    #[error("ふりがなを入れてください。")]
    Empty,
    /// Something else than kana.
    #[error("ふりがなは、ひらがなで入れてください。")]
    NotKana,
    /// More than anybody's name needs.
    #[error("ふりがなは80文字以内で入れてください。")]
    TooLong,
}

/// Reads ふりがな. Katakana of either width becomes hiragana, for it is only a key to sort and find by.
pub fn kana(typed: &str) -> Result<String, KanaError> {
    let kana = hiragana(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    if kana.is_empty() {
        return Err(KanaError::Empty);
    }
    if !kana.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ー' | '・' | ' ' | 'ゝ' | 'ゞ')) {
        return Err(KanaError::NotKana);
    }
    if kana.chars().count() > 80 {
        return Err(KanaError::TooLong);
    }
    Ok(kana)
}

/// Why a change of name cannot begin on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenameProblem {
    /// The name is as it was.
    #[error("氏名が変わっていません。書きまちがいを直すだけのときは、空にしてください。")]
    SameName,
    /// Not yet.
    #[error("今日までの日を入れてください。名前が変わってから入れられます。")]
    ToCome,
    /// An earlier name lasted longer.
    #[error("{}まで前の名前でした。それより後の日を入れてください。", wareki(*.0))]
    NotAfter(NaiveDate),
}

/// The last day of the old name when the new one begins on `first`; `before` is the last day of the name before.
pub fn last_day_of_old_name(
    first: NaiveDate,
    today: NaiveDate,
    before: Option<NaiveDate>,
) -> Result<NaiveDate, RenameProblem> {
    let last = first.pred_opt().unwrap_or(first);
    match before.filter(|before| *before >= last) {
        _ if first > today => Err(RenameProblem::ToCome),
        Some(before) => Err(RenameProblem::NotAfter(before)),
        None => Ok(last),
    }
}

/// The person as written on a day, by the names had before.
pub fn as_named_on(person: person::Model, before: &[person_name::Model], day: NaiveDate) -> person::Model {
    let then = before.iter().filter(|one| one.person_id == person.id && one.last_on >= day);
    match then.min_by_key(|one| one.last_on) {
        Some(then) => person::Model { name: then.name.clone(), kana: then.kana.clone(), ..person },
        None => person,
    }
}

/// Whether two names are written alike but for spaces.
pub fn same_name(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn municipality_codes() {
        for (typed, read) in [
            ("012025", Ok("012025")),
            ("202053", Ok("202053")),
            ("271004", Ok("271004")),
            ("011002", Ok("011002")),
            ("010006", Ok("010006")),
            ("200000", Ok("200000")),
            ("092011", Ok("092011")),
            (" ２０２０５３　", Ok("202053")),
            ("", Err(CodeError::Form)),
            ("2020", Err(CodeError::Form)),
            ("2020530", Err(CodeError::Form)),
            ("20205a", Err(CodeError::Form)),
            ("飯田市", Err(CodeError::Form)),
            ("202054", Err(CodeError::CheckDigit)),
            ("482055", Err(CodeError::Prefecture)),
            ("002011", Err(CodeError::Prefecture)),
            ("12106", Err(CodeError::FiveDigits(vec![" 012106 ".into(), " 121061 ".into()]))),
            ("20205", Err(CodeError::FiveDigits(vec![" 202053 ".into()]))),
        ] {
            let code = MunicipalityCode::parse(typed);
            assert_eq!(code.as_ref().map(MunicipalityCode::as_str), read.as_ref().copied(), "{typed:?}");
        }
        let asked = MunicipalityCode::parse("12106").unwrap_err().to_string();
        assert!(asked.contains("012106") && asked.contains("121061"), "{asked}");
    }

    #[test]
    fn slugs() {
        for (typed, read) in [
            ("minamishinshu", Some("minamishinshu")),
            ("tobu-2", Some("tobu-2")),
            ("ｔｏｂｕ", Some("tobu")),
            ("Tobu", None),
            ("t", None),
            ("-tobu", None),
            ("tobu-", None),
            ("to bu", None),
            ("南信州", None),
            ("a/b", None),
        ] {
            assert_eq!(slug(typed).ok().as_deref(), read, "{typed:?}");
        }
        assert!(slug(&"a".repeat(41)).is_err());
    }

    #[test]
    fn telephone_numbers() {
        for (typed, read) in [
            ("0265-00-0000", Some("0265-00-0000")),
            ("０２６５（００）００００", Some("0265(00)0000")),
            ("(0265)00-0000", Some("(0265)00-0000")),
            ("0265ー00ー0000", Some("0265-00-0000")),
            ("09000000000", Some("09000000000")),
            (" 0265-00-0000 ", Some("0265-00-0000")),
            ("", None),
            ("00-0000", None),
            ("0265-00-0000 内線12", None),
            ("2650000000", None),
            ("+81265000000", None),
            ("090000000000", None),
        ] {
            assert_eq!(telephone(typed).ok().as_deref(), read, "{typed:?}");
        }
    }

    #[test]
    fn readings() {
        for (typed, read) in [
            ("たかはし　さくら", Ok("たかはし さくら")),
            ("タカハシ サクラ", Ok("たかはし さくら")),
            ("ﾀｶﾊｼ ﾎﾞﾌﾞ ﾊﾟｰ", Ok("たかはし ぼぶ ぱー")),
            ("か\u{3099}", Ok("が")),
            ("ゔぁん・ダイク", Ok("ゔぁん・だいく")),
            (" 　", Err(KanaError::Empty)),
            ("髙橋", Err(KanaError::NotKana)),
            ("takahashi", Err(KanaError::NotKana)),
        ] {
            assert_eq!(kana(typed).as_deref(), read.as_ref().copied(), "{typed:?}");
        }
        assert_eq!(kana(&"あ".repeat(81)), Err(KanaError::TooLong));
    }

    #[test]
    fn a_new_name_begins_on_a_day_that_has_come() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-20");
        for (first, before, last) in [
            ("2026-10-01", None, Ok("2026-09-30")),
            ("2026-11-20", None, Ok("2026-11-19")),
            ("2026-11-21", None, Err(RenameProblem::ToCome)),
            ("2026-10-01", Some("2026-09-29"), Ok("2026-09-30")),
            ("2026-10-01", Some("2026-09-30"), Err(RenameProblem::NotAfter(day("2026-09-30")))),
        ] {
            let found = last_day_of_old_name(day(first), today, before.map(day));
            assert_eq!(found, last.map(day), "{first} {before:?}");
        }
    }

    #[test]
    fn a_roster_prints_the_name_of_its_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let now = chrono::DateTime::UNIX_EPOCH;
        let id = entity::id::PersonId::at(now);
        let person = person::Model {
            id,
            region_id: entity::id::RegionId::at(now),
            name: "田中 花子".to_owned(),
            kana: "たなか はなこ".to_owned(),
            workplace: String::new(),
            post: String::new(),
            created_at: now,
            version: 1,
        };
        let was = |last: &str, name: &str| person_name::Model {
            person_id: id,
            last_on: day(last),
            name: name.to_owned(),
            kana: String::new(),
        };
        let before = [was("2026-09-30", "鈴木 花子"), was("2020-03-31", "佐藤 花子")];
        for (on, name) in [
            ("2019-04-01", "佐藤 花子"),
            ("2020-03-31", "佐藤 花子"),
            ("2020-04-01", "鈴木 花子"),
            ("2026-09-30", "鈴木 花子"),
            ("2026-10-01", "田中 花子"),
        ] {
            assert_eq!(as_named_on(person.clone(), &before, day(on)).name, name, "{on}");
        }
    }

    #[test]
    fn one_name_is_not_another_form_of_it() {
        assert!(same_name("佐藤 由美", "佐藤　由美"));
        assert!(!same_name("髙橋 由美", "高橋 由美"));
    }

    #[test]
    fn mail_addresses_lose_their_width_only() {
        assert_eq!(mail_address(" Ｈａｎａ@Example.jp ").as_deref(), Ok("Hana@Example.jp"));
        assert!(mail_address("hana").is_err());
    }
}
