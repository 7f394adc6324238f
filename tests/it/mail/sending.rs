//! Handing mail over: what each failure at each step comes to, and that every wait ends.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::time::{Duration, Instant};

use renkei::platform::mail::{Delivery, Limits, Stage};

use super::{OCTETS, address, kind, limits, pool, send};
use crate::support::smtp_sink::{At, Fault, Manner, Shares, Sink};

#[tokio::test]
async fn a_letter_arrives_octet_for_octet() {
    let sink = Sink::start(Manner::Ordinary);
    let Delivery::Accepted { reply } = send(&pool(&sink.url(), limits()), "hanako@example.jp").await else {
        panic!()
    };
    assert!(reply.starts_with("2.0.0 queued as"), "{reply}");
    let [taken] = &sink.taken()[..] else { panic!("{:?}", sink.taken()) };
    assert_eq!(taken.octets, OCTETS);
    assert_eq!(
        (taken.from.as_str(), taken.to.as_slice()),
        ("kaigi@tobu.example", &["hanako@example.jp".to_owned()][..])
    );
    assert!(!taken.encrypted);
}

#[tokio::test]
async fn every_reply_at_every_step_has_its_end() {
    let sink = Sink::start(Manner::Ordinary);
    for (at, reply, end) in [
        (At::Greeting, "421 4.3.2 too busy", ("retry", Stage::Hello)),
        (At::Greeting, "554 5.7.1 not you", ("our side", Stage::Hello)),
        (At::Hello, "451 4.3.0 later", ("retry", Stage::Hello)),
        (At::Hello, "550 5.7.1 bad name", ("our side", Stage::Hello)),
        (At::Mail, "421 4.3.2 closing", ("retry", Stage::Sender)),
        (At::Mail, "451 4.7.1 later", ("retry", Stage::Sender)),
        (At::Mail, "553 5.7.1 sender not yours", ("our side", Stage::Sender)),
        (At::Mail, "552 5.3.4 too big", ("our side", Stage::Sender)),
        (At::Rcpt, "421 4.3.2 closing", ("retry", Stage::Recipient)),
        (At::Rcpt, "450 4.7.1 greylisted", ("retry", Stage::Recipient)),
        (At::Rcpt, "550 5.1.1 no such user", ("recipient", Stage::Recipient)),
        (At::Rcpt, "552 5.2.2 mailbox full", ("recipient", Stage::Recipient)),
        (At::Rcpt, "530 5.7.0 sign in first", ("our side", Stage::Recipient)),
        (At::Data, "451 4.3.0 later", ("retry", Stage::Data)),
        (At::Data, "554 5.5.1 no", ("content", Stage::Data)),
        (At::Data, "250 out of step", ("retry", Stage::Data)),
        (At::Dot, "451 4.3.0 disk full", ("retry", Stage::LastDot)),
        (At::Dot, "421 4.3.2 closing", ("retry", Stage::LastDot)),
        (At::Dot, "554 5.7.1 spam", ("content", Stage::LastDot)),
        (At::Dot, "554-5.7.1 spam\r\n554 5.7.1 really", ("content", Stage::LastDot)),
        (At::Dot, "552 5.3.4 too big", ("our side", Stage::LastDot)),
        (At::Dot, "523 too big", ("our side", Stage::LastDot)),
        (At::Dot, "550 5.2.1 account closed", ("recipient", Stage::LastDot)),
        (At::Dot, "354 out of step", ("unknown", Stage::LastDot)),
        (At::Dot, "nonsense", ("unknown", Stage::LastDot)),
        (At::Rcpt, "nonsense", ("retry", Stage::Recipient)),
    ] {
        sink.behave(Manner::Always(at, Fault::Say(reply)));
        let got = send(&pool(&sink.url(), limits()), "hanako@example.jp").await;
        let (what, stage, _) = kind(&got);
        assert_eq!((what, stage), (end.0, Some(end.1)), "{reply}: {got:?}");
    }
    assert_eq!(sink.taken().len(), 0);
}

#[tokio::test]
async fn cuts_and_silence_are_unknown_only_after_the_last_dot() {
    let brief = Duration::from_millis(60);
    let sink = Sink::start(Manner::Ordinary);
    for (at, stage) in [
        (At::Greeting, Stage::Hello),
        (At::Hello, Stage::Hello),
        (At::Mail, Stage::Sender),
        (At::Rcpt, Stage::Recipient),
        (At::Data, Stage::Data),
        (At::Dot, Stage::LastDot),
        (At::DotTaken, Stage::LastDot),
    ] {
        let end = if stage == Stage::LastDot { "unknown" } else { "retry" };
        sink.behave(Manner::Always(at, Fault::Cut));
        let got = send(&pool(&sink.url(), limits()), "hanako@example.jp").await;
        assert_eq!(kind(&got), (end, Some(stage), None), "cut at {at:?}");

        // Only the wait in question is short, so each limit is seen to work by itself.
        let short = match stage {
            Stage::Hello => Limits { hello: brief, ..limits() },
            Stage::LastDot => Limits { data: brief, last: brief, ..limits() },
            _ => Limits { command: brief, ..limits() },
        };
        sink.behave(Manner::Always(at, Fault::Hang));
        let started = Instant::now();
        let got = send(&pool(&sink.url(), short), "hanako@example.jp").await;
        assert_eq!(kind(&got), (end, Some(stage), None), "hang at {at:?}");
        assert!(started.elapsed() < Duration::from_secs(10), "hang at {at:?}");
    }
    let counts = sink.counts();
    assert_eq!((counts.cuts_after_dot, counts.hangs_after_dot, counts.other_hangs), (2, 2, 5));
    assert_eq!(sink.taken().len(), 2); // `DotTaken`, cut and silent
}

#[tokio::test]
async fn an_upload_that_does_not_end_is_no_possible_duplicate() {
    // A server that accepts DATA and reads no further: the letter fills the buffers of the network and waits.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
        let (tcp, _) = listener.accept().await.unwrap();
        let mut wire = BufReader::new(tcp);
        for reply in ["220 hi", "250 hi", "250 ok", "250 ok", "354 go"] {
            wire.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
            if reply != "354 go" {
                wire.read_line(&mut String::new()).await.unwrap();
            }
        }
        wire // kept open, never read again
    });
    let pool = pool(&url, Limits { data: Duration::from_millis(300), ..limits() });
    let big = b"0123456789abcdef\r\n".repeat(2_000_000);
    let got = pool.send(&address("kaigi@tobu.example"), &address("hanako@example.jp"), &big).await;
    assert_eq!(kind(&got), ("retry", Some(Stage::Data), None));
    drop(server.await.unwrap());
}

#[tokio::test]
async fn nobody_there_is_a_reason_to_try_again() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [format!("smtp://{closed}"), "smtp://no-such-host.invalid".to_owned()] {
        let pool = pool(&url, limits());
        assert_eq!(
            kind(&send(&pool, "hanako@example.jp").await),
            ("retry", Some(Stage::Connect), None),
            "{url}"
        );
        assert_eq!(pool.check().await.unwrap_err().stage, Stage::Connect);
    }
}

#[tokio::test]
async fn under_mixed_faults_nothing_unrefused_is_lost() {
    let shares = Shares { later: 200, never: 50, hang: 20, cut: 20 };
    let sink = Sink::start(Manner::Random(7, shares));
    let pool = pool(
        &sink.url(),
        Limits { data: Duration::from_millis(100), last: Duration::from_millis(100), ..limits() },
    );
    let (mut refused, mut unknown) = (vec![], 0);
    for n in 0..200 {
        let to = format!("member{n}@example.jp");
        loop {
            match send(&pool, &to).await {
                Delivery::Accepted { .. } => break,
                Delivery::Retry(_) => {}
                Delivery::Unknown(_) => unknown += 1,
                Delivery::Refused(_) => {
                    refused.push(to.clone());
                    break;
                }
            }
        }
    }
    let taken: Vec<String> = sink.taken().into_iter().flat_map(|letter| letter.to).collect();
    let distinct: std::collections::BTreeSet<&String> = taken.iter().collect();
    let counts = sink.counts();
    let lost = (0..200)
        .map(|n| format!("member{n}@example.jp"))
        .filter(|to| !taken.contains(to) && !refused.contains(to));
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<String>::new());
    assert!(!refused.is_empty() && unknown > 0, "{} refused, {unknown} unknown", refused.len());
    assert_eq!(unknown, counts.cuts_after_dot + counts.hangs_after_dot);
    assert!(taken.len() - distinct.len() <= unknown, "{} doubled", taken.len() - distinct.len());
}
