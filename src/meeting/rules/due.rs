//! How urgent a day is, in a word.

use chrono::NaiveDate;

/// How urgent a day is, in a word, and the look of its tag.
pub fn urgency(on: NaiveDate, today: NaiveDate) -> (String, &'static str) {
    match (on - today).num_days() {
        0 => ("今日".to_owned(), "tag tag--now"),
        ahead @ 1.. => (format!("あと{ahead}日"), "tag"),
        past => (format!("{}日遅れ", -past), "tag tag--late"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_told_by_their_distance() {
        let today = day("2026-11-10");
        for (on, words, look) in [
            ("2026-11-09", "1日遅れ", "tag tag--late"),
            ("2026-11-10", "今日", "tag tag--now"),
            ("2026-11-12", "あと2日", "tag"),
        ] {
            assert_eq!(urgency(day(on), today), (words.to_owned(), look));
        }
    }
}
