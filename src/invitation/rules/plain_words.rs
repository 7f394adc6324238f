//! What somebody writes in a mail instead of pressing a button: 「H4TW 出席します」. It is only ever proposed to the
//! clerk, and only where there is nothing to misread.

use entity::reply::{Answer, ReplyMode};

use crate::platform::date::half_width;
use crate::platform::secret::CROCKFORD;

/// Letters of a reply number.
const LETTERS: usize = 4;
/// The most numbers of one mail that are looked up.
const MOST: usize = 5;
/// The longest name of a proxy, in characters.
const LONGEST_NAME: usize = 20;

/// What a mail proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainWords {
    /// The answer, where it is certain.
    pub answer: Option<Answer>,
    /// Room or online, where one of them is named.
    pub mode: Option<ReplyMode>,
    /// Who would come instead.
    pub proxy: Option<String>,
}

/// Words after which a sentence may mean the opposite, or nothing yet.
const DOUBTS: &[&str] = &[
    "ません",
    "ない",
    "ず",
    "かねます",
    "難し",
    "不可",
    "未定",
    "検討",
    "調整",
    "確認",
    "かも",
    "可能性",
    "予定が",
    "場合",
    "または",
    "あるいは",
    "か欠席",
    "か出席",
    "取り消",
    "取消",
    "変更",
    "訂正",
    "?",
];

/// What the words above the quoted mail say. Of a sentence that doubts, and of two answers at once, nothing is taken.
pub fn plain_words(subject: &str, text: &str) -> PlainWords {
    let own = own_words(subject, text);
    let plain =
        own.replace("出欠", "").replace("代理出席", "代理").replace("ご出席", "").replace("御出席", "");
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    let coming = plain.replace("不参加", "");
    let attends = coming.contains("出席") || coming.contains("参加");
    let (stays, sends) = (has(&["欠席", "不参加"]), has(&["代理"]));
    let proxy = sends.then(|| proxy(&plain)).flatten();
    let answer = match (attends, stays, sends) {
        _ if has(DOUBTS) => None,
        (true, false, false) => Some(Answer::Attend),
        (false, true, false) => Some(Answer::Absent),
        (false, false, true) if proxy.is_some() => Some(Answer::Proxy),
        _ => None,
    };
    let low = plain.to_lowercase();
    let online = ["オンライン", "web", "ウェブ", "zoom", "リモート"].iter().any(|word| low.contains(word));
    let room = ["会場", "現地", "来場"].iter().any(|word| low.contains(word));
    let mode = match (answer, room, online) {
        (Some(Answer::Attend | Answer::Proxy), true, false) => Some(ReplyMode::Room),
        (Some(Answer::Attend | Answer::Proxy), false, true) => Some(ReplyMode::Online),
        _ => None,
    };
    PlainWords { answer, mode, proxy: proxy.filter(|_| answer == Some(Answer::Proxy)) }
}

/// The reply number of these octets, as it is printed and stored. Four figures alone are none: whoever writes them in a
/// mail may mean a year.
pub fn reply_number(octets: [u8; LETTERS]) -> Option<String> {
    let letters = octets.iter().filter_map(|octet| CROCKFORD.chars().nth(usize::from(octet & 31)));
    let number = letters.collect::<String>().to_ascii_uppercase();
    is_unmistakable(&number).then_some(number)
}

fn is_unmistakable(number: &str) -> bool {
    number.contains(|c: char| c.is_ascii_alphabetic())
}

/// What may be reply numbers in the words above the quoted mail, as they are stored, each once. Four figures alone are
/// a year or a price unless 「回答番号」 stands before them.
pub fn reply_numbers(subject: &str, text: &str) -> Vec<String> {
    let own = own_words(subject, text);
    let mut found: Vec<String> = Vec::new();
    let mut before = "";
    for word in own.split(|c: char| !c.is_ascii_alphanumeric()) {
        let at = word.as_ptr() as usize - own.as_ptr() as usize;
        let lead = own.get(..at).unwrap_or_default();
        before = if word.is_empty() { before } else { lead };
        let named =
            before.trim_end_matches([' ', ':', '\n', '[', '(', '「', '『', '【']).ends_with("回答番号");
        let number = word.to_ascii_lowercase();
        let fits = number.len() == LETTERS && number.chars().all(|letter| CROCKFORD.contains(letter));
        let number = number.to_ascii_uppercase();
        if fits && (named || is_unmistakable(&number)) && !found.contains(&number) {
            found.push(number);
        }
    }
    found.truncate(MOST);
    found
}

/// The subject, unless it is that of our own mail, and the text down to the mail that it answers.
fn own_words(subject: &str, text: &str) -> String {
    let subject = half_width(subject.trim());
    let low = subject.to_lowercase();
    let answers =
        ["re:", "re ", "aw:", "sv:", "fw:", "fwd:", "返信", "転送"].iter().any(|lead| low.starts_with(lead));
    let own = half_width(text);
    let own: Vec<_> = own.lines().take_while(|line| !is_quotation(line.trim())).collect();
    let subject = if answers { "" } else { subject.as_str() };
    format!("{subject}\n{}", own.join("\n"))
}

/// Whether a mail that is answered begins with this line.
fn is_quotation(line: &str) -> bool {
    let low = line.to_lowercase();
    let rule = ["-----", "_____", "*****"].iter().any(|rule| low.starts_with(rule));
    let head =
        ["from:", "sent:", "差出人:", "送信者:", "on ", "宛先:"].iter().any(|head| low.starts_with(head));
    line.starts_with('>')
        || line.starts_with('|')
        || (rule
            && (low.contains("original") || low.contains("元の") || low.contains("転送") || low.len() > 20))
        || (head && (low.contains('@') || low.ends_with("wrote:") || !low.starts_with("on ")))
        || (low.ends_with("wrote:") || low.ends_with("のメール:") || low.ends_with("書きました:"))
}

/// The name behind 「代理」: 「代理は 髙田 真弓 が」「代理：髙田真弓」.
fn proxy(plain: &str) -> Option<String> {
    let (_, behind) = plain.split_once("代理")?;
    let behind = behind.trim_start_matches(['は', 'に', ':', ' ', '人', '者', '、']);
    let end = |c: char| matches!(c, '\n' | '、' | '。' | ',' | '.' | '(' | '（' | '「' | '/');
    let name = behind.split(end).next()?.trim();
    let cuts = ["さん", "様", "が", "を", "に", "の", "です", "出席", "参加", "(", "医師", "先生", "氏"];
    let stop = cuts.iter().filter_map(|cut| name.find(cut)).min().unwrap_or(name.len());
    let name = name.get(..stop)?.trim();
    let is_name = !name.starts_with(|c: char| c.is_whitespace() || ('ぁ'..='ん').contains(&c))
        && !["会場", "オンライン"].iter().any(|place| name.contains(place))
        && !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && name.chars().all(|c| c == ' ' || (c.is_alphabetic() && !c.is_ascii()));
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(subject: &str, text: &str) -> String {
        let PlainWords { answer, mode, proxy } = plain_words(subject, text);
        let answer = answer.map(crate::invitation::rules::answer_word).unwrap_or("―");
        let mode = mode.map(crate::invitation::rules::mode_word).unwrap_or_default();
        format!("{answer}{mode}{}", proxy.unwrap_or_default())
    }

    #[test]
    fn what_is_clear_is_proposed_and_nothing_else() {
        for (subject, text, expected) in [
            ("", "H4TW 出席します", "出席"),
            ("", "出席いたします。会場に伺います。", "出席会場"),
            ("", "オンラインで参加します", "出席オンライン"),
            ("", "Ｚｏｏｍで参加いたします", "出席オンライン"),
            ("", "会場かオンラインで出席します", "出席"),
            ("", "欠席します。よろしくお願いします。", "欠席"),
            ("", "申し訳ありませんが欠席します", "―"),
            ("", "所用のため、不参加とさせてください", "欠席"),
            ("欠席", "", "欠席"),
            ("H4TW 出席", "", "出席"),
            ("", "代理は 髙田 真弓 が出席します", "―"),
            ("", "代理：髙田 真弓", "代理髙田 真弓"),
            ("", "代理出席　髙田真弓（副管理者）", "代理髙田真弓"),
            ("", "代理で会場に行かせます", "―"),
            ("", "代理を出します", "―"),
            ("", "出席できません", "―"),
            ("", "欠席しません", "―"),
            ("", "出席か欠席か未定です", "―"),
            ("", "出席と回答しましたが欠席します", "―"),
            ("", "出欠について、あらためて連絡します", "―"),
            ("", "先日の御出席の件、ありがとうございます", "―"),
            ("", "はい", "―"),
            ("Re: 【連携協議会】開催通知 出席のお願い", "承知しました", "―"),
            ("", "出席します\n> 欠席の方は代理をお願いします", "出席"),
            ("", "欠席します\n-----Original Message-----\n出席／欠席", "欠席"),
            ("", "欠席します\nFrom: 事務局 <x@y.example>\n出席", "欠席"),
            ("", "参加します\n2026年11月10日(火) 9:00 事務局 <x@y.example> のメール:\n欠席", "出席"),
            ("", "On Tue, Nov 10, 2026, office <x@y.example> wrote:\n出席します", "―"),
            ("", "変更します。欠席で。", "―"),
        ] {
            assert_eq!(said(subject, text), expected, "{subject} {text}");
        }
    }

    #[test]
    fn numbers_stand_alone() {
        for (subject, text, expected) in [
            ("", "H4TW 出席します", vec!["H4TW"]),
            ("", "ｈ４ｔｗ出席", vec!["H4TW"]),
            ("回答番号　H4TW", "出席します", vec!["H4TW"]),
            ("", "回答番号：2026 欠席", vec!["2026"]),
            ("", "2026年12月4日の会議に出席します", vec![]),
            ("", "FAXの紙 H4TWX と ABIL", vec![]),
            ("Re: H4TW", "出席します\n> 回答番号 ZZZZ", vec![]),
            ("", "H4TW、H4TW、J5XY", vec!["H4TW", "J5XY"]),
        ] {
            assert_eq!(reply_numbers(subject, text), expected, "{subject} {text}");
        }
    }

    #[test]
    fn a_number_given_is_no_year() {
        assert_eq!(reply_number([2, 0, 2, 6]), None);
        assert_eq!(reply_number([2, 0, 2, 31]).as_deref(), Some("202Z"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(subject in any::<String>(), text in any::<String>()) {
            plain_words(&subject, &text);
            prop_assert!(reply_numbers(&subject, &text).len() <= MOST);
        }

        #[test]
        fn every_number_given_is_found(octets in any::<[u8; LETTERS]>()) {
            let number = reply_number(octets);
            prop_assume!(number.is_some());
            let number = number.unwrap_or_default();
            prop_assert_eq!(reply_numbers("", &format!("{} 出席します", number.to_lowercase())), vec![number]);
        }

        #[test]
        fn two_answers_are_none(one in "(出席|参加)します", other in "(欠席|不参加)です", between in "[、。 \n]{1,3}") {
            prop_assert_eq!(plain_words("", &format!("{one}{between}{other}")).answer, None);
        }
    }
}
