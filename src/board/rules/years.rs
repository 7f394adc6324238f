//! The fiscal years a board shows: one, or several side by side.

use crate::platform::date::FiscalYear;

/// The fiscal years shown, first and last.
pub type Years = (FiscalYear, FiscalYear);

/// The most fiscal years that are shown at once.
pub const MOST_YEARS: i32 = 5;

/// Reads `2026` and `2016-2018`.
pub fn read_years(text: &str) -> Option<Years> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (FiscalYear::parse(first).ok()?, FiscalYear::parse(last).ok()?);
    let span = last.year() - first.year();
    let known = (1900..=2200).contains(&first.year());
    (known && (0..MOST_YEARS).contains(&span)).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_one_or_several() {
        let year = FiscalYear::new;
        for (text, expected) in [
            ("2026", Some((year(2026), year(2026)))),
            ("2016-2018", Some((year(2016), year(2018)))),
            ("R8", Some((year(2026), year(2026)))),
            ("2018-2016", None),
            ("2010-2018", None),
            ("0-1", None),
            ("", None),
            ("来年", None),
        ] {
            assert_eq!(read_years(text), expected, "{text}");
        }
    }
}
