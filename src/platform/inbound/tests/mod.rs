//! Mails in the shapes that come in, and mails nobody would send in good faith.

mod bounces;
mod hostile;
mod machines;
mod replies;
mod tokens;

use super::{Inbound, read};

const GOOGLE: &[u8] = include_bytes!("../fixtures/google_accepted.eml");
const OUTLOOK: &[u8] = include_bytes!("../fixtures/outlook_declined.eml");
const APPLE: &[u8] = include_bytes!("../fixtures/apple_tentative.eml");
const THUNDERBIRD: &[u8] = include_bytes!("../fixtures/thunderbird_accepted.eml");
const GROUPWARE: &[u8] = include_bytes!("../fixtures/groupware_jis.eml");
const VACATION: &[u8] = include_bytes!("../fixtures/vacation_jis.eml");
const REPORT: &[u8] = include_bytes!("../fixtures/delivery_report.eml");
const FORGED: &[u8] = include_bytes!("../fixtures/forged_from.eml");
const WINMAIL: &[u8] = include_bytes!("../fixtures/winmail.eml");

const ALL: &[&[u8]] = &[GOOGLE, OUTLOOK, APPLE, THUNDERBIRD, GROUPWARE, VACATION, REPORT, FORGED, WINMAIL];

const REPLY_TO: &str = "reply+7kq2m9xd4f6hw3npz5rt8vbcae@renkei.example";

/// Reads a mail whose lines end with LF, as a pipe delivers it, and again with CRLF, as SMTP does; what
/// is read must not differ but in the line ends of the calendar octets.
fn mail(raw: &[u8]) -> Inbound {
    let piped = read(raw).unwrap();
    let wired = read(&raw.split(|octet| *octet == b'\n').collect::<Vec<_>>().join(&b"\r\n"[..])).unwrap();
    assert_eq!(
        Inbound { calendar_parts: Vec::new(), ..piped.clone() },
        Inbound { calendar_parts: Vec::new(), ..wired.clone() }
    );
    assert_eq!(piped.calendar_parts.len(), wired.calendar_parts.len());
    piped
}
