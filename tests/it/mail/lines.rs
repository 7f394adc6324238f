//! Lines to the mail server: when one is used again, when it is dropped, and who may speak on it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::time::Duration;

use renkei::platform::mail::{Limits, SmtpPool, Stage};

use super::{kind, limits, pool, send};
use crate::support::smtp_sink::{At, Fault, Manner, Offer, Sink};

#[tokio::test]
async fn one_line_carries_several_letters() {
    let sink = Sink::start(Manner::Ordinary);
    let pool = pool(&sink.url(), limits());
    for n in 0..5 {
        assert_eq!(kind(&send(&pool, &format!("member{n}@example.jp")).await).0, "accepted");
    }
    assert_eq!(sink.counts().connections, 1);
    let recipients: Vec<_> = sink.taken().into_iter().flat_map(|letter| letter.to).collect();
    assert_eq!(recipients, (0..5).map(|n| format!("member{n}@example.jp")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_line_is_dropped_after_a_failure_and_when_idle_too_long() {
    let refused =
        Manner::Recipients(vec![("gone@example.jp", At::Rcpt, Fault::Say("550 5.1.1 no such user"))]);
    let sink = Sink::start(refused);
    let ours = pool(&sink.url(), limits());
    for (to, end, connections) in [
        ("a@example.jp", "accepted", 1),
        ("gone@example.jp", "recipient", 1),
        ("b@example.jp", "accepted", 2),
        ("c@example.jp", "accepted", 2),
    ] {
        assert_eq!((kind(&send(&ours, to).await).0, sink.counts().connections), (end, connections), "{to}");
    }
    let forgetful = pool(&sink.url(), Limits { idle: Duration::ZERO, ..limits() });
    for connections in [3, 4] {
        assert_eq!(kind(&send(&forgetful, "a@example.jp").await).0, "accepted");
        assert_eq!(sink.counts().connections, connections);
    }
}

#[tokio::test]
async fn a_line_the_server_has_closed_costs_no_attempt() {
    let sink = Sink::start(Manner::Ordinary);
    let pool = pool(&sink.url(), limits());
    assert_eq!(kind(&send(&pool, "a@example.jp").await).0, "accepted");
    for fault in [Fault::Cut, Fault::Say("421 4.4.2 idle too long")] {
        let taken = sink.taken().len();
        let next = sink.counts().connections;
        let mut each = vec![Some((At::Mail, fault)); next];
        each.push(None);
        sink.behave(Manner::Connections(each));
        assert_eq!(kind(&send(&pool, "b@example.jp").await).0, "accepted", "{fault:?}");
        assert_eq!((sink.taken().len(), sink.counts().connections), (taken + 1, next + 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_silent_server_holds_only_the_letter_it_was_given() {
    let sink = Sink::start(Manner::Recipients(vec![("silent@example.jp", At::DotTaken, Fault::Hang)]));
    let pool = std::sync::Arc::new(pool(&sink.url(), limits()));
    let waiting: Vec<_> = (0..4)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move { send(&pool, "silent@example.jp").await })
        })
        .collect();
    while sink.counts().hangs_after_dot < 4 {
        tokio::task::yield_now().await;
    }
    assert_eq!(kind(&send(&pool, "hanako@example.jp").await).0, "accepted");
    for task in waiting {
        assert!(!task.is_finished());
        task.abort();
    }
}

#[tokio::test]
async fn the_sign_in_is_used_and_its_refusal_is_our_matter() {
    let sink = Sink::start_offering(Manner::Ordinary, Offer::Plain, Some(("clerk@tobu.example", "p@ss:鍵")));
    let at = |login: &str| format!("smtp://{login}@{}", sink.address);
    let right = pool(&at("clerk%40tobu.example:p%40ss%3A%E9%8D%B5"), limits());
    assert_eq!(kind(&send(&right, "a@example.jp").await).0, "accepted");
    assert_eq!(kind(&send(&right, "b@example.jp").await).0, "accepted");
    assert_eq!(sink.sign_ins(), ["clerk@tobu.example\0p@ss:鍵"]);
    let found = right.check().await.unwrap();
    assert!(found.contains(&sink.address.to_string()) && !found.contains("鍵"), "{found}");

    let wrong = pool(&at("clerk%40tobu.example:wrong"), limits());
    let got = send(&wrong, "a@example.jp").await;
    assert_eq!(kind(&got), ("our side", Some(Stage::SignIn), Some(535)));
    let trouble = wrong.check().await.unwrap_err();
    assert_eq!((trouble.stage, trouble.code), (Stage::SignIn, Some(535)));
    assert!(!format!("{got:?} {trouble} {wrong:?}").contains(":wrong"));

    sink.behave(Manner::Always(At::Auth, Fault::Say("454 4.7.0 later")));
    assert_eq!(
        kind(&send(&right_again(&sink), "a@example.jp").await),
        ("retry", Some(Stage::SignIn), Some(454))
    );
}

fn right_again(sink: &Sink) -> SmtpPool {
    pool(&format!("smtp://clerk%40tobu.example:p%40ss%3A%E9%8D%B5@{}", sink.address), limits())
}

#[tokio::test]
async fn encryption_is_used_demanded_or_refused_as_configured() {
    let plain = Sink::start_offering(Manner::Ordinary, Offer::Plain, Some(("u", "p")));
    let starttls = Sink::start_offering(Manner::Ordinary, Offer::StartTls, Some(("u", "p")));
    let implicit = Sink::start_offering(Manner::Ordinary, Offer::Implicit, Some(("u", "p")));
    for (url, end, encrypted) in [
        (format!("smtp://u:p@{}", starttls.address), "accepted", Some(true)),
        (format!("smtp://u:p@{}?tls=none", starttls.address), "accepted", Some(false)),
        (format!("smtp://u:p@{}", plain.address), "accepted", Some(false)),
        (format!("smtp://u:p@{}?tls=required", plain.address), "retry", None),
        // No public root knows the sink, so a checked certificate is refused.
        (format!("smtp://u:p@{}?tls=required", starttls.address), "retry", None),
        (format!("smtps://u:p@{}", implicit.address), "retry", None),
    ] {
        let sinks = [&plain, &starttls, &implicit];
        let before: Vec<usize> = sinks.iter().map(|sink| sink.taken().len()).collect();
        let said: usize = sinks.iter().map(|sink| sink.sign_ins().len()).sum();
        assert_eq!(kind(&send(&pool(&url, limits()), "a@example.jp").await).0, end, "{url}");
        let new: Vec<bool> = sinks
            .iter()
            .zip(before)
            .flat_map(|(sink, n)| sink.taken().split_off(n))
            .map(|letter| letter.encrypted)
            .collect();
        assert_eq!(new, encrypted.into_iter().collect::<Vec<_>>(), "{url}");
        let signed_in = sinks.iter().map(|sink| sink.sign_ins().len()).sum::<usize>() - said;
        assert_eq!(signed_in, usize::from(encrypted.is_some()), "{url}: no password without the right line");
    }
}
