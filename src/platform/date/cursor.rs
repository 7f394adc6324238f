//! A place in a typed text, for reading it piece by piece.
//!
//! Spaces between pieces are skipped, never inside a number, so `令8. 11. 26` is read and `2 6日` is not.

/// What is still to be read.
pub(super) struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    /// At the start of `text`, which has been made half-width.
    pub(super) fn new(text: &'a str) -> Self {
        Self(text.trim())
    }

    /// Whether everything has been read.
    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a number comes next.
    pub(super) fn starts_with_digit(&self) -> bool {
        self.0.starts_with(|sign: char| sign.is_ascii_digit())
    }

    /// Steps over `word` if it comes next.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let Some(rest) = self.0.strip_prefix(word) else {
            return false;
        };
        self.0 = rest.trim_start();
        true
    }

    /// Steps over the first of `words` that comes next and gives what stands beside it.
    pub(super) fn eat_any<T: Copy>(&mut self, words: &[(&str, T)]) -> Option<T> {
        words.iter().find(|(word, _)| self.eat(word)).map(|(_, meaning)| *meaning)
    }

    /// The digits that come next, as typed: `"08"`. Empty if there are none.
    pub(super) fn digits(&mut self) -> &'a str {
        let end = self.0.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest.trim_start();
        digits
    }

    /// A number of one or two digits; anything else is none.
    pub(super) fn small_number(&mut self) -> Option<u32> {
        let digits = self.digits();
        if digits.len() > 2 {
            return None;
        }
        digits.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_skipped_between_pieces_only() {
        let mut cursor = Cursor::new(" 8 . 11");
        assert_eq!(cursor.small_number(), Some(8));
        assert!(cursor.eat("."));
        assert_eq!(cursor.digits(), "11");
        assert!(cursor.is_done());

        let mut split = Cursor::new("1 1月");
        assert_eq!(split.small_number(), Some(1));
        assert!(!split.eat("月"));
    }

    #[test]
    fn a_small_number_has_one_or_two_digits() {
        for (text, number) in [("7", Some(7)), ("07", Some(7)), ("007", None), ("", None), ("月", None)] {
            assert_eq!(Cursor::new(text).small_number(), number, "{text}");
        }
    }

    #[test]
    fn the_first_matching_word_gives_its_meaning() {
        let mut cursor = Cursor::new("令和8");
        assert_eq!(cursor.eat_any(&[("平成", 1), ("令和", 2), ("令", 3)]), Some(2));
        assert_eq!(cursor.eat_any(&[("平成", 1)]), None);
        assert_eq!(cursor.digits(), "8");
    }
}
