//! The shadow of a text that is searched and compared: what a person would call the same letters is the same there.
//! It is thrown away after the comparison, or kept beside the text for search only; what is stored and shown is the
//! original, never this.

use unicode_normalization::UnicodeNormalization;

/// Old and rare forms of letters in names, each group with its usual form first. Whoever changes this raises
/// `search_index::RULES`, so that what is stored for search is made anew.
const FORMS: [&str; 36] = [
    "高髙",
    "崎﨑嵜碕",
    "吉𠮷",
    "辺邉邊",
    "沢澤",
    "斉齋斎齊",
    "浜濱濵",
    "広廣",
    "島嶋嶌",
    "富冨",
    "桜櫻",
    "真眞",
    "恵惠",
    "国國",
    "竜龍",
    "滝瀧",
    "芦蘆",
    "塚\u{FA10}",
    "神\u{FA19}",
    "都\u{FA26}",
    "徳德",
    "隆\u{F9DC}",
    "緑綠",
    "瀬瀨",
    "館舘",
    "渕淵渊",
    "円圓",
    "学學",
    "関關",
    "栄榮",
    "実實",
    "条條",
    "静靜",
    "鉄鐵",
    "万萬",
    "与與",
];

/// Compatibility forms as their plain ones (NFKC), old forms as usual ones, hiragana for katakana, lower case, no
/// variation selectors, no spaces.
pub fn folded(text: &str) -> String {
    hiragana(text).chars().filter(|c| !c.is_whitespace()).map(usual).flat_map(char::to_lowercase).collect()
}

/// Katakana of either width as hiragana, with sound marks joined to their letters; NFKC for all else.
pub fn hiragana(text: &str) -> String {
    let letters = text.chars().filter(|c| !is_variation_selector(*c));
    // A sound mark that stands alone (U+309B, U+309C) belongs to the letter before it.
    let joined = letters.map(|c| match c {
        '゛' => '\u{3099}',
        '゜' => '\u{309A}',
        _ => c,
    });
    joined.nfkc().map(as_hiragana).collect()
}

fn as_hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        // What input methods give for the minus key.
        '\u{2212}' | '\u{2010}' => '-',
        _ => c,
    }
}

fn usual(c: char) -> char {
    let group = FORMS.iter().find(|group| group.contains(c));
    group.and_then(|group| group.chars().next()).unwrap_or(c)
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_usual_form() {
        for (written, looked_for) in [
            ("髙橋 さくら", "高橋さくら"),
            ("山﨑", "山崎"),
            ("𠮷田", "吉田"),
            ("渡邉", "渡辺"),
            ("渡邊", "渡辺"),
            ("中澤", "中沢"),
            ("齋藤", "斉藤"),
            ("神\u{FA19}", "神神"),
            ("辻\u{E0100}", "辻"),
            ("たかはし", "タカハシ"),
            ("たかはし", "ﾀｶﾊｼ"),
            ("ボブ", "ほ゛ふ゛"),
            ("ボブ", "ﾎﾞﾌﾞ"),
            ("Smith", "ｓｍｉｔｈ"),
            ("㈱南信州　第①回", "(株)南信州第1回"),
            ("ＩＣＦ－１", "icf-1"),
        ] {
            assert_eq!(folded(written), folded(looked_for), "{written}");
        }
        for (one, other) in [("高橋", "高柳"), ("がく", "かく"), ("サーバ", "サバ")] {
            assert_ne!(folded(one), folded(other));
        }
    }
}
