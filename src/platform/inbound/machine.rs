//! Whether a mail was sent by a machine.
//!
//! Auto-replies and notices of absence are ignored and never answered (RFC 3834). A calendar part with
//! METHOD:REPLY or METHOD:COUNTER is an answer all the same, whatever the head says: some programs send
//! a person's click with `Auto-Submitted: auto-replied` or with an empty return path. Only a delivery
//! report is never an answer, because it quotes what others wrote.

use mail_parser::{Message, MimeHeaders};

use super::{CalendarPart, head};

/// Why a mail is no person's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// A report on delivery or reading: multipart/report (RFC 6522).
    Report,
    /// Auto-Submitted other than `no` (RFC 3834).
    AutoSubmitted,
    /// Return-Path is empty, as for bounces.
    NullReturnPath,
    /// Precedence is bulk, junk, list or auto_reply.
    Precedence,
    /// One of the fields that programs mark their automatic replies with, before RFC 3834 and since.
    AutoReply,
    /// It came through a mailing list (RFC 2919).
    List,
    /// The subject is that of an automatic notice of absence.
    OutOfOffice,
    /// The text says of itself that a program wrote it.
    SaysSo,
}

/// Openings of subjects that only programs write. `不在` alone is not among them: a member may write
/// 「不在のため欠席します」.
const ABSENCES: &[&str] = &[
    "不在通知",
    "不在応答",
    "不在自動",
    "不在のお知らせ",
    "不在メッセージ",
    "不在:",
    "不在：",
    "不在】",
    "不在]",
    "不在)",
    "不在）",
    "自動応答",
    "自動返信",
    "自動送信",
    "自動配信",
    "オートリプライ",
    "出張中:",
    "出張中】",
    "休業のお知らせ",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto:",
    "auto response",
    "autoresponse",
    "autoresponder",
    "automated response",
    "automated reply",
    "vacation:",
    "out of office",
    "out-of-office",
];

/// Fields that only automatic replies carry; their value says nothing more, unless it is `no`.
const FIELDS: &[&str] = &[
    "X-Autoreply",
    "X-Autoreply-From",
    "X-Auto-Reply",
    "X-Autorespond",
    "X-Auto-Respond",
    "X-Autoresponder",
    "X-Mail-Autoreply",
    "X-MS-Exchange-Inbox-Rules-Loop",
];

/// Sentences in which a program speaks of its own mail. A person may write 「自動返信が届きました」, so each names
/// the mail itself.
const SENTENCES: &[&str] = &[
    "このメールは自動",
    "本メールは自動",
    "このメッセージは自動",
    "このメールはシステムより自動",
    "このメールはシステムから自動",
    "自動返信メールです",
    "自動応答メールです",
    "自動送信メールです",
    "this is an automatic",
    "this is an automated",
    "this is an auto-",
    "this message was automatically",
    "this message is automatically",
];

/// So many lines of a text are looked at for such a sentence: below stands what was written before.
const LINES: usize = 12;

/// X-Auto-Response-Suppress alone makes no machine: Exchange puts it on what people write.
pub(super) fn recognise(
    head: &Message<'_>,
    (subject, text): (&str, &str),
    calendar: &[CalendarPart],
) -> Option<Machine> {
    if is_report(head) {
        return Some(Machine::Report);
    }
    if calendar.iter().any(is_answer) {
        return None;
    }
    let says = |name, test: fn(&str) -> bool| head::raw(head, name).iter().any(|value| test(value));
    let signs = [
        (
            says("Auto-Submitted", |value| !first_word(value).eq_ignore_ascii_case("no")),
            Machine::AutoSubmitted,
        ),
        (says("Return-Path", |value| value == "<>"), Machine::NullReturnPath),
        (
            ["Precedence", "X-Precedence", "Preference"].iter().any(|name| says(name, is_bulk)),
            Machine::Precedence,
        ),
        (FIELDS.iter().any(|name| says(name, not_no)), Machine::AutoReply),
        (says("X-POST-MessageClass", is_autoresponder), Machine::AutoReply),
        (says("Delivered-To", is_autoresponder), Machine::AutoReply),
        (says("List-Id", |value| !value.is_empty()), Machine::List),
        (is_absence(subject), Machine::OutOfOffice),
        (says_so(text), Machine::SaysSo),
    ];
    signs.into_iter().find_map(|(seen, machine)| seen.then_some(machine))
}

fn is_answer(part: &CalendarPart) -> bool {
    matches!(part.method.as_deref(), Some("REPLY" | "COUNTER"))
}

fn is_report(head: &Message<'_>) -> bool {
    head.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"))
    })
}

fn is_bulk(value: &str) -> bool {
    ["bulk", "junk", "list", "auto_reply"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

fn not_no(value: &str) -> bool {
    !value.eq_ignore_ascii_case("no")
}

fn is_autoresponder(value: &str) -> bool {
    value.to_ascii_lowercase().ends_with("autoresponder")
}

/// Whether the text above what it quotes says that a program wrote it.
fn says_so(text: &str) -> bool {
    let own = text.lines().take_while(|line| !line.starts_with('>')).take(LINES);
    let own = own.collect::<Vec<_>>().join("\n").to_lowercase();
    SENTENCES.iter().any(|sentence| own.contains(sentence))
}

/// What stands before parameters and comments.
fn first_word(value: &str) -> &str {
    value.split([';', ' ', '(']).next().unwrap_or_default()
}

fn is_absence(subject: &str) -> bool {
    let opening = subject
        .trim_start_matches(|c: char| c.is_whitespace() || "【[（(「『〔〈《＜<＊*".contains(c))
        .to_lowercase();
    opening == "不在" || ABSENCES.iter().any(|absence| opening.starts_with(absence))
}
