//! What somebody looks for: words that must all be there, cut into pairs of letters for the index.

use std::collections::BTreeSet;

use entity::id::RegionId;
use entity::search_entry::{Column, Entity, SearchKind};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::platform::folding::folded;

/// The most letters that are looked for.
pub const LONGEST: usize = 100;

/// More than anybody looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("さがす言葉は{LONGEST}文字以内で入れてください。")]
pub struct TooLong;

/// The words looked for, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    words: Vec<String>,
}

impl Wanted {
    /// Reads what was typed; `None` when it holds no letter.
    pub fn read(typed: &str) -> Result<Option<Self>, TooLong> {
        if typed.chars().count() > LONGEST {
            return Err(TooLong);
        }
        let words = typed.split(|c: char| c.is_whitespace() || c.is_control()).map(folded);
        let words: BTreeSet<_> = words.filter(|word| !word.is_empty()).collect();
        let words: Vec<_> = words.into_iter().collect();
        Ok((!words.is_empty()).then_some(Self { words }))
    }

    /// The words, folded.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    fn grams(&self) -> Vec<String> {
        let all: BTreeSet<_> = self.words.iter().flat_map(|word| grams(word)).collect();
        all.into_iter().collect()
    }
}

/// Keys of what is found in a region, for `IN`.
pub fn found(backend: DbBackend, region: RegionId, kind: SearchKind, wanted: &Wanted) -> SelectStatement {
    let mut asked = Entity::find()
        .select_only()
        .column(Column::SubjectId)
        .filter(Column::RegionId.eq(region))
        .filter(Column::Kind.eq(kind));
    let grams = wanted.grams();
    if !grams.is_empty() {
        asked = asked.filter(match backend {
            DbBackend::Postgres => {
                Expr::cust_with_values("\"search_entry\".\"grams\" @@ $1::tsquery", [grams.join(" & ")])
            }
            _ => Expr::cust_with_values(
                "\"search_entry\".\"id\" IN (SELECT rowid FROM search_gram WHERE search_gram MATCH ?)",
                [grams.join(" ")],
            ),
        });
    }
    // Two letters are what the index says; more may be there only in pairs, one letter was not asked for.
    for word in wanted.words().iter().filter(|word| word.chars().count() != 2) {
        let holds = match backend {
            DbBackend::Postgres => "strpos(\"search_entry\".\"text\", $1) > 0",
            _ => "instr(\"search_entry\".\"text\", ?) > 0",
        };
        asked = asked.filter(Expr::cust_with_values(holds, [word.as_str()]));
    }
    asked.into_query()
}

/// Every two letters that stand together in a line of a folded text, each pair once, written in hexadecimal: letters
/// that no database takes for an end of a word or a sign of its own.
pub(super) fn grams(folded: &str) -> Vec<String> {
    let mut pairs = BTreeSet::new();
    for line in folded.lines() {
        let mut before = None;
        for letter in line.chars().map(u32::from) {
            pairs.extend(before.map(|before| format!("{before:x}x{letter:x}")));
            before = Some(letter);
        }
    }
    pairs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_cut_in_pairs_within_a_line() {
        assert_eq!(grams("防災\nab"), ["61x62", "9632x707d"]);
        assert_eq!(grams("防"), [""; 0]);
    }

    #[test]
    fn words_are_read_as_they_are_stored() {
        let read = |typed: &str| Wanted::read(typed).map(|wanted| wanted.map(|one| one.words.join("|")));
        assert_eq!(read("  防災　ﾀｲｲﾝ 防災 "), Ok(Some("たいいん|防災".to_owned())));
        assert_eq!(read(" 　\u{FE0F}\u{0}"), Ok(None));
        assert_eq!(read(&"あ".repeat(101)), Err(TooLong));
    }

    proptest! {
        #[test]
        fn what_is_looked_for_is_cut_as_what_is_stored(text in "[ぁ-んァ-ヶ一-龠a-zA-Z０-９ 　・]{2,20}", at in 0_usize..18) {
            let part: String = text.chars().skip(at).take(2).collect();
            let Ok(Some(wanted)) = Wanted::read(&part) else { return Ok(()) };
            let stored = folded(&text);
            prop_assert!(wanted.words().iter().all(|word| stored.contains(word.as_str())));
            let cut = grams(&stored);
            prop_assert!(wanted.grams().iter().all(|pair| cut.contains(pair)));
        }
    }
}
