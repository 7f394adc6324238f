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
    /// X-Autoreply or X-Autorespond.
    AutoReply,
    /// It came through a mailing list (RFC 2919).
    List,
    /// The subject is that of an automatic notice of absence.
    OutOfOffice,
}

/// Openings of subjects that only programs write. `不在` alone is not among them: a member may write
/// 「不在のため欠席します」.
const ABSENCES: &[&str] = &[
    "不在通知",
    "不在応答",
    "不在自動",
    "不在のお知らせ",
    "不在:",
    "不在：",
    "不在】",
    "不在]",
    "不在)",
    "不在）",
    "自動応答",
    "自動返信",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto:",
    "out of office",
    "out-of-office",
];

/// X-Auto-Response-Suppress alone makes no machine: Exchange puts it on what people write.
pub(super) fn recognise(head: &Message<'_>, subject: &str, calendar: &[CalendarPart]) -> Option<Machine> {
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
        (says("Precedence", is_bulk), Machine::Precedence),
        (says("X-Autoreply", not_no) || says("X-Autorespond", not_no), Machine::AutoReply),
        (says("List-Id", |value| !value.is_empty()), Machine::List),
        (is_absence(subject), Machine::OutOfOffice),
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

/// What stands before parameters and comments.
fn first_word(value: &str) -> &str {
    value.split([';', ' ', '(']).next().unwrap_or_default()
}

fn is_absence(subject: &str) -> bool {
    let opening =
        subject.trim_start_matches(|c: char| c.is_whitespace() || "【[（(「".contains(c)).to_lowercase();
    opening == "不在" || ABSENCES.iter().any(|absence| opening.starts_with(absence))
}
