//! Machines are recognised, and people are not taken for machines.

use super::super::Machine;
use super::{REPORT, VACATION, mail};

fn with(fields: &str) -> Option<Machine> {
    mail(format!("From: a@b.example\n{fields}\n\n本文\n").as_bytes()).machine
}

#[test]
fn signs_of_machines() {
    let cases = [
        ("Auto-Submitted: auto-replied", Some(Machine::AutoSubmitted)),
        ("auto-submitted:\n AUTO-GENERATED; x=y", Some(Machine::AutoSubmitted)),
        ("Auto-Submitted: No", None),
        ("Auto-Submitted: no (a person)", None),
        ("Return-Path: <>", Some(Machine::NullReturnPath)),
        ("Return-Path: <a@b.example>", None),
        ("Precedence: Bulk", Some(Machine::Precedence)),
        ("Precedence: junk", Some(Machine::Precedence)),
        ("Precedence: list", Some(Machine::Precedence)),
        ("Precedence: auto_reply", Some(Machine::Precedence)),
        ("Precedence: first-class", None),
        ("X-Autoreply: yes", Some(Machine::AutoReply)),
        ("X-Autorespond: 1", Some(Machine::AutoReply)),
        ("X-Auto-Response-Suppress: All", None),
        ("List-Id: members <members.ishikai.example>", Some(Machine::List)),
        ("List-Unsubscribe: <https://ishikai.example/>", None),
        ("Content-Type: multipart/report; boundary=x", Some(Machine::Report)),
        ("Subject: 自動応答: 開催通知", Some(Machine::OutOfOffice)),
        ("Subject: 【不在】11/3まで", Some(Machine::OutOfOffice)),
        ("Subject: 不在のお知らせ", Some(Machine::OutOfOffice)),
        ("Subject: 不在", Some(Machine::OutOfOffice)),
        ("Subject: Automatic reply: x", Some(Machine::OutOfOffice)),
        ("Subject: OUT OF OFFICE Re: x", Some(Machine::OutOfOffice)),
        ("Subject: 【自動返信】受け付けました", Some(Machine::OutOfOffice)),
        ("Subject: 『自動送信』11月は休診です", Some(Machine::OutOfOffice)),
        ("Subject: 休業のお知らせ", Some(Machine::OutOfOffice)),
        ("Subject: Vacation: back on Monday", Some(Machine::OutOfOffice)),
        ("X-Autoreply-From: a@b.example", Some(Machine::AutoReply)),
        ("X-MS-Exchange-Inbox-Rules-Loop: a@b.example", Some(Machine::AutoReply)),
        ("X-POST-MessageClass: 9; Autoresponder", Some(Machine::AutoReply)),
        ("Delivered-To: Autoresponder", Some(Machine::AutoReply)),
        ("X-Auto-Reply: no", None),
        ("Subject: 休暇中ですが出席します", None),
        ("Subject: 不在中の件、欠席します", None),
        ("Subject: 不在のため欠席します", None),
        ("Subject: 欠席します（不在のため）", None),
        ("Subject: Re: 開催通知", None),
        ("X-Nothing: x", None),
    ];
    for (fields, expected) in cases {
        assert_eq!(with(fields), expected, "{fields}");
    }
}

#[test]
fn programs_that_say_what_they_are() {
    let written = |text: &str| mail(format!("From: a@b.example\n\n{text}\n").as_bytes()).machine;
    for text in
        ["このメールは自動送信されています。", "本メールは自動返信です", "This is an automatic reply."]
    {
        assert_eq!(written(text), Some(Machine::SaysSo), "{text}");
    }
    for text in
        ["先生から自動返信が届きました。欠席します。", "欠席します\n> このメールは自動送信されています。"]
    {
        assert_eq!(written(text), None, "{text}");
    }
}

#[test]
fn a_vacation_notice_in_a_japanese_charset_is_recognised() {
    let vacation = mail(VACATION);
    assert_eq!(vacation.machine, Some(Machine::OutOfOffice));
    assert_eq!(vacation.subject, "【不在通知】学会出張のため");
    assert_eq!(vacation.text, "11月3日まで不在にしております。");
}

#[test]
fn a_calendar_answer_is_an_answer_whatever_the_head_says() {
    let calendar = "Content-Type: text/calendar; method=reply";
    for sign in ["Auto-Submitted: auto-replied", "Return-Path: <>", "Precedence: bulk", "Subject: 不在"] {
        assert_eq!(with(&format!("{sign}\n{calendar}")), None, "{sign}");
    }
    let invitation = "Auto-Submitted: auto-generated\nContent-Type: text/calendar; method=REQUEST";
    assert_eq!(with(invitation), Some(Machine::AutoSubmitted), "somebody else's invitation is no answer");
}

#[test]
fn a_delivery_report_is_never_an_answer() {
    let report = mail(REPORT);
    assert_eq!(report.machine, Some(Machine::Report));
    assert_eq!(report.calendar_parts, [], "what it quotes is not looked into");
    assert_eq!(report.text, "<hanako@ishikai.example>: user unknown");
    let quoting = "From: a@b.example\nContent-Type: multipart/report; boundary=x\n\n\
                   --x\nContent-Type: text/calendar; method=REPLY\n\n\n--x--\n";
    assert_eq!(mail(quoting.as_bytes()).machine, Some(Machine::Report));
}
