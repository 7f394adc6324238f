//! Full-width and half-width letters.
//!
//! Official letters print digits and brackets full-width, people type both. Only signs with a full-width twin in
//! ASCII change, so nothing here is fit for names: those are stored as written.

/// Distance between an ASCII sign and its full-width twin (U+FF01–U+FF5E).
const TWIN: u32 = 0xFEE0;

/// Digits and round brackets made full-width, as in letters: `第45号` → `第４５号`.
pub fn full_width(text: &str) -> String {
    text.chars()
        .map(|sign| if sign.is_ascii_digit() || "()".contains(sign) { wide(sign) } else { sign })
        .collect()
}

/// Full-width ASCII, the full-width space and the minus sign made half-width, for reading typed codes and dates.
pub fn half_width(text: &str) -> String {
    text.chars().map(narrow).collect()
}

fn wide(sign: char) -> char {
    char::from_u32(u32::from(sign) + TWIN).unwrap_or(sign)
}

fn narrow(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - TWIN).unwrap_or(sign),
        '\u{3000}' => ' ',
        // What input methods give for the minus key.
        '\u{2212}' | '\u{2010}' => '-',
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_brackets_change_and_words_stay() {
        assert_eq!(full_width("令和8年11月26日(木)"), "令和８年１１月２６日（木）");
        assert_eq!(full_width("A-B 第45号"), "A-B 第４５号");
        assert_eq!(half_width("Ｒ８．１１．２６　（木）：／－−‐"), "R8.11.26 (木):/---");
        assert_eq!(half_width("髙橋ｶﾀｶﾅ"), "髙橋ｶﾀｶﾅ");
    }
}
