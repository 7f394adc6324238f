//! Mail that leaves, against the sink and a folder.
#![allow(clippy::unwrap_used)]

mod lines;
mod message;
mod outbound;
mod sending;

use std::time::Duration;

use renkei::platform::mail::{About, Address, Delivery, Limits, Server, SmtpPool, Stage};

/// A small message with the lines that need dot-stuffing.
const OCTETS: &[u8] =
    b"Message-ID: <m1@renkei.example>\r\nSubject: x\r\n\r\nfirst\r\n.\r\n..dots\r\nlast\r\n";

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

/// Short where the sink hangs, long where a busy machine may be slow.
fn limits() -> Limits {
    let ample = Duration::from_secs(20);
    Limits { connect: ample, hello: ample, command: ample, data: ample, last: ample, idle: ample }
}

fn pool(url: &str, limits: Limits) -> SmtpPool {
    SmtpPool::new(Server::parse(url).unwrap(), limits, 4)
}

async fn send(pool: &SmtpPool, to: &str) -> Delivery {
    pool.send(&address("kaigi@tobu.example"), &address(to), OCTETS).await
}

/// What an end is, in short.
fn kind(end: &Delivery) -> (&'static str, Option<Stage>, Option<u16>) {
    match end {
        Delivery::Accepted { .. } => ("accepted", None, None),
        Delivery::Refused(r) => match r.about {
            About::Recipient => ("recipient", Some(r.stage), Some(r.code)),
            About::Content => ("content", Some(r.stage), Some(r.code)),
            About::OurSide => ("our side", Some(r.stage), Some(r.code)),
        },
        Delivery::Retry(t) => ("retry", Some(t.stage), t.code),
        Delivery::Unknown(t) => ("unknown", Some(t.stage), t.code),
    }
}
