//! What a mail server sends back about a mail of ours: that it did not arrive, or not yet.
//!
//! Read are delivery reports (RFC 3464) and what servers write in words of their own, with the mail in question or
//! its head attached or written below. Everything in it is a claim: whether there is such a mail, and whether it
//! went to that address, is for the caller to find out.

use mail_parser::{Message, MimeHeaders};

use super::parts::{self, Part};
use super::{MAX_DEPTH, head};
use crate::platform::calendar::text;

/// The most recipients of one report that are read. A mail of ours has one.
const MAX_RECIPIENTS: usize = 20;
/// The longest sentence of a server that is kept, in characters.
const MAX_SAID: usize = 500;

/// A mail server's report about a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Message-ID of the mail it is about, without angle brackets.
    pub original: Option<String>,
    /// What became of it, by recipient.
    pub fates: Vec<Fate>,
}

/// What became of a mail on the way to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// The recipient under every address the report names, lower-cased.
    pub addresses: Vec<String>,
    /// Whether the server has given up; else it goes on trying, or has delivered.
    pub failed: bool,
    /// The reply code of SMTP, where one is quoted.
    pub code: Option<i32>,
    /// The server's words on one line, its enhanced status code first.
    pub said: String,
}

/// The report in a mail, if it is one. `notice` is the text a person would read.
pub(super) fn read(
    head: &Message<'_>,
    from: Option<&str>,
    parts: &[Part<'_>],
    notice: &str,
) -> Option<Bounce> {
    if let Some(status) = parts.iter().find(|part| is_status(&part.kind)) {
        return Some(Bounce { original: attached(parts), fates: fates(&status.decoded()) });
    }
    let named: Vec<String> =
        head::raw(head, "X-Failed-Recipients").iter().flat_map(|it| addresses(it)).collect();
    if is_report(head) || (named.is_empty() && !from.is_some_and(is_mailer)) {
        return None;
    }
    let (words, below) = cut(notice);
    let original = attached(parts).or_else(|| written(below));
    Some(Bounce { original, fates: vec![in_words(words, named)] })
}

fn is_status(kind: &str) -> bool {
    matches!(kind, "message/delivery-status" | "message/global-delivery-status")
}

/// A report without a delivery status is about something else, such as that a mail was read (RFC 8098).
fn is_report(head: &Message<'_>) -> bool {
    let kind = head.content_type().and_then(|kind| kind.attribute("report-type"));
    kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("delivery-status"))
}

/// Whether an address is one that mail servers write from.
fn is_mailer(from: &str) -> bool {
    let local = from.split('@').next().unwrap_or_default();
    matches!(local, "mailer-daemon" | "postmaster" | "mail-daemon" | "maildaemon")
        || local.starts_with("microsoftexchange")
}

/// Message-ID in the attached mail or its attached head.
fn attached(parts: &[Part<'_>]) -> Option<String> {
    let kinds = [
        "message/rfc822",
        "message/global",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
    ];
    let quoted = parts.iter().filter(|part| kinds.contains(&part.kind.as_str())).take(MAX_DEPTH);
    quoted.map(Part::decoded).find_map(|octets| {
        let entity = parts::split(&octets).ok()?;
        head::message_id(&head::parse(entity.head)?)
    })
}

/// The groups of a delivery status; the first is about the report itself.
fn fates(status: &[u8]) -> Vec<Fate> {
    let status = text::several_lines(&String::from_utf8_lossy(status));
    let groups = status.split("\n\n").map(|group| group.trim_start_matches('\n'));
    groups.filter_map(fate).take(MAX_RECIPIENTS).collect()
}

fn fate(group: &str) -> Option<Fate> {
    let fields = format!("{group}\n\n");
    let fields = head::parse(fields.as_bytes())?;
    let value = |name| head::raw(&fields, name).into_iter().next().unwrap_or_default();
    let named: Vec<String> = [value("Original-Recipient"), value("Final-Recipient")]
        .iter()
        .filter_map(|value| head::plain_address(after_type(value).trim_matches(['<', '>'])))
        .collect();
    let action = value("Action");
    if named.is_empty() && action.is_empty() {
        return None;
    }
    let (status, diagnostic) = (value("Status"), value("Diagnostic-Code"));
    let diagnostic = after_type(&diagnostic);
    // The server's own words are more exact than a status that says no more than that something is wrong.
    let vague = status.ends_with(".0.0") && enhanced(diagnostic).is_some();
    let status = if vague || diagnostic.contains(status.as_str()) { "" } else { first_word(&status) };
    Some(Fate {
        addresses: named,
        failed: first_word(&action).eq_ignore_ascii_case("failed"),
        code: reply_code(diagnostic),
        said: said(&format!("{status} {diagnostic}")),
    })
}

/// `rfc822; a@b.example`: what stands behind the type.
fn after_type(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, rest)| rest).trim()
}

fn first_word(value: &str) -> &str {
    value.split([' ', '(', ';']).next().unwrap_or_default()
}

/// Lines below which a server writes the mail that came back.
fn is_cut(line: &str) -> bool {
    let words = ["copy of", "original", "returned message", "message header", "元の", "以下"];
    let line = line.to_ascii_lowercase();
    let ruled = line.starts_with("--") || line.starts_with("==") || line.starts_with("__");
    (ruled && words.iter().any(|word| line.contains(word))) || line.starts_with("message-id:")
}

/// What a server says, and the mail it quotes below.
fn cut(notice: &str) -> (&str, &str) {
    let mut at = 0;
    for line in notice.split_inclusive('\n') {
        if is_cut(line.trim()) {
            return notice.split_at_checked(at).unwrap_or((notice, ""));
        }
        at += line.len();
    }
    (notice, "")
}

/// Message-ID in a head that stands in the text.
fn written(below: &str) -> Option<String> {
    below.lines().find_map(|line| {
        let (name, value) = line.trim().split_once(':')?;
        let id = value.trim().strip_prefix('<')?.strip_suffix('>')?;
        (name.eq_ignore_ascii_case("message-id") && !id.is_empty()).then(|| id.to_owned())
    })
}

/// Words by which a server says that it goes on trying.
const DELAYS: &[&str] =
    &["delayed", "will be retried", "will keep trying", "still trying", "warning", "遅延", "遅れて", "再送"];
/// Words by which one says that it will not, where it quotes no code.
const FAILURES: &[&str] = &[
    "permanent",
    "user unknown",
    "unknown user",
    "no such user",
    "does not exist",
    "couldn't be delivered",
    "could not be delivered",
    "undeliverable",
    "given up",
    "giving up",
    "配信できません",
    "配信に失敗",
    "配信不能",
    "送信できません",
    "送信に失敗",
    "届けられません",
    "届けることができません",
    "見つかりません",
    "存在しません",
];

fn in_words(words: &str, mut named: Vec<String>) -> Fate {
    named.extend(addresses(words));
    named.truncate(MAX_RECIPIENTS);
    let low = words.to_lowercase();
    let says = |some: &[&str]| some.iter().any(|word| low.contains(word));
    let (status, code) = (enhanced(words), reply_code(words));
    let failed = match (status.map(|it| it.starts_with('5')), code) {
        (Some(permanent), _) => permanent,
        (None, Some(code)) => code >= 500,
        (None, None) => says(FAILURES) && !says(DELAYS),
    };
    // From where the code stands: what is before it are greetings.
    let start = status.and_then(|status| words.find(status)).unwrap_or_default();
    Fate { addresses: named, failed, code, said: said(words.get(start..).unwrap_or(words)) }
}

/// The addresses in a text, each once.
fn addresses(words: &str) -> Vec<String> {
    let marks = |c: char| c.is_whitespace() || "<>()[]{}\"',;:：、。（）「」＜＞".contains(c);
    let mut found = Vec::new();
    for word in words.split(marks).filter(|word| word.contains('@')) {
        let address = head::plain_address(word.trim_end_matches('.'));
        found.extend(address.filter(|address| !found.contains(address)));
        if found.len() == MAX_RECIPIENTS {
            break;
        }
    }
    found
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "()[]<>#:;,\"'".contains(c))
}

/// The first enhanced status code (RFC 3463) of a text.
fn enhanced(text: &str) -> Option<&str> {
    words_of(text).find(|word| {
        let mut numbers = word.split('.');
        let class = numbers.next().is_some_and(|class| matches!(class, "4" | "5"));
        let rest: Vec<_> = numbers.collect();
        let short =
            |number: &&str| matches!(number.len(), 1..=3) && number.bytes().all(|it| it.is_ascii_digit());
        class && rest.len() == 2 && rest.iter().all(short)
    })
}

/// The first reply code of a refusal (RFC 5321): three digits, alone or before an enhanced code.
fn reply_code(text: &str) -> Option<i32> {
    let codes = words_of(text)
        .filter_map(|word| word.get(..3).filter(|_| matches!(word.as_bytes().get(3), None | Some(b'-'))));
    let digits = codes.filter(|code| code.bytes().all(|octet| octet.is_ascii_digit()));
    digits.filter_map(|code| code.parse().ok()).find(|code| (400..600).contains(code))
}

fn said(words: &str) -> String {
    text::one_line(words).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_SAID).collect()
}
