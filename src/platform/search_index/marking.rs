//! Which letters of a text are those that were looked for.

use super::wanted::Wanted;
use crate::platform::folding::folded;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As it is stored.
    pub text: String,
    /// Whether it was looked for.
    pub wanted: bool,
}

/// A text in pieces, those marked that were looked for. Letters are compared as the index does it, one by one with
/// the marks that follow each.
pub fn marked(text: &str, wanted: &Wanted) -> Vec<Part> {
    let clusters = clusters(text);
    let mut letters = Vec::new();
    for (at, cluster) in clusters.iter().enumerate() {
        letters.extend(folded(cluster).chars().map(|letter| (letter, at)));
    }
    let mut hit = vec![false; clusters.len()];
    for word in wanted.words() {
        let word: Vec<_> = word.chars().collect();
        for place in letters.windows(word.len()) {
            if place.iter().map(|(letter, _)| letter).eq(&word) {
                let (first, last) = (place.first().map(|one| one.1), place.last().map(|one| one.1));
                let span = first.zip(last).and_then(|(first, last)| hit.get_mut(first..=last));
                span.unwrap_or_default().fill(true);
            }
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    for (cluster, wanted) in clusters.into_iter().zip(hit) {
        match parts.last_mut().filter(|part| part.wanted == wanted) {
            Some(part) => part.text.push_str(&cluster),
            None => parts.push(Part { text: cluster, wanted }),
        }
    }
    parts
}

/// Letters, each with the sound marks and selectors that follow it.
fn clusters(text: &str) -> Vec<String> {
    let mut clusters: Vec<String> = Vec::new();
    for c in text.chars() {
        let follows = matches!(c, '゛' | '゜' | 'ﾞ' | 'ﾟ' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}')
            || ('\u{E0100}'..='\u{E01EF}').contains(&c);
        match clusters.last_mut().filter(|_| follows) {
            Some(last) => last.push(c),
            None => clusters.push(c.to_string()),
        }
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_looked_for_are_marked_as_they_are_written() {
        for (text, typed, parts) in [
            ("入退院支援ルールの運用", "退院 運用", "入[退院]支援ルールの[運用]"),
            ("髙橋 さくら", "高橋さくら", "[髙橋 さくら]"),
            ("ﾎﾞﾌﾞ薬局", "ぼぶ", "[ﾎﾞﾌﾞ]薬局"),
            ("㈱あい", "株", "[㈱]あい"),
            ("ああああ", "ああ", "[ああああ]"),
            ("なし", "あり", "なし"),
            ("", "あり", ""),
        ] {
            let wanted = Wanted::read(typed).unwrap().unwrap();
            let said: String = marked(text, &wanted)
                .iter()
                .map(|part| if part.wanted { format!("[{}]", part.text) } else { part.text.clone() })
                .collect();
            assert_eq!(said, parts, "{text} {typed}");
        }
    }
}
