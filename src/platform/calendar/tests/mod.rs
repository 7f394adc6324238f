//! Shared by the tests of writing and reading: one meeting as it is sent.

mod injection;
mod replies;
mod unreadable;
mod written;

use chrono::{DateTime, TimeZone, Utc};

use super::{Attendee, Event, Organizer, Rsvp, Status};

fn at(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap()
}

/// Thursday 26 November 2026, 18:30 to 20:30 in Tokyo.
fn meeting() -> Event {
    Event {
        uid: "018f3c1e-7b2a-7c44-9d10-5a6b7c8d9e0f@renkei.example".to_owned(),
        sequence: 2,
        stamped_at: at(10, 27, 3, 15),
        starts_at: at(11, 26, 9, 30),
        ends_at: at(11, 26, 11, 30),
        summary: "【連携協議会】令和8年度第2回".to_owned(),
        location: Some("東部広域連合 3階 大会議室".to_owned()),
        description: "議題 1 上半期の取組\n電話 0000-00-0000".to_owned(),
        url: Some("https://renkei.example.jp/r/7kq2m9xd4f6hw3npz5rt8vbcae".to_owned()),
        status: Status::Confirmed,
        organizer: Some(Organizer {
            name: "東部広域連合 福祉課".to_owned(),
            address: "reply+7kq2m9xd4f6hw3npz5rt8vbcae@renkei.example".to_owned(),
            sent_by: Some("office@renkei.example".to_owned()),
        }),
        attendee: Some(Attendee {
            name: "髙橋 花子".to_owned(),
            address: "hanako@ishikai.example".to_owned(),
            rsvp: Rsvp::Wanted,
        }),
    }
}

/// The object as logical lines: folds joined, line ends gone.
fn logical_lines(object: &str) -> Vec<String> {
    let mut lines: Vec<String> = object.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect();
    assert_eq!(lines.pop().as_deref(), Some(""), "the last line is ended");
    lines
}

fn property_name(line: &str) -> &str {
    line.split([':', ';']).next().unwrap_or(line)
}
