//! Mails that come in for a reply address: what a calendar program says counts only when it is clear.

use std::io::Write;
use std::process::{Command, Stdio};

use entity::inbound_mail;
use entity::invitation;
use entity::meeting::MeetingMode;
use entity::pending_reply::PendingSource;
use entity::reply::{Answer, ReplyMode, ReplyWay};
use renkei::access::System;
use renkei::invitation::commands::{Ingested, Outcome, Stored, ingest, store_mail};
use renkei::platform::db;
use sea_orm::{ActiveModelTrait, EntityTrait, PaginatorTrait, Set};

use crate::support::office::{
    asked, cancelled, convened, convened_as, moved, page_of, relocated, replies, token, waiting, withdrawn,
};
use crate::support::story::story;
use crate::support::world::{World, instant};

const REPLY_TO: &str = "reply+{token}@renkei.example";

/// Takes a mail in as the command does, into a deployment with this reply address.
async fn take_at(world: &World, raw: &[u8], reply_to: Option<&str>) -> Ingested {
    let (by, now) = (System::acting(), world.now());
    let stored = db::write(world.db(), async |tx| store_mail(tx, &by, raw, now).await).await.unwrap();
    match stored {
        Stored::Read(known) => known,
        Stored::Unread(id) => {
            db::write(world.db(), async |tx| ingest(tx, &by, id, reply_to, now).await).await.unwrap()
        }
    }
}

pub async fn take(world: &World, raw: &[u8]) -> Ingested {
    take_at(world, raw, Some(REPLY_TO)).await
}

/// What a calendar program sends when somebody presses a button.
#[derive(Clone)]
struct Button {
    id: String,
    from: String,
    to: String,
    method: &'static str,
    uid: String,
    sequence: i32,
    organizer: String,
    attendee: String,
    more: String,
}

impl Button {
    /// The honest press of 承諾.
    fn of(world: &World, asked: &invitation::Model, uid: &str) -> Self {
        let to = format!("reply+{}@renkei.example", token(world, asked));
        Self {
            id: "1@houkan.example".to_owned(),
            from: "takahashi@example.jp".to_owned(),
            organizer: to.clone(),
            to,
            method: "REPLY",
            uid: uid.to_owned(),
            sequence: 0,
            attendee: "PARTSTAT=ACCEPTED:mailto:takahashi@example.jp".to_owned(),
            more: String::new(),
        }
    }

    fn object(&self) -> String {
        let Self { method, uid, sequence, organizer, attendee, more, .. } = self;
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//JA\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
             SEQUENCE:{sequence}\r\nDTSTAMP:20261101T013000Z\r\nORGANIZER:mailto:{organizer}\r\n\
             ATTENDEE;{attendee}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    }

    fn mail(&self) -> Vec<u8> {
        let kind = format!("text/calendar; method={}; charset=UTF-8", self.method);
        self.mail_of(&kind, self.object().as_bytes())
    }

    fn mail_of(&self, kind: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "Message-ID: <{}>\r\nFrom: {}\r\nTo: {}\r\nSubject: Accepted\r\nMIME-Version: 1.0\r\n\
             Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
            self.id, self.from, self.to
        );
        [head.as_bytes(), body].concat()
    }
}

story!(a_button_in_a_calendar_is_an_answer, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened_as(&world, MeetingMode::Hybrid).await;
    let asked = asked(&world, &meeting, 1).await;
    world.run_worker().await;
    let button = Button::of(&world, &asked, &meeting.uid);
    let done = take(&world, &button.mail()).await;
    assert_eq!((done.outcome, done.invitation), (Outcome::Recorded, Some(asked.id)), "{}", done.reason);
    assert_eq!(take(&world, &button.mail()).await, done, "the same mail again has its first outcome");
    let relayed = [b"Received: from x by y\r\n".as_slice(), &button.mail()].concat();
    assert_eq!(take(&world, &relayed).await, done, "relayed twice");
    let given = replies(&world, asked.id).await;
    assert_eq!((given.len(), given[0].answer, given[0].way), (1, Answer::Attend, ReplyWay::Calendar));
    assert_eq!(given[0].mode, Some(ReplyMode::Room), "a place is kept where one may come");
    assert_eq!(world.run_worker().await.len(), 1, "confirmed by the worker");

    // Another mail with a Message-ID that was used before is not the same mail.
    let declined = Button {
        attendee: "PARTSTAT=DECLINED:MAILTO:Takahashi@Example.JP".to_owned(),
        to: button.to.to_uppercase(),
        organizer: button.organizer.to_uppercase(),
        more: "COMMENT:往診のため\r\n".to_owned(),
        ..button.clone()
    };
    assert_eq!(take(&world, &declined.mail()).await.outcome, Outcome::Recorded);
    let last = replies(&world, asked.id).await.pop().unwrap();
    assert_eq!((last.answer, last.mode, last.comment.as_str()), (Answer::Absent, None, "往診のため"));
    world.anonymous().get(&page_of(&world, &asked)).await.shows("欠席").shows("（カレンダー）");

    // A program that leaves ORGANIZER out; a charset of old.
    let object = declined.object().replace(&format!("ORGANIZER:mailto:{}\r\n", declined.organizer), "");
    let jis = encoding_rs::ISO_2022_JP.encode(&object).0.into_owned();
    let mail = Button { id: "2@x".into(), ..declined.clone() };
    let mail = mail.mail_of("text/calendar; method=REPLY; charset=ISO-2022-JP", &jis);
    assert_eq!(take(&world, &mail).await.outcome, Outcome::Recorded);
    assert_eq!(replies(&world, asked.id).await.pop().unwrap().comment, "往診のため");
});

story!(whatever_is_doubtful_waits, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let honest = Button::of(&world, &asked, &meeting.uid);
    let own = "mailto:takahashi@example.jp";
    let calendar = |button: &Button| button.mail();
    let cut = |button: &Button| {
        let mail = button.mail();
        mail[..mail.len() - 40].to_vec()
    };
    let words =
        |button: &Button| button.mail_of("text/plain; charset=UTF-8", "代理で髙田が出ます".as_bytes());
    let large = |button: &Button| {
        let more = format!("DESCRIPTION:{}\r\n", "x".repeat(260 * 1024));
        Button { more, ..button.clone() }.mail()
    };
    let differing = |button: &Button| {
        let other = button.object().replace("ACCEPTED", "DECLINED");
        let part =
            |object: &str| format!("--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n{object}\r\n");
        let body = format!("{}{}--b--\r\n", part(&button.object()), part(&other));
        button.mail_of("multipart/mixed; boundary=b", body.as_bytes())
    };
    type Make<'a> = &'a dyn Fn(&Button) -> Vec<u8>;
    use PendingSource::{Counter, Delegation, ForeignSender, Tentative, Words};
    let stranger = Button { from: "evil@example.com".into(), ..honest.clone() };
    let partstat = |word: &str| Button { attendee: format!("PARTSTAT={word}:{own}"), ..honest.clone() };
    let delegated = format!("PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:t@x.jp\":{own}");
    let cases: [(&str, Button, Make, PendingSource, Option<Answer>); 12] = [
        ("a stranger", stranger.clone(), &calendar, ForeignSender, Some(Answer::Attend)),
        (
            "nobody",
            Button { from: String::new(), ..honest.clone() },
            &calendar,
            ForeignSender,
            Some(Answer::Attend),
        ),
        ("perhaps", partstat("TENTATIVE"), &calendar, Tentative, None),
        ("nothing said", partstat("NEEDS-ACTION"), &calendar, Tentative, None),
        ("another time", Button { method: "COUNTER", ..honest.clone() }, &calendar, Counter, None),
        ("a delegation", Button { attendee: delegated, ..honest.clone() }, &calendar, Delegation, None),
        ("our own object sent back", Button { method: "REQUEST", ..honest.clone() }, &calendar, Words, None),
        ("words", honest.clone(), &words, Words, None),
        ("words of a stranger", stranger, &words, Words, None),
        ("cut in the middle", honest.clone(), &cut, Words, None),
        ("too large", honest.clone(), &large, Words, None),
        ("two that differ", honest.clone(), &differing, Words, None),
    ];
    for (at, (name, button, make, source, answer)) in cases.into_iter().enumerate() {
        let button = Button { id: format!("{at}@x"), ..button };
        let done = take(&world, &make(&button)).await;
        assert_eq!(
            (done.outcome, done.invitation),
            (Outcome::Queued, Some(asked.id)),
            "{name}: {}",
            done.reason
        );
        let kept = waiting(&world, asked.id).await;
        assert_eq!(kept.len(), at + 1, "{name}");
        assert!(kept.iter().any(|one| (one.source, one.answer) == (source, answer)), "{name}: {kept:?}");
    }
    assert_eq!(replies(&world, asked.id).await, []);
    assert!(waiting(&world, asked.id).await.iter().any(|one| one.comment == "代理で髙田が出ます"));
    assert_eq!(world.run_worker().await.iter().filter(|mail| mail.subject.contains("承りました")).count(), 0);

    // What says nothing that can be taken cannot be accepted, what does can.
    let kept = waiting(&world, asked.id).await;
    let (clerk, seen) = (world.secretary(), [("seen", "0")]);
    let silent = kept.iter().find(|one| one.answer.is_none()).unwrap();
    clerk.post(&format!("/pending-replies/{}/acceptance", silent.id), &seen).await.is(303);
    assert_eq!(replies(&world, asked.id).await, []);
    let clear = kept.iter().find(|one| one.answer.is_some()).unwrap();
    clerk.post(&format!("/pending-replies/{}/acceptance", clear.id), &seen).await.is(303);
    let given = replies(&world, asked.id).await;
    assert_eq!((given.len(), given[0].way), (1, ReplyWay::Calendar));
    assert_eq!(given[0].entered_by, Some(world.people.secretary.person.id));
});

story!(late_and_shared_buttons_wait, "2026-11-10T09:00+09:00", async |world: World| {
    let people = &world.people.members;
    let mut row: entity::contact_point::ActiveModel = people[1].mail.clone().into();
    row.value = Set("takahashi@example.jp".to_owned());
    world.write(async |tx| row.update(tx).await).await;
    let meeting = convened(&world).await;
    let (shared, alone) = (asked(&world, &meeting, 1).await, asked(&world, &meeting, 3).await);
    let button = Button::of(&world, &shared, &meeting.uid);
    assert_eq!(take(&world, &button.mail()).await.outcome, Outcome::Queued);
    assert_eq!(waiting(&world, shared.id).await[0].source, PendingSource::SharedAddress);
    world.clock.set(instant("2026-11-21T00:00+09:00"));
    let button = Button {
        from: "yoshida@example.jp".to_owned(),
        attendee: "PARTSTAT=DECLINED:mailto:yoshida@example.jp".to_owned(),
        ..Button::of(&world, &alone, &meeting.uid)
    };
    assert_eq!(take(&world, &button.mail()).await.outcome, Outcome::Queued);
    let kept = waiting(&world, alone.id).await;
    assert_eq!((kept[0].source, kept[0].answer), (PendingSource::Late, Some(Answer::Absent)));
});

story!(overtaken_buttons_are_stale, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let button = Button::of(&world, &asked, &meeting.uid);
    relocated(&world, &meeting, "若草村役場").await;
    let first = Button { id: "a@x".into(), ..button.clone() };
    assert_eq!(take(&world, &first.mail()).await.outcome, Outcome::Recorded, "a new room spoils no answer");
    moved(&world, &meeting, "2026-12-07T10:00+09:00").await;
    let old = Button { id: "b@x".into(), sequence: 1, ..button.clone() };
    assert_eq!(take(&world, &old.mail()).await.outcome, Outcome::Stale);
    let raised = Button { id: "c@x".into(), sequence: 9, ..button.clone() };
    assert_eq!(take(&world, &raised.mail()).await.outcome, Outcome::Recorded);
    let sequences: Vec<_> = replies(&world, asked.id).await.iter().map(|reply| reply.for_sequence).collect();
    assert_eq!(sequences, [0, 2], "no answer is for a state that is still to come");
    cancelled(&world, &meeting).await;
    let late = Button { id: "d@x".into(), sequence: 2, ..button.clone() };
    assert_eq!(take(&world, &late.mail()).await.outcome, Outcome::Stale);
    assert_eq!(replies(&world, asked.id).await.len(), 2);
    assert_eq!(waiting(&world, asked.id).await, []);
});

story!(what_is_forged_is_rejected, "2026-11-10T09:00+09:00", async |world: World| {
    let (meeting, other) = (convened(&world).await, convened(&world).await);
    let (one, two) = (asked(&world, &meeting, 1).await, asked(&world, &meeting, 2).await);
    let elsewhere = asked(&world, &other, 1).await;
    let honest = Button::of(&world, &one, &meeting.uid);
    let at = |token: &str| format!("reply+{token}@renkei.example");
    let (unknown, foreign) = (at(&"0".repeat(26)), at(&token(&world, &two)));
    withdrawn(&world, &elsewhere).await;
    let old = at(&token(&world, &elsewhere));
    let moved_to = |to: &str| Button { to: to.to_owned(), organizer: to.to_owned(), ..honest.clone() };
    for (id, button) in [
        ("unknown", moved_to(&unknown)),
        ("of another person", moved_to(&foreign)),
        ("withdrawn", Button { uid: other.uid.clone(), ..moved_to(&old) }),
        ("no token", moved_to("office@tobu.example")),
        ("ORGANIZER with an unknown one", Button { organizer: unknown.clone(), ..honest.clone() }),
        ("of another meeting", Button { uid: other.uid.clone(), ..honest.clone() }),
        (
            "about somebody else",
            Button { attendee: "PARTSTAT=ACCEPTED:mailto:x@y.jp".into(), ..honest.clone() },
        ),
    ] {
        let done = take(&world, &Button { id: format!("{}@x", id.replace(' ', "-")), ..button }.mail()).await;
        assert_eq!((done.outcome, done.invitation), (Outcome::Rejected, None), "{id}: {}", done.reason);
    }
    for person in [&one, &two, &elsewhere] {
        assert_eq!(replies(&world, person.id).await, []);
        assert_eq!(waiting(&world, person.id).await, []);
    }
});

story!(machines_and_noise_change_nothing, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let honest = Button::of(&world, &asked, &meeting.uid);
    let words = honest.mail_of("text/plain", b"x");
    for sign in ["Auto-Submitted: auto-replied", "Precedence: bulk", "Return-Path: <>", "List-Id: <x.y>"] {
        let mail = [sign.as_bytes(), b"\r\n", &words].concat();
        assert_eq!(take(&world, &mail).await.outcome, Outcome::Ignored, "{sign}");
    }
    let away = String::from_utf8(words).unwrap().replace("Accepted", "Out of office");
    assert_eq!(take(&world, away.as_bytes()).await.outcome, Outcome::Ignored);
    let most = renkei::platform::inbound::MAX_OCTETS;
    for noise in [Vec::new(), b"\0\xff".to_vec(), vec![b'x'; most + 1]] {
        assert_eq!(take(&world, &noise).await.outcome, Outcome::Rejected);
    }
    let kept = inbound_mail::Entity::find().count(&world.db().read).await.unwrap();
    assert_eq!(kept, 8, "every mail is there as it came");
    assert_eq!((replies(&world, asked.id).await.len(), waiting(&world, asked.id).await.len()), (0, 0));
});

story!(without_a_token_everything_waits, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let shared = "reply@renkei.example";
    let button =
        Button { to: shared.into(), organizer: shared.into(), ..Button::of(&world, &asked, &meeting.uid) };
    let done = take_at(&world, &button.mail(), Some(shared)).await;
    assert_eq!((done.outcome, done.invitation), (Outcome::Queued, Some(asked.id)), "{}", done.reason);
    assert_eq!(waiting(&world, asked.id).await[0].answer, Some(Answer::Attend));
    let stranger =
        Button { id: "2@x".into(), attendee: "PARTSTAT=ACCEPTED:mailto:x@y.jp".into(), ..button.clone() };
    assert_eq!(take_at(&world, &stranger.mail(), Some(shared)).await.outcome, Outcome::Rejected);
    let words = Button { id: "3@x".into(), ..button }.mail_of("text/plain", b"x");
    assert_eq!(take_at(&world, &words, Some(shared)).await.outcome, Outcome::Rejected);
    assert_eq!(replies(&world, asked.id).await, []);
});

story!(the_token_is_found_wherever_a_server_puts_it, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let own = format!("reply+{}@renkei.example", token(&world, &asked).to_uppercase());
    let away = Button {
        to: "office@tobu.example".to_owned(),
        organizer: "office@tobu.example".to_owned(),
        ..Button::of(&world, &asked, &meeting.uid)
    };
    for (at, field) in ["Cc", "Delivered-To", "X-Original-To"].into_iter().enumerate() {
        let mail = Button { id: format!("{at}@x"), ..away.clone() }.mail();
        let mail = [format!("{field}: {own}\r\n").as_bytes(), &mail].concat();
        let done = take(&world, &mail).await;
        assert_eq!(done.outcome, Outcome::Recorded, "{field}: {}", done.reason);
    }
    assert_eq!(replies(&world, asked.id).await.len(), 3);
});

story!(a_large_answer_is_still_an_answer, "2026-11-10T09:00+09:00", async |world: World| {
    let meeting = convened(&world).await;
    let asked = asked(&world, &meeting, 1).await;
    let words = "髙﨑".repeat(33 * 1024);
    let folded: String = words
        .chars()
        .collect::<Vec<_>>()
        .chunks(20)
        .map(|line| line.iter().collect::<String>() + "\r\n ")
        .collect();
    let button = Button {
        more: format!("DESCRIPTION:{folded}\r\nCOMMENT:行きます\r\n"),
        ..Button::of(&world, &asked, &meeting.uid)
    };
    let mail = button.mail();
    assert!(mail.len() > 200 * 1024, "{} octets", mail.len());
    let done = take(&world, &mail).await;
    assert_eq!(done.outcome, Outcome::Recorded, "{}", done.reason);
    let given = replies(&world, asked.id).await;
    assert_eq!((given.len(), given[0].comment.as_str()), (1, "行きます"));
    world.secretary().get(&format!("/meetings/{}", meeting.id)).await.is(200);
});

story!(
    a_mail_cut_anywhere_is_never_an_answer_it_did_not_give,
    "2026-11-10T09:00+09:00",
    async |world: World| {
        let meeting = convened(&world).await;
        let asked = asked(&world, &meeting, 1).await;
        let declined = "PARTSTAT=DECLINED:mailto:takahashi@example.jp".to_owned();
        let mail = Button { attendee: declined, ..Button::of(&world, &asked, &meeting.uid) }.mail();
        let whole = mail.len() - "\r\n".len();
        for end in (0..mail.len()).step_by(7).chain(whole..=mail.len()) {
            let done = take(&world, &mail[..end]).await;
            assert_ne!(done.outcome, Outcome::Stale, "cut at {end}: {}", done.reason);
            assert!(done.outcome != Outcome::Recorded || end >= whole, "cut at {end}");
        }
        assert!(replies(&world, asked.id).await.iter().all(|given| given.answer == Answer::Absent));
    }
);

/// One world for many mails: what is written in a head is never an answer, whatever it says.
#[actix_web::test]
async fn no_head_makes_an_answer_of_another_ones_mail() {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    let world = World::at("2026-11-10T09:00+09:00").await;
    let meeting = convened(&world).await;
    let (one, two) = (asked(&world, &meeting, 1).await, asked(&world, &meeting, 2).await);
    let own = format!("reply+{}@renkei.example", token(&world, &one));
    let object =
        Button::of(&world, &two, &meeting.uid).object().replace(&token(&world, &two), &token(&world, &one));
    let mut runner = TestRunner::deterministic();
    let line = proptest::prop_oneof![
        "\\PC{0,60}",
        "[ -~\r\n\t]{0,80}",
        "=\\?[a-zA-Z0-9-]{1,12}\\?[BQbq]\\?[!-~]{0,40}\\?="
    ];
    for at in 0..200 {
        let [from, subject, id, kind] = [0; 4].map(|_| line.new_tree(&mut runner).unwrap().current());
        let mail = format!(
            "Message-ID: <{at}{id}>\r\nFrom: {from}\r\nTo: {own}\r\nSubject: {subject}\r\n\
             Content-Type: text/calendar; method=REPLY; {kind}\r\n\r\n{object}"
        );
        let done = take(&world, mail.as_bytes()).await;
        assert_ne!(done.outcome, Outcome::Recorded, "{mail}");
    }
    assert_eq!(replies(&world, one.id).await, []);
    world.secretary().get(&format!("/meetings/{}", meeting.id)).await.is(200);
}

/// Runs `renkei mail ingest` with this on its standard input.
pub fn piped(data: &std::path::Path, further: &[&str], mail: &[u8]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_renkei"));
    command.env_clear().arg("--data").arg(data).args(["mail", "ingest"]).args(further);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(mail).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let text = |octets| String::from_utf8(octets).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_prints_one_line_and_never_bounces() {
    let dir = tempfile::tempdir().unwrap();
    let mail = b"From: a@b.jp\r\nTo: reply@renkei.example\r\n\r\nx\r\n";
    let (code, out, err) = piped(dir.path(), &[], mail);
    assert_eq!((code, out.as_str(), err.lines().count()), (75, "", 1), "no schema yet: {err}");
    let migrated =
        Command::new(env!("CARGO_BIN_EXE_renkei")).arg("--data").arg(dir.path()).arg("migrate").output();
    assert!(migrated.unwrap().status.success());
    let (code, out, err) = piped(dir.path(), &[], mail);
    assert_eq!((code, out.lines().count(), err.as_str()), (0, 1, ""));
    let line: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&line["outcome"], &line["invitation"]), (&"rejected".into(), &serde_json::Value::Null));
    assert!(line["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    assert_eq!(piped(dir.path(), &[], mail).1, out);
    let (code, out, _) = piped(dir.path(), &[], &vec![b'x'; 11 * 1024 * 1024]);
    assert!(code == 0 && out.contains("rejected"), "{code} {out}");
    let (code, _, err) = piped(dir.path(), &["--database-url", "sqlite:/nowhere/renkei.db"], mail);
    assert_eq!((code, err.lines().count()), (75, 1), "{err}");
    assert_eq!(piped(dir.path(), &["--no-such-option"], b"").0, 2);
}
