//! Plain text of mails, at most 76 columns wide.
//!
//! Full-width and ambiguous characters count two columns, as Japanese mail programs draw them. Lines end where
//! Unicode's rules allow it (UAX #14, which include kinsoku); addresses of pages and of mail and one given text stay in
//! one piece, also when longer than a line. Wrapping only adds line ends and the indent after them, so that taking
//! these away gives the text back.

use std::ops::Range;

use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthChar;

/// Columns of a line.
const WIDTH: usize = 76;

/// What a continuation of `■項目　…` begins with: four full-width spaces, the width of `■項目　`.
const INDENT: &str = "　　　　";

/// Wraps each line of `text`; existing line ends stay.
///
/// A line that begins with `■` is continued under its text, four full-width spaces in; so is a line that begins with
/// these spaces.
pub fn wrap_76(text: &str) -> String {
    wrap_76_keeping(text, "")
}

/// As [`wrap_76`], and every occurrence of `unbroken` (a meeting's title) stays in one piece.
pub fn wrap_76_keeping(text: &str, unbroken: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 16);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\r', '\n']);
        if columns(words) <= WIDTH {
            wrapped.push_str(words);
        } else {
            wrap_line(words, &pieces(words, unbroken), &mut wrapped);
        }
        wrapped.push_str(line.get(words.len()..).unwrap_or_default());
    }
    wrapped
}

/// Width of a one-line text in columns; full-width and ambiguous characters are two wide.
pub fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn width(c: char) -> usize {
    c.width_cjk().unwrap_or(0)
}

/// Fills lines with what may stand together, in order.
fn wrap_line(words: &str, pieces: &[Range<usize>], out: &mut String) {
    let indent = if words.starts_with('■') || words.starts_with(INDENT) { INDENT } else { "" };
    let (mut start, mut used) = (0, 0);
    for end in ends(words, pieces) {
        let chunk = words.get(start..end).unwrap_or_default();
        let shown = columns(chunk);
        if start > 0 && used + shown > WIDTH {
            out.push('\n');
            out.push_str(indent);
            used = columns(indent);
        }
        if used + shown > WIDTH {
            used = split(chunk, start, pieces, indent, used, out);
        } else {
            out.push_str(chunk);
            used += shown;
        }
        start = end;
    }
}

/// Writes a chunk that has no place to break and is wider than a line. Its pieces stay whole and count nothing here, so
/// that what encloses them stays with them; everything else is cut at the edge. Returns the columns used.
fn split(
    chunk: &str,
    at: usize,
    pieces: &[Range<usize>],
    indent: &str,
    used: usize,
    out: &mut String,
) -> usize {
    let (mut used, mut hidden) = (used, 0);
    for (i, c) in chunk.char_indices() {
        let inside = pieces.iter().any(|piece| piece.contains(&(at + i)));
        if inside {
            hidden += width(c);
        } else if used + width(c) > WIDTH && width(c) > 0 {
            out.push('\n');
            out.push_str(indent);
            (used, hidden) = (columns(indent) + width(c), 0);
        } else {
            used += width(c);
        }
        out.push(c);
    }
    used + hidden
}

/// Where a line may end: after these bytes. White space at its beginning and a heading `■項目　` are no places.
fn ends<'a>(words: &'a str, pieces: &'a [Range<usize>]) -> impl Iterator<Item = usize> + 'a {
    let margin = words.len() - words.trim_start().len();
    let heading = match words.find('　') {
        Some(i) if words.starts_with('■') => i,
        _ => '■'.len_utf8() * usize::from(words.starts_with('■')),
    };
    let allowed = linebreaks(words).map(|(end, _)| end);
    allowed.filter(move |end| {
        let cut = pieces.iter().any(|piece| piece.start < *end && *end < piece.end);
        *end == words.len() || (!cut && *end > margin && *end > heading)
    })
}

/// The parts of a line that stay whole: `unbroken`, and runs of ASCII with `://` or `@` in them.
fn pieces(words: &str, unbroken: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in words.split_inclusive(|c: char| !c.is_ascii_graphic()) {
        let shown = run.trim_end_matches(|c: char| !c.is_ascii_graphic());
        if shown.contains("://") || shown.contains('@') {
            found.push(at..at + shown.len());
        }
        at += run.len();
    }
    if !unbroken.is_empty() {
        found.extend(words.match_indices(unbroken).map(|(i, title)| i..i + title.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{INDENT, columns, pieces, wrap_76, wrap_76_keeping};

    #[test]
    fn short_text_stays_as_it_is() {
        let text = "東部在宅医療・介護連携推進協議会　委員　髙橋 花子 様\n\n　令和8年度第2回の会議を次のとおり開きます。\r\n";
        assert_eq!(wrap_76(text), text);
        assert_eq!(wrap_76(""), "");
        let full = "あ".repeat(38);
        assert_eq!(wrap_76(&full), full);
    }

    #[test]
    fn an_item_is_continued_under_its_text() {
        assert_eq!(
            wrap_76(
                "■議題　1 令和8年度上半期の取組　2 入退院支援ルールの見直しについて　3 その他の報告事項（前回からの宿題）\n■回答　済"
            ),
            "■議題　1 令和8年度上半期の取組　2 入退院支援ルールの見直しについて　3 その\n　　　　他の報告事項（前回からの宿題）\n■回答　済"
        );
    }

    #[test]
    fn kinsoku_holds() {
        let a37 = "あ".repeat(37);
        for (text, lines) in [
            (format!("{a37}い。う"), vec![a37.clone(), "い。う".into()]), // 。 does not begin a line
            (format!("{a37}「い」"), vec![a37.clone(), "「い」".into()]), // 「 does not end one
            (format!("{a37}いう"), vec![format!("{a37}い"), "う".into()]),
            (format!("{a37}2026"), vec![a37.clone(), "2026".into()]), // a number stays whole
            (format!("{a37}い word"), vec![a37.clone(), "い word".into()]), // a space counts
            ("a".repeat(80), vec!["a".repeat(76), "aaaa".into()]),
        ] {
            assert_eq!(wrap_76(&text).lines().collect::<Vec<_>>(), lines, "{text}");
        }
    }

    #[test]
    fn pieces_stay_whole() {
        let url = format!("https://renkei.example.jp/r/{}", "7kq2m9xd/".repeat(8));
        let text = format!("　ページ：{url}をごらんください。");
        assert_eq!(wrap_76(&text), format!("　ページ：\n{url}\nをごらんください。"));
        let indented = format!("　　　　{url}");
        assert_eq!(wrap_76(&indented), indented);
        let mail = "問合せは renkei-jimukyoku-zaitaku-iryo-kaigo@minami-shinshu-kouiki.example.jp まで";
        assert!(wrap_76(mail).contains("jimukyoku-zaitaku-iryo-kaigo@minami-shinshu-kouiki.example.jp"));
        let title =
            "令和8年度第2回東部在宅医療・介護連携推進協議会及び入退院支援ルール見直し検討部会合同会議";
        assert!(columns(title) > 76);
        let text = format!("　このたび「{title}」を次のとおり開きますので、お知らせします。");
        assert_eq!(
            wrap_76_keeping(&text, title),
            format!("　このたび\n「{title}」\nを次のとおり開きますので、お知らせします。")
        );
        assert!(!wrap_76(&text).contains(title));
    }

    /// Takes away each line end that the original does not have, and the indent after it.
    fn unwrapped(original: &str, wrapped: &str) -> String {
        let mut lines = wrapped.split('\n').peekable();
        let mut text = String::new();
        let mut indent = "";
        while let Some(line) = lines.next() {
            if text.is_empty() || text.ends_with('\n') {
                indent = if line.starts_with('■') || line.starts_with(INDENT) { INDENT } else { "" };
                text.push_str(line);
            } else {
                text.push_str(line.strip_prefix(indent).unwrap_or(line));
            }
            if lines.peek().is_some() && original.get(text.len()..).is_some_and(|rest| rest.starts_with('\n'))
            {
                text.push('\n');
            }
        }
        text
    }

    const TITLE: &str = "第2回 在宅医療・介護連携推進協議会（臨時）";

    fn mail_text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            4 => "[あ-んア-ン一-十、。・「」（）ー％～]{1,30}",
            2 => "[a-zA-Z0-9 .,()/:-]{1,30}",
            1 => "https://[a-z0-9/._-]{1,90}",
            1 => "[a-z.-]{1,20}@[a-z.-]{1,20}",
            1 => "[髙﨑𠮷🙇\u{e0100}\u{301}\u{200f} 　]{1,10}",
            1 => Just("\n".to_owned()),
            1 => Just("\n■日時　".to_owned()),
            1 => Just("\n　　　　".to_owned()),
            1 => Just(TITLE.to_owned()),
            1 => "a{1,200}",
        ];
        proptest::collection::vec(word, 0..20).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn lines_fit_and_nothing_is_lost(text in mail_text()) {
            let wrapped = wrap_76_keeping(&text, TITLE);
            for line in wrapped.lines() {
                if columns(line) > 76 {
                    let whole = pieces(line, TITLE);
                    prop_assert!(!whole.is_empty(), "{line}");
                    let rest = line.char_indices().filter(|(i, _)| !whole.iter().any(|piece| piece.contains(i)));
                    prop_assert!(columns(&rest.map(|(_, c)| c).collect::<String>()) <= 76, "{line}");
                }
            }
            prop_assert_eq!(unwrapped(&text, &wrapped), text.clone());
            let count = |in_text: &str| in_text.matches(TITLE).count();
            prop_assert_eq!(count(&wrapped), count(&text));
            for piece in pieces(&text.replace('\n', " "), "") {
                let address = text.get(piece).unwrap();
                prop_assert!(wrapped.contains(address), "{address} in {wrapped}");
            }
        }
    }
}
