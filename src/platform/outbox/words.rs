//! What became of a message, in the words of the office. A server's code and words become a plain sentence; the
//! code itself is for the operator's log and never on a page.

use entity::outbox::{self, Channel, OutboxState};

use crate::platform::clock::Instant;
use crate::platform::date::{clock, slash, tokyo_day, tokyo_time};

/// Why a message did not get through, as half a sentence without a full stop: 「あて先が見つかりません」.
///
/// The enhanced status code (RFC 3463) decides where the server gave one, then words that all servers use, then
/// the reply code (RFC 5321).
pub fn why(code: Option<i32>, said: &str) -> &'static str {
    let said = said.to_ascii_lowercase();
    if let Some(known) = enhanced(&said).and_then(by_enhanced) {
        return known;
    }
    let known = BY_WORDS.iter().find(|(words, _)| words.iter().any(|word| said.contains(word)));
    match (known, code) {
        (Some((_, why)), _) => why,
        (None, Some(550 | 551)) => UNKNOWN,
        (None, Some(501 | 553)) => MISWRITTEN,
        (None, Some(452 | 552)) => FULL,
        (None, Some(530 | 534 | 535)) => OUR_SIDE,
        (None, Some(554)) => TURNED_AWAY,
        (None, Some(500..)) => TURNED_AWAY,
        (None, Some(_)) => BUSY,
        (None, None) => UNREACHABLE,
    }
}

const UNKNOWN: &str = "あて先が見つかりません";
const NO_DOMAIN: &str = "あて先の＠より後ろが見つかりません";
const MISWRITTEN: &str = "あて先の書き方が正しくありません";
const CLOSED: &str = "あて先はいま使われていません";
const FULL: &str = "相手の受信箱がいっぱいです";
const TOO_LARGE: &str = "メールが相手の受け取れる大きさをこえています";
const TURNED_AWAY: &str = "相手のメールサーバーが受け取りませんでした";
const BUSY: &str = "相手のメールサーバーが混み合っています";
const UNREACHABLE: &str = "メールサーバーにつながりません";
const OUR_SIDE: &str = "こちらのメールの設定が受け付けられません。管理者に知らせてください";
const LOST: &str = "届いたかどうか確かめられませんでした";
const NO_ADDRESS: &str = "送り先が登録されていません";
const UNWRITTEN: &str = "文面を作れませんでした。管理者に知らせてください";

/// Words that say it where no enhanced code does, our own included.
const BY_WORDS: &[(&[&str], &str)] = &[
    (&["answer lost"], LOST),
    (&["not composed"], UNWRITTEN),
    (&["no address"], NO_ADDRESS),
    (&["renkei_mail_from", "sender:", "authentication"], OUR_SIDE),
    (&["mailbox full", "over quota", "quota exceeded", "insufficient storage"], FULL),
    (&["user unknown", "unknown user", "no such user", "does not exist", "recipient rejected"], UNKNOWN),
    (&["domain not found", "host not found", "unrouteable"], NO_DOMAIN),
    (&["disabled", "inactive"], CLOSED),
    (&["greylist", "graylist", "try again", "too many"], BUSY),
    (&["spam", "blocked", "blacklist", "policy", "denied"], TURNED_AWAY),
];

/// The first `x.y.z` of a reply.
fn enhanced(said: &str) -> Option<[u16; 3]> {
    said.split([' ', '(', ')', '[', ']', '#', ':', ';', ',']).find_map(|word| {
        let mut parts = word.split('.').map(|part| part.parse().ok());
        let found = [parts.next()??, parts.next()??, parts.next()??];
        let whole = parts.next().is_none();
        found.first().is_some_and(|class| matches!(class, 4 | 5)).then_some(found).filter(|_| whole)
    })
}

fn by_enhanced(code: [u16; 3]) -> Option<&'static str> {
    Some(match code {
        [_, 1, 0 | 1 | 6 | 10] => UNKNOWN,
        [_, 1, 2] | [_, 4, 4] => NO_DOMAIN,
        [_, 1, 3 | 5] => MISWRITTEN,
        [_, 1, 7 | 8] => OUR_SIDE,
        [_, 2, 1] => CLOSED,
        [_, 2, 2] => FULL,
        [_, 2, 3] | [_, 3, 4] => TOO_LARGE,
        [5, 7, 8 | 9] => OUR_SIDE,
        [5, 7, _] => TURNED_AWAY,
        [4, ..] => BUSY,
        _ => return None,
    })
}

/// The clocks that a row's state is told by.
#[derive(Clone, Copy, Debug)]
pub struct Clocks {
    /// Lease clock, in milliseconds.
    pub now_ms: i64,
    /// The product's now.
    pub now: Instant,
    /// Until when the whole queue rests, by the lease clock; 0 when it does not.
    pub paused_until_ms: i64,
    /// Whether everything is held back, because the data were put back from a backup.
    pub held: bool,
}

/// Where a message stands: 「まもなく送ります（あと40秒）」「送りました 11/9 10:20」.
pub fn in_words(row: &outbox::Model, clocks: Clocks) -> String {
    let why = || why(row.error_code, row.error.as_deref().unwrap_or_default());
    let on = row.settled_at.map(|at| format!(" {}", moment(at, clocks.now))).unwrap_or_default();
    match (row.state, row.channel) {
        (OutboxState::Waiting, _) => waiting(row, clocks, why()),
        (OutboxState::Printing, Channel::Fax) => "印刷待ち（FAXで送る紙）".to_owned(),
        (OutboxState::Printing, Channel::Post) => "印刷待ち（郵送する紙）".to_owned(),
        (OutboxState::Printing, _) => "印刷待ち（手渡す紙）".to_owned(),
        (OutboxState::Sent, Channel::Mail) => format!("送りました{on}"),
        (OutboxState::Sent, Channel::Fax) => format!("FAXで送りました{on}"),
        (OutboxState::Sent, Channel::Post) => format!("郵送しました{on}"),
        (OutboxState::Sent, Channel::Hand) => format!("手渡しました{on}"),
        (OutboxState::Refused | OutboxState::GivenUp, _) if row.settled_by.is_some() => {
            format!("届きませんでした{on}。ほかの方法で伝えました")
        }
        (OutboxState::Refused, _) => format!("届きませんでした{on}：{}。電話で伝えてください", why()),
        (OutboxState::GivenUp, _) => {
            format!("3日間送り直しましたが届きませんでした{on}：{}。電話で伝えてください", why())
        }
        (OutboxState::Stopped, _) => format!("止めました{on}"),
        (OutboxState::Dropped, _) => {
            format!("取りやめました{on}（あとの通知に替わったか、用がなくなりました）")
        }
    }
}

fn waiting(row: &outbox::Model, clocks: Clocks, why: &str) -> String {
    if row.lease_until_ms.is_some_and(|until| until > clocks.now_ms) {
        return "送っています".to_owned();
    }
    if clocks.held {
        return "止まっています（復元したデータのため）".to_owned();
    }
    let next_ms = row.not_before_ms.max(clocks.paused_until_ms);
    let left = (next_ms - clocks.now_ms).max(0);
    if row.attempts > 0 {
        let at = clocks.now + chrono::TimeDelta::milliseconds(left);
        let (tries, at) = (row.attempts + 1, moment(at, clocks.now));
        return format!("{why}。送り直します（{tries}回目、次は{at}ごろ）");
    }
    match left / 1_000 {
        0 => "まもなく送ります".to_owned(),
        seconds @ 1..=90 => format!("まもなく送ります（あと{seconds}秒）"),
        seconds => format!("送信待ち（あと{}分）", seconds / 60),
    }
}

/// 「10:20」 today, 「11/9 10:20」 on another day.
fn moment(at: Instant, now: Instant) -> String {
    let time = clock(tokyo_time(at));
    if tokyo_day(at) == tokyo_day(now) { time } else { format!("{} {time}", slash(tokyo_day(at))) }
}

#[cfg(test)]
mod tests {
    use entity::id::OutboxId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn servers_say_it_in_many_ways() {
        for (code, said, expected) in [
            (Some(550), "5.1.1 <a@b.example>: Recipient address rejected: User unknown", UNKNOWN),
            (Some(550), "no such user here", UNKNOWN),
            (Some(550), "", UNKNOWN),
            (Some(550), "5.1.10 RESOLVER.ADR.RecipientNotFound", UNKNOWN),
            (Some(550), "5.1.2 bad destination system", NO_DOMAIN),
            (Some(501), "5.1.3 Bad recipient address syntax", MISWRITTEN),
            (Some(553), "malformed", MISWRITTEN),
            (Some(550), "5.2.1 The email account is disabled", CLOSED),
            (Some(552), "5.2.2 mailbox full", FULL),
            (Some(452), "4.2.2 over quota", FULL),
            (Some(552), "5.3.4 message too big", TOO_LARGE),
            (Some(554), "5.7.1 rejected as spam", TURNED_AWAY),
            (Some(550), "blocked by policy", TURNED_AWAY),
            (Some(535), "5.7.8 authentication failed", OUR_SIDE),
            (Some(530), "login first", OUR_SIDE),
            (Some(451), "4.7.1 Greylisted", BUSY),
            (Some(421), "too many connections", BUSY),
            (Some(450), "10.0.0.1 later", BUSY),
            (None, "30秒待っても返事がありません", UNREACHABLE),
            (None, "answer lost, it may have arrived: cut", LOST),
            (None, "no address", NO_ADDRESS),
            (None, "not composed: no notice of kind x", UNWRITTEN),
        ] {
            assert_eq!(why(code, said), expected, "{code:?} {said}");
        }
    }

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn row(state: OutboxState) -> outbox::Model {
        outbox::Model {
            id: OutboxId(Uuid::nil()),
            region_id: None,
            kind: "meeting.convened".into(),
            payload: "{}".into(),
            letter_id: None,
            meeting_id: None,
            invitation_id: None,
            person_id: None,
            account_id: None,
            contact_point_id: None,
            channel: Channel::Mail,
            carries_calendar: false,
            wants_reply: false,
            message_id: "m".into(),
            state,
            queued_at: instant("2026-11-09T01:00:00Z"),
            not_before_ms: 100_000,
            attempts: 0,
            attempt_id: None,
            lease_until_ms: None,
            first_tried_ms: None,
            error: None,
            error_code: None,
            settled_at: Some(instant("2026-11-09T01:20:00Z")).filter(|_| state != OutboxState::Waiting),
            settled_by: None,
            resend_of_id: None,
        }
    }

    #[test]
    fn a_state_is_told_with_what_follows() {
        let now = instant("2026-11-10T01:00:00Z");
        let at = |now_ms| Clocks { now_ms, now, paused_until_ms: 0, held: false };
        let waiting = row(OutboxState::Waiting);
        assert_eq!(in_words(&waiting, at(60_000)), "まもなく送ります（あと40秒）");
        assert_eq!(in_words(&waiting, at(100_000)), "まもなく送ります");
        assert_eq!(in_words(&waiting, at(-200_000)), "送信待ち（あと5分）");
        let paused = Clocks { paused_until_ms: 220_000, ..at(100_000) };
        assert_eq!(in_words(&waiting, paused), "送信待ち（あと2分）");
        let busy = outbox::Model { attempts: 1, error_code: Some(451), ..waiting.clone() };
        let told = in_words(&busy, at(40_000));
        assert_eq!(told, "相手のメールサーバーが混み合っています。送り直します（2回目、次は10:01ごろ）");
        let held = outbox::Model { lease_until_ms: Some(60_001), ..busy };
        assert_eq!(in_words(&held, at(60_000)), "送っています");
        for (state, channel, expected) in [
            (OutboxState::Sent, Channel::Mail, "送りました 11/9 10:20"),
            (OutboxState::Sent, Channel::Post, "郵送しました 11/9 10:20"),
            (OutboxState::Printing, Channel::Fax, "印刷待ち（FAXで送る紙）"),
            (OutboxState::Stopped, Channel::Mail, "止めました 11/9 10:20"),
            (
                OutboxState::Refused,
                Channel::Mail,
                "届きませんでした 11/9 10:20：あて先が見つかりません。電話で伝えてください",
            ),
        ] {
            let row = outbox::Model { channel, error_code: Some(550), ..row(state) };
            assert_eq!(in_words(&row, at(0)), expected);
        }
        let told = outbox::Model {
            settled_by: Some(entity::id::PersonId(Uuid::nil())),
            ..row(OutboxState::GivenUp)
        };
        assert_eq!(in_words(&told, at(0)), "届きませんでした 11/9 10:20。ほかの方法で伝えました");
    }
}
